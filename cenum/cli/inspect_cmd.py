from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenum.cli.checked_letter import passed
from cenum.cli.command import command
from cenum.cli.context import workspace_in
from cenum.cli.json_data import findings_as_data
from cenum.cli.view import FindingList, RawText, Rows, Success, View
from cenum.errors import Exit, UsageMistake
from cenum.finding import has_errors
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import Part
    from cenum.process import Result
    from cenum.received.mime import Received
    from cenum.workspace import Workspace


@command(
    N_(
        "Show what the mailing service changed in a received test.\n\nMESSAGE is the file that a "
        "mail program saved (.eml). Links rewritten, pixels and hosts added, unsubscribe, signatures, size, "
        "plain text, merge tags left unfilled."
    )
)
@click.argument("message", required=False, metavar=N_("[MESSAGE]"), type=click.Path(exists=True, dir_okay=False))
@click.option("--issue", metavar=N_("ISSUE"), help=N_("The issue it belongs to; found by its subject by default."))
@click.option(
    "--imap",
    metavar=N_("HOST"),
    help=N_("Fetch the message from this IMAP server (password in CENUM_IMAP_PASSWORD)."),
)
@click.option("--user", metavar=N_("NAME"), help=N_("User name of the mailbox."))
@click.option("--markdown", is_flag=True, help=N_("Print a receipt for a pull request."))
def inspect(  # noqa: PLR0913  its options
    message: str | None,
    issue: str | None,
    imap: str | None,
    user: str | None,
    markdown: bool,
    folder: str | None,
) -> View:
    from msgspec import to_builtins

    from cenum.received import receipt as receipts
    from cenum.waivers import waive

    workspace = workspace_in(folder)
    settings = workspace.settings
    received, result = _received(workspace, message, issue, imap, user)
    receipt = receipts.inspect(received, result.edition if result else None, settings.newsletter.own_hosts)
    embedded = settings.service.name == "local" and not settings.service.local.smtp
    found = receipts.findings(receipt, message or imap or "", settings.tracking, embedded=embedded)
    known = result.issue if result else None
    waivers = (*known.waivers, *settings.waivers) if known else settings.waivers
    found = list(waive(found, waivers, known.day if known else date.max))  # of an unknown issue, those that end have
    parts: list[Part]
    if markdown:
        parts = [RawText(receipts.as_markdown(receipt, found))]
    else:
        said = _("no issue has this subject: the message is not compared with an issue")
        if result:
            said = _("compared with the issue of {key}").format(key=result.edition.key)
        parts = [Success(said), Rows(receipts.rows(receipt)), FindingList(found)]
    return View(
        {"findings": findings_as_data(found), "receipt": to_builtins(receipt)},
        parts,
        exit_code=Exit.REFUSED if has_errors(found) else Exit.DONE,
    )


def _received(
    workspace: Workspace, message: str | None, issue: str | None, imap: str | None, user: str | None
) -> tuple[Received, Result | None]:
    """The message, from a file or a mailbox, and the issue that it is of, where that is known."""
    from cenum.received.mime import parse

    if message:
        received = parse(Path(message).read_bytes())
        return received, passed(workspace, issue) if issue else _processed_for(workspace, received.subject)
    if imap and user:
        from cenum.received.imap import fetch
        from cenum.services.secrets import password

        result = passed(workspace, issue or "next")
        raw = fetch(imap, user, password(os.environ, "CENUM_IMAP_PASSWORD"), result.edition.subject)
        return parse(raw), result
    raise UsageMistake(_("no message is named"), _("name the saved file, or use --imap HOST --user NAME"))


def _processed_for(workspace: Workspace, subject: str) -> Result | None:
    """The issue whose subject stands in ``subject``, among the latest."""
    from cenum.process import process

    for path in reversed(workspace.dated_issues()[-5:]):
        result = process(path, workspace)
        if not result.exit_code and result.edition.subject in subject.replace("\u2060", ""):
            return result
    return None
