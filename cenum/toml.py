"""TOML as Python's own reader understands it, for everybody who reads a file of settings."""

from __future__ import annotations

import tomllib
from typing import Any

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
