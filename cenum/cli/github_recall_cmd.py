from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cenum.cli.command import command
from cenum.cli.context import workspace_in
from cenum.cli.github_options import client_of, done_view, repository_option
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from cenum.cli.view import View


@command(
    N_(
        "Bring back what is kept of letters that left.\n\nIt comes from the branch cenum-archive into "
        "archive/; nothing of a letter that left is written over there. Sets the output “deploy” of the step: how "
        "the pages come online, as cenum.toml says; it is empty where the letter has no pages."
    )
)
@repository_option
def recall(repository: str | None, folder: str | None) -> View:
    from cenum.github.kept_branch import bring_back
    from cenum.github.step_output import output

    workspace = workspace_in(folder)
    archive = workspace.settings.archive
    if not archive.id:
        output(os.environ, {"deploy": ""})
        return done_view(_("the letter has no pages of its own: nothing to publish"))
    files = bring_back(client_of(repository), workspace.files)
    output(os.environ, {"deploy": archive.deploy})
    said = ngettext(
        "{count} file of letters that left was brought back",
        "{count} files of letters that left were brought back",
        len(files),
    )
    return done_view(said.format(count=len(files)))
