"""One letter to one reader as a MIME message: plain text first, then HTML."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address as HeaderAddress
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, compat32
from email.utils import parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cenum.edition.header_fields import LINE, AddressField, TextField
from cenum.errors import CenumError
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import Message
    from email.policy import Policy

    from cenum.edition.edition import Address, Edition, Picture

# RFC 5322, section 2.1.1, limits lines to 998 octets; quoted-printable keeps every line short
# and leaves French readable to a person who opens the source.
_ENCODING = "quoted-printable"


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that is never folded.

    Python would make encoded words of a long address, which RFC 2369, section 2, has no room for; and a
    folded one broke DKIM at a relay (nodemailer#1654).
    """

    def fold(self, *, policy: Policy[Message[str, str]]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> EmailPolicy[EmailMessage]:
    headers = HeaderRegistry()
    headers.map_to_type("list-unsubscribe", _OneLine)
    headers.map_to_type("subject", TextField)
    for name in ("from", "to", "reply-to"):
        headers.map_to_type(name, AddressField)
    return SMTP.clone(header_factory=headers, max_line_length=LINE)


_POLICY = _policy()


class PersonalLetter(Struct, frozen=True):
    """What one reader receives, with every placeholder and merge tag filled.

    ``unsubscribe`` is an address that takes a one-click POST (RFC 8058), ``date`` is aware, and
    ``message_id`` has no angle brackets.
    """

    sender: Address
    reply_to: str
    to: Address
    subject: str
    html: str
    text: str
    unsubscribe: str
    date: datetime
    message_id: str


def mime(letter: PersonalLetter, pictures: Sequence[Picture] = ()) -> EmailMessage:
    """The message, with ``pictures`` beside its HTML (RFC 2387); the same letter gives the same bytes."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = _header(letter.sender.name, letter.sender.email)
    mail["To"] = _header(letter.to.name, letter.to.email)
    mail["Reply-To"] = _header("", letter.reply_to)
    mail["Subject"] = letter.subject
    mail["Date"] = letter.date
    mail["Message-ID"] = f"<{letter.message_id}>"
    mail["List-ID"] = f"<{letter.sender.email.replace('@', '.')}>"
    mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text, subtype="plain", charset="utf-8", cte=_ENCODING)
    mail.add_alternative(letter.html, subtype="html", charset="utf-8", cte=_ENCODING)
    mail.set_boundary(f"=_{sha256(letter.message_id.encode()).hexdigest()[:32]}")
    _plain, shown = mail.iter_parts()
    for picture in pictures:
        kind, _slash, subtype = picture.media_type.partition("/")
        cid = f"<{_content_id(picture, letter.sender.email.rpartition('@')[2])}>"
        shown.add_related(picture.content, kind, subtype, cid=cid, filename=picture.name, disposition="inline")
    if pictures:
        shown.set_boundary(f"{mail.get_boundary()}.1")
    return mail


def octets(letter: PersonalLetter, pictures: Sequence[Picture] = ()) -> bytes:
    """The message as it travels, with ``pictures`` in it, once it was read back.

    Raises :class:`~cenum.errors.CenumError` where a reader would not find in it what was put in.
    """
    message = mime(letter, pictures).as_bytes()
    wrong = altered(message, letter)
    if wrong:
        said = _("the message does not contain what was written ({parts})").format(parts=", ".join(wrong))
        raise CenumError(said, _("report it: this is a mistake in cenum"))
    return message


def altered(message: bytes, letter: PersonalLetter) -> tuple[str, ...]:
    """The parts of ``letter`` that a reader does not find in ``message`` as they were put in.

    They are read by what Python had before :mod:`email.policy`, which knows nothing of how they were written.
    """
    mail = message_from_bytes(message, policy=compat32)
    parts = {part.get_content_type(): part for part in mail.walk()}

    def content(kind: str) -> str:
        payload = parts[kind].get_payload(decode=True) if kind in parts else None
        return (
            payload.decode(errors="replace").replace("\r\n", "\n").removesuffix("\n")
            if isinstance(payload, bytes)
            else ""
        )

    def mailbox(field: str) -> tuple[str, str]:
        name, email = parseaddr(re.sub(r"\r\n(?=[ \t])", "", mail[field] or ""))
        return _decoded(name), email

    found = {
        "Subject": (_decoded(mail["Subject"] or ""), letter.subject),
        "From": (mailbox("From"), (letter.sender.name, letter.sender.email)),
        "To": (mailbox("To"), (letter.to.name, letter.to.email)),
        "Reply-To": (mailbox("Reply-To"), ("", letter.reply_to)),
        "text/plain": (content("text/plain"), letter.text.removesuffix("\n")),
        "text/html": (content("text/html"), letter.html.removesuffix("\n")),
    }
    return tuple(field for field, (read, written) in found.items() if read != written)


def _decoded(field: str) -> str:
    """The text of a field whose lines were folded (RFC 5322, section 2.2.3) and whose words were encoded."""
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", field))))


def sample(edition: Edition, *, embedded: bool = False) -> PersonalLetter:
    """The edition as its own sender receives it, with the public addresses of the settings.

    ``embedded``: its pictures are those within the message, since they may not be published yet.
    """
    links = edition.public_links
    domain = edition.sender.email.rpartition("@")[2]
    _html, text = edition.fill(links)
    within = {picture.name: f"cid:{_content_id(picture, domain)}" for picture in edition.pictures}
    html, _text = edition.fill(replace(links, files={**links.files, **within}) if embedded else links)
    return PersonalLetter(
        sender=edition.sender,
        reply_to=edition.reply_to,
        to=edition.sender,
        subject=edition.subject,
        html=html,
        text=text,
        unsubscribe=links.unsubscribe,
        date=edition.sending_at,
        message_id=f"{edition.key}.{edition.digest[:32]}@{domain}",
    )


def _content_id(picture: Picture, domain: str) -> str:
    """RFC 2392, section 2."""
    return f"{picture.name}@{domain}"


def _header(name: str, email: str) -> HeaderAddress:
    return HeaderAddress(display_name=name, addr_spec=email)
