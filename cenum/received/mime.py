"""A message as it arrived: what a mail program saved, or what a mailbox gave."""

from __future__ import annotations

import email
import email.message
import re
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

LARGEST = 10_000_000  # bytes; a letter is a hundredth of it
# The library for e-mail asks of each line whether it ends one of the parts around it, and counts the quotation marks
# before each semicolon: what it is given is bounded before.
_MOST_LINES = 200_000  # as base64 (76 characters on each, RFC 2045, section 6.8) the largest has 130,000
_MOST_AROUND = 30  # parts that have parts
_MOST_SAID = 1_000  # headers that say what a part is
_LONGEST_SAID = 2_000  # bytes of one
_LONGEST_HEADER = 100_000  # bytes; Postfix cuts off all headers together at 102,400 (postconf(5), header_size_limit)
_LONGEST_BODY = 1_000_000  # characters; Gmail shows a tenth of it
_SAYS_WHAT = re.compile(rb"content-(?:type|disposition|transfer-encoding)[ \t]*:", re.IGNORECASE)


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
    if not _is_bounded(raw):
        raise UsageMistake(_("the message has more lines, parts or headers than a letter"), remedy)
    try:
        received = _read(_letter(email.message_from_bytes(raw), remedy))
    # What mail programs write is parsed by rules that have no end: nesting, comments, charsets of every kind.
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError):
        received = None
    if received is None:
        raise UsageMistake(_("this is not an e-mail message with an HTML part"), remedy)
    if max(len(received.html), len(received.text or "")) > _LONGEST_BODY:
        raise UsageMistake(_("the message's text is too large for a letter"), remedy)
    return received


def _is_bounded(raw: bytes) -> bool:
    lines = raw.splitlines()
    if len(lines) > _MOST_LINES:
        return False
    said: list[list[bytes]] = []
    within = False
    for line in lines:
        if within and line.startswith((b" ", b"\t")):
            said[-1].append(line)
        elif within := _SAYS_WHAT.match(line) is not None:
            said.append([line])
    headers = [b" ".join(one) for one in said]
    return (
        len(headers) <= _MOST_SAID
        and all(len(one) <= _LONGEST_SAID for one in headers)
        and sum(b"boundary" in one.lower() for one in headers) <= _MOST_AROUND
    )


def _letter(message: Message, remedy: str) -> Message:
    while True:
        attached = list(_attached(message))
        if not attached:
            return message
        if len(attached) > 1:
            raise UsageMistake(_("several messages are attached to this one"), remedy)
        message = attached[0]


def _attached(message: Message) -> Iterator[Message]:
    """The messages that ``message`` carries, but not those that these carry (RFC 2046, section 5.2.1)."""
    parts = [message]
    while parts:
        part = parts.pop()
        inner = part.get_payload()
        if isinstance(inner, list):
            messages = [one for one in inner if isinstance(one, email.message.Message)]
            if part.get_content_type() == "message/rfc822":
                yield from messages
            else:
                parts += messages


def _read(message: Message) -> Received | None:
    if any(len(value) > _LONGEST_HEADER for _name, value in message.raw_items()):
        return None
    bodies: dict[str, str] = {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/html", "text/plain"} and kind not in bodies and not part.get_filename():
            bodies[kind] = _body(part)
    if "text/html" not in bodies or not message.get("From"):
        return None
    headers = tuple((name.casefold(), " ".join(str(value).split())) for name, value in message.items())
    return Received(
        subject=decoded(message.get("Subject")),
        sender=_address(message.get("From")),
        reply_to=_address(message.get("Reply-To")),
        html=bodies["text/html"],
        text=bodies.get("text/plain"),
        headers=headers,
    )


def _body(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace").replace("\r\n", "\n")


def decoded(value: object) -> str:
    """A header's words as a person reads them (RFC 2047)."""
    text = " ".join(str(value or "").split())
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, AttributeError):
        return text


def _address(value: object) -> str:
    try:
        return parseaddr(decoded(value))[1].casefold()
    except (ValueError, IndexError):
        return ""
