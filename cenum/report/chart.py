"""Bars, whose lengths are what the page draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH = 400  # of the drawing's own units; the page scales it
_LONGEST = 36  # characters of a label, which has a line for itself


class Bar(NamedTuple):
    """One bar, with the line above it; ``length`` is at most `WIDTH`."""

    label: str
    length: float


def bars(values: Sequence[tuple[str, float]], shown: Callable[[float], str]) -> list[Bar]:
    """One bar a value, the greatest as long as the drawing is wide. ``shown`` writes a value as the page does.

    They are silent to a screen reader: the page says in a table what they show.
    """
    greatest = max((value for _label, value in values), default=0) or 1
    # A figure within a short bar would not fit, and could not be told from what is behind it.
    return [Bar(f"{_short(label)} · {shown(value)}", round(WIDTH * value / greatest, 1)) for label, value in values]


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"
