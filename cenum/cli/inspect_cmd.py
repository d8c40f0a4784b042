from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import click

from cenum.cli.checked_letter import passed
from cenum.cli.command import command
from cenum.cli.context import named_file, service_context, workspace_in
from cenum.cli.json_data import findings_as_data
from cenum.cli.view import FindingList, RawText, Rows, Success, View
from cenum.errors import Exit, UsageMistake
from cenum.finding import has_errors
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.cli.view import Part
    from cenum.process import Result
    from cenum.received.mime import Received
    from cenum.settings import Settings
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
@click.option(
    "--wait",
    type=click.IntRange(0, 120),
    metavar=N_("MINUTES"),
    default=0,
    help=N_("Wait for the message, if it has not arrived yet."),
)
@click.option(
    "--arrived",
    is_flag=True,
    help=N_("Record in the campaign's name that the test arrived, if nothing is wrong with it."),
)
@click.option("--markdown", is_flag=True, help=N_("Print a receipt for a pull request."))
def inspect(  # noqa: PLR0913  its options
    message: str | None,
    issue: str | None,
    imap: str | None,
    user: str | None,
    wait: int,
    arrived: bool,
    markdown: bool,
    folder: str | None,
) -> View:
    from msgspec import to_builtins

    from cenum.received import receipt as receipts
    from cenum.waivers import waive

    workspace = workspace_in(folder)
    settings = workspace.settings
    if arrived and (message or not imap):
        raise UsageMistake(_("--arrived needs --imap"), _("a saved file proves nothing of what is in a mailbox"))
    received, result = _received(workspace, _Asked(message, issue, imap, user, wait, arrived))
    receipt = receipts.inspect(
        received, result.edition if result else None, settings.newsletter.own_hosts, _service_host(settings)
    )
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
    if arrived and result and not has_errors(found):
        parts.append(_recorded(workspace, result))
    return View(
        {"findings": findings_as_data(found), "receipt": to_builtins(receipt)},
        parts,
        exit_code=Exit.REFUSED if has_errors(found) else Exit.DONE,
    )


def _service_host(settings: Settings) -> str:
    """The host of a service that the team runs itself; empty where nobody says it, or others run it."""
    from cenum.services.registry import spec
    from cenum.web_address import host_of

    variable = spec(settings.service.name).address_variable
    chosen = settings.service.chosen
    return host_of(os.environ.get(variable, "") or getattr(chosen, "url", None) or "") if variable else ""


class _Asked(NamedTuple):
    """The message in a file, or in the mailbox of ``user`` at ``imap``, for which to ``wait`` so many minutes.

    It ``arrived`` only if it is what the issue is now.
    """

    message: str | None
    issue: str | None
    imap: str | None
    user: str | None
    wait: int
    arrived: bool


def _received(workspace: Workspace, asked: _Asked) -> tuple[Received, Result | None]:
    """The message, from a file or a mailbox, and the issue that it is of, where that is known."""
    from cenum.received.mime import LARGEST, parse

    if asked.message:
        file, letter = named_file(asked.message, None)
        received = parse(letter.read(file) if letter else _opening(file, LARGEST + 1))
        named = passed(workspace, asked.issue) if asked.issue else _processed_for(workspace, received.subject)
        return received, named
    if asked.imap and asked.user:
        from functools import partial

        from cenum.received.arrival import is_test_of
        from cenum.received.imap import fetch, waited_for
        from cenum.services.secrets import password

        result = passed(workspace, asked.issue or "next")
        secret, edition = password(os.environ, "CENUM_IMAP_PASSWORD"), result.edition
        look = partial(fetch, asked.imap, asked.user, secret, edition.subject)
        if asked.arrived:  # else an altered one is what there is to look at
            look = partial(look, wanted=lambda message: is_test_of(message, edition))
        return parse(waited_for(look, minutes=asked.wait)), result
    raise UsageMistake(_("no message is named"), _("name the saved file, or use --imap HOST --user NAME"))


def _opening(file: Path, most: int) -> bytes:
    """A device, or a file of any size, is read no further."""
    with file.open("rb") as stream:
        return stream.read(most)


def _recorded(workspace: Workspace, result: Result) -> Part:
    from cenum.sending.act import arrive
    from cenum.services.registry import open_service

    with open_service(workspace.settings, service_context(workspace)) as service:
        campaign = arrive(result.edition, service, workspace.settings)
    return Success(_("the test of {key} arrived: {name}").format(key=result.edition.key, name=campaign.name))


def _processed_for(workspace: Workspace, subject: str) -> Result | None:
    """The issue whose subject stands in ``subject``, among the latest."""
    from cenum.process import process
    from cenum.received.mime import joined

    for path in reversed(workspace.dated_issues()[-5:]):
        result = process(path, workspace)
        if not result.exit_code and result.edition.subject in joined(subject):
            return result
    return None
