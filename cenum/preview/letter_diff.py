"""Two letters, and what differs between them: each keeps its own HTML, with its own words marked in it.

lxml's ``htmldiff`` makes one document of both, and drops what held the old words: a letter made of tables breaks.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from cenum.analysis.html import Step, seen
from cenum.preview.source_lines import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    Span: TypeAlias = tuple[int, int, int, int]  # from and to in the old, from and to in the new

CHANGE, PAIR = "data-change", "data-pair"
_WORDS = re.compile(r"\w+|[^\w\s]")
_ISLAND = 2  # so few equal words between two changes are chance: “de la” stands everywhere
# Readable in every look, and told apart by a line through or below as well as by colour.
_MARKS = {
    "del": "background: #fbd9cf; color: #7a1e0b; text-decoration: line-through",
    "ins": "background: #d3edda; color: #17472a; text-decoration: underline; text-decoration-thickness: 2px",
}
_FRAMES = {"del": "outline: 4px dashed #b23419", "ins": "outline: 4px solid #2c6142"}


class Change(NamedTuple):
    """Words of the old letter that became others in the new one; one of both may be empty."""

    old: str
    new: str


class _Word(NamedTuple):
    """A word in the text of ``element``, or after it (``tail``), from ``start`` to ``end``; a picture has no end."""

    text: str
    same: Hashable  # what tells it from others
    element: Any
    tail: bool = False
    start: int = 0
    end: int = 0


class _Run(NamedTuple):
    """Words that follow one another in the same block."""

    block: Any
    words: tuple[_Word, ...]


def mark_changes(old: Any, new: Any) -> tuple[Change, ...]:  # noqa: ANN401  lxml trees
    """Mark in both trees, with ``data-change``, what differs; the changes, whose numbers are those marks, from 0.

    Blocks that belong together get the same ``data-pair`` in both, so that one can be scrolled as the other is.
    """
    before, after = _runs(old), _runs(new)
    changes: list[Change] = []
    left: list[tuple[int, _Word]] = []
    right: list[tuple[int, _Word]] = []
    for equal, (i1, i2, j1, j2) in _spans([_same(run.words) for run in before], [_same(run.words) for run in after]):
        _pair(before[i1:i2], after[j1:j2], start=i1)
        if equal:
            continue
        olds = [word for run in before[i1:i2] for word in run.words]
        news = [word for run in after[j1:j2] for word in run.words]
        for a1, a2, b1, b2 in _changed(_same(olds), _same(news)):
            left += [(len(changes), word) for word in olds[a1:a2]]
            right += [(len(changes), word) for word in news[b1:b2]]
            changes.append(Change(_said(olds[a1:a2]), _said(news[b1:b2])))
    _mark(left, "del")
    _mark(right, "ins")
    return tuple(changes)


def _runs(tree: Any) -> list[_Run]:  # noqa: ANN401  an lxml tree
    body = tree.find("body")
    words = _words(body) if body is not None else ()
    grouped = groupby(words, key=lambda pair: pair[0])
    return [_Run(block, tuple(word for _block, word in pairs)) for block, pairs in grouped]


def _words(body: Any) -> Iterator[tuple[Any, _Word]]:  # noqa: ANN401  an lxml tree
    """Every word that is seen, with the block that it stands in."""
    around: list[tuple[Any, str]] = [(body, "")]  # that block, and where the word leads
    for step, element in seen(body):
        if step is Step.BEGINS:
            block, target = around[-1]
            if element.tag == "img":
                yield block, _Word(element.get("alt") or "", ("picture", element.get("src")), element)
            around.append((element if element.tag in BLOCKS else block, element.get("href") or target))
        elif step is Step.ENDS:
            around.pop()
            continue
        block, target = around[-1]
        yield from ((block, word) for word in _split(element, target, tail=step is Step.AFTER))


def _split(element: Any, target: str, *, tail: bool) -> Iterator[_Word]:  # noqa: ANN401  an lxml element
    for match in _WORDS.finditer((element.tail if tail else element.text) or ""):
        yield _Word(match[0], (match[0], target), element, tail, *match.span())


def _same(words: Sequence[_Word]) -> tuple[Hashable, ...]:
    return tuple(word.same for word in words)


def _spans(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[bool, Span]]:
    for kind, *span in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind == "equal", (span[0], span[1], span[2], span[3])


def _changed(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Span]:
    """What differs, without the islands of chance in it."""
    joined: list[Span] = []
    for equal, (i1, i2, j1, j2) in _spans(old, new):
        if equal:
            continue
        if joined and i1 - joined[-1][1] <= _ISLAND and _replaces(joined[-1]) and _replaces((i1, i2, j1, j2)):
            joined[-1] = (joined[-1][0], i2, joined[-1][2], j2)
        else:
            joined.append((i1, i2, j1, j2))
    return joined


def _replaces(span: Span) -> bool:
    return span[0] < span[1] and span[2] < span[3]


def _pair(old: Sequence[_Run], new: Sequence[_Run], *, start: int) -> None:
    for number, (one, other) in enumerate(zip(old, new, strict=False), start):
        if PAIR not in one.block.attrib and PAIR not in other.block.attrib:
            one.block.set(PAIR, str(number))
            other.block.set(PAIR, str(number))


def _said(words: Sequence[_Word]) -> str:
    """The words with a blank where the letter has one, or where they stand in different elements."""
    said = ""
    for last, word in zip((None, *words), words, strict=False):
        joined = last and last.element is word.element and last.end == word.start
        said += word.text if joined or not said else f" {word.text}"
    return said


def _mark(words: Iterable[tuple[int, _Word]], tag: str) -> None:
    """Put the words of each change, text by text, into an element of their own."""
    texts: dict[tuple[Any, bool], dict[int, tuple[int, int]]] = {}
    for number, word in words:
        if not word.end:
            word.element.set(CHANGE, str(number))
            word.element.set("style", f"{word.element.get('style') or ''}; {_FRAMES[tag]}".strip("; "))
            continue
        spans = texts.setdefault((word.element, word.tail), {})
        spans[number] = (spans.get(number, (word.start,))[0], word.end)
    for (element, tail), marked in texts.items():
        _mark_text(element, tail, marked, tag)


def _mark_text(element: Any, tail: bool, spans: Mapping[int, tuple[int, int]], tag: str) -> None:  # noqa: ANN401, FBT001  an lxml element; which of its two texts
    text = (element.tail if tail else element.text) or ""
    parent, index = (element.getparent(), element.getparent().index(element) + 1) if tail else (element, 0)
    marks: list[Any] = []
    reached = len(text)
    for number, (start, end) in reversed(list(spans.items())):
        mark = etree.Element(tag, {CHANGE: str(number), "style": _MARKS[tag]})
        mark.text, mark.tail = text[start:end], text[end:reached]
        reached = start
        marks.insert(0, mark)
    if tail:
        element.tail = text[:reached]
    else:
        element.text = text[:reached]
    parent[index:index] = marks
