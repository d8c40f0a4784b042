"""The commands that look at what was done, or at what could go wrong: doctor, report, inspect, mailbox."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenum import console
from cenum.cli.command import command
from cenum.cli.letter import around, passed, workspace_in
from cenum.errors import Exit, UsageMistake
from cenum.finding import has_errors
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.process import Result
    from cenum.workspace import Workspace


@command(
    N_(
        "Check settings, account and the sender's domain.\n\nSettings, key, sender, audience, reviewers, what the "
        "service watches, and SPF, DKIM and DMARC of the sender's domain: each with what to do.\n\n"
        "With --github: what the repository needs instead, with the commands for it. Nothing is changed."
    )
)
@click.option("--selector", "selectors", multiple=True, help=N_("A DKIM selector of the sender's domain."))
@click.option("--offline", is_flag=True, help=N_("Don't ask the DNS."))
@click.option(
    "--github", is_flag=True, help=N_("Look at the repository: secrets, environments, labels, protections.")
)
def doctor(selectors: tuple[str, ...], offline: bool, github: bool, folder: str | None, as_json: bool) -> None:
    workspace = workspace_in(folder)
    if github:
        from cenum.doctor.repository_needs import examine_repository

        found = examine_repository(workspace.settings, workspace.root, os.environ)
    else:
        from cenum.doctor.examination import examine

        found = examine(workspace.settings, around(workspace), selectors, offline=offline)
    if as_json:
        console.as_json({"done": True, "diagnoses": [console.diagnosis_as_data(one) for one in found]})
    else:
        console.diagnoses(found)
    if any(one.verdict.value == "bad" for one in found):
        sys.exit(Exit.REFUSED)


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
        "Print the figures for a spreadsheet: UTF-8; in French with semicolons and decimal commas, as Excel wants it."
    ),
)
def report(issue: str | None, as_csv: bool, folder: str | None, as_json: bool) -> None:
    from msgspec import to_builtins

    from cenum.build import write_all
    from cenum.report import figures
    from cenum.report.gather import gather, last_that_left
    from cenum.report.page import page
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    result = passed(workspace, issue, quiet=True) if issue else None
    with open_service(workspace.settings, around(workspace)) as service:
        result = result or passed(workspace, last_that_left(service.campaigns()), quiet=True)
        gathered = gather(result.edition, service, workspace.settings.newsletter.name)
    if as_json:
        console.as_json({"done": True, "report": to_builtins(gathered)})
        return
    if as_csv:
        console.say(figures.as_csv(gathered), nl=False)
        return
    file = workspace.root / "dist" / result.edition.key / "report.html"
    write_all({file: page(gathered).encode()})
    console.done(_("what became of the issue of {key}").format(key=result.edition.key))
    console.rows([*figures.rows(gathered), (_("page"), str(file.relative_to(workspace.root)))])


@command(
    N_(
        "Show what the mailing service changed in a received test.\n\nMESSAGE is the file that a "
        "mail program saved (.eml). Links rewritten, pixels and hosts added, unsubscribe, signatures, size, "
        "plain text, merge tags left unfilled."
    )
)
@click.argument("message", required=False, metavar=N_("[MESSAGE]"), type=click.Path(exists=True, dir_okay=False))
@click.option("--issue", metavar=N_("ISSUE"), help=N_("Which issue it is; found by its subject otherwise."))
@click.option("--imap", metavar=N_("HOST"), help=N_("Fetch it from this mailbox, with CENUM_IMAP_PASSWORD."))
@click.option("--user", metavar=N_("NAME"), help=N_("Whose mailbox it is."))
@click.option("--markdown", is_flag=True, help=N_("Print a receipt for a pull request."))
def inspect(  # noqa: PLR0913  its options
    message: str | None,
    issue: str | None,
    imap: str | None,
    user: str | None,
    markdown: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    from msgspec import to_builtins

    from cenum.received import receipt as receipts
    from cenum.received.message import parse

    workspace = workspace_in(folder)
    if message:
        raw = Path(message).read_bytes()
        received = parse(raw)
        result = passed(workspace, issue, quiet=True) if issue else _processed_for(workspace, received.subject)
    elif imap and user:
        from cenum.received.imap import fetch
        from cenum.services.secrets import password

        result = passed(workspace, issue or "next", quiet=True)
        received = parse(fetch(imap, user, password(os.environ, "CENUM_IMAP_PASSWORD"), result.edition.subject))
    else:
        raise UsageMistake(_("no message is named"), _("name the saved file, or --imap HOST --user NAME"))
    settings = workspace.settings
    receipt = receipts.inspect(received, result.edition if result else None, settings.newsletter.own_hosts)
    embedded = settings.service.name == "local" and not settings.service.local.smtp
    found = receipts.findings(receipt, message or imap or "", settings.tracking, embedded=embedded)
    if as_json:
        console.as_json({"done": True, "findings": console.findings_as_data(found), "receipt": to_builtins(receipt)})
    elif markdown:
        console.say(receipts.as_markdown(receipt, found), nl=False)
    else:
        console.done(
            _("held against the issue of {key}").format(key=result.edition.key)
            if result
            else _("no issue has this subject: the message is looked at alone")
        )
        console.rows(receipts.rows(receipt))
        console.findings(found)
    if has_errors(found):
        sys.exit(Exit.REFUSED)


@command(N_("Show what the embedded service delivered.\n\nReaders' own links work there. Press Ctrl-C to stop."))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar=N_("PORT"),
    help=N_("Where they are shown; the port of cenum.toml if free."),
)
def mailbox(port: int | None, folder: str | None, as_json: bool) -> None:
    from contextlib import closing
    from urllib.parse import urlsplit

    from cenum.services.local import open_local
    from cenum.services.local.web import serve

    gc.enable()  # this one stays
    workspace = workspace_in(folder)
    settings = workspace.settings
    usual = settings.service.local.url

    def ready(url: str) -> None:
        if as_json:
            console.as_json({"done": True, "url": url})
            return
        console.done(_("the mailbox is at {url} (Ctrl-C to stop)").format(url=url))
        if urlsplit(url).port != urlsplit(usual).port:
            said = _("  links in delivered letters lead to {usual}, where another program listens, or nobody")
            console.line(said.format(usual=usual))

    with closing(open_local(settings.service.local, settings, around(workspace))) as service:
        serve(service, usual, port, ready=ready)


def _processed_for(workspace: Workspace, subject: str) -> Result | None:
    """The issue whose subject stands in ``subject``, among the latest."""
    from cenum.process import process

    for path in reversed(workspace.dated_issues()[-5:]):
        result = process(path, workspace)
        if not result.exit_code and result.edition.subject in subject.replace("\u2060", ""):
            return result
    return None
