"""Where the words of findings stand in the text of a file, to the column, and what to write there instead."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from cenum.issue import front_matter
from cenum.issue.source import as_read
from cenum.issue.source_words import spot_of
from cenum.issue.typed_lines import TypedLine, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.finding import Finding, WordsAt


class ColumnFix(NamedTuple):
    """A correction: ``insert`` from column ``start`` to ``end``, after which ``words`` stand there."""

    words: str
    start: int
    end: int
    insert: str


class FoundWords(NamedTuple):
    """Where a finding stands in the file: a ``line`` from 1, columns from 0 in UTF-16 code units."""

    line: int
    start: int
    end: int
    corrections: tuple[ColumnFix, ...] = ()

    def whole(self, words: str, insert: str) -> FoundWords:
        """The same place, where all of it may become ``words``, which are written as ``insert``."""
        return self._replace(corrections=(ColumnFix(words, self.start, self.end, insert),))


class FileText:
    """The text of a file, for as many findings as there are."""

    def __init__(self, text: str) -> None:
        self.read = as_read(text)
        self._typed = split_lines(text)
        self._lines = self.read.split("\n")
        borders, _mistakes = front_matter.borders(self.read)
        self._body = borders.body_line if borders else 0
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    def words(self, finding: Finding) -> list[FoundWords]:
        """Where the words of ``finding`` stand; all of the line of those that aren't there for sure.

        Empty where none is.
        """
        found = [(self._words(words), words.line) for words in finding.words]
        if not any(spot for spot, _line in found):
            return []
        return list(dict.fromkeys(spot or self.line(line) for spot, line in found))

    def line(self, number: int) -> FoundWords:
        """All that is said on a line; the beginning of the file, where there is no such line."""
        if not 1 <= number <= len(self._lines):
            return FoundWords(1, 0, 0)
        read = self._lines[number - 1]
        start = len(read) - len(read.lstrip())
        return FoundWords(number, *self._columns(number, start, max(start, len(read.rstrip()))))

    def between(self, start: int, end: int) -> FoundWords:
        """What stands from ``start`` to ``end`` of :attr:`read`, on one line."""
        number = bisect_right(self._starts, start)
        begins = self._starts[number - 1]
        return FoundWords(number, *self._columns(number, start - begins, end - begins))

    def _words(self, words: WordsAt) -> FoundWords | None:
        for number in self._lines_of(words.line):
            spot = spot_of(words, self._lines[number - 1], in_head=number < self._body)
            if spot is not None:
                corrections = (
                    ColumnFix(one.words, *self._columns(number, one.start, one.end), one.insert)
                    for one in spot.corrections
                )
                return FoundWords(number, *self._columns(number, spot.start, spot.end), tuple(corrections))
        return None

    def _lines_of(self, number: int) -> Iterator[int]:
        """The lines on which words may stand that are said to stand on one: a key's value may go on below it."""
        if not 1 <= number <= len(self._lines):
            return
        yield number
        for below in range(number + 1, self._body):
            if not self._lines[below - 1].startswith((" ", "\t")) and self._lines[below - 1].strip():
                return
            yield below

    def _columns(self, number: int, start: int, end: int) -> tuple[int, int]:
        return TypedLine(self._typed[number - 1], self._lines[number - 1]).columns(start, end)
