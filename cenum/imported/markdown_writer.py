"""The clean tree as Markdown in cenum's own form, as an editor would write it: cenum reads the same words and blocks.

mdformat's renderer puts the blocks together; what one block says is written by :mod:`cenum.imported.inline_markdown`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeGuard

from markdown_it.token import Token
from mdformat.renderer import MDRenderer
from mdformat.renderer._util import get_list_marker_type

from cenum.i18n import N_, _
from cenum.imported.inline_markdown import CELL, HEADING, PARAGRAPH, InlineWriter
from cenum.imported.inline_pieces import (
    BREAK,
    HEADINGS,
    NOTE,
    TEXT,
    InlinePiece,
    allowed,
    clean,
    pieces_of,
    settled,
    text_in,
    unmarked,
    words,
)
from cenum.imported.source_letter import Told
from cenum.issue.blocks import Button, Foreign, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element
    from mdformat.renderer import RenderContext, RenderTreeNode

    from cenum.imported.inline_markdown import Frame

# cenum reads sixteen levels: a list is two, the words of a point two more, and those of a table five.
_DEEPEST_LIST, _DEEPEST_TABLE = 12, 11
_HIGHEST_NUMBER = 999_999_999  # of a point (CommonMark 5.2)
_NOTE, _WRITTEN = "footnote_reference", "written"
_SHOWN = 60


def to_markdown(body: _Element, first_note: int = 1) -> tuple[str, tuple[Told, ...]]:
    """The blocks of ``body``, which :mod:`cenum.imported.clean_tree` describes, and what could not be kept of them.

    No word gets lost. Notes stand at the end of the section that calls them, the first under the name of
    ``first_note``.
    """
    writer = _Writer(body, first_note)
    writer.blocks(body, 0, _ROOT)
    writer.give_notes(called=False)
    options: dict[str, Any] = {"parser_extension": [_Blocks]}
    text = MDRenderer().render(writer.tokens, options, {}, finalize=False)
    return (f"{text}\n" if text else ""), tuple(writer.told())


_ROOT, _BLOCK, _QUOTE, _ITEM, _IN_NOTE = "root", "block", "quotation", "item", "note"


class _Writer:
    """Makes markdown-it's tokens of blocks; their words are written already."""

    def __init__(self, body: _Element, first_note: int) -> None:
        self.tokens: list[Token] = []
        self._inline = InlineWriter()
        self._notes = {str(one.get("data-note")): one for one in body.iter("div") if _is_note(one) and _says(one)}
        self._numbers: dict[str, int] = {}
        self._first_note = first_note
        self._waiting: list[str] = []
        self._flattened: list[str] = []
        self._deep: list[str] = []
        self._rows: list[str] = []
        self._uncalled: list[str] = []

    def told(self) -> Iterator[Told]:
        """What readers may miss of the source, without a word lost."""
        for kind, message, remedy, places in (
            ("line-position-lost", _LINE_LOST, _LINE_REMEDY, self._flattened),
            ("emphasis-lost", _EMPHASIS_LOST, _EMPHASIS_REMEDY, self._inline.bared),
            ("signs-kept", _SIGNS_KEPT, _SIGNS_REMEDY, self._inline.signs),
            ("nesting-undone", _DEEP_UNDONE, _DEEP_REMEDY, self._deep),
            ("table-undone", _TABLE_UNDONE, _TABLE_REMEDY, self._rows),
            ("note-uncalled", _NOTE_UNCALLED, _NOTE_REMEDY, self._uncalled),
        ):
            for place in places:
                yield Told(kind, _(message).format(words=_short(place)), _(remedy), at=place, look=True)

    def blocks(self, parent: _Element, level: int, within: str) -> None:
        """Write what stands in ``parent``, which is ``within`` to it; words between blocks are paragraphs."""
        start = len(self.tokens)
        for is_block, nodes in groupby(_nodes(parent), key=_is_block):
            if not is_block:
                self._paragraphs(nodes)
                continue
            for node in filter(_is_block, nodes):
                self._block(node, level, within, start)
        while len(self.tokens) > start and self.tokens[-1].type == "hr":
            self.tokens.pop()

    def give_notes(self, *, called: bool = True) -> None:
        """Write the notes that were called and wait; at the end, with ``called`` false, the others as paragraphs."""
        while self._waiting:
            name = self._waiting.pop(0)
            self.tokens.append(Token(f"{_NOTE}_open", "", 1, meta={"label": str(self._numbers[name])}))
            self.blocks(self._notes[name], 1, _IN_NOTE)
            self.tokens.append(Token(f"{_NOTE}_close", "", -1))
        if not called:
            for name, note in self._notes.items():
                if name not in self._numbers:
                    self._uncalled.append(_words_in(note))
                    self.blocks(note, 0, _ROOT)

    def _block(self, node: _Element, level: int, within: str, start: int) -> None:
        """Write one block; ``start`` is where the tokens of its siblings begin."""
        tag = node.tag
        if tag in HEADINGS:
            self._heading(node, within)
        elif tag == "p":
            self._paragraphs(_nodes(node))
        elif tag == "hr":
            if within not in {_ITEM, _IN_NOTE} and len(self.tokens) > start and self.tokens[-1].type != "hr":
                self.tokens.append(Token("hr", "hr", 0))
        elif tag == "table":
            self._table(node, level, within)
        elif tag == "div" and node.get("data-block"):
            self._container(node, level, within)
        elif not _is_note(node):
            self._with_blocks(node, level, within)

    def _with_blocks(self, node: _Element, level: int, within: str) -> None:
        """Write a list, a quotation or code; in a note, and where too many are around it, only what is in it."""
        is_known = node.tag in {"ul", "ol", "blockquote", "pre"} and within != _IN_NOTE
        if is_known and level > _DEEPEST_LIST:
            told = len(self._deep)
            self.blocks(node, level, within)
            # What is within it is told with it.
            self._deep[told:] = [_words_in(node)]
        elif not is_known:
            self.blocks(node, level, within)
        elif node.tag == "pre":
            self._code(node)
        elif node.tag == "blockquote":
            self._wrapped("blockquote", node, level, _QUOTE)
        else:
            self._list(node, level)

    def _heading(self, node: _Element, within: str) -> None:
        pieces = settled(self._called(pieces_of(_nodes(node), self._flattened)), one_line=True)
        if not pieces:
            return
        level = HEADINGS.index(node.tag) + 1
        tail = ""
        if level == 1 and within == _ROOT:
            self.give_notes()
            tail = self._attributes(node, pieces)
        elif level == 1:
            level = 2
        if within == _IN_NOTE:
            self._paragraph(pieces)
            return
        self._open("heading", f"h{level}", "#" * level)
        self._words(self._inline.write(pieces, HEADING) + tail)
        self._close("heading", f"h{level}")

    def _attributes(self, node: _Element, pieces: Sequence[InlinePiece]) -> str:
        """The braces at the end of a section's heading."""
        name, by = node.get("data-id") or "", clean(node.get("data-by") or "")
        inside = [f"#{name}"] if name else []
        if by.strip():
            by = by.translate(_NO_QUOTES).strip()
            inside.append(f'by="{self._inline.write([InlinePiece(TEXT, by)], HEADING)}"')
        if not inside and words(pieces).endswith("}"):
            # What stands in braces there would be taken for them.
            return " {}"
        return f" {{{' '.join(inside)}}}" if inside else ""

    def _paragraphs(self, nodes: Iterable[str | _Element]) -> None:
        for pieces in _between_empty_lines(self._called(pieces_of(nodes, self._flattened))):
            self._paragraph(settled(pieces))

    def _paragraph(self, pieces: Sequence[InlinePiece], frame: Frame = PARAGRAPH) -> None:
        if pieces:
            self._open("paragraph", "p")
            self._words(self._inline.write(pieces, frame))
            self._close("paragraph", "p")

    def _called(self, pieces: Iterable[InlinePiece]) -> Iterator[InlinePiece]:
        """The same ``pieces``, notes by their numbers; what calls no note is left out."""
        for piece in pieces:
            if piece.kind != NOTE:
                yield piece
            elif piece.text in self._notes:
                if piece.text not in self._numbers:
                    self._numbers[piece.text] = self._first_note + len(self._numbers)
                    self._waiting.append(piece.text)
                yield piece._replace(text=str(self._numbers[piece.text]))

    def _code(self, node: _Element) -> None:
        lines = [allowed(line).rstrip() for line in text_in(node).splitlines()]
        text = "\n".join(lines).strip("\n")
        if text.strip():
            self.tokens.append(Token("fence", "code", 0, content=f"{text}\n", markup="```"))

    def _table(self, node: _Element, level: int, within: str) -> None:
        rows = [[self._cell(cell) for cell in row.iter("th", "td")] for row in node.iter("tr")]
        wide = max(map(len, rows), default=0)
        full = [row + [[]] * (wide - len(row)) for row in rows if any(row)]
        columns = [index for index in range(wide) if any(row[index] for row in full)]
        rows = [[row[index] for index in columns] for row in full]
        if len(rows) < 2 or len(columns) < 2 or level > _DEEPEST_TABLE or within == _IN_NOTE:  # noqa: PLR2004
            cells = [cell for row in rows for cell in row if cell]
            if len(cells) > 1:
                self._rows.append(words(cells[0]))
            for cell in cells:
                self._paragraph(cell)
            return
        written = [[self._inline.write(cell, CELL) if cell else "" for cell in row] for row in rows]
        lines = ["| " + " | ".join(row) + " |" for row in written]
        lines.insert(1, "| " + " | ".join("---" for _column in columns) + " |")
        self.tokens.append(Token(_WRITTEN, "", 0, content="\n".join(lines)))

    def _cell(self, node: _Element) -> list[InlinePiece]:
        return settled(self._called(pieces_of(_nodes(node), self._flattened)), one_line=True)

    def _list(self, node: _Element, level: int) -> None:
        name = "bullet_list" if node.tag == "ul" else "ordered_list"
        attributes: dict[str, str | int | float] = {"start": _start(node, len(node))} if node.tag == "ol" else {}
        first = len(self.tokens)
        self.tokens.append(Token(f"{name}_open", node.tag, 1, attrs=attributes))
        for item in node:
            start = len(self.tokens)
            self._open("list_item", "li")
            if item.tag == "li":
                self.blocks(item, level + 2, _ITEM)
            else:
                self._block(item, level + 2, _ITEM, start)
            if len(self.tokens) == start + 1:
                self.tokens.pop()
            else:
                self._close("list_item", "li")
        if len(self.tokens) == first + 1:
            self.tokens.pop()
            return
        self._close(name, node.tag)
        _hide_paragraphs(self.tokens[first + 1 : -1])

    def _wrapped(self, name: str, node: _Element, level: int, within: str, info: str = "") -> bool:
        """Write what stands in ``node`` within a block called ``name``, and say whether there was anything."""
        start = len(self.tokens)
        self.tokens.append(Token(f"{name}_open", "", 1, info=info))
        self.blocks(node, level + 1, within)
        if len(self.tokens) == start + 1:
            self.tokens.pop()
            return False
        self._close(name, "")
        return True

    def _container(self, node: _Element, level: int, within: str) -> None:
        name, argument = node.get("data-block") or "", clean(node.get("data-argument") or "").strip()
        is_address = name in _WITH_ADDRESS
        if within in {_ITEM, _QUOTE, _IN_NOTE} or level > _DEEPEST_LIST:
            if not is_address:
                self._paragraph(settled([InlinePiece(TEXT, argument)]))
            self.blocks(node, level, within)
        elif name == Button.name:
            label = settled(unmarked(pieces_of(_nodes(node), self._flattened)), one_line=True)
            if label:
                self.tokens.append(Token("container_open", "", 1, info=f"{name} {argument}"))
                self._paragraph(label)
                self._close("container", "")
        elif not self._wrapped("container", node, level, _BLOCK, f"{name} {argument}".strip()) and not is_address:
            self._paragraph(settled([InlinePiece(TEXT, argument)]))

    def _open(self, name: str, tag: str, markup: str = "") -> None:
        self.tokens.append(Token(f"{name}_open", tag, 1, markup=markup))

    def _close(self, name: str, tag: str) -> None:
        self.tokens.append(Token(f"{name}_close", tag, -1))

    def _words(self, text: str) -> None:
        self.tokens.append(Token("inline", "", 0, children=[Token(_WRITTEN, "", 0, content=text)]))


# What follows these is no word.
_WITH_ADDRESS = {Button.name, Resource.name, Foreign.name}
_NO_QUOTES = str.maketrans({'"': "'", "“": "'", "”": "'", "{": "(", "}": ")"})
BLOCK_TAGS = frozenset(
    (*HEADINGS, "p", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "pre", "hr", "div")
)


def _nodes(parent: _Element) -> Iterator[str | _Element]:
    yield parent.text or ""
    for child in parent:
        if isinstance(child.tag, str):
            yield child
        yield child.tail or ""


def _is_block(node: str | _Element) -> TypeGuard[_Element]:
    return not isinstance(node, str) and node.tag in BLOCK_TAGS


def _is_note(node: _Element) -> bool:
    return node.tag == "div" and bool(node.get("data-note"))


def _says(node: _Element) -> bool:
    return bool(text_in(node).strip()) or next(node.iter("img"), None) is not None


def _words_in(node: _Element) -> str:
    return clean(" ".join(map(str, node.itertext()))).strip()


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _start(node: _Element, items: int) -> int:
    """The number of the first point, where all of them can be written."""
    written = node.get("start") or "1"
    number = int(written) if written.isascii() and written.isdecimal() and len(written) <= 9 else 1  # noqa: PLR2004
    return number if number + items <= _HIGHEST_NUMBER else 1


def _between_empty_lines(pieces: Iterable[InlinePiece]) -> Iterator[list[InlinePiece]]:
    """The paragraphs of ``pieces``, which two breaks part, or more."""
    found: list[InlinePiece] = []
    breaks = 0
    for piece in pieces:
        breaks = breaks + 1 if piece.kind == BREAK else breaks if piece.kind == TEXT and not piece.text.strip() else 0
        if breaks == 2:  # noqa: PLR2004
            yield found
            found = []
        else:
            found.append(piece)
    yield found


def _hide_paragraphs(inside: Sequence[Token]) -> None:
    """A list has no blank lines where each point is words, and below them lists that need none before them."""
    depth = 0
    kinds: list[str] = []
    paragraphs = []
    for token in inside:
        depth += min(token.nesting, 0)
        if depth == 0 and token.type == "list_item_open":
            kinds = []
        elif depth == 1 and token.nesting >= 0:
            # What follows words without a blank line and is not a bullet or a 1 belongs to them (CommonMark 5.3).
            follows = token.type == "bullet_list_open" or token.attrGet("start") == 1
            if token.type == "paragraph_open" and not kinds:
                paragraphs.append(token)
            elif not follows:
                return
            kinds.append(token.type)
        depth += max(token.nesting, 0)
    for token in paragraphs:
        token.hidden = True


def _paragraph(node: RenderTreeNode, context: RenderContext) -> str:
    return "".join(child.render(context) for child in node.children)


def _heading(node: RenderTreeNode, context: RenderContext) -> str:
    return f"{node.markup} {_paragraph(node, context)}"


def _ordered(node: RenderTreeNode, context: RenderContext) -> str:
    """The numbers that a reader counts; mdformat gives all points but one the same, or puts zeros before them."""
    sign, first = get_list_marker_type(node), int(node.attrs["start"])
    items = []
    for number, child in enumerate(node.children, start=first):
        marker = f"{number}{sign} "
        items.append(marker + child.render(context).replace("\n", "\n" + " " * len(marker)))
    return _without_blanks(("\n" if _is_tight(node) else "\n\n").join(items))


def _is_tight(node: RenderTreeNode) -> bool:
    return all(one.hidden for child in node.children for one in child.children if one.type == "paragraph")


def _container(node: RenderTreeNode, context: RenderContext) -> str:
    fence = ":" * (3 + _depth(node))
    inside = "\n\n".join(child.render(context) for child in node.children)
    return f"{fence} {node.info}\n{inside}\n{fence}"


def _depth(node: RenderTreeNode) -> int:
    return max((_depth(child) + (child.type == "container") for child in node.children), default=0)


def _note(node: RenderTreeNode, context: RenderContext) -> str:
    inside = "\n\n".join(child.render(context) for child in node.children)
    return _without_blanks(f"[^{node.meta['label']}]: " + inside.replace("\n", "\n    "))


def _without_blanks(text: str) -> str:
    return "\n".join(line.rstrip(" ") for line in text.split("\n"))


class _Blocks:
    """What mdformat does not know of cenum's Markdown, or writes otherwise."""

    RENDERERS: Mapping[str, Callable[[RenderTreeNode, RenderContext], str]] = {
        _WRITTEN: lambda node, _context: node.content,
        "paragraph": _paragraph,
        "heading": _heading,
        "hr": lambda _node, _context: "---",
        "ordered_list": _ordered,
        "container": _container,
        _NOTE: _note,
    }


_LINE_LOST = N_("“{words}” had raised or lowered letters; they stand on the line now")
_LINE_REMEDY = N_("read it again, and write it otherwise if it means something else now")
_EMPHASIS_LOST = N_("“{words}” lost its bold, its italics or its code: they began or ended within a word")
_EMPHASIS_REMEDY = N_("mark the words again, if it matters")
_SIGNS_KEPT = N_("“{words}” has signs that look like marks of another program; readers see them, as before")
_SIGNS_REMEDY = N_("delete them, if they were left over")
_DEEP_UNDONE = N_("“{words}” stood in more lists or quotations than a letter can have; it stands in fewer now")
_DEEP_REMEDY = N_("look whether it is still clear")
_TABLE_UNDONE = N_("the table that begins with “{words}” is written as paragraphs: it has one row or one column")
_TABLE_REMEDY = N_("write it as a list, if it is one")
_NOTE_UNCALLED = N_("the note “{words}” is called nowhere; it stands at the end of the text")
_NOTE_REMEDY = N_("move it to where it belongs, or delete it")
