"""What colleagues said of words of a Word document: comments, and markers drawn over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.imported.docx.word_xml import full
from cenum.imported.source_letter import Remark

if TYPE_CHECKING:
    from collections.abc import Collection

    from cenum.imported.docx.word_parts import WordComment

_LONGEST = 80  # characters: as many as it takes to find the line


class _Range:
    """The words between two marks, of the first paragraph that has any."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.is_open = True

    def add(self, text: str) -> None:
        if self.is_open:
            self._parts.append(text)

    def pause(self) -> None:
        self.is_open = self.is_open and not self.words

    @property
    def words(self) -> str:
        return _cut("".join(self._parts))


class WordRemarks:
    """Listens to who goes through the text; ``comments`` are those of the document, but for what was settled."""

    def __init__(self, comments: Collection[WordComment]) -> None:
        self._comments = comments
        self._ranges: dict[str, _Range] = {}
        self._marker: _Range | None = None
        self._paragraph: list[str] = []
        self._found: list[Remark] = []
        self.at: dict[str, str] = {}

    def add(self, text: str, *, is_marked: bool) -> None:
        """Words of the text, in their order."""
        self._paragraph.append(text)
        for one in self._ranges.values():
            one.add(text)
        if is_marked:
            self._marker = self._marker or _Range()
            self._marker.add(text)
        else:
            self._end_marker()

    def pause(self) -> None:
        """A paragraph ends."""
        self._end_marker()
        for one in self._ranges.values():
            one.pause()
        self._paragraph.clear()

    def mark(self, name: str, comment: str) -> None:
        """The words of a comment begin or end, or the comment is called."""
        match name:
            case "w:commentRangeStart":
                self._ranges.setdefault(comment, _Range())
            case "w:commentRangeEnd" if comment in self._ranges:
                self.at.setdefault(comment, self._ranges.pop(comment).words)
            case "w:commentReference" if not self.at.get(comment):
                self.at[comment] = _cut("".join(self._paragraph)[-_LONGEST:])

    def all(self) -> tuple[Remark, ...]:
        """Those that still want an answer, markers first."""
        said = [Remark(self.at.get(one.name, ""), one.by, _said(one)) for one in self._comments if not one.done]
        return (*self._found, *said)

    def _end_marker(self) -> None:
        if self._marker is not None and self._marker.words:
            self._found.append(Remark(self._marker.words, "", ""))
        self._marker = None


def _said(comment: WordComment) -> str:
    paragraphs = comment.part.root.iter(full("w:p"))
    texts = ("".join(one.text or "" for one in paragraph.iter(full("w:t"))) for paragraph in paragraphs)
    return " ".join(" ".join(texts).split())


def _cut(text: str) -> str:
    """The beginning of ``text``, in whole words."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition(" ")[0] or words[:_LONGEST]
