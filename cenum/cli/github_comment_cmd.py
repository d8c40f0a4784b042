from __future__ import annotations

import os
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
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import View


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
    reviewed = review.read(dist, workspace.files)
    client = client_of(repository, dry_run=dry_run)
    taken: dict[tuple[str, str], bytes] = {
        (one.key, name): workspace.files.read(dist / one.key / name)
        for one in reviewed
        for name in one.pictures
        if workspace.files.is_file(dist / one.key / name)
    }
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    addresses = picture_branch.put(client, server, number, taken) if taken else {}
    body = review.as_markdown(reviewed, addresses, run=event.run, preview=preview)
    comments.keep(client, number, review.MARKER, body)
    summary(os.environ, body)
    return done_view(_("the comment on pull request {number} is up to date").format(number=number))
