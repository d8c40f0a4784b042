"""The pieces of one block as Markdown that cenum reads as just these pieces: each text is read back to prove it.

Nothing is escaped that needs it not: an editor reads the text as well.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown_it.token import Token
from mdformat.renderer import MDRenderer

from cenum.imported.inline_pieces import BREAK, CODE, EMPHASIS, IMAGE, NOTE, TEXT, InlinePiece, Marks, words
from cenum.issue.markdown import parser, plain, seen, tokens_of
from cenum.issue.stray_marks import in_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mdformat.renderer import RenderContext, RenderTreeNode

    from cenum.imported.inline_pieces import Mark

# What is escaped in every text: these signs are seldom meant as such.
_ALWAYS = frozenset("\\`*<")
_LINE_START = "line start"
# What is escaped besides where the text would be read otherwise; who is first here is the first that is not needed.
_MORE: tuple[frozenset[str], ...] = tuple(
    map(
        frozenset,
        ("$%(),;?", "@/.", "\"'", "!", "^", ">", "+-", "=", "#", "|", "&", "~", "_", ":", "{}", "[]", (_LINE_START,)),
    )
)
_ALL = frozenset(string.punctuation) | {_LINE_START}
_START = re.compile(r"^(?:(?=[!-/:-@\[-`{-~])(?!\\)|\d{1,9}(?=[.)]))")
# Where a line begins with what would be a point, a heading, a quotation, a block.
_MARK_AT_START = re.compile(r"^(?:(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|:{3})|\d{1,9}(?=[.)](?:\s|$)))")
_INTRAWORD = re.compile(r"(?<=\w)_(?=\w)")
_NO_TAG = re.compile(r"<(?=[\s\d=])")
_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]*_~`\\&]+|[\w.+-]+@[\w.-]+")
_UNSAFE = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]")
_REFERENCE = re.compile(r"&(?=#?\w{1,40};)")
_CALL = re.compile(r"\[\^(\d+)\]")
_IN_CREDITS = frozenset('\\"&')  # what would end one, or be read as something else in it
_LONG, _MANY = 20_000, {"[": 50, ":": 200}
_FEW = 400  # texts that are read again and again to escape the fewest signs; beyond, all are escaped


class Frame(NamedTuple):
    """Where a text stands: what is written around it to read it back, and whether bars part it from others."""

    before: str = ""
    after: str = ""
    is_cell: bool = False


PARAGRAPH = Frame()
HEADING = Frame("## ")
CELL = Frame("| ", " |\n| --- |", is_cell=True)


class Shape(NamedTuple):
    """What readers get of a piece of a block: its kind, its words, its marks, and a picture's file and credit."""

    kind: str
    text: str
    marks: Marks
    src: str = ""
    credit: str = ""


class _Way(NamedTuple):
    """One way to write the same pieces. ``bare`` addresses have no brackets."""

    escapes: frozenset[str]
    em: str = "*"
    bare: bool = True
    links_outermost: bool = False


_USUAL = _Way(_ALWAYS)
_OTHERS = (
    _Way(_ALL),
    *(_Way(_ALL, em, bare=False, links_outermost=outermost) for outermost in (False, True) for em in ("*", "_")),
)


class InlineWriter:
    """Writes the blocks of one text. ``bared`` are words that lost their emphasis, ``signs`` marks that are text."""

    def __init__(self) -> None:
        self.bared: list[str] = []
        self.signs: list[str] = []
        self._tried = 0

    def write(self, pieces: Sequence[InlinePiece], frame: Frame = PARAGRAPH) -> str:
        """``pieces``, settled, as Markdown for ``frame``."""
        text = self._faithful(pieces, frame)
        if text is not None:
            return text
        plainer = list(pieces)
        for mark in (*reversed(EMPHASIS), "lang"):
            if not any(getattr(piece.marks, mark) for piece in plainer):
                continue
            plainer = [piece.without(mark) for piece in plainer]
            text = self._faithful(plainer, frame)
            if text is not None:
                break
        self.bared.append(words(pieces))
        if text is not None:
            return text
        plainer = [piece._replace(kind=TEXT) if piece.kind == CODE else piece for piece in plainer]
        return _rendered(plainer, _Way(_ALL, bare=False), frame)

    def _faithful(self, pieces: Sequence[InlinePiece], frame: Frame) -> str | None:
        """What is read back as ``pieces``, with the fewest escapes; ``None`` where nothing is."""
        wanted = shape_of_pieces(pieces)
        is_heavy = _is_heavy(pieces)
        left = None if is_heavy else _marks_left(pieces, _USUAL, frame, wanted)
        if left == 0:
            return _rendered(pieces, _USUAL, frame)
        best, fewest = _USUAL, left
        for way in _OTHERS:
            count = _marks_left(pieces, way, frame, wanted)
            if count is not None and (fewest is None or count < fewest):
                best, fewest = way, count
            if fewest == 0:
                break
        if fewest is None:
            return None
        if left is not None and fewest < left:
            self.signs.append(words(pieces))
        if not is_heavy:
            best = self._with_few_escapes(pieces, best, frame, wanted, fewest)
        return _rendered(pieces, best, frame)

    def _with_few_escapes(
        self, pieces: Sequence[InlinePiece], way: _Way, frame: Frame, wanted: Sequence[Shape], left: int
    ) -> _Way:
        if self._tried > _FEW or way.escapes != _ALL:
            return way
        self._tried += 1
        for signs in _MORE:
            fewer = way._replace(escapes=way.escapes - signs)
            if _marks_left(pieces, fewer, frame, wanted) == left:
                way = fewer
        return way


def _is_heavy(pieces: Sequence[InlinePiece]) -> bool:
    """Whether a text has so many signs that markdown-it would read it for seconds without a backslash before each."""
    text = "".join(piece.text for piece in pieces)
    return len(text) > _LONG or any(text.count(sign) > most for sign, most in _MANY.items())


def _marks_left(pieces: Sequence[InlinePiece], way: _Way, frame: Frame, wanted: Sequence[Shape]) -> int | None:
    """How many marks readers would see as signs; ``None`` where the pieces are read otherwise."""
    read = _read_back(_rendered(pieces, way, frame), frame)
    if read is None or shape_of_tokens(read.children or ()) != wanted:
        return None
    return sum(1 for _mark in in_block(seen(read)))


def shape_of_pieces(pieces: Iterable[InlinePiece]) -> list[Shape]:
    """What cenum has to read."""
    normalised = parser().normalizeLink
    return _joined(
        Shape(
            piece.kind,
            piece.text,
            piece.marks._replace(href=normalised(address(piece.marks.href)) if piece.marks.href else ""),
            normalised(address(piece.src)) if piece.kind == IMAGE else "",
            piece.credit,
        )
        for piece in pieces
    )


def shape_of_tokens(children: Iterable[Token]) -> list[Shape]:
    """What cenum reads in the inline ``children`` of a block, before it sets them."""
    return _joined(_shapes(children))


def _shapes(children: Iterable[Token]) -> Iterator[Shape]:
    around = [Marks()]
    for child in children:
        marks = around[-1]
        if child.nesting > 0:
            around.append(_within(child, marks))
        elif child.nesting < 0:
            around.pop()
        else:
            yield _shape(child, marks)


def _within(opening: Token, marks: Marks) -> Marks:
    """The marks of what stands in ``opening``, which stands in ``marks`` itself."""
    href, lang = str(opening.attrGet("href") or ""), str(opening.attrGet("lang") or marks.lang)
    match opening.type:
        case "strong_open":
            return marks._replace(strong=True)
        case "em_open":
            return marks._replace(em=True)
        case "s_open":
            return marks._replace(deleted=True)
        case "link_open":
            return marks._replace(href=href, lang=lang)
        case _:
            return marks._replace(lang=lang)


def _shape(token: Token, marks: Marks) -> Shape:
    match token.type:
        case "image":
            src, credit = (str(token.attrGet(name) or "") for name in ("src", "title"))
            return Shape(IMAGE, plain(token), marks, src, credit)
        case "footnote_ref":
            return Shape(NOTE, str(token.meta["label"]), marks)
        case "hardbreak":
            return Shape(BREAK, "\n", marks)
        case "code_inline":
            return Shape(CODE, token.content, marks)
        case "softbreak":
            return Shape(TEXT, " ", marks)
        case "text" | "text_special":
            return Shape(TEXT, token.content, marks)
        case _:
            return Shape(token.type, token.content, marks)


def _joined(shapes: Iterable[Shape]) -> list[Shape]:
    found: list[Shape] = []
    for shape in shapes:
        last = found[-1] if found else None
        if last and last.kind == shape.kind == TEXT and last.marks == shape.marks:
            found[-1] = last._replace(text=last.text + shape.text)
        elif shape.text or shape.kind != TEXT:
            found.append(shape)
    return found


def address(url: str) -> str:
    """``url`` without a sign that would end it."""
    return _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", url)


def _read_back(text: str, frame: Frame) -> Token | None:
    """The inline token of ``text`` where it stands in ``frame``; ``None`` where it is not one block there."""
    notes = "".join(f"\n\n[^{name}]: x" for name in set(_CALL.findall(text)))
    tokens = tokens_of(f"{frame.before}{text}{frame.after}{notes}")
    first = next(
        (index for index, token in enumerate(tokens) if token.type == "footnote_reference_open"), len(tokens)
    )
    inlines = [token for token in tokens[:first] if token.type == "inline"]
    types = [token.type for token in tokens[:first] if token.type != "inline"]
    if len(inlines) != 1 or types != _TYPES[frame]:
        return None
    return inlines[0]


_TYPES = {
    PARAGRAPH: ["paragraph_open", "paragraph_close"],
    HEADING: ["heading_open", "heading_close"],
    CELL: [
        *("table_open", "thead_open", "tr_open", "th_open"),
        *("th_close", "tr_close", "thead_close", "table_close"),
    ],
}


def _rendered(pieces: Sequence[InlinePiece], way: _Way, frame: Frame) -> str:
    tokens = [Token("inline", "", 0, children=list(_nested(pieces, Marks(), way)))]
    escapes = way.escapes - {"|"} if frame.is_cell else way.escapes
    options: dict[str, Any] = {"parser_extension": [_Dialect], _WRITTEN: way._replace(escapes=escapes), _FRAME: frame}
    text = MDRenderer().render(tokens, options, {}, finalize=False)
    return text.replace("|", "\\|") if frame.is_cell else text


def _nested(pieces: Sequence[InlinePiece], within: Marks, way: _Way) -> Iterator[Token]:
    """The tokens of ``pieces``, whose marks ``within`` are opened already: who lasts longest is outermost."""
    at = 0
    while at < len(pieces):
        marks = pieces[at].marks
        ends = {mark: _end(pieces, at, mark) for mark in _ORDER if getattr(marks, mark) != getattr(within, mark)}
        if marks.href and not within.href:
            # A link is never cut in two, and its language is its own.
            ends.pop("lang", None)
        ends = {
            mark: end for mark, end in ((one, _uncut(pieces, at, end, within)) for one, end in ends.items()) if end
        }
        if not ends:
            yield _leaf(pieces[at])
            at += 1
            continue
        outermost = max(ends, key=lambda mark: ends[mark])
        if way.links_outermost and "href" in ends:
            outermost = "href"
        end = ends[outermost]
        inner = within.having(outermost, getattr(marks, outermost))
        if outermost == "href":
            inner = inner._replace(lang=marks.lang)
        opening, closing = _tokens(outermost, marks, within, way)
        yield opening
        yield from _nested(pieces[at:end], inner, way)
        yield closing
        at = end


_ORDER: tuple[Mark, ...] = ("href", "lang", "strong", "em", "deleted")


def _end(pieces: Sequence[InlinePiece], at: int, mark: Mark) -> int:
    value = getattr(pieces[at].marks, mark)
    return next(
        (index for index in range(at, len(pieces)) if getattr(pieces[index].marks, mark) != value), len(pieces)
    )


def _uncut(pieces: Sequence[InlinePiece], at: int, end: int, within: Marks) -> int:
    """The end of a mark that begins ``at``, before a link that it would cut; 0 where nothing is left of it."""
    href = pieces[end - 1].marks.href
    if within.href or not href or end == len(pieces) or pieces[end].marks.href != href:
        return end
    while end > at and pieces[end - 1].marks.href == href:
        end -= 1
    return end if end > at else 0


def _tokens(mark: Mark, marks: Marks, within: Marks, way: _Way) -> tuple[Token, Token]:
    name, markup, attributes = {
        "href": ("link", "", {"href": address(marks.href), "lang": marks.lang if marks.lang != within.lang else ""}),
        "lang": ("span", "", {"lang": marks.lang}),
        "strong": ("strong", "**", {}),
        "em": ("em", way.em, {}),
        "deleted": ("s", "~~", {}),
    }[mark]
    return Token(f"{name}_open", "", 1, markup=markup, attrs=dict(attributes)), Token(f"{name}_close", "", -1)


def _leaf(piece: InlinePiece) -> Token:
    match piece.kind:
        case "code":
            return Token("code_inline", "code", 0, content=piece.text)
        case "break":
            return Token("hardbreak", "br", 0)
        case "image":
            attributes = {"src": address(piece.src), "title": piece.credit}
            return Token("image", "img", 0, content=piece.text, attrs=dict(attributes))
        case "note":
            return Token("footnote_ref", "", 0, meta={"label": piece.text})
        case _:
            return Token("text", "", 0, content=piece.text)


_WRITTEN, _FRAME = "written", "frame"


def _escaped(text: str, escapes: frozenset[str]) -> str:
    free = {match.start() for match in _INTRAWORD.finditer(text)} if "_" not in escapes else set()
    free |= {match.start() for match in _NO_TAG.finditer(text)}
    return "".join(
        f"\\{sign}" if (sign in escapes or sign == "_") and at not in free else sign for at, sign in enumerate(text)
    )


def _text(node: RenderTreeNode, context: RenderContext) -> str:
    escapes = context.options[_WRITTEN].escapes
    text = _escaped(node.content, escapes)
    before = node.previous_sibling
    if before.type == "hardbreak" if before else node.parent and node.parent.type == "inline":
        # Behind the signs of a heading or a cell, nothing else begins.
        begins = None if context.options[_FRAME].before else _MARK_AT_START
        begins = _START if _LINE_START in escapes else begins
        text = begins.sub(r"\g<0>\\", text, count=1) if begins else text
    return text


def _link(node: RenderTreeNode, context: RenderContext) -> str:
    href, texts = str(node.attrs["href"]), [child.content for child in node.children if child.type == "text"]
    is_plain = len(texts) == len(node.children) == 1 and not node.attrs["lang"]
    if context.options[_WRITTEN].bare and is_plain and _is_spelt_out(href, texts[0]):
        return texts[0]
    return f"[{_children(node, context)}]({_target(href)}){_language(node)}"


def _is_spelt_out(href: str, text: str) -> bool:
    """Whether ``text`` is the address itself, which editors write without brackets."""
    return href in {text, f"https://{text}", f"mailto:{text}"} and bool(_BARE_ADDRESS.fullmatch(text))


def _target(url: str) -> str:
    """``url`` between round brackets: a lone one would end it, and an ampersand may begin a reference."""
    url = _REFERENCE.sub("\\&", url)
    depth = 0
    for sign in url:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            break
    return url if depth == 0 else url.replace("(", "\\(").replace(")", "\\)")


def _language(node: RenderTreeNode) -> str:
    return f"{{lang={node.attrs['lang']}}}" if node.attrs["lang"] else ""


def _span(node: RenderTreeNode, context: RenderContext) -> str:
    return f"[{_children(node, context)}]{_language(node)}"


def _struck(node: RenderTreeNode, context: RenderContext) -> str:
    return f"~~{_children(node, context)}~~"


def _image(node: RenderTreeNode, context: RenderContext) -> str:
    description = _escaped(node.content, context.options[_WRITTEN].escapes | set("[]"))
    credit = _escaped(str(node.attrs["title"]), _IN_CREDITS)
    after = f' "{credit}"' if credit else ""
    return f"![{description}]({_target(str(node.attrs['src']))}{after})"


def _note(node: RenderTreeNode, _context: RenderContext) -> str:
    return f"[^{node.meta['label']}]"


def _children(node: RenderTreeNode, context: RenderContext) -> str:
    return "".join(child.render(context) for child in node.children)


class _Dialect:
    """What mdformat does not know of cenum's Markdown, or writes otherwise."""

    RENDERERS: Mapping[str, Callable[[RenderTreeNode, RenderContext], str]] = {
        "text": _text,
        "link": _link,
        "span": _span,
        "s": _struck,
        "image": _image,
        "footnote_ref": _note,
    }
