"""One figure for what the editors wrote for readers, whatever the templates make of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from cenum.issue.front_matter import split, table

if TYPE_CHECKING:
    from typing import Any

# What an issue says of itself, and no reader of the letter was given.
_NOT_FOR_READERS = frozenset({"aliases", "corrected", "withdrawn", "waivers", "draft", "remarks", "reply_to"})


def words_hash(text: str) -> str:
    """SHA-256, in hexadecimal, of a file's ``text`` but for the keys that are not for readers of the letter."""
    found = split(text)
    head: dict[str, Any] = {}
    body = text
    if found is not None:
        head = {key: value for key, value in table(found[0]).items() if key not in _NOT_FOR_READERS}
        body = found[1]
    canonical = json.dumps([head, body.strip()], ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
