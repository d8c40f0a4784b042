from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cenum.cli.arguments import DAY
from cenum.cli.command import command
from cenum.cli.context import now_here, now_said, workspace_in
from cenum.cli.view import Success, TextLine, View
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from datetime import date


@command(
    N_(
        "Create the file of the next issue.\n\nThe date is the next day of sending that has no issue yet, "
        "or DATE. An existing file is never touched."
    )
)
@click.argument("day", required=False, metavar=N_("[DATE]"), type=DAY)
def new(day: date | None, folder: str | None) -> View:
    from cenum.issue.scaffold import create

    workspace = workspace_in(folder)
    # The named day is the one that is meant, whatever today is.
    now = now_here(workspace) if day else now_said(workspace)
    path = create(workspace.issues, workspace.settings, day, now)
    return View(
        {"file": str(path)},
        [
            Success(_("created {file}").format(file=path.relative_to(workspace.root))),
            TextLine(_("  Write in it with any text editor, then run: cenum check {date}").format(date=path.stem)),
        ],
    )
