"""The blocks of a plain Word document, written as mammoth reads them: a paragraph's style says all that it is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from cenum.imported.docx.word_styles import Role
from cenum.imported.docx.word_xml import NAMESPACES, full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cenum.imported.docx.word_lists import ListItem

_NAMES = {prefix: NAMESPACES[prefix] for prefix in ("w", "r", "wp", "a", "pic")}
_DEEPEST = 13  # lists within each other: nine (ECMA-376-1, section 17.9.6), and four by the names of styles


def _of_item(begins: bool, mark: str, level: int) -> str:  # noqa: FBT001
    around = "ul|ol > li > " * (level - 1)
    return f"p.{'First' * begins}{mark.upper()}{level} => {around}{mark}l{':fresh' * begins} > li:fresh"


# What becomes of each style, for mammoth; items are on a level, from 1, of a list with marks (U) or numbers (O).
STYLES = "\n".join(
    [
        "p.Text => p:fresh",
        "p.Title => h1[data-title='1']:fresh",
        "p.Subtitle => p.subtitle:fresh",
        "p.Caption => p.caption:fresh",
        "p.FirstQuote => blockquote:fresh > p:fresh",
        "p.Quote => blockquote > p:fresh",
        *(f"p.Heading{level} => h{level}:fresh" for level in range(1, 7)),
        *(
            _of_item(begins, mark, level)
            for level in range(1, _DEEPEST + 1)
            for mark in "uo"
            for begins in (False, True)
        ),
        "strike => del",
    ]
)


class PlainLook(NamedTuple):
    """How words are set, as far as an issue can hold it. ``raised`` is ``superscript`` or ``subscript``."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    raised: str = ""


class PlainPiece(NamedTuple):
    """Words, or an element that stands among them, and where they lead. A line feed is the end of a line."""

    shown: Any
    look: PlainLook
    address: str

    @property
    def is_seen(self) -> bool:
        """Whether a paragraph of it alone is more than an empty line."""
        return not isinstance(self.shown, str) or bool(self.shown.strip())


def made(name: str, around: Any | None = None, **attributes: str) -> Any:  # noqa: ANN401  lxml
    """An element, within ``around``; its attributes are those of Word's own namespace."""
    own = {full(f"w:{key}"): value for key, value in attributes.items()}
    if around is None:
        return etree.Element(full(name), own, nsmap=_NAMES)
    return etree.SubElement(around, full(name), own)


class PlainPlace:
    """Where blocks go: into the text, a cell, a box, a note.

    ``pieces`` are those of the paragraph that is open, ``later`` the blocks of the boxes that stand in it.
    """

    def __init__(self, target: Any) -> None:  # noqa: ANN401  lxml
        self.target = target
        self.pieces: list[PlainPiece] = []
        self.is_joined = False  # whether the paragraph goes on in the next
        self.later: list[Any] = []
        self._levels: list[ListItem] = []
        self._is_quoting = False

    def close(self, role: Role, item: ListItem | None, link: Callable[[str], str]) -> None:
        """Ends the paragraph that is open, if there is anything in it, and puts after it what stood beside it.

        ``link`` gives an address its id.
        """
        if any(piece.is_seen for piece in self.pieces):
            style, start = self._of_list(item) if item else (self._of_text(role), "")
            paragraph = _paragraph(style, self.pieces, link)
            if start:
                paragraph.set("start", start)
            self.target.append(paragraph)
        else:
            self._is_quoting = False
        self.pieces.clear()
        if self.later:
            self.interrupt()
            self.target.extend(self.later)
            self.later.clear()

    def interrupt(self) -> None:
        """What follows goes on with no list and no quotation from before."""
        self._levels.clear()
        self._is_quoting = False

    def _of_text(self, role: Role) -> str:
        is_first_quote = role is Role.QUOTE and not self._is_quoting
        self._is_quoting = role is Role.QUOTE
        self._levels.clear()
        return f"{'First' * is_first_quote}{role.value}"

    def _of_list(self, item: ListItem) -> tuple[str, str]:
        """The style of an item, and the number with which its list begins, if it does with this item."""
        self._is_quoting = False
        while self._levels and self._levels[-1].level > item.level:
            self._levels.pop()
        last = self._levels.pop() if self._levels and self._levels[-1].level == item.level else None
        self._levels.append(item)
        goes_on = last is not None and _follows(last.number, item.number)
        kind = "U" if item.number is None else "O"
        start = "" if goes_on or item.number is None else str(item.number)
        return f"{'First' * (not goes_on)}{kind}{len(self._levels)}", start


def picture(source: str, description: str) -> Any:  # noqa: ANN401  lxml
    """A picture; ``source`` is what the HTML shows."""
    found = made("w:drawing")
    inline = made("wp:inline", found)
    made("wp:docPr", inline).set("descr", description)
    data = made("a:graphicData", made("a:graphic", inline))
    made("a:blip", made("pic:blipFill", made("pic:pic", data))).set(full("r:embed"), source)
    return found


def _follows(number: int | None, following: int | None) -> bool:
    return following == (None if number is None else number + 1)


def _paragraph(style: str, pieces: Iterable[PlainPiece], link: Callable[[str], str]) -> Any:  # noqa: ANN401  lxml
    paragraph = made("w:p")
    made("w:pStyle", made("w:pPr", paragraph), val=style)
    for address, linked in groupby(pieces, key=lambda one: one.address):
        around = paragraph
        if address:
            around = made("w:hyperlink", paragraph)
            around.set(full("r:id"), link(address))
        for look, alike in groupby(linked, key=lambda one: one.look):
            _run(look, [one.shown for one in alike], around)
    return paragraph


def _run(look: PlainLook, shown: Iterable[Any], around: Any) -> None:  # noqa: ANN401  lxml
    run = made("w:r", around)
    properties = made("w:rPr", run)
    for name, is_set in (("w:b", look.bold), ("w:i", look.italic), ("w:strike", look.struck)):
        if is_set:
            made(name, properties)
    if look.raised:
        made("w:vertAlign", properties, val=look.raised)
    for is_text, together in groupby(shown, key=lambda one: isinstance(one, str)):
        if is_text:
            for number, line in enumerate("".join(together).split("\n")):
                if number:
                    made("w:br", run)
                made("w:t", run).text = line
        else:
            run.extend(together)
