"""Lists that are none in their source: typed at the keyboard, or numbered paragraphs of a word processor's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cenum.imported.clean_blocks import Box, FlatItem, Leaf, text_of, without_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.imported.clean_blocks import Line

_DEEPEST = 5  # levels below the first
_NUMBER = re.compile(r"[(\[]?(?:(\d{1,3})|[a-z]|[ivxl]{1,6})[.)°\]]{1,2}", re.IGNORECASE)
# An em dash begins what somebody says.
_BULLETS = "•·∙▪◦‣●○■□"  # which begin nothing but points; arrows stand before lone links too
_LISTS = frozenset({"ul", "ol"})
_TYPED = re.compile(rf"(?:[-–*] |[{_BULLETS}➢➤►▶] ?|(\d{{1,2}})[.)] )(?=\S)")


def item_of(mark: str, level: int) -> FlatItem:
    """The item that a word processor shows with ``mark`` before it."""
    found = _NUMBER.fullmatch(mark.strip())
    return FlatItem(min(level, _DEEPEST), found is not None, int(found[1]) if found and found[1] else 1)


def with_lists(box: Box, marks: list[str]) -> None:
    """Make lists of all flat and typed items in ``box``; what stood before each is added to ``marks``."""
    for child in box.children:
        if isinstance(child, Box) and child.tag not in {"table", "tr"}:
            with_lists(child, marks)
    box.children = list(_nested(_typed(box.children, marks)))
    if box.tag in {"ul", "ol"}:
        box.children = list(_below_their_point(box.children))


def _below_their_point(points: Iterable[Box | Leaf]) -> Iterator[Box | Leaf]:
    """``points`` without those that hold nothing but a list: Outlook on the web writes so what is below another."""
    last: Box | None = None
    for point in points:
        is_list = isinstance(point, Box) and all(isinstance(one, Box) and one.tag in _LISTS for one in point.children)
        if last is not None and isinstance(point, Box) and point.children and is_list:
            last.children += point.children
            continue
        last = point if isinstance(point, Box) else None
        yield point


class _Row(NamedTuple):
    """A line that may be an item: ``sign`` is how it begins, ``first`` whether a paragraph begins with it."""

    line: Line
    sign: str
    number: int
    length: int
    first: bool


def _typed(children: Iterable[Box | Leaf], marks: list[str]) -> Iterator[Box | Leaf]:
    """``children`` with the items that two lines in a row at least begin like, or one with a sign of lists alone."""
    rows: list[_Row] = []
    for child in children:
        if isinstance(child, Leaf) and child.tag == "p" and child.item is None and not child.title:
            rows += [_row(line, first=not index) for index, line in enumerate(child.lines)]
            continue
        yield from _leaves_of(rows, marks)
        rows = []
        yield child
    yield from _leaves_of(rows, marks)


def _row(line: Line, *, first: bool) -> _Row:
    found = _TYPED.match(text_of(line[:4]))
    if not found:
        return _Row(line, "", 0, 0, first)
    number = int(found[1]) if found[1] else 0
    return _Row(line, "1" if found[1] else found[0][0], number, found.end(), first)


def _leaves_of(rows: list[_Row], marks: list[str]) -> Iterator[Leaf]:
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and rows[at].sign and _follows(rows[end - 1], rows[end]):
            end += 1
        if end - at > 1 or _is_bullet(rows[at]):
            for row in rows[at:end]:
                marks += [text_of(row.line)[: row.length], " "]
                item = FlatItem(0, row.sign == "1", row.number)
                yield Leaf("p", [without_start(row.line, row.length)], item)
        else:
            # What no list is stays in its paragraph.
            while end < len(rows) and not rows[end].first and not _begins_list(rows, end):
                end += 1
            yield Leaf("p", [row.line for row in rows[at:end]])
        at = end


def _begins_list(rows: list[_Row], at: int) -> bool:
    return _is_bullet(rows[at]) or (bool(rows[at].sign) and at + 1 < len(rows) and _follows(rows[at], rows[at + 1]))


def _is_bullet(row: _Row) -> bool:
    """Whether a line begins with what begins nothing but points: a dash also begins what somebody says."""
    return row.sign != "" and row.sign in _BULLETS


def _follows(one: _Row, other: _Row) -> bool:
    return one.sign == other.sign and (not one.number or other.number == one.number + 1)


def _nested(children: Iterable[Box | Leaf]) -> Iterator[Box | Leaf]:
    """``children`` with lists of what are items among them."""
    open_lists: list[Box] = []
    for child in children:
        item = child.item if isinstance(child, Leaf) else None
        if item is None or not isinstance(child, Leaf):
            open_lists = []
            yield child
            continue
        child.item = None
        del open_lists[item.level + 1 :]
        tag = "ol" if item.is_ordered else "ul"
        if open_lists and len(open_lists) == item.level + 1 and open_lists[-1].tag != tag:
            open_lists.pop()
        if not open_lists:
            open_lists = [_list(tag, item)]
            yield open_lists[0]
        elif len(open_lists) < item.level + 1:
            inner = _list(tag, item)
            last = open_lists[-1].children[-1]
            if isinstance(last, Box):
                last.children.append(inner)
            open_lists.append(inner)
        entry = Box("li")
        entry.children.append(child)
        open_lists[-1].children.append(entry)


def _list(tag: str, item: FlatItem) -> Box:
    return Box(tag, {"start": str(item.number)} if item.is_ordered and item.number > 1 else None)
