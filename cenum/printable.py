"""What others wrote, such that it can be shown: on one line, with nothing that a terminal or a log would obey."""

from __future__ import annotations

import unicodedata

_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# Emoji are joined by the first, words by the others; they move nothing and hide nothing.
_KEPT = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}", "\N{WORD JOINER}", "\N{SOFT HYPHEN}"}


def printable(text: str) -> str:
    """``text`` without control characters, escapes, line breaks and marks that turn the reading direction."""
    return "".join(_shown(character) for character in text)


def printable_json(text: str) -> str:
    """A JSON document whose strings spell out what :func:`printable` takes away: they stay the same strings."""
    return "".join(
        _spelt(character) if character != "\n" and is_obeyed(character) else character for character in text
    )


def is_obeyed(character: str) -> bool:
    """Whether a program that shows ``character`` does something else than show it."""
    return unicodedata.category(character) in _OBEYED and character not in _KEPT


def _shown(character: str) -> str:
    if not is_obeyed(character):
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


def _spelt(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
