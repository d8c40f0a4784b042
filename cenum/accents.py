"""Letters whose accents stand apart, as macOS names files and some programs paste text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from cenum.issue.characters import normalised

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.letter_folder import LetterFolder

# A letter and its accents, or kana and their voicing (Unicode, blocks 0300 and 3040), and addresses, which a host may
# tell apart by them.
_APART = re.compile(r"(?:https?|ftp)://[^\s<>«»“”\"]+|\w[\u0300-\u036f\u3099\u309a]{1,30}")


def composed(text: str) -> str:
    """``text`` with each letter and its accents in one character, as keyboards write it; addresses stay.

    The rest of Unicode's form C is left out: it would take a Greek question mark for a semicolon.
    """
    if text.isascii() or normalised("NFC", text) == text:
        return text
    return _APART.sub(lambda match: match[0] if "://" in match[0] else unicodedata.normalize("NFC", match[0]), text)


def either_form(folder: LetterFolder, name: str) -> Path:
    """Where ``name`` is in ``folder``, whether or not the accents of the file's name stand apart."""
    forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    found = next((form for form in dict.fromkeys(forms) if folder.holds(form)), name)
    return folder.root / found
