"""The words of a Word document that colleagues said something of, or drew a marker over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cenum.imported.source_letter import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 80  # characters: as many as it takes to find the line
_LOOKED_AT = 5 * _LONGEST  # with spaces


class _Words(NamedTuple):
    """A part of the text, from one character to another."""

    start: int
    end: int


class WordRemarks:
    """Listens to who goes through the text."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._length = 0
        self._paragraph = ""  # the end of the one that is open
        self._begun: dict[str, int] = {}
        self._about: dict[str, _Words | str] = {}
        self._marked: list[_Words] = []

    def add(self, text: str, *, is_marked: bool) -> None:
        """Words of the text, in their order."""
        start, self._length = self._length, self._length + len(text)
        self._text.append(text.replace(_END, " "))
        self._paragraph = (self._paragraph + text)[-_LOOKED_AT:]
        if is_marked:
            goes_on = bool(self._marked) and self._marked[-1].end == start
            begun = self._marked.pop().start if goes_on else start
            self._marked.append(_Words(begun, self._length))

    def pause(self) -> None:
        """A paragraph ends."""
        self._text.append(_END)
        self._length += 1
        self._paragraph = ""

    def mark(self, name: str, comment: str) -> None:
        """The words of a comment begin or end, or the comment is called."""
        match name:
            case "w:commentRangeStart":
                self._begun.setdefault(comment, self._length)
            case "w:commentRangeEnd" if comment in self._begun:
                self._about.setdefault(comment, _Words(self._begun[comment], self._length))
            case "w:commentReference":
                self._about.setdefault(comment, self.before())

    def before(self) -> str:
        """The last words of the paragraph, before this place."""
        words = " ".join(self._paragraph.split())
        return words if len(words) <= _LONGEST else words[-_LONGEST:].partition(" ")[2] or words[-_LONGEST:]

    def at(self) -> Mapping[str, str]:
        """The words that comments, by their ids, are about."""
        text = "".join(self._text)
        return {name: one if isinstance(one, str) else _cut(text, one) for name, one in self._about.items()}

    def marked(self) -> tuple[Remark, ...]:
        """The words that have a marker over them."""
        text = "".join(self._text)
        return tuple(Remark(words, "", "") for words in (_cut(text, one) for one in self._marked) if words)


_END = "\n"


def _cut(text: str, part: _Words) -> str:
    """The first words of a part, of its first paragraph that has any."""
    beginning = text[part.start : min(part.end, part.start + _LOOKED_AT)].lstrip().partition(_END)[0]
    words = " ".join(beginning.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition(" ")[0] or words[:_LONGEST]
