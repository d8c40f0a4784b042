"""Whether a letter was imported before: editors change words of an issue, and not most of them."""

from __future__ import annotations

from collections import Counter
from difflib import unified_diff
from typing import TYPE_CHECKING

from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ALIKE = 0.8  # of the words, Dice's coefficient


def alike(text: str, others: Iterable[tuple[Path, str]]) -> Path | None:
    """The first of ``others``, files and texts, that has nearly all words of ``text``, and few besides."""
    words = Counter(words_of(text))
    for path, other in others:
        there = Counter(words_of(other))
        if 2 * (words & there).total() >= _ALIKE * (words.total() + there.total()) > 0:
            return path
    return None


def difference(before: str, after: str, name: str, source: str) -> list[str]:
    """What differs between two texts of an issue, line by line; nothing where they are the same but for line ends."""
    old, new = (
        text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in (before, after)
    )
    return list(unified_diff(old, new, name, source, lineterm=""))
