from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cenum.cli.checked_letter import LetterStopped, LinkOptions, examined
from cenum.cli.command import answers_as, asks_about_links, command, issue_named
from cenum.cli.context import path_of, printer, workspace_in
from cenum.cli.json_data import findings_as_data, links_as_data
from cenum.cli.printing import OutputForm
from cenum.cli.view import FindingList, Rows, Success, TextLine, View
from cenum.errors import Exit
from cenum.finding import masked
from cenum.formatting import weight_rows
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cenum.finding import Finding
    from cenum.workspace import Workspace


@command(
    N_(
        "Check an issue, and show what to correct on which line.\n"
        "\n"
        "Errors stop the letter; warnings ask for a look. Links are checked politely, and good "
        "results are kept for a day. Nothing is written without --fix, and nothing is sent."
    )
)
@issue_named
@click.option("--fix", is_flag=True, help=N_("Write better addresses into the issue, and change nothing else."))
@click.option(
    "--sarif",
    "as_sarif",
    is_flag=True,
    expose_value=False,
    callback=answers_as(OutputForm.SARIF),
    help=N_("Print SARIF 2.1.0, for code hosts."),
)
@asks_about_links
def check(issue: str, fix: bool, offline: bool, fresh: bool, folder: str | None) -> View:
    from cenum.build import summary
    from cenum.links.tally import link_rows

    workspace = workspace_in(folder)
    result = examined(workspace, issue, LinkOptions(offline, fresh))
    if fix and result.exit_code is not Exit.INTERRUPTED and any(finding.better for finding in result.findings):
        _fix(path_of(workspace, issue), result.findings, workspace)
        # What did not change has just been asked about.
        result = examined(workspace, issue, LinkOptions(offline))
    if result.exit_code:
        raise LetterStopped(result)
    return View(
        {
            "findings": findings_as_data(result.findings),
            "links": links_as_data(result.checked),
            **summary(result),
        },
        [
            FindingList(result.findings),
            Success(_("{file} can go out").format(file=result.file)),
            Rows([*weight_rows(result.weight), *link_rows(result.checked)]),
        ],
    )


def _fix(path: Path, found: Sequence[Finding], workspace: Workspace) -> None:
    """Write better addresses into the issue in ``path``."""
    from cenum.issue.source import folder_around
    from cenum.links.fix import fix

    fixed = fix(path, found, folder_around(path, workspace.root))
    for old, new in fixed.written:
        printer().aside(Success(_("replaced {old} by {new}").format(old=masked(old), new=masked(new))))
    said = _("can't replace {old} by {new} without changing something else: edit it by hand")
    for old, new in fixed.left:
        printer().aside(TextLine(said.format(old=masked(old), new=masked(new))))
