from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cenum.cli.checked_letter import passed
from cenum.cli.command import command
from cenum.cli.context import service_context, workspace_in
from cenum.cli.view import RawText, Rows, Success, View
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import Part


@command(
    N_(
        "Show the results of an issue that left.\n\nDelivered, clicks by heading, bounces, unsubscribes, beside the "
        "issues before; writes dist/ISSUE/report.html. Sums only: nothing about a single reader is kept.\n\n"
        "Without ISSUE: the last one that left."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help=N_(
        "Print the figures as CSV for a spreadsheet (UTF-8; in French, with semicolons and "
        "decimal commas, as Excel expects)."
    ),
)
def report(issue: str | None, as_csv: bool, folder: str | None) -> View:
    from msgspec import to_builtins

    from cenum.build import folder_of, write_all
    from cenum.report import figures
    from cenum.report.gather import gather, last_that_left
    from cenum.report.report_page import page
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    result = passed(workspace, issue) if issue else None
    with open_service(workspace.settings, service_context(workspace)) as service:
        result = result or passed(workspace, last_that_left(service.campaigns()))
        gathered = gather(result.edition, service, workspace.settings.newsletter.name)
    parts: list[Part]
    if as_csv:
        parts = [RawText(figures.as_csv(gathered))]
    else:
        file = folder_of(result.edition.key, workspace.files) / "report.html"
        write_all({file: page(gathered).encode()}, workspace.files)
        parts = [
            Success(_("results of the issue of {key}").format(key=result.edition.key)),
            Rows([*figures.rows(gathered), (_("page"), str(file.relative_to(workspace.root)))]),
        ]
    return View({"report": to_builtins(gathered)}, parts)
