"""The words of one block in pieces, each with its marks: what Markdown can't say of them is mended first.

Marks overlap in HTML as they like; here a piece has each of them or not, so that there is no strong word within a
strong sentence, and no link within a link.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from markdown_it.common.utils import isPunctChar

from cenum.imported.words import words_of
from cenum.issue.bare_addresses import Addresses
from cenum.issue.characters import FORBIDDEN, visible
from cenum.issue.languages import mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element

TEXT, CODE, BREAK, IMAGE, NOTE = "text", "code", "break", "image", "note"
Mark = Literal["href", "lang", "strong", "em", "deleted"]
EMPHASIS: tuple[Mark, ...] = ("strong", "em", "deleted")
_SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x20\x85\u2028\u2029]+")
_MARK_OF: dict[str, Mark] = {"strong": "strong", "em": "em", "del": "deleted"}
# Of the figures and signs that have a raised or a lowered form; minus has one that NFKC makes another sign.
_RAISED = dict(zip("0123456789+=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁼⁽⁾", strict=True))
_LOWERED = dict(zip("0123456789+=()", "₀₁₂₃₄₅₆₇₈₉₊₌₍₎", strict=True))
# What French and English raise by habit, and is right without: 1er, XIXe, Mme, no, 2nd.
_HABIT = re.compile(
    r"ers?|i?[eè]res?|res?|i?[eè]mes?|es?|n?des?|nds?|os?|mes?|mgr|lles?|gr|rs?|ts?|th|st|rd", re.IGNORECASE
)


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OTHER_BLOCKS = ("p", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "pre", "hr", "div")
BLOCK_TAGS = frozenset((*HEADINGS, *_OTHER_BLOCKS))


class Marks(NamedTuple):
    """What holds of a piece beside its words."""

    href: str = ""
    lang: str = ""
    strong: bool = False
    em: bool = False
    deleted: bool = False

    def having(self, mark: Mark, value: Any) -> Marks:  # noqa: ANN401  a text or a truth, as the mark wants it
        """These marks with another value of ``mark``."""
        return self._replace(**{mark: value})


class InlinePiece(NamedTuple):
    """A piece of a block's words; ``text`` is a picture's description or a note's name where ``kind`` says so."""

    kind: str
    text: str
    marks: Marks = Marks()
    src: str = ""
    credit: str = ""  # a picture's

    def without(self, mark: Mark) -> InlinePiece:
        """The piece without ``mark``."""
        return self._replace(marks=self.marks.having(mark, Marks._field_defaults[mark]))

    @property
    def says_something(self) -> bool:
        """Whether readers see more than a sign of punctuation."""
        return self.kind in {CODE, IMAGE} or (self.kind == TEXT and bool(words_of(self.text)))


def clean(text: str) -> str:
    """``text`` on one line, without what no letter may hold; a row of spaces is one, unless they hold."""
    return _SPACES.sub(" ", allowed(text))


def allowed(text: str) -> str:
    """``text`` without what no letter may hold."""
    return visible(FORBIDDEN.sub(lambda sign: "" if unicodedata.category(sign[0]) == "Cf" else " ", text))


def text_in(node: _Element) -> str:
    """All text in ``node``."""
    return "".join(map(str, node.itertext()))


def pieces_of(nodes: Iterable[str | _Element], flattened: list[str]) -> list[InlinePiece]:
    """The pieces of the text and the elements of a block.

    ``flattened`` gets the words in which raised or lowered letters stand on the line now.
    """
    found: list[InlinePiece] = []
    for node in nodes:
        _gather(node, Marks(), found, flattened)
    return found


def settled(pieces: Iterable[InlinePiece], *, one_line: bool = False) -> list[InlinePiece]:
    """``pieces`` as Markdown holds them: no mark begins or ends with a space, no link is empty, no note is in one.

    With ``one_line``, breaks are spaces.
    """
    signs = _spaced(_with_pictures_apart(_signs(pieces)), one_line=one_line)
    _settle_links(signs)
    links = {at: link for link in _stretches(signs, "href") for at in range(*link)}
    for mark in EMPHASIS:
        for start, end in _stretches(signs, mark):
            for first, last in pairwise(sorted({start, end, *_edges_of_cut_links(links, start, end)})):
                _settle_emphasis(signs, mark, first, last)
    for start, end in _stretches(signs, "lang"):
        _keep(signs, "lang", *_without_spaces(signs, start, end), of=(start, end))
    return list(_joined(_with_links(signs)))


def unmarked(pieces: Sequence[InlinePiece]) -> list[InlinePiece]:
    """``pieces`` as a button's label holds them: words alone."""
    return [one._replace(marks=Marks()) for one in pieces if one.kind in {TEXT, CODE, BREAK}]


def words(pieces: Iterable[InlinePiece]) -> str:
    """What ``pieces`` say, on one line."""
    return "".join(" " if one.kind == BREAK else "" if one.kind == NOTE else one.text for one in pieces).strip()


def _gather(node: str | _Element, marks: Marks, found: list[InlinePiece], flattened: list[str]) -> None:
    if isinstance(node, str):
        found.append(InlinePiece(TEXT, clean(node), marks))
        return
    if not isinstance(node.tag, str):
        return
    match node.tag:
        case "a" if node.get("data-note"):
            found.append(InlinePiece(NOTE, str(node.get("data-note"))))
        case "br":
            found.append(InlinePiece(BREAK, "\n", marks))
        case "img":
            alt, credit = (" ".join(clean(node.get(name) or "").split()) for name in ("alt", "title"))
            found.append(InlinePiece(IMAGE, alt, marks, (node.get("src") or "").strip(), credit))
        case "code":
            text = clean(text_in(node))
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            found += (
                InlinePiece(TEXT, before, marks),
                InlinePiece(CODE, text.strip(), marks),
                InlinePiece(TEXT, after, marks),
            )
        case "sup" | "sub":
            found.append(InlinePiece(TEXT, _on_the_line(node, found, flattened), marks))
        case _:
            marks = _marked(node, marks)
            _gather(node.text or "", marks, found, flattened)
            for child in node:
                _gather(child, marks, found, flattened)
                _gather(child.tail or "", marks, found, flattened)
            if node.tag in BLOCK_TAGS:
                found.append(InlinePiece(TEXT, " "))


def _marked(node: _Element, marks: Marks) -> Marks:
    href, lang = (node.get("href") or "").strip(), node.get("lang") or ""
    if node.tag == "a" and href and not marks.href:
        marks = marks._replace(href=href)
    if lang and not mistake(lang):
        marks = marks._replace(lang=lang)
    mark = _MARK_OF.get(node.tag)
    return marks.having(mark, value=True) if mark else marks


def _on_the_line(node: _Element, found: Sequence[InlinePiece], flattened: list[str]) -> str:
    """The words of ``sup`` or ``sub`` in characters of their own where there are some, else as plain ones."""
    text = clean(text_in(node))
    forms = _RAISED if node.tag == "sup" else _LOWERED
    if text.strip() and all(one in forms for one in text.strip()):
        return "".join(forms.get(one, one) for one in text)
    if text.strip() and not (node.tag == "sup" and _HABIT.fullmatch(text.strip())):
        before = found[-1].text.split(" ")[-1] if found and found[-1].kind == TEXT else ""
        flattened.append(before + text.strip())
    return text


def _signs(pieces: Iterable[InlinePiece]) -> Iterator[InlinePiece]:
    for piece in pieces:
        if piece.kind == TEXT:
            yield from (piece._replace(text=one) for one in piece.text)
        elif piece.text or piece.kind == IMAGE:
            yield piece


def _with_pictures_apart(signs: Iterable[InlinePiece]) -> Iterator[InlinePiece]:
    """A space between a picture and a word, else its description and the word were heard as one."""
    before: InlinePiece | None = None
    for sign in signs:
        pair = {before.kind, sign.kind} if before else set()
        if before and IMAGE in pair and all(one.kind == IMAGE or words_of(one.text) for one in (before, sign)):
            yield InlinePiece(TEXT, " ", before.marks if before.marks == sign.marks else Marks())
        before = sign
        yield sign


def _spaced(signs: Iterable[InlinePiece], *, one_line: bool) -> list[InlinePiece]:
    """One space between words, none at the edges of a line, and no empty line."""
    found: list[InlinePiece] = []
    for sign in signs:
        one = sign._replace(kind=TEXT, text=" ") if one_line and sign.kind == BREAK else sign
        if _is_space(one) and (not found or found[-1].kind == BREAK or (one.text == " " == found[-1].text)):
            continue
        if one.kind == BREAK:
            while found and _is_space(found[-1]):
                found.pop()
            if not found or found[-1].kind == BREAK:
                continue
        found.append(one)
    while found and (_is_space(found[-1]) or found[-1].kind == BREAK):
        found.pop()
    return found


def _is_space(sign: InlinePiece) -> bool:
    return sign.kind == TEXT and sign.text.isspace()


def _stretches(signs: Sequence[InlinePiece], mark: Mark) -> list[tuple[int, int]]:
    """Where one value of ``mark`` holds without a gap."""
    found = []
    start = 0
    for value, group in groupby(signs, key=lambda sign: getattr(sign.marks, mark)):
        end = start + len(list(group))
        if value:
            found.append((start, end))
        start = end
    return found


def _without_spaces(signs: Sequence[InlinePiece], start: int, end: int) -> tuple[int, int]:
    while start < end and (_is_space(signs[start]) or signs[start].kind == BREAK):
        start += 1
    while start < end and (_is_space(signs[end - 1]) or signs[end - 1].kind == BREAK):
        end -= 1
    return start, end


def _keep(signs: list[InlinePiece], mark: Mark, start: int, end: int, *, of: tuple[int, int]) -> None:
    """Take ``mark`` off what is between the ends of ``of``, but not from ``start`` to ``end``."""
    for at in range(*of):
        if not start <= at < end:
            signs[at] = signs[at].without(mark)


def _settle_links(signs: list[InlinePiece]) -> None:
    """Links have words, and one language or none; a note is called behind them: the two don't go together."""
    for start, end in _stretches(signs, "href"):
        notes = [sign for sign in signs[start:end] if sign.kind == NOTE]
        others = [sign for sign in signs[start:end] if sign.kind != NOTE]
        signs[start:end] = [*others, *(note._replace(marks=Marks()) for note in notes)]
        first, last = _without_spaces(signs, start, start + len(others))
        _keep(signs, "href", first, last, of=(start, end))
        if len({sign.marks.lang for sign in signs[first:last]}) > 1:
            _keep(signs, "lang", 0, 0, of=(first, last))
    for at, sign in enumerate(signs):
        if sign.kind == NOTE:
            signs[at] = sign._replace(marks=Marks())


def _edges_of_cut_links(links: Mapping[int, tuple[int, int]], start: int, end: int) -> Iterator[int]:
    """Where, from ``start`` to ``end``, a link begins or ends that goes on beyond: emphasis can't cut it.

    ``links`` has for each place within a link where that begins and ends.
    """
    for first, last in filter(None, (links.get(start), links.get(end - 1))):
        if first < start < last < end or start < first < end < last:
            yield first if start < first else last


def _settle_emphasis(signs: list[InlinePiece], mark: Mark, start: int, end: int) -> None:
    """Markdown's emphasis begins and ends at a word: what is outside of it loses the mark (CommonMark 6.2)."""
    first, last = _without_spaces(signs, start, end)
    while first < last and _is_punctuation(signs[first]) and _is_letter(signs, first - 1, signs[first]):
        first = _without_spaces(signs, first + 1, last)[0]
    while first < last and _is_punctuation(signs[last - 1]) and _is_letter(signs, last, signs[last - 1]):
        last = _without_spaces(signs, first, last - 1)[1]
    if not any(sign.says_something for sign in signs[first:last]):
        last = first
    _keep(signs, mark, first, last, of=(start, end))


def _is_punctuation(sign: InlinePiece) -> bool:
    return sign.kind == TEXT and isPunctChar(sign.text)


def _is_letter(signs: Sequence[InlinePiece], at: int, beside: InlinePiece) -> bool:
    """Whether a letter stands there without an edge of a link between it and the sign ``beside``."""
    if not 0 <= at < len(signs) or signs[at].kind != TEXT or signs[at].marks.href != beside.marks.href:
        return False
    return not (signs[at].text.isspace() or isPunctChar(signs[at].text))


def _with_links(signs: Sequence[InlinePiece]) -> list[InlinePiece]:
    """Addresses that stand in the text are links, as cenum reads them."""
    found = list(signs)
    start = 0
    for (kind, marks), group in groupby(signs, key=lambda sign: (sign.kind, sign.marks)):
        stretch = list(group)
        text = "".join(sign.text for sign in stretch)
        if kind == TEXT and not marks.href and _ADDRESSES.pretest(text):
            for one in _ADDRESSES.match(text) or ():
                for at in range(start + one.index, start + one.last_index):
                    found[at] = found[at]._replace(marks=marks._replace(href=one.url))
        start += len(stretch)
    return found


_ADDRESSES = Addresses()


def _joined(signs: Sequence[InlinePiece]) -> Iterator[InlinePiece]:
    for (kind, marks), group in groupby(signs, key=lambda sign: (sign.kind, sign.marks)):
        if kind in {TEXT, CODE}:
            yield InlinePiece(kind, "".join(sign.text for sign in group), marks)
        else:
            yield from group
