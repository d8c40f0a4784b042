from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from cenum.cli.command import command
from cenum.cli.context import now_said, path_of, workspace_in
from cenum.cli.github_options import client_of, done_view, dry_run_option, event_of_run, repository_option
from cenum.cli.watching import unseen
from cenum.errors import UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from cenum.cli.view import View
    from cenum.clip.clipping import Clip
    from cenum.workspace import Workspace


@command(
    N_(
        "Answer an issue that gives addresses.\n"
        "\n"
        "Of the addresses in it, makes lines for the review, as “cenum clip” does, and keeps its own comment up to "
        "date. Asks only for somebody who can write to the repository."
    )
)
@click.option(
    "--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Ask nobody; write the addresses and what is known.")
)
@repository_option
@dry_run_option
def clip(offline: bool, repository: str | None, dry_run: bool, folder: str | None) -> View:
    from cenum.clip.clipping import addresses_in
    from cenum.github import clip_request
    from cenum.github import comment as comments
    from cenum.github.approvers import asker
    from cenum.github.step_output import summary

    workspace = workspace_in(folder)
    event = event_of_run()
    if event.issue is None or event.label != clip_request.LABEL:
        raise UsageMistake(
            _("this run is not about an issue with the label “{label}”").format(label=clip_request.LABEL),
            _("in a terminal, use: cenum clip ADDRESS"),
        )
    client = client_of(repository, dry_run=dry_run)
    asker(event, client)
    now = now_said(workspace)
    found = addresses_in(event.issue.body)
    body = clip_request.nothing_found(event.run)
    if found:
        file, edit = _next_issue(workspace)
        clips = _clips(found, workspace, now, offline=offline)
        body = clip_request.answer(clips, file=file, edit=edit, run=event.run)
    comments.keep(client, event.issue.number, clip_request.MARKER, body)
    summary(os.environ, body)
    return done_view(_("the answer on issue {number} is up to date").format(number=event.issue.number))


def _clips(addresses: list[str], workspace: Workspace, now: datetime, *, offline: bool) -> tuple[Clip, ...]:
    from cenum.clip.clipping import clips
    from cenum.links.online import opened_world

    if offline:
        return clips(addresses, workspace, now)
    with opened_world(workspace, unseen) as world:
        return clips(addresses, workspace, now, world)


def _next_issue(workspace: Workspace) -> tuple[str, str]:
    """The next issue's file, and where a browser edits it; nothing where there is none yet."""
    try:
        file = path_of(workspace, "next").relative_to(workspace.root).as_posix()
    except UsageMistake:
        return "", ""
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    repository, branch = os.environ.get("GITHUB_REPOSITORY", ""), os.environ.get("GITHUB_REF_NAME", "main")
    return file, f"{server}/{repository}/edit/{quote(branch, safe='')}/{file}"
