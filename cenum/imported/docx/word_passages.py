"""All words of a Word document, and what each is: counted in its XML, whatever is made of it afterwards.

What Word joins is joined here: the runs of a paragraph, a paragraph whose end was deleted and the next. A word that
was inserted in part is inserted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from cenum.imported.docx.word_signs import sign, written
from cenum.imported.docx.word_xml import (
    SILENT,
    child,
    closed_fields,
    drawn_id,
    font_of,
    is_on,
    joins_next,
    said,
    short,
)
from cenum.imported.source_letter import SourcePassage, WordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cenum.imported.docx.word_parts import WordComment, WordPart, WordParts
    from cenum.imported.docx.word_styles import WordStyles

_SPACES = frozenset({"w:tab", "w:ptab", "w:br", "w:cr"})
# What stands apart from what is around it, within one paragraph.
_APART = frozenset({"w:rt", "w:rubyBase", "m:num", "m:den", "m:deg", "m:fName", "m:lim", "m:mr"})
_WORD = re.compile(r"\S+")
_BOXES = frozenset({"w:txbxContent", "a:p"})
_SHAPES = frozenset({"v:shape", "v:rect", "v:roundrect", "v:group"})
_NOTE_CALLS = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}


def passages_of(parts: WordParts) -> tuple[SourcePassage, ...]:
    """Those of the text, then of notes, headers and footers.

    A note that nothing calls, or only what is left out, is left out as that is.
    """
    counter = _Counter(parts.styles)
    counter.count(parts.document, _Around(WordKind.TEXT))
    called = dict(counter.called)
    for note in parts.notes:
        kind, who = called.pop(note.name, (WordKind.HIDDEN, ""))
        counter.count(note.part, _Around(WordKind.NOTE if kind.taken else kind, who))
    for kind, others in ((WordKind.PAGE_HEADER, parts.headers), (WordKind.PAGE_FOOTER, parts.footers)):
        for part in others:
            counter.count(part, _Around(kind))
    return tuple(_once(counter.done))


def passages_of_comment(comment: WordComment, at: str, styles: WordStyles) -> tuple[SourcePassage, ...]:
    """What somebody said of the words ``at``."""
    counter = _Counter(styles)
    counter.count(comment.part, _Around(WordKind.COMMENT, comment.by, at=at))
    return tuple(counter.done)


class _Around(NamedTuple):
    """What is true of everything within an element."""

    kind: WordKind
    who: str = ""
    at: str = ""
    style: str = ""  # of the paragraph
    font: str = ""
    is_described: bool = False  # as a whole, by the drawing around it


class _Piece(NamedTuple):
    text: str
    kind: WordKind
    who: str
    at: str


class _Counter:
    """Goes through one part after the other, in the order of its XML."""

    def __init__(self, styles: WordStyles) -> None:
        self.done: list[SourcePassage] = []
        # What kind of words calls a note, and whose they are.
        self.called: dict[tuple[str, str], tuple[WordKind, str]] = {}
        self._styles = styles
        # The words of a paragraph run on around the boxes in it.
        self._running: list[list[_Piece]] = [[]]
        self._fields: list[bool] = []  # those that are open: whether what they show has begun
        self._codes = 0  # how many of them are still at their code
        self._is_joined = False
        self._drawn: Mapping[str, str] = {}

    def count(self, part: WordPart, around: _Around) -> None:
        """Adds the passages of ``part``, which are as ``around`` says where nothing in it says more."""
        root, self._drawn = part.root, part.drawn
        marks = closed_fields(root)
        surroundings = [around]
        silent = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = short(element.tag)
            if name in SILENT:
                silent += 1 if event == "start" else -1
            elif silent:
                continue
            elif event == "start":
                surroundings.append(self._within(element, name, surroundings[-1]))
                if element in marks:
                    self._field(said(element, "w:fldCharType"))
                self._begin(element, name, surroundings[-1])
            else:
                self._end(element, name, surroundings.pop())
        self._break()

    def _within(self, element: Any, name: str, around: _Around) -> _Around:  # noqa: ANN401  lxml
        match name:
            case "w:p":
                return around._replace(style=self._styles.style_of(element))
            case "w:r":
                font = font_of(element)
                hidden = around.kind.taken and self._styles.hides(element, around.style)
                return around._replace(font=font, kind=WordKind.HIDDEN if hidden else around.kind)
            case "w:del" | "w:moveFrom" | "w:ins" | "w:moveTo":
                return _tracked(around, name, element)
            case "w:tr" | "w:tc":
                for change, tracked in _OF_TABLES.items():
                    mark = child(element, "w:trPr" if name == "w:tr" else "w:tcPr", change)
                    if mark is not None:
                        around = _tracked(around, tracked, mark)
                hidden = around.kind.taken and bool(is_on(child(element, "w:trPr"), "w:hidden"))
                return around._replace(kind=WordKind.HIDDEN) if hidden else around
            case "w:txbxContent" | "a:p" if around.kind is WordKind.TEXT:
                return around._replace(kind=WordKind.BOX)
            case "wp:inline" | "wp:anchor":
                return around._replace(is_described=bool(_described(child(element, "wp:docPr"))))
        return around

    def _begin(self, element: Any, name: str, around: _Around) -> None:  # noqa: ANN401  lxml
        match name:
            case "w:p" | "w:tbl":
                if name == "w:tbl" or not self._is_joined:
                    self._break()
                self._is_joined = False
            case "w:delText":
                self._add(element.text or "", _tracked(around, "w:del", element))
            case "w:footnoteReference" | "w:endnoteReference":
                self._call((_NOTE_CALLS[name], said(element, "w:id")), around)
            case "dgm:relIds" | "c:chart":
                self._apart(self._drawn.get(drawn_id(element), ""), around, WordKind.BOX)
            case "v:textpath":
                self._apart(element.get("string", ""), around, WordKind.BOX)
            case "w:txbxContent" | "a:p":
                self._running.append([])
        self._add(_written(element, name, around.font), around)
        self._apart(_description(element, name, around), around, WordKind.DESCRIPTION)

    def _end(self, element: Any, name: str, around: _Around) -> None:  # noqa: ANN401  lxml
        if name == "w:p":
            self._is_joined = joins_next(element)
        if (name == "w:p" and not self._is_joined) or name in {"w:tbl", "w:tc"} or name in _BOXES:
            self._break()
        if name in _BOXES:
            self._running.pop()
        elif name in _APART or _is_cell(element, name):
            self._add(" ", around)

    def _field(self, mark: str) -> None:
        if not self._fields and mark != "begin":
            return
        match mark:
            case "begin":
                self._fields.append(False)
                self._codes += 1
            case "separate" if not self._fields[-1]:
                self._fields[-1] = True
                self._codes -= 1
            case "end" if not self._fields.pop():
                self._codes -= 1

    def _call(self, name: tuple[str, str], around: _Around) -> None:
        kind, who = self._kind(around), around.who
        if name not in self.called or (kind.taken and not self.called[name][0].taken):
            self.called[name] = kind, who

    def _add(self, text: str, around: _Around) -> None:
        self._running[-1].append(_Piece(text, self._kind(around), around.who, around.at))

    def _apart(self, text: str, around: _Around, kind: WordKind) -> None:
        shown = self._kind(around)
        if words := " ".join(text.split()):
            self.done.append(SourcePassage(kind if shown.taken else shown, words, around.who, around.at))

    def _kind(self, around: _Around) -> WordKind:
        """The code of a field holds results of others, which nobody sees."""
        return WordKind.HIDDEN if around.kind.taken and self._codes else around.kind

    def _break(self) -> None:
        pieces = self._running[-1]
        if not pieces:
            return
        self.done += _whole([one for one in pieces if one.kind.taken and one.text])
        self.done += _by_kind((one for one in pieces if not one.kind.taken), "")
        pieces.clear()


_OF_TABLES = {"w:del": "w:del", "w:ins": "w:ins", "w:cellDel": "w:del", "w:cellIns": "w:ins"}


def _tracked(around: _Around, name: str, element: Any) -> _Around:  # noqa: ANN401  lxml
    """What is deleted stays so, whoever inserted it before."""
    who = said(element, "w:author") or around.who
    if around.kind in {WordKind.DELETED, WordKind.MOVED}:
        return around
    match name:
        case "w:del":
            return around._replace(kind=WordKind.DELETED, who=who)
        case "w:moveFrom":
            return around._replace(kind=WordKind.MOVED, who=who)
    return around._replace(kind=WordKind.INSERTED, who=who) if around.kind.taken else around


def _written(element: Any, name: str, font: str) -> str:  # noqa: ANN401  lxml
    """What an element writes itself, or the space that keeps it apart from what is before."""
    match name:
        case "w:t" | "m:t" | "a:t":
            return written(font, element.text or "")
        case "w:noBreakHyphen":
            return "\N{NON-BREAKING HYPHEN}"
        case "w:sym":
            return sign(said(element, "w:font"), said(element, "w:char"))
    return " " if name in _SPACES or name in _APART or _is_cell(element, name) else ""


def _description(element: Any, name: str, around: _Around) -> str:  # noqa: ANN401  lxml
    if name == "wp:docPr" or (name == "pic:cNvPr" and not around.is_described):
        return _described(element)
    return str(element.get("alt", "")) if name in _SHAPES else ""


def _is_cell(element: Any, name: str) -> bool:  # noqa: ANN401  lxml
    """Whether it is one of several that stand side by side in a formula."""
    return name == "m:e" and short(element.getparent().tag) in {"m:mr", "m:d", "m:eqArr"}


def _described(element: Any | None) -> str:  # noqa: ANN401  lxml
    return "" if element is None else " ".join(element.get("descr", "").split())


def _whole(pieces: Sequence[_Piece]) -> Iterator[SourcePassage]:
    """What runs on, by kinds; a word, up to the next space, is what its first part that is more than text is."""
    text = "".join(one.text for one in pieces)
    ends = list(accumulate(len(one.text) for one in pieces))
    words: list[_Piece] = []
    for word in _WORD.finditer(text):
        parts = pieces[bisect_right(ends, word.start()) : bisect_left(ends, word.end()) + 1]
        what = next((one for one in parts if one.kind is not WordKind.TEXT), parts[0])
        words.append(what._replace(text=word[0]))
    return _by_kind(words, " ")


def _by_kind(pieces: Iterable[_Piece], between: str) -> Iterator[SourcePassage]:
    for (kind, who, at), together in groupby(pieces, key=lambda one: (one.kind, one.who, one.at)):
        if words := " ".join(between.join(one.text for one in together).split()):
            yield SourcePassage(kind, words, who, at)


def _once(passages: Iterable[SourcePassage]) -> Iterator[SourcePassage]:
    """Without what pages repeat at their head and foot: the first page, the left and the right ones."""
    seen = set()
    for one in passages:
        if one.kind in {WordKind.PAGE_HEADER, WordKind.PAGE_FOOTER}:
            if one in seen:
                continue
            seen.add(one)
        yield one
