from __future__ import annotations

import click

from cenum.cli.command import command
from cenum.cli.context import workspace_in
from cenum.cli.json_data import findings_as_data
from cenum.cli.view import FindingList, Success, View
from cenum.errors import Exit
from cenum.finding import has_errors
from cenum.i18n import N_, _


@command(
    N_(
        "Show the letter's look on one page.\n\nWrites dist/look.html: every block and every kind of text, in light "
        "and in dark, wide and on a narrow phone; the colours with their contrasts, the sizes, and what to mend in "
        "the templates."
    )
)
@click.option("--open", "open_browser", is_flag=True, help=N_("Open it in the browser."))
def look(open_browser: bool, folder: str | None) -> View:
    from cenum.build import write_all
    from cenum.edition.templates import Templates
    from cenum.preview.look_sheet import NAME, look_sheet

    workspace = workspace_in(folder)
    sheet = look_sheet(workspace, Templates(workspace.templates, workspace.cache))
    page = workspace.root / "dist" / NAME
    write_all({page: sheet.html.encode()}, workspace.files)
    if open_browser:
        click.launch(page.resolve().as_uri())
    return View(
        {"file": str(page), "findings": findings_as_data(sheet.findings)},
        [
            FindingList(sheet.findings),
            Success(_("the look is in {file}").format(file=page.relative_to(workspace.root).as_posix())),
        ],
        exit_code=Exit.REFUSED if has_errors(sheet.findings) else Exit.DONE,
    )
