"""What the embedded service's pages say. How they look is in pages.html.j2 and pages.css."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from cenum import i18n
from cenum.i18n import _, ngettext
from cenum.services.local.local_tags import fill
from cenum.services.local.records import DeliveryStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from cenum.services.local.records import CampaignRecord, Posted, Reader

_FOLDER = Path(__file__).parent


class PageLink(NamedTuple):
    """Words that lead to ``href``."""

    words: str
    href: str


class Table(Struct, frozen=True):
    """Each row has as many cells as ``head``; the first one names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | PageLink, ...], ...]


class MailboxPage(Struct, frozen=True):
    """``button`` posts to its address; ``frame`` shows a letter within the page."""

    title: str
    paragraphs: tuple[str | PageLink, ...] = ()
    tables: tuple[Table, ...] = ()
    button: PageLink | None = None
    frame: PageLink | None = None


def html(page: MailboxPage) -> bytes:
    """The page as a browser gets it, in the program's language."""
    # Translators: the tag of your language (BCP 47), such as fr.
    language = i18n.language()
    words = {"skip": _("To the content"), "home": _("Mailbox"), "empty": _("Nothing yet.")}
    from cenum.page_templates import page_templates  # noqa: PLC0415  only pages need Jinja

    template = page_templates(_FOLDER).get_template("pages.html.j2")
    return template.render(page=page, language=language, words=words).encode()


def style() -> bytes:
    """The style sheet of all pages."""
    return (_FOLDER / "pages.css").read_bytes()


def mailbox(
    account: str, campaigns: Sequence[tuple[CampaignRecord, Mapping[DeliveryStatus, int]]], letters: Sequence[Posted]
) -> MailboxPage:
    """The first page."""
    head = (_("Campaign"), _("Subject"), _("State"), _("Letters"))
    rows = tuple(
        (PageLink(record.name, f"/campaign/{record.id}"), fill(record.subject), record.state.word, _counts(fates))
        for record, fates in campaigns
    )
    return MailboxPage(
        title=_("Mailbox"),
        paragraphs=(_("This is {account}.").format(account=account),),
        tables=(Table(_("Campaigns"), head, rows), _letters(letters)),
    )


def campaign(record: CampaignRecord, fates: Mapping[DeliveryStatus, int], letters: Sequence[Posted]) -> MailboxPage:
    """One campaign, with the letter as it is stored."""
    said = [_("Subject: {subject}").format(subject=fill(record.subject))]
    said.append(_("State: {state}").format(state=record.state.word))
    if fates:
        said.append(_("Letters: {counts}").format(counts=_counts(fates)))
    if record.trouble:
        said.append(_("Delivery waits: {reason}").format(reason=record.trouble))
    if unknown := fates.get(DeliveryStatus.UNKNOWN):
        said.append(
            ngettext(
                "Nobody knows whether {count} letter left; it is not sent again.",
                "Nobody knows whether {count} letters left; they are not sent again.",
                unknown,
            ).format(count=unknown)
        )
    letter = f"/campaign/{record.id}/letter"
    return MailboxPage(
        title=record.name,
        paragraphs=(*said, PageLink(_("Open the letter by itself"), letter)),
        tables=(_letters(letters),),
        frame=PageLink(_("The letter"), letter),
    )


def unsubscribe(reader: Reader, address: str) -> MailboxPage:
    """What a reader who follows the link sees: following it changes nothing yet, because mail scanners do so too."""
    if reader.is_reviewer or reader.unsubscribed:
        return unsubscribed(reader)
    return MailboxPage(
        title=_("Unsubscribe"),
        paragraphs=(_("{address} receives this newsletter.").format(address=reader.address.email),),
        button=PageLink(_("Unsubscribe {address}").format(address=reader.address.email), address),
    )


def unsubscribed(reader: Reader) -> MailboxPage:
    """What a reader sees afterwards, and ever after."""
    if reader.is_reviewer:
        said = _("This is the link of a test: it works, and unsubscribes nobody.")
        return MailboxPage(title=_("Unsubscribe"), paragraphs=(said,))
    said = _("{address} receives no more letters.").format(address=reader.address.email)
    return MailboxPage(title=_("Unsubscribed"), paragraphs=(said,))


def fate_word(fate: DeliveryStatus) -> str:
    """A letter's fate, as a person says it."""
    match fate:
        case DeliveryStatus.QUEUED:
            return _("queued")
        case DeliveryStatus.HANDING:
            return _("being delivered")
        case DeliveryStatus.DELIVERED:
            return _("delivered")
        case DeliveryStatus.FAILED:
            return _("failed")
        case DeliveryStatus.UNKNOWN:
            return _("unknown")


def _counts(fates: Mapping[DeliveryStatus, int]) -> str:
    return ", ".join(f"{fate_word(fate)}: {count}" for fate, count in fates.items()) or "—"


def _letters(letters: Sequence[Posted]) -> Table:
    head = (_("To"), _("Subject"), _("When"), _("Result"))
    return Table(_("Latest letters"), head, tuple(_row(posted) for posted in letters))


def _row(posted: Posted) -> tuple[str | PageLink, ...]:
    reader = posted.reader
    to = _("{address} (test)").format(address=reader.address.email) if reader.is_reviewer else reader.address.email
    fate = fate_word(posted.verdict.fate)
    outcome = f"{fate}: {posted.verdict.reason}" if posted.verdict.reason else fate
    letter = PageLink(fill(posted.subject), f"/online/{reader.token}/{posted.campaign}")
    return (to, letter, _time(posted.at), outcome)


def _time(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else "—"
