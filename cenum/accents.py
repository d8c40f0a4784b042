"""Letters whose accents stand apart, as macOS names files and some programs paste text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cenum.letter_folder import LetterFolder

# A letter and its accents, or kana and their voicing (Unicode, blocks 0300 and 3040), and addresses, which a host may
# tell apart by them.
_APART = re.compile(r"(?:https?|ftp)://[^\s<>«»“”\"]+|\w[\u0300-\u036f\u3099\u309a]{1,30}")
_AT_ONCE, _MOST_MARKS = 1_000, 30  # characters; marks on one letter


def normalised(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """``text`` in a form of UAX #15, in time that grows with its length.

    Marks on one letter are put in order, each held against those before it. Thirty are more than any language has
    (section 12, the Stream-Safe Text Format): of a letter with far more, they are put in order in parts.
    """
    if len(text) <= _AT_ONCE:
        return unicodedata.normalize(form, text)
    parts: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + _AT_ONCE, len(text))
        last = min(end + _MOST_MARKS, len(text))
        while end < last and unicodedata.combining(text[end]):
            end += 1
        parts.append(unicodedata.normalize(form, text[start:end]))
        start = end
    return "".join(parts)


def composed(text: str) -> str:
    """``text`` with each letter and its accents in one character, as keyboards write it; addresses stay.

    The rest of Unicode's form C is left out: it would take a Greek question mark for a semicolon.
    """
    if text.isascii() or normalised("NFC", text) == text:
        return text
    return "".join(after for _before, after in composing(text))


def composing(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of ``text``, and what :func:`composed` makes of each."""
    at = 0
    for match in _APART.finditer(text):
        yield text[at : match.start()], text[at : match.start()]
        yield match[0], match[0] if "://" in match[0] else unicodedata.normalize("NFC", match[0])
        at = match.end()
    yield text[at:], text[at:]


def either_form(folder: LetterFolder, name: str) -> Path:
    """Where ``name`` is in ``folder``, whether or not the accents of the file's name stand apart."""
    forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    found = next((form for form in dict.fromkeys(forms) if folder.holds(form)), name)
    return folder.root / found
