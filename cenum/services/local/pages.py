"""What the embedded service's pages say. How they look is in pages.html.j2 and pages.css."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from cenum import i18n
from cenum.i18n import _, ngettext
from cenum.services.local.model import Fate
from cenum.services.local.tags import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jinja2 import Template

    from cenum.services.local.model import Posted, Reader, Record

_FOLDER = Path(__file__).parent


class Link(NamedTuple):
    """Words that lead to ``href``."""

    words: str
    href: str


class Table(Struct, frozen=True):
    """Each row has as many cells as ``head``; the first one names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | Link, ...], ...]


class Page(Struct, frozen=True):
    """``button`` posts to its address; ``frame`` shows a letter within the page."""

    title: str
    paragraphs: tuple[str | Link, ...] = ()
    tables: tuple[Table, ...] = ()
    button: Link | None = None
    frame: Link | None = None


def html(page: Page) -> bytes:
    """The page as a browser gets it, in the program's language."""
    # Translators: the tag of your language (BCP 47), such as fr.
    language = i18n.language()
    words = {"skip": _("To the content"), "home": _("Mailbox"), "empty": _("Nothing yet.")}
    return _template().render(page=page, language=language, words=words).encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  only pages need it

    loader = FileSystemLoader(_FOLDER)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("pages.html.j2")


def style() -> bytes:
    """The style sheet of all pages."""
    return (_FOLDER / "pages.css").read_bytes()


def mailbox(account: str, campaigns: Sequence[tuple[Record, Mapping[Fate, int]]], letters: Sequence[Posted]) -> Page:
    """The first page."""
    head = (_("Campaign"), _("Subject"), _("State"), _("Letters"))
    rows = tuple(
        (Link(record.name, f"/campaign/{record.id}"), fill(record.subject), record.state.word, _counts(fates))
        for record, fates in campaigns
    )
    return Page(
        title=_("Mailbox"),
        paragraphs=(_("This is {account}.").format(account=account),),
        tables=(Table(_("Campaigns"), head, rows), _letters(letters)),
    )


def campaign(record: Record, fates: Mapping[Fate, int], letters: Sequence[Posted]) -> Page:
    """One campaign, with the letter as it is stored."""
    said = [_("Subject: {subject}").format(subject=fill(record.subject))]
    said.append(_("State: {state}").format(state=record.state.word))
    if fates:
        said.append(_("Letters: {counts}").format(counts=_counts(fates)))
    if record.trouble:
        said.append(_("Delivery waits: {reason}").format(reason=record.trouble))
    if unknown := fates.get(Fate.UNKNOWN):
        said.append(
            ngettext(
                "Nobody knows whether {count} letter left; it is not sent again.",
                "Nobody knows whether {count} letters left; they are not sent again.",
                unknown,
            ).format(count=unknown)
        )
    letter = f"/campaign/{record.id}/letter"
    return Page(
        title=record.name,
        paragraphs=(*said, Link(_("Open the letter by itself"), letter)),
        tables=(_letters(letters),),
        frame=Link(_("The letter"), letter),
    )


def unsubscribe(reader: Reader, address: str) -> Page:
    """What a reader who follows the link sees: following it changes nothing yet, because mail scanners do so too."""
    if reader.is_reviewer or reader.unsubscribed:
        return unsubscribed(reader)
    return Page(
        title=_("Unsubscribe"),
        paragraphs=(_("{address} receives this newsletter.").format(address=reader.address.email),),
        button=Link(_("Unsubscribe {address}").format(address=reader.address.email), address),
    )


def unsubscribed(reader: Reader) -> Page:
    """What a reader sees afterwards, and ever after."""
    if reader.is_reviewer:
        said = _("This is the link of a test: it works, and unsubscribes nobody.")
        return Page(title=_("Unsubscribe"), paragraphs=(said,))
    said = _("{address} receives no more letters.").format(address=reader.address.email)
    return Page(title=_("Unsubscribed"), paragraphs=(said,))


def fate_word(fate: Fate) -> str:
    """A letter's fate, as a person says it."""
    match fate:
        case Fate.QUEUED:
            return _("queued")
        case Fate.HANDING:
            return _("being handed over")
        case Fate.DELIVERED:
            return _("delivered")
        case Fate.FAILED:
            return _("failed")
        case Fate.UNKNOWN:
            return _("unknown")


def _counts(fates: Mapping[Fate, int]) -> str:
    return ", ".join(f"{fate_word(fate)}: {count}" for fate, count in fates.items()) or "—"


def _letters(letters: Sequence[Posted]) -> Table:
    head = (_("To"), _("Subject"), _("When"), _("What became of it"))
    return Table(_("Latest letters"), head, tuple(_row(posted) for posted in letters))


def _row(posted: Posted) -> tuple[str | Link, ...]:
    reader = posted.reader
    to = _("{address} (test)").format(address=reader.address.email) if reader.is_reviewer else reader.address.email
    fate = fate_word(posted.verdict.fate)
    outcome = f"{fate}: {posted.verdict.reason}" if posted.verdict.reason else fate
    letter = Link(fill(posted.subject), f"/online/{reader.token}/{posted.campaign}")
    return (to, letter, _time(posted.at), outcome)


def _time(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else "—"
