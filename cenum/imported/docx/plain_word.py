"""A Word document made plain: only what an issue can hold, in the few forms that mammoth knows and keeps.

What is not to be seen is left out (deletions, hidden text, comments, headers), what stands beside the text comes into
it once (text boxes after the paragraph that holds them), fields are links or their results, runs that differ in
nothing are one. So mammoth reads nothing that a stranger wrote but words.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from cenum.i18n import _
from cenum.imported.docx.plain_blocks import PlainLook, PlainPiece, PlainPlace, made, picture
from cenum.imported.docx.word_fault import damaged, foreign, too_long
from cenum.imported.docx.word_fields import WordFields, address_of
from cenum.imported.docx.word_lists import WordLists
from cenum.imported.docx.word_pictures import WordPictures, described
from cenum.imported.docx.word_remarks import WordRemarks
from cenum.imported.docx.word_signs import UNKNOWN, sign, written
from cenum.imported.docx.word_styles import Role
from cenum.imported.docx.word_xml import (
    SILENT,
    child,
    drawn_id,
    font_of,
    full,
    is_on,
    joins_next,
    said,
    short,
    whole_number,
)
from cenum.imported.picture_words import spoken
from cenum.imported.source_letter import Told
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cenum.imported.docx.word_package import Related, WordPackage
    from cenum.imported.docx.word_parts import WordNote, WordPart, WordParts
    from cenum.imported.source_letter import Remark

_MOST_TOLD = 500  # lines of a report
_MOST_PARAGRAPHS = 4_000
_MOST_MADE = 30_000  # elements, with which mammoth is busy for a second
_MOST_SPAN = 63  # columns of a table in Word
_NOTE_CALLS = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_MARKS = ("w:fldChar", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")
_RAISED = {"superscript", "subscript"}
_MAY_BE_ITEMS = {Role.TEXT, Role.QUOTE, Role.CAPTION, Role.SUBTITLE}


class PlainWord(NamedTuple):
    """``document`` and ``notes`` are parts as mammoth reads them, ``links`` the addresses that they name, by ids.

    What is a paragraph's style says :data:`cenum.imported.docx.plain_blocks.STYLES`; an item that begins a list with
    numbers has its own in ``start``. A picture's id is what the HTML is to show. ``at`` are words that comments, by
    their ids, are about.
    """

    document: Any
    notes: Any
    links: Mapping[str, str]
    pictures: Mapping[str, bytes]
    marked: tuple[Remark, ...]
    at: Mapping[str, str]
    title: str
    told: tuple[Told, ...]


def plain_word(parts: WordParts, package: WordPackage) -> PlainWord:
    """The document of ``parts``; its pictures are in ``package``.

    Raises :class:`cenum.imported.docx.word_fault.WordFault` where a part of it is none of Word's.
    """
    return _Plainer(parts, WordPictures(package)).plain()


class _Around(NamedTuple):
    """What is true of everything within an element."""

    style: str = ""  # of the paragraph
    is_bold: bool = False  # by that style, which says nothing else
    font: str = ""
    look: PlainLook = PlainLook()
    address: str = ""
    is_marked: bool = False
    is_described: bool = False  # as a whole, by the drawing around it


class _Plainer:
    """Goes through the text, then through the notes that it calls."""

    def __init__(self, parts: WordParts, pictures: WordPictures) -> None:
        self._parts = parts
        self._styles = parts.styles
        self._lists = WordLists(parts.lists, parts.styles)
        self._pictures = pictures
        self._remarks = WordRemarks()
        self._told: list[Told] = []
        self._title: list[str] = []
        self._links: dict[str, str] = {}
        self._notes: dict[tuple[str, str], WordNote] = {}
        for note in parts.notes:
            self._notes.setdefault(note.name, note)
        self._called: dict[tuple[str, str], WordNote] = {}
        self._part = parts.document
        self._fields = WordFields(parts.document.root)
        self._place = PlainPlace(None)
        self._description = ""  # of a drawing whose picture has not come yet
        self._paragraphs = 0
        self._is_flat = False  # whether a formula lost its form

    def plain(self) -> PlainWord:
        document, notes = made("w:document"), made("w:footnotes")
        self._go(self._parts.document, made("w:body", document))
        for number, note in enumerate(list(self._called.values()), 1):
            self._go(note.part, made("w:footnote", notes, id=str(number)))
        if sum(1 for part in (document, notes) for _one in part.iter()) > _MOST_MADE:
            raise too_long()
        return PlainWord(
            document,
            notes,
            {name: address for address, name in self._links.items()},
            self._pictures.taken,
            self._remarks.marked(),
            self._remarks.at(),
            " ".join(self._title),
            tuple(self._told),
        )

    def _go(self, part: WordPart, target: Any) -> None:  # noqa: ANN401  lxml
        self._part = part
        self._fields = WordFields(part.root)
        with self._in(target):
            self._walk(part.root, _Around())

    @contextmanager
    def _in(self, target: Any) -> Iterator[None]:  # noqa: ANN401  lxml
        """Blocks go to ``target`` meanwhile."""
        around, self._place = self._place, PlainPlace(target)
        self._remarks.pause()
        yield
        self._flush()
        self._place = around

    def _walk(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        for one in element:
            self._take(one, short(one.tag), around)

    def _take(self, element: Any, name: str, around: _Around) -> None:  # noqa: ANN401  lxml
        if name in self._WAYS:
            self._WAYS[name](self, element, around)
        elif name.startswith("m:"):
            self._formula(element, name, around)
        elif name not in SILENT:
            self._walk(element, around)

    def _skip(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        """Takes no word of it; but fields and comments begin or end there all the same."""
        for one in element.iter(*map(full, _MARKS)):
            self._take(one, short(one.tag), around)

    def _paragraph(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        place = self._place
        if not place.is_joined:
            self._flush()
        style = self._styles.style_of(element)
        is_bold = self._styles.role(element) is Role.TEXT and self._styles.is_bold(style)
        self._walk(element, around._replace(style=style, is_bold=is_bold))
        place.is_joined = joins_next(element)
        if not place.is_joined:
            self._flush(element)

    def _text(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        self._add(written(around.font, element.text or "").replace("\n", " "), around)

    def _linked(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        address = self._address(element.get(full("r:id"), ""), said(element, "w:anchor"), element)
        self._walk(element, around._replace(address=address or around.address))

    def _simple_field(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        self._walk(element, around._replace(address=address_of(said(element, "w:instr")) or around.address))

    def _flush(self, paragraph: Any | None = None) -> None:  # noqa: ANN401  lxml
        """Ends the paragraph that is open, which is as the last of those that it was made of."""
        self._remarks.pause()
        self._paragraphs += bool(self._place.pieces)
        if self._paragraphs > _MOST_PARAGRAPHS:
            raise too_long()
        if paragraph is None:
            self._place.close(Role.TEXT, None, self._link)
            return
        role = self._styles.role(paragraph)
        named = self._styles.in_list(paragraph) if role in _MAY_BE_ITEMS else None
        item = self._lists.item(named, self._styles.style_of(paragraph)) if named else None
        if role is Role.TITLE and (words := self._words()):
            self._title.append(words)
        self._place.close(role, item, self._link)

    def _words(self) -> str:
        """Of the paragraph that is open."""
        return " ".join("".join(one.shown for one in self._place.pieces if isinstance(one.shown, str)).split())

    def _link(self, address: str) -> str:
        return self._links.setdefault(address, f"link-{len(self._links) + 1}")

    def _run(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        if self._styles.hides(element, around.style):
            self._skip(element, around)
            return
        properties = child(element, "w:rPr")
        own = is_on(properties, "w:b")
        raised = said(child(properties, "w:vertAlign"))
        look = PlainLook(
            self._styles.emphasises(element, "w:b") != (around.is_bold and own is None),
            self._styles.emphasises(element, "w:i"),
            self._styles.emphasises(element, "w:strike") or self._styles.emphasises(element, "w:dstrike"),
            raised if raised in _RAISED else "",
        )
        self._walk(element, around._replace(look=look, font=font_of(element), is_marked=_is_marked(properties)))

    def _add(self, text: str, around: _Around) -> None:
        if text and self._fields.are_shown:
            self._put(text, around)
            self._remarks.add(text, is_marked=around.is_marked)

    def _put(self, shown: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        self._place.pieces.append(PlainPiece(shown, around.look, around.address or self._fields.address))

    def _line(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        if said(element, "w:type") in {"page", "column"}:
            self._add(" ", around)
        elif self._fields.are_shown:
            self._put("\n", around)
            self._remarks.add(" ", is_marked=around.is_marked)

    def _sign(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        font = said(element, "w:font")
        shown = sign(font, said(element, "w:char"))
        if shown == UNKNOWN and self._fields.are_shown:
            message = _("a sign of the font “{font}” has no letter").format(font=printable(font))
            self._tell(
                Told("sign-unknown", message, _("write what it shows in Word"), at=self._remarks.before(), look=True)
            )
        self._add(shown, around)

    def _address(self, name: str, anchor: str, words: Any) -> str:  # noqa: ANN401  lxml
        """Where a link leads, by the id of its address, and a place there."""
        if name and name not in self._part.related:
            at = " ".join("".join(one.text or "" for one in words.iter(full("w:t"))).split())
            message = _("a link has no address in the document")
            self._tell(Told("link-missing", message, _("link the words in the issue"), at=at, look=True))
        target = self._part.related[name].target if name in self._part.related else ""
        return f"{target.partition('#')[0]}#{anchor}" if anchor else target

    def _call(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        name = (_NOTE_CALLS[short(element.tag)], said(element, "w:id"))
        # Word knows no notes of notes.
        if self._part is not self._parts.document or name in self._called or not self._fields.are_shown:
            return
        note = self._notes.get(name)
        if note is None:
            message = _("a note is missing in the document")
            remedy = _("look for it in Word, and write it into the issue")
            self._tell(Told("note-missing", message, remedy, at=self._remarks.before(), look=True))
            return
        self._called[name] = note
        self._put(
            made("w:footnoteReference", id=str(len(self._called))), around._replace(look=PlainLook(), address="")
        )

    def _box(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        box = made("w:body")
        with self._in(box):
            self._walk(element, _Around(address=around.address))
        self._place.later += list(box)

    def _art(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        """Words that are drawn (VML, ECMA-376-4, section 14.1.2.21)."""
        box = made("w:body")
        with self._in(box):
            self._add(element.get("string", ""), _Around(address=around.address))
        self._place.later += list(box)

    def _shape(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        with self._described(" ".join(element.get("alt", "").split())):
            self._walk(element, around)

    def _one_picture(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        if around.is_described:
            self._walk(element, around)
            return
        with self._described(described(child(element, "pic:nvPicPr", "pic:cNvPr"))):
            self._walk(element, around)

    def _drawing(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        properties = child(element, "wp:docPr")
        link = child(properties, "a:hlinkClick")
        address = self._address(link.get(full("r:id"), ""), "", link) if link is not None else ""
        description = described(properties)
        inside = around._replace(address=address or around.address, is_described=bool(description))
        with self._described(description):
            self._walk(element, inside)

    @contextmanager
    def _described(self, description: str) -> Iterator[None]:
        """The first picture meanwhile has this description; where there is none, it is told."""
        around, self._description = self._description, description
        yield
        left, self._description = self._description, around
        if left:
            self._leave(left)

    def _leave(self, words: str) -> None:
        """A drawing that is no picture has ``words``."""
        if self._fields.are_shown:
            message = _("a chart, a diagram or a drawing can't be taken")
            remedy = _("save it as a picture in Word (right click › Save as Picture…), and add it to the issue")
            self._tell(Told("drawing-left", message, remedy, left=words, at=self._remarks.before(), look=True))

    def _drawn(self, element: Any, _around: _Around) -> None:  # noqa: ANN401  lxml
        description, self._description = self._description, ""
        self._leave(f"{description} {self._part.drawn.get(drawn_id(element), '')}".strip())

    def _picture(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        if not self._fields.are_shown:
            return
        description, self._description = self._description, ""
        names = (element.get(full(name)) for name in ("r:embed", "r:id", "r:link"))
        named = self._part.related.get(next((one for one in names if one), ""))
        source = self._pictures.take(named)
        if source is None:
            self._tell(_untaken(named, description, self._remarks.before()))
            return
        if _is_cropped(element):
            message = _("a picture is cropped in Word: what was cut off is taken too")
            remedy = _(
                "crop the picture that is in the issue, or have Word delete what was cut off, and import again"
            )
            self._tell(Told("picture-cropped", message, remedy, at=description or self._remarks.before(), look=True))
        said_of_it = spoken(description)
        for one in said_of_it.told:
            self._tell(one)
        self._put(picture(source, said_of_it.description), around._replace(look=PlainLook()))

    def _ruby(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        """How something is spoken stands after it, in parentheses."""
        self._add(" ", around)
        for one in element.iterchildren(full("w:rubyBase")):
            self._walk(one, around)
        self._add(" (", around)
        for one in element.iterchildren(full("w:rt")):
            self._walk(one, around)
        self._add(") ", around)

    def _table(self, element: Any, around: _Around) -> None:  # noqa: ANN401  lxml
        self._flush()
        table = made("w:tbl")
        self._rows(element, around, table)
        if len(table):
            self._place.interrupt()
            self._place.target.append(table)

    def _rows(self, element: Any, around: _Around, table: Any) -> None:  # noqa: ANN401  lxml
        for one in element:
            name = short(one.tag)
            properties = child(one, "w:trPr")
            if name in _WRAPPERS:
                self._rows(one, around, table)
            elif name != "w:tr":
                self._take(one, name, around)
            elif child(properties, "w:del") is not None or is_on(properties, "w:hidden"):
                self._skip(one, around)
            else:
                row = made("w:tr", table)
                if child(properties, "w:tblHeader") is not None:
                    made("w:tblHeader", made("w:trPr", row))
                _empty(row, said(child(properties, "w:gridBefore")))
                self._cells(one, around, row)

    def _cells(self, element: Any, around: _Around, row: Any) -> None:  # noqa: ANN401  lxml
        for one in element:
            name = short(one.tag)
            properties = child(one, "w:tcPr")
            if name in _WRAPPERS:
                self._cells(one, around, row)
            elif name != "w:tc":
                self._take(one, name, around)
            elif child(properties, "w:cellDel") is not None:
                self._skip(one, around)
            else:
                with self._in(made("w:tc", row)):
                    self._walk(one, around)
                # No cell stands for several: a row has as many as there are columns.
                _empty(row, str(whole_number(said(child(properties, "w:gridSpan")), _MOST_SPAN) - 1))

    def _formula(self, element: Any, name: str, around: _Around) -> None:  # noqa: ANN401  lxml
        parent = short(element.getparent().tag)
        match name:
            case "m:oMath":
                self._is_flat = False
                self._walk(element, around)
                if self._is_flat:
                    message = _("a formula was written on one line")
                    remedy = _("look at it, or put a picture of it in its place")
                    self._tell(Told("formula-flattened", message, remedy, at=self._remarks.before(), look=True))
            case "m:num":
                self._between(element, around, " (", ")")
            case "m:den":
                self._between(element, around, "/(", ") ")
            case "m:e" if parent in {"m:mr", "m:d", "m:eqArr"}:
                self._between(element, around, " (", ") ")
            case "m:deg" | "m:fName" | "m:lim" | "m:mr":
                self._between(element, around, " ", " ")
            case "m:sup" | "m:sub":
                raised = "superscript" if name == "m:sup" else "subscript"
                self._walk(element, around._replace(look=PlainLook(raised=raised)))
            case _:
                self._is_flat = self._is_flat or name in _FORMED
                self._walk(element, around)

    def _foreign(self, _element: Any, _around: _Around) -> None:  # noqa: ANN401  lxml
        raise foreign()

    def _between(self, element: Any, around: _Around, before: str, after: str) -> None:  # noqa: ANN401  lxml
        self._is_flat = True
        self._add(before, around)
        self._walk(element, around)
        self._add(after, around)

    def _tell(self, told: Told) -> None:
        if len(self._told) >= _MOST_TOLD:
            raise damaged()
        self._told.append(told)

    _WAYS: ClassVar[Mapping[str, Callable[[_Plainer, Any, _Around], None]]] = {
        "w:p": _paragraph,
        "w:tbl": _table,
        "w:r": _run,
        **dict.fromkeys(("w:t", "m:t", "a:t"), _text),
        **dict.fromkeys(("w:tab", "w:ptab"), lambda self, _element, around: self._add("\t", around)),
        **dict.fromkeys(("w:br", "w:cr"), _line),
        "w:noBreakHyphen": lambda self, _element, around: self._add("\N{NON-BREAKING HYPHEN}", around),
        "w:softHyphen": lambda self, _element, around: self._add("\N{SOFT HYPHEN}", around),
        "w:sym": _sign,
        "w:hyperlink": _linked,
        "w:fldSimple": _simple_field,
        "w:fldChar": lambda self, element, _around: self._fields.mark(element),
        "w:instrText": lambda self, element, _around: self._fields.code(element.text or ""),
        **dict.fromkeys(("w:del", "w:moveFrom", "w:delText"), _skip),
        **dict.fromkeys(_NOTE_CALLS, _call),
        **dict.fromkeys(
            ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"),
            lambda self, element, _around: self._remarks.mark(short(element.tag), said(element, "w:id")),
        ),
        **dict.fromkeys(("w:txbxContent", "a:p"), _box),
        "v:textpath": _art,
        **dict.fromkeys(("dgm:relIds", "c:chart"), _drawn),
        **dict.fromkeys(("wp:inline", "wp:anchor"), _drawing),
        "pic:pic": _one_picture,
        **dict.fromkeys(("v:shape", "v:rect", "v:roundrect", "v:group"), _shape),
        **dict.fromkeys(("a:blip", "v:imagedata"), _picture),
        "w:ruby": _ruby,
        "w:altChunk": _foreign,
    }


_WRAPPERS = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"})
_FORMED = frozenset({"m:nary", "m:rad", "m:acc", "m:bar", "m:groupChr", "m:borderBox"})


def _is_cropped(blip: Any) -> bool:  # noqa: ANN401  lxml
    part = next(blip.itersiblings(full("a:srcRect")), None)
    return part is not None and any(whole_number(part.get(side, ""), 1) for side in "ltrb")


def _is_marked(properties: Any | None) -> bool:  # noqa: ANN401  lxml
    """Whether somebody drew a marker over the words: Google Docs saves it as a background.

    What comes from web pages has backgrounds too, which are white or grey.
    """
    if said(child(properties, "w:highlight")) not in {"", "none", "white"}:
        return True
    fill = said(child(properties, "w:shd"), "w:fill")
    if len(fill) != _HEX or not set(fill) <= _DIGITS:
        return False
    colours = [int(fill[at : at + 2], 16) for at in range(0, _HEX, 2)]
    return max(colours) - min(colours) > _GREY


_HEX, _DIGITS = 6, frozenset("0123456789abcdefABCDEF")
_GREY = 40  # how much one colour may be more than another: light yellow has 51


def _empty(row: Any, count: str) -> None:  # noqa: ANN401  lxml
    for _again in range(whole_number(count, _MOST_SPAN)):
        made("w:tc", row)


def _untaken(named: Related | None, description: str, at: str) -> Told:
    if named is not None and named.outside:
        message = _("a picture is not in the document, only its address ({address})").format(
            address=printable(named.target)
        )
        remedy = _("insert the picture itself in Word (Insert › Pictures), or add it to the issue")
        return Told("picture-outside", message, remedy, left=description, at=at, look=True)
    message = _("a picture is missing in the document")
    return Told("picture-missing", message, _("add it to the issue"), left=description, at=at, look=True)
