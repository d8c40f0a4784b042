"""The names of what is published beside a letter: what is at such an address never changes."""

from __future__ import annotations

import hashlib

PNG, JPEG, CALENDAR = ".png", ".jpg", ".ics"
# w3.org/TR/png-3, 5.2; ITU-T T.81, B.1.1.3; RFC 5545, 3.4.
_BEGINNINGS = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff", CALENDAR: b"BEGIN:VCALENDAR\r\n"}


def hashed_name(stem: str, content: bytes, ending: str) -> str:
    """A name of ``stem`` and the hash of ``content``, with one of the endings above."""
    return address_safe(f"{stem}-{_hash(content)}{ending}")


def bears_its_hash(name: str, content: bytes) -> bool:
    """Whether a file is called as one of an edition with this ``content`` would be, whatever it was made of."""
    return name.rpartition("-")[2] in {f"{_hash(content)}{ending}" for ending in (PNG, JPEG, CALENDAR)}


def is_what_it_says(name: str, content: bytes) -> bool:
    """Whether a file that anybody may have put there is called as one of an edition, and is what its ending says."""
    kind = next((beginning for ending, beginning in _BEGINNINGS.items() if name.endswith(ending)), None)
    if kind is None or not content.startswith(kind) or name != address_safe(name) or name.startswith("."):
        return False
    return bears_its_hash(name, content)


def address_safe(name: str) -> str:
    """``name`` with nothing that an address would have to escape."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name.lower())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
