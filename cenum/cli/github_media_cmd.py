from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cenum.cli.command import command, issue_named
from cenum.cli.context import path_of, today, workspace_in
from cenum.cli.github_options import client_of, done_view, dry_run_option, repository_option
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from cenum.cli.view import View
    from cenum.workspace import Workspace


@command(
    N_(
        "Hand an issue's pictures to the workflow “Publish”.\n\nIt takes them from the branch cenum-media, where "
        "they replace the issue's earlier ones. Sets the output “publish” of the step: whether they have to be "
        "published before the test is sent."
    )
)
@issue_named
@repository_option
@dry_run_option
def media(issue: str, repository: str | None, dry_run: bool, folder: str | None) -> View:
    from cenum.archive.pictures_of_issue import pictures_of_issue
    from cenum.github.media_branch import put_media
    from cenum.github.step_output import output

    workspace = workspace_in(folder)
    wanted = _whether_wanted(workspace)
    if wanted:
        output(os.environ, {"publish": "false"})
        return done_view(wanted)
    path = path_of(workspace, issue)
    files = dict(pictures_of_issue(workspace, path))
    put_media(client_of(repository, dry_run=dry_run), path.stem, files, today(workspace))
    output(os.environ, {"publish": str(bool(files)).lower()})
    said = ngettext(
        "{count} picture of the issue of {key} is ready to be published",
        "{count} pictures of the issue of {key} are ready to be published",
        len(files),
    )
    return done_view(said.format(count=len(files), key=path.stem))


def _whether_wanted(workspace: Workspace) -> str:
    """Why nobody asks the letter's own site for pictures; empty where somebody does."""
    from cenum.services.registry import spec

    settings = workspace.settings
    service = spec(settings.service.name)
    if not settings.archive.id:
        return _("the letter has no pages of its own: nothing to publish")
    if service.for_trying:
        return _("the embedded service needs no site: nothing to publish")
    if service.hosts_files and not settings.archive.required:
        return _("{service} hosts the pictures itself: nothing to publish").format(service=service.title)
    return ""
