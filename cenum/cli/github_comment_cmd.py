from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import workspace_in
from cenum.cli.github_options import (
    client_of,
    done_view,
    dry_run_option,
    event_of_run,
    number_option,
    pull_request_named,
    repository_option,
)
from cenum.errors import Refusal, UsageMistake
from cenum.i18n import N_, _
from cenum.repository.git import GitRefused

if TYPE_CHECKING:
    from cenum.cli.view import View
    from cenum.repository.github_client import GitHubClient
    from cenum.workspace import Workspace


@command(
    N_(
        "Keep the review's comment on the pull request up to date.\n\nReads what “cenum github review” wrote into "
        "dist/, puts the pictures on the branch cenum-pictures, and edits its own comment."
    )
)
@number_option
@click.option("--preview", default="", metavar=N_("URL"), help=N_("Where the preview can be opened."))
@repository_option
@dry_run_option
def comment(number: int | None, preview: str, repository: str | None, dry_run: bool, folder: str | None) -> View:
    from cenum.github import comment as comments
    from cenum.github import picture_branch, review
    from cenum.github.step_output import summary

    workspace = workspace_in(folder)
    event = event_of_run()
    number = pull_request_named(number, event)
    dist = workspace.root / "dist"
    reviewed = None
    with suppress(UsageMistake):  # settings that nobody can read, or somebody's own program, leave none
        reviewed = review.read(dist, workspace.files)
    client = client_of(repository, dry_run=dry_run)
    taken = review.pictures_in(dist, reviewed or (), workspace.files)
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    addresses = picture_branch.put(client, server, number, taken) if taken else {}
    # The job before may have run anybody's code: what it names is opened on this run's own page, or not at all.
    shown = preview if re.fullmatch(re.escape(event.run) + r"/artifacts/[0-9]+", preview) and event.run else ""
    besides = _besides(workspace, client, number)
    body = review.as_markdown(reviewed, addresses, besides=besides, run=event.run, preview=shown)
    comments.keep(client, number, review.MARKER, body)
    summary(os.environ, body)
    return done_view(_("the comment on pull request {number} is up to date").format(number=number))


def _besides(workspace: Workspace, client: GitHubClient, number: int) -> list[str]:
    """What the pull request changes besides the letter, or why that can't be said."""
    from cenum.github import besides, gfm
    from cenum.github.brought import brought
    from cenum.github.git_tree import tree_at
    from cenum.github.pull_requests import parting, pull_request_now
    from cenum.repository.git import head_commit

    head = pull_request_now(client, number).head.sha
    try:
        base = parting(client, head_commit(workspace.root, os.environ), head)
        found = brought(tree_at(client, base), tree_at(client, head), workspace.settings)
    except (Refusal, GitRefused) as mistake:
        said = _("cenum can't say what else this pull request changes: {reason}").format(reason=mistake)
        return [f"⚠️ **{gfm.text(said)}**", ""]
    return besides.as_lines(client, found.besides)
