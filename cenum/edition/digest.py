"""One figure for everything that a reader sees."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.edition.edition import Address, CalendarFile, Picture


def digest(  # noqa: PLR0913  it covers all of them
    *,
    subject: str,
    preheader: str,
    sender: Address,
    reply_to: str,
    html: str,
    text: str,
    pictures: Iterable[Picture],
    calendars: Iterable[CalendarFile] = (),
) -> str:
    """SHA-256 in hexadecimal. Keys are sorted and strings kept as they are, so that it is the same anywhere."""
    seen = {
        "subject": subject,
        "preheader": preheader,
        "sender": [sender.name, sender.email],
        "reply_to": reply_to,
        "html": html,
        "text": text,
        # Calendar files stand among the pictures: a letter without an event has the digest that it always had.
        "pictures": [[file.name, hashlib.sha256(file.content).hexdigest()] for file in (*pictures, *calendars)],
    }
    canonical = json.dumps(seen, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
