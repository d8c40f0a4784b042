"""From a stored campaign to letters: each reader's own, once, whoever dies in between."""

from __future__ import annotations

from email.errors import MessageError
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cenum.edition.message import PersonalLetter, octets
from cenum.errors import CenumError, ServiceUnreachable, reason_of
from cenum.i18n import _
from cenum.services.local.local_tags import fill
from cenum.services.local.records import DeliveryResult, DeliveryStatus
from cenum.services.service import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from cenum.services.local.maildir import Maildir
    from cenum.services.local.records import CampaignRecord, Reader
    from cenum.services.local.relay import Relay
    from cenum.services.local.store import Store
    from cenum.services.service import Content

# What a death between two commits costs is writing these files again, under the same names.
_BATCH = 100


class Mail(NamedTuple):
    """One letter: its name in the Maildir, and its bytes with the line ends of RFC 5322."""

    name: str
    sender: str
    to: str
    content: bytes


def personal_links(url: str, campaign: int, token: str) -> dict[str, str]:
    """A reader's own addresses, by merge tag."""
    return {"unsubscribe": f"{url}/unsubscribe/{token}", "online": f"{url}/online/{token}/{campaign}"}


def compose(content: Content, reader: Reader, links: dict[str, str], *, seed: str, date: datetime) -> Mail:
    """The letter to one reader; the same ``seed`` gives the same name and the same Message-ID.

    Raises :class:`ValueError` where the content or the reader's address can't stand in an e-mail.
    """
    identity = sha256(seed.encode()).hexdigest()[:32]
    if not reader.address.email.isascii():
        # RFC 6531, which would allow it, is what few mail servers speak.
        raise ValueError(_("it has characters that few mail servers accept"))
    letter = PersonalLetter(
        sender=content.sender,
        reply_to=content.reply_to,
        to=reader.address,
        subject=fill(content.subject, **links),
        html=fill(content.html, **links),
        text=fill(content.text or "", **links),
        unsubscribe=links["unsubscribe"],
        date=date,
        message_id=f"{identity}@{content.sender.email.rpartition('@')[2]}",
    )
    name = f"{int(date.timestamp())}.{identity}.cenum"
    try:
        mail = octets(letter)
    except (
        CenumError,
        MessageError,
        IndexError,
    ) as mistake:  # the standard library's words for some malformed addresses
        raise ValueError(str(mistake)) from None
    return Mail(name, content.sender.email, reader.address.email, mail)


def hand(mail: Mail, maildir: Maildir, relay: Relay | None) -> DeliveryResult:
    """One letter to the mail server where there is one, and into the Maildir.

    Raises :class:`ServiceUnreachable` where it surely reached neither.
    """
    verdict = relay.hand(mail.sender, mail.to, mail.content) if relay else DeliveryResult(DeliveryStatus.DELIVERED)
    if verdict.fate is not DeliveryStatus.DELIVERED:
        return verdict
    try:
        maildir.keep(mail.name, mail.content.replace(b"\r\n", b"\n"))
    except OSError as mistake:
        reason = _("the mailbox can't be written ({reason})").format(reason=reason_of(mistake))
        if relay:
            return DeliveryResult(DeliveryStatus.DELIVERED, reason)
        raise ServiceUnreachable(reason, _("check the free disk space and your write permission there")) from None
    return verdict


class Round:
    """Delivers all that is queued. Only who holds the lock may walk it."""

    def __init__(
        self, store: Store, maildir: Maildir, relay: Relay | None, url: str, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._maildir = maildir
        self._relay = relay
        self._url = url
        self._now = now

    def walk(self) -> None:
        """Raises :class:`ServiceUnreachable` where it can't go on; what is left stays queued, and says why."""
        kept = self._maildir.names()
        done: set[int] = set()
        # Somebody may claim another campaign while this one is being delivered.
        while waiting := [record for record in self._store.campaigns(State.SENDING) if record.id not in done]:
            for record in reversed(waiting):
                try:
                    self._deliver(record, kept)
                except ServiceUnreachable as mistake:
                    self._store.set_trouble(record.id, str(mistake))
                    raise
                self._store.finish(record.id)
                done.add(record.id)

    def _deliver(self, record: CampaignRecord, kept: set[str]) -> None:
        content = self._store.content(record.id)
        self._settle(record, content, kept)
        while True:
            self._store.drop_departed(record.id, _("no longer in the audience"))
            # With a mail server each letter is marked before it is handed over, and so goes alone.
            readers = self._store.to(record.id, DeliveryStatus.QUEUED, 1 if self._relay else _BATCH)
            if not readers:
                return
            if self._relay:
                self._mark(record, ((reader, DeliveryResult(DeliveryStatus.HANDING)) for reader in readers))
            try:
                verdicts = [(reader, self._post(record, content, reader, kept)) for reader in readers]
            except ServiceUnreachable as mistake:
                self._mark(
                    record, ((reader, DeliveryResult(DeliveryStatus.QUEUED, mistake.message)) for reader in readers)
                )
                raise
            self._mark(record, verdicts)

    def _settle(self, record: CampaignRecord, content: Content, kept: set[str]) -> None:
        """Whoever died while handing a letter to the mail server left its fate open; it is never repeated."""
        open_fate = DeliveryResult(
            DeliveryStatus.UNKNOWN, _("cenum was stopped while delivering the letter: it may have left")
        )
        verdicts = []
        for reader in self._store.to(record.id, DeliveryStatus.HANDING):
            # The Maildir gets its copy after the mail server's yes.
            taken = self._compose(record, content, reader).name in kept
            verdicts.append((reader, DeliveryResult(DeliveryStatus.DELIVERED) if taken else open_fate))
        self._mark(record, verdicts)

    def _post(self, record: CampaignRecord, content: Content, reader: Reader, kept: set[str]) -> DeliveryResult:
        try:
            mail = self._compose(record, content, reader)
        except ValueError as mistake:
            return DeliveryResult(
                DeliveryStatus.FAILED, _("the address can't be used ({reason})").format(reason=mistake)
            )
        return (
            DeliveryResult(DeliveryStatus.DELIVERED) if mail.name in kept else hand(mail, self._maildir, self._relay)
        )

    def _compose(self, record: CampaignRecord, content: Content, reader: Reader) -> Mail:
        links = personal_links(self._url, record.id, reader.token)
        date = record.sent_at or self._now()
        return compose(content, reader, links, seed=f"{record.id}/{reader.token}", date=date)

    def _mark(self, record: CampaignRecord, verdicts: Iterable[tuple[Reader, DeliveryResult]]) -> None:
        self._store.mark(record.id, verdicts, self._now())
