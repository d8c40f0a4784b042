"""The lines of a file as they were typed, and as cenum reads them: where the characters of one stand in the other."""

from __future__ import annotations

import re
from typing import NamedTuple

from cenum.accents import composing
from cenum.issue.characters import visible

_LINE_END = re.compile(r"\r\n|\r|\n")
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class TypedLine(NamedTuple):
    """A line as it was ``typed``, and as the reader reads it."""

    typed: str
    read: str

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in what was typed the characters ``start`` to ``end`` of what is read stand.

        In UTF-16 code units, as browsers and SARIF count. All of the line where that can't be said.
        """
        if self.typed == self.read:
            return self._units(start), self._units(end)
        places = _places(self.typed, self.read)
        if places is None:
            return 0, self.length
        if start == end:
            at = places[end - 1][1] if end else 0
            return self._units(at), self._units(at)
        return self._units(places[start][0]), self._units(places[end - 1][1])

    @property
    def length(self) -> int:
        """Of what was typed, in UTF-16 code units."""
        return self._units(len(self.typed))

    def _units(self, at: int) -> int:
        return at + len(_WIDE.findall(self.typed, 0, at))


def split_lines(text: str) -> list[str]:
    """The lines of a file, whatever ends them: a line feed, a carriage return, both."""
    return _LINE_END.split(text)


def _places(typed: str, read: str) -> list[tuple[int, int]] | None:
    """For each character of what is ``read``, where what stands for it was typed; ``None`` where that is unknown."""
    shown: list[str] = []
    places: list[tuple[int, int]] = []
    for at, character in enumerate(typed):
        seen = visible(character)
        shown.append(seen)
        places += [(at, at + 1)] * len(seen)
    text = "".join(shown)
    whole: list[str] = []
    found: list[tuple[int, int]] = []
    at = 0
    for before, after in composing(text):
        whole.append(after)
        if before == after:
            found += places[at : at + len(before)]
        else:
            found += [(places[at][0], places[at + len(before) - 1][1])] * len(after)
        at += len(before)
    return found if "".join(whole) == read else None
