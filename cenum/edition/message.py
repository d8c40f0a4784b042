"""One letter to one reader as a MIME message: plain text first, then HTML."""

from __future__ import annotations

from email.headerregistry import Address as HeaderAddress
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message
    from email.policy import Policy

    from cenum.edition.edition import Address, Edition

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
    # RFC 2047, section 2: an encoded word has 75 characters at most, a line that holds one 76.
    return SMTP.clone(header_factory=headers, max_line_length=76)


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


def mime(letter: PersonalLetter) -> EmailMessage:
    """The message; the same letter gives the same bytes."""
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
    return mail


def sample(edition: Edition) -> EmailMessage:
    """The edition as a message to its own sender, with the public addresses of the settings."""
    links = edition.public_links
    html, text = edition.fill(links)
    domain = edition.sender.email.rpartition("@")[2]
    return mime(
        PersonalLetter(
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
    )


def _header(name: str, email: str) -> HeaderAddress:
    return HeaderAddress(display_name=name, addr_spec=email)
