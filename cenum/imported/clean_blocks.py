"""What a letter is made of while it is being cleaned, and how that is written in the closed set of clean_tree.py."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree, html

from cenum.issue.characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SPACE_OR_WORD = re.compile(r"\s+|\S+")
# They turn the direction of what follows, and nothing else.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class WordFormat(NamedTuple):
    """How words are set, from the outermost element to the innermost. ``raised`` is ``sup`` or ``sub``."""

    lang: str = ""
    href: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    raised: str = ""
    code: bool = False

    def shared(self, other: WordFormat) -> WordFormat:
        """The format of a space between the two: of the outermost elements those that both stand in."""
        same = next((at for at, pair in enumerate(zip(self, other, strict=True)) if pair[0] != pair[1]), len(self))
        return WordFormat._make((*self[:same], *WordFormat()[same:]))


class SaidWords(NamedTuple):
    """Text as it stands."""

    text: str
    format: WordFormat


class ShownPicture(NamedTuple):
    """A picture; of its format, only language and address count."""

    src: str
    alt: str
    format: WordFormat


class NoteCall(NamedTuple):
    """Where the note ``name`` is called."""

    name: str
    format: WordFormat = WordFormat()


class LineBreak(NamedTuple):
    """The end of a line."""

    format: WordFormat = WordFormat()


Piece = SaidWords | ShownPicture | NoteCall | LineBreak
Line = list[Piece]


class FlatItem(NamedTuple):
    """A paragraph that is an item of a list, which its source shows by a number alone: ``level`` counts from 0.

    Of one that ``is_typed`` the words still begin with its mark.
    """

    level: int
    is_ordered: bool = False
    number: int = 1
    is_typed: bool = False


class Leaf:
    """A block of words, in lines. ``item`` makes it an item of a list."""

    def __init__(self, tag: str, lines: list[Line], item: FlatItem | None = None, title: str = "") -> None:
        self.tag = tag
        self.lines = lines
        self.item = item
        self.title = title


class Box:
    """A block of blocks, or the list, row or table that holds some."""

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Box | Leaf] = []


def lines_of(pieces: Iterable[Piece]) -> list[list[Line]]:
    """``pieces`` as paragraphs of lines, with one space where there is any and no empty line.

    Two ends of a line in a row end a paragraph.
    """
    paragraphs: list[list[Line]] = [[[]]]
    space = False
    for piece in pieces:
        line = paragraphs[-1][-1]
        if isinstance(piece, LineBreak):
            if line:
                paragraphs[-1].append([])
            elif len(paragraphs[-1]) > 1:
                paragraphs[-1].pop()
                paragraphs.append([[]])
            space = False
        elif isinstance(piece, SaidWords):
            for part in _SPACE_OR_WORD.findall(visible_text(piece.text)):
                if part.isspace():
                    space = True
                else:
                    _add(line, piece._replace(text=part), space=space)
                    space = False
        else:
            _add(line, piece, space=space)
            space = False
    whole = ([_joined(line) for line in lines if line] for lines in paragraphs)
    return [lines for lines in whole if lines]


def _add(line: Line, piece: Piece, *, space: bool) -> None:
    if space and line:
        line.append(SaidWords(" ", line[-1].format.shared(piece.format)))
    line.append(piece)


def _joined(line: Line) -> Line:
    """``line`` with the words that are set alike in one piece."""
    joined: Line = []
    for alike, pieces in groupby(line, key=lambda piece: piece.format if isinstance(piece, SaidWords) else None):
        if alike is None:
            joined += pieces
        else:
            joined.append(SaidWords("".join(piece.text for piece in pieces if isinstance(piece, SaidWords)), alike))
    return joined


def visible_text(text: str) -> str:
    """``text`` without what nobody sees in it."""
    return _TURNS.sub("", visible(text))


def text_of(line: Line) -> str:
    """The words of ``line``, a picture or a call of a note being nothing that a line may begin with."""
    return "".join(piece.text if isinstance(piece, SaidWords) else "\ufffc" for piece in line)


def without_start(line: Line, count: int) -> Line:
    """``line`` without its first ``count`` characters."""
    rest: Line = []
    for piece in line:
        if count and isinstance(piece, SaidWords):
            gone = min(count, len(piece.text))
            count -= gone
            if len(piece.text) > gone:
                rest.append(piece._replace(text=piece.text[gone:]))
        else:
            rest.append(piece)
    return rest


def not_bold(line: Line) -> Line:
    """``line``, no word of it bold."""
    return [piece._replace(format=piece.format._replace(bold=False)) for piece in line]


def not_italic(line: Line) -> Line:
    """``line``, no word of it in italics."""
    return [piece._replace(format=piece.format._replace(italic=False)) for piece in line]


def leaves(box: Box) -> Iterator[Leaf]:
    """Every block of words in ``box``, in reading order."""
    for child in box.children:
        if isinstance(child, Leaf):
            yield child
        else:
            yield from leaves(child)


def is_empty(child: Box | Leaf) -> bool:
    """Whether it shows nothing; an empty cell stands for its column."""
    if isinstance(child, Leaf):
        return child.tag != "hr" and not child.lines
    return child.tag not in {"td", "th"} and not any(not is_empty(one) for one in child.children)


def written(body: Box, notes: Sequence[Box]) -> Any:  # noqa: ANN401  lxml
    """The body of clean_tree.py; ``notes`` are boxes with a ``data-note``, and each is called."""
    kept = {note.attributes["data-note"] for note in notes if not is_empty(note)}
    root = html.Element("body")
    _write_blocks(root, body.children, kept)
    for note in notes:
        if note.attributes["data-note"] in kept:
            _write_blocks(etree.SubElement(root, "div", note.attributes), note.children, kept)
    return root


def _write_blocks(parent: Any, children: Iterable[Box | Leaf], notes: set[str]) -> None:  # noqa: ANN401  lxml
    for child in children:
        if is_empty(child):
            continue
        element = etree.SubElement(parent, child.tag)
        if isinstance(child, Leaf):
            if child.title:
                element.set("data-title", child.title)
            _write_lines(element, child.lines, notes)
            continue
        for name, value in child.attributes.items():
            element.set(name, value)
        if child.tag in {"td", "th"} or (child.tag == "li" and _is_words(child)):
            _write_lines(element, [line for leaf in leaves(child) for line in leaf.lines], notes)
        else:
            _write_blocks(element, child.children, notes)


def _is_words(item: Box) -> bool:
    shown = [child for child in item.children if not is_empty(child)]
    return len(shown) == 1 and isinstance(shown[0], Leaf) and shown[0].tag == "p"


def _write_lines(element: Any, lines: Iterable[Line], notes: set[str]) -> None:  # noqa: ANN401  lxml
    for index, line in enumerate(lines):
        if index:
            etree.SubElement(element, "br")
        _write_words(element, line, 0, notes)


_ELEMENTS = ("span", "a", "strong", "em", "del", "", "code")


def _write_words(parent: Any, line: Iterable[Piece], depth: int, notes: set[str]) -> None:  # noqa: ANN401  lxml
    """``line`` in ``parent``, beginning with the element number ``depth`` of a format."""
    if depth == len(_ELEMENTS):
        for piece in line:
            _write_piece(parent, piece, notes)
        return
    for value, pieces in groupby(line, key=lambda piece: piece.format[depth]):
        element = parent
        if value:
            element = etree.SubElement(parent, _ELEMENTS[depth] or str(value))
            if depth < 2:  # noqa: PLR2004  the two whose value is an attribute's
                element.set(("lang", "href")[depth], str(value))
        _write_words(element, pieces, depth + 1, notes)


def _write_piece(parent: Any, piece: Piece, notes: set[str]) -> None:  # noqa: ANN401  lxml
    if isinstance(piece, SaidWords):
        _say(parent, piece.text)
    elif isinstance(piece, ShownPicture):
        etree.SubElement(parent, "img", {"src": piece.src, "alt": piece.alt})
    elif isinstance(piece, NoteCall) and piece.name in notes:
        etree.SubElement(parent, "a", {"data-note": piece.name})


def _say(parent: Any, text: str) -> None:  # noqa: ANN401  lxml
    last = next(parent.iterchildren(reversed=True), None)  # len() counts them all, each time
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text
