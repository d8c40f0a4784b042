"""Two sources side by side."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    Piece: TypeAlias = tuple[str, bool]  # some words, and whether they differ

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Row(NamedTuple):
    """One line of each side; a number of 0 stands for no line."""

    old: int
    new: int
    old_pieces: tuple[Piece, ...]
    new_pieces: tuple[Piece, ...]


def side_by_side(old: str, new: str) -> Iterator[Row]:
    """The lines of both, those that belong together in one row, with the words marked that differ."""
    before, after = old.split("\n"), new.split("\n")
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        pairs = zip_longest(range(i1, i2), range(j1, j2), fillvalue=-1)
        for i, j in pairs:
            left, right = before[i] if i >= 0 else "", after[j] if j >= 0 else ""
            pieces = (((left, False),), ((right, False),)) if kind == "equal" else _words(left, right)
            yield Row(i + 1, j + 1, *pieces)


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    left = tuple(("".join(before[i1:i2]), kind != "equal") for kind, i1, i2, _j1, _j2 in codes if i1 < i2)
    right = tuple(("".join(after[j1:j2]), kind != "equal") for kind, _i1, _i2, j1, j2 in codes if j1 < j2)
    return left, right
