"""Messages of strangers (RFC 5322), bounded before the library for e-mail reads them, and what their parts say."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.message import Message
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The library asks of each line whether it ends one of the parts around it, and counts the quotation marks before each
# semicolon: what it is given is bounded before.
MOST_LINES = 200_000  # as base64 (76 characters on each, RFC 2045, section 6.8) ten megabytes have 130,000
_MOST_AROUND = 30  # parts that have parts
_MOST_SAID = 1_000  # headers that say what a part is
_LONGEST_SAID = 2_000  # bytes of one
_SAYS_WHAT = re.compile(rb"content-(?:type|disposition|transfer-encoding)[ \t]*:", re.IGNORECASE)
# What mail programs write is parsed by rules that have no end: nesting, comments, charsets of every kind.
BREAKS = (RecursionError, ValueError, LookupError, TypeError, AttributeError)


def is_bounded(raw: bytes, most_lines: int = MOST_LINES) -> bool:
    """Whether ``raw`` has no more lines, parts and headers than a letter."""
    lines = raw.splitlines()
    if len(lines) > most_lines:
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


def attached_messages(message: Message) -> Iterator[Message]:
    """The messages that ``message`` carries, but not those that these carry (RFC 2046, section 5.2.1)."""
    parts = [message]
    while parts:
        part = parts.pop()
        inner = part.get_payload()
        if isinstance(inner, list):
            messages = [one for one in inner if isinstance(one, Message)]
            if part.get_content_type() == "message/rfc822":
                yield from messages
            else:
                parts += messages


def text_of_part(part: Message) -> str:
    """What a part says, in whatever charset it is or claims to be."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace").replace("\r\n", "\n")


def decoded_header(value: object) -> str:
    """A header's words as a person reads them (RFC 2047)."""
    text = " ".join(str(value or "").split())
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, AttributeError):
        return text
