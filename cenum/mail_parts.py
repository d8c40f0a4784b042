"""Messages of strangers (RFC 5322), bounded before the library for e-mail reads them, and what their parts say."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from email.header import Header, decode_header, make_header
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
        inner = parts_of(part)
        if part.get_content_type() == "message/rfc822":
            yield from inner
        else:
            parts += inner


def parts_of(part: Message) -> list[Message]:
    """What ``part`` is made of; nothing where it says something itself."""
    # Of a text the library would decode it by whatever it calls itself.
    inner = part.get_payload() if part.is_multipart() else None
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def text_of_part(part: Message) -> str:
    """What a part says, in whatever charset it is or claims to be."""
    content = part.get_payload(decode=True)
    return decoded_text(content, part.get_content_charset() or "utf-8") if isinstance(content, bytes) else ""


def decoded_text(content: bytes, label: str) -> str:
    """``content`` in the charset that ``label`` names, or else in the one that it is in.

    What says that it is Western, or in UTF-8, is now one and now the other: what can be read as UTF-8 is hardly ever
    anything else, and ISO 8859-1 is Windows' own (Encoding Standard, section 4.2).
    """
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        name = "utf-8"
    name = "utf-8" if name in _NO_CHARSETS else name
    if name in _WESTERN:
        with suppress(UnicodeDecodeError):
            return _plain(content.decode())
        name = name if name == "iso8859-15" and not _OF_WINDOWS.search(content) else "cp1252"
    try:
        return _plain(content.decode(name, "replace"))
    except (LookupError, UnicodeError):
        return _plain(content.decode("utf-8", "replace"))


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


_WESTERN = frozenset({"ascii", "cp1252", "iso8859-1", "iso8859-15", "utf-8", "utf-8-sig"})
_OF_WINDOWS = re.compile(rb"[\x80-\x9f]")
# Codecs of Python's that are no charsets of messages; some take their time over what is large.
_NO_CHARSETS = frozenset({"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})


def header_text(value: object) -> str:
    """A header as it is written; one that is no ASCII the library gives as bytes of an unknown charset."""
    if isinstance(value, Header):
        parts = (part if isinstance(part, bytes) else part.encode() for part, _charset in decode_header(value))
        return decoded_text(b"".join(parts), "utf-8")
    return str(value or "")


def decoded_header(value: object) -> str:
    """A header's words as a person reads them (RFC 2047), or as they stand there (RFC 6532)."""
    text = " ".join(header_text(value).split())
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, AttributeError):
        return text
