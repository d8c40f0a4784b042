"""TOML as Python's own reader understands it, for everybody who reads a file of settings."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRIES = 20


def line_of(mistake: tomllib.TOMLDecodeError) -> int | None:
    """Where the file is broken. Python 3.11 has it in the sentence only: “… (at line 3, column 7)”."""
    _sentence, _at, position = str(mistake).partition(" (at line ")
    return int(position.partition(",")[0]) if position else None


def as_far_as_it_goes(text: str) -> dict[str, Any]:
    """The tables of ``text``; of one that is broken, those before the break. For what can't wait for its mending."""
    lines = text.splitlines(keepends=True)
    for _try in range(_TRIES):
        try:
            return tomllib.loads("".join(lines))
        except tomllib.TOMLDecodeError as mistake:
            lines = lines[: (line_of(mistake) or len(lines)) - 1]
        except RecursionError:
            break
    return {}


def line_of_key(text: str, key: Sequence[str | int]) -> int | None:
    """The line on which ``key`` begins: the one after the last prefix of the file that lacks it.

    tomllib keeps no positions, and a second TOML reader could disagree with the first; parsing the file's own
    prefixes cannot. What one of them has, all longer ones have: halving the file finds the line in a few parses,
    and those of one file are kept for its next key.
    """
    text = text.replace("\r\n", "\n")
    low, high = 0, len(text.splitlines())
    if not _has(text, high, key):
        return None
    while True:
        middle = (low + high) // 2
        for count in chain(range(max(middle, low + 1), high), range(middle - 1, low, -1)):
            there = _has(text, count, key)
            if there is not None:
                break
        else:
            return min(low + 1, high)
        low, high = (low, count) if there else (count, high)


def _has(text: str, count: int, key: Sequence[str | int]) -> bool | None:
    """Whether the first ``count`` lines of TOML have ``key``; ``None`` where a value is not closed yet."""
    table: Any = _beginning(text, count)
    if table is None:
        return None
    try:
        for step in key:
            table = table[step]
    except (KeyError, IndexError, TypeError):
        return False
    return True


@lru_cache(maxsize=256)
def _beginning(text: str, count: int) -> dict[str, Any] | None:
    """The tables in the first ``count`` lines; ``None`` where a value is not closed yet."""
    try:
        return tomllib.loads("".join(text.splitlines(keepends=True)[:count]))
    except tomllib.TOMLDecodeError:
        return None
