from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import now_here, workspace_in
from cenum.cli.github_options import client_of, done_view, dry_run_option, repository_option
from cenum.errors import UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import View
    from cenum.repository.github_client import GitHubClient
    from cenum.workspace import Workspace


@command(
    N_(
        "Propose what “cenum care” found.\n\nPuts archive/copies.toml on the branch cenum-care, and opens an issue "
        "with a link that opens the pull request; while one is open, nothing is changed. What the pass found out is "
        "kept on the branch cenum-health, from which --recall brings it back before the next pass."
    )
)
@click.option("--recall", is_flag=True, help=N_("Bring back what earlier passes found; propose nothing."))
@repository_option
@dry_run_option
def care(recall: bool, repository: str | None, dry_run: bool, folder: str | None) -> View:
    workspace = workspace_in(folder)
    client = client_of(repository, dry_run=dry_run)
    return _recalled(workspace, client) if recall else _proposed(workspace, client)


def _recalled(workspace: Workspace, client: GitHubClient) -> View:
    from cenum.build import write_all
    from cenum.care.link_health import FILE
    from cenum.github.care_request import recall_health

    content = recall_health(client)
    if content is None:
        return done_view(_("there was no pass before"))
    write_all({workspace.root / FILE: content}, workspace.files)
    return done_view(_("what earlier passes found is in {file}").format(file=FILE))


def _proposed(workspace: Workspace, client: GitHubClient) -> View:
    from cenum.archive.known_public import known_as_listed
    from cenum.care.link_health import encode
    from cenum.care.proposal import propose
    from cenum.care.published_links import kept_copies, kept_health, published_links
    from cenum.github.care_request import keep_health, request
    from cenum.github.step_output import summary
    from cenum.repository.git import GitRefused, head_commit

    health = kept_health(workspace)
    if not health:
        return done_view(_("no pass found anything out: nothing is proposed"))
    keep_health(client, encode(health))
    rows = kept_copies(workspace)
    is_public = known_as_listed(workspace, os.environ, now_here(workspace))
    links = published_links(workspace, is_public, lambda _path: True)
    proposal = propose(links.pages, health, rows)
    try:
        head = head_commit(workspace.root, os.environ)
    except GitRefused as mistake:
        message = _("git can't say which commit is checked out ({reason})").format(reason=mistake.reason)
        raise UsageMistake(message, _("run it in a checkout of the main branch")) from None
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    said = request(client, server, proposal, rows, head)
    summary(os.environ, said)
    return done_view(said)
