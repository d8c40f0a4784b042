"""A message as it arrived: what a mail program saved, or what a mailbox gave."""

from __future__ import annotations

import email
from email.utils import parseaddr
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.mail_parts import BREAKS, attached_messages, decoded_header, is_bounded, text_of_part

if TYPE_CHECKING:
    from email.message import Message

LARGEST = 10_000_000  # bytes; a letter is a hundredth of it
_LONGEST_HEADER = 100_000  # bytes; Postfix cuts off all headers together at 102,400 (postconf(5), header_size_limit)
_LONGEST_BODY = 1_000_000  # characters; Gmail shows a tenth of it


class Received(Struct, frozen=True):
    """``sender`` and ``reply_to`` are addresses in small letters; ``headers`` the raw ones, the topmost first.

    A message that was forwarded as an attachment is the attached one: the other's headers are the forwarder's.
    """

    subject: str
    sender: str
    reply_to: str
    html: str
    text: str | None
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str:
        """The topmost header of this name, unfolded; empty where there is none."""
        return next((value for key, value in self.headers if key == name.casefold()), "")


def joined(text: str) -> str:
    """``text`` without the joiners that split what looks like a merge tag (:mod:`cenum.services.tags`)."""
    return text.replace("\u2060", "")


def parse(raw: bytes) -> Received:
    """The message in ``raw`` (RFC 5322). Raises :class:`UsageMistake` for what is no HTML message."""
    remedy = _("save the message itself as a file (.eml): “Show original”, then “Download”, in most mail programs")
    if len(raw) > LARGEST:
        raise UsageMistake(_("the file is too large for a letter"), remedy)
    if not is_bounded(raw):
        raise UsageMistake(_("the message has more lines, parts or headers than a letter"), remedy)
    try:
        received = _read(_letter(email.message_from_bytes(raw), remedy))
    except BREAKS:
        received = None
    if received is None:
        raise UsageMistake(_("this is not an e-mail message with an HTML part"), remedy)
    if max(len(received.html), len(received.text or "")) > _LONGEST_BODY:
        raise UsageMistake(_("the message's text is too large for a letter"), remedy)
    return received


def _letter(message: Message, remedy: str) -> Message:
    while True:
        attached = list(attached_messages(message))
        if not attached:
            return message
        if len(attached) > 1:
            raise UsageMistake(_("several messages are attached to this one"), remedy)
        message = attached[0]


def _read(message: Message) -> Received | None:
    if any(len(value) > _LONGEST_HEADER for _name, value in message.raw_items()):
        return None
    bodies: dict[str, str] = {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/html", "text/plain"} and kind not in bodies and not part.get_filename():
            bodies[kind] = text_of_part(part)
    if "text/html" not in bodies or not message.get("From"):
        return None
    headers = tuple((name.casefold(), " ".join(str(value).split())) for name, value in message.items())
    return Received(
        subject=decoded_header(message.get("Subject")),
        sender=_address(message.get("From")),
        reply_to=_address(message.get("Reply-To")),
        html=bodies["text/html"],
        text=bodies.get("text/plain"),
        headers=headers,
    )


def _address(value: object) -> str:
    try:
        return parseaddr(decoded_header(value))[1].casefold()
    except (ValueError, IndexError):
        return ""
