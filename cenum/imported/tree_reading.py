"""Questions that are asked of the clean tree, and how a block is taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cenum.imported.inline_pieces import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_SHOWN = 80
_WITHIN_WORDS = frozenset({"a", "strong", "em", "del", "code", "sup", "sub", "span"})


def said(element: _Element) -> str:
    """The words of ``element`` in one line, as they are heard: of pictures their descriptions."""
    return " ".join("".join(_heard(element)).split())


def shortened(words: str) -> str:
    """``words`` for a message: the first of many."""
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"


def level_of(element: _Element) -> int:
    """The level of a heading, from 1; 0 for what is none."""
    return HEADINGS.index(element.tag) + 1 if element.tag in HEADINGS else 0


def lone(element: _Element, tag: str) -> _Element | None:
    """The one ``tag`` that ``element`` consists of, in bold or not; ``None`` where there is more, or less."""
    inside = element
    while True:
        children = list(inside)
        if len(children) != 1 or (inside.text or "").strip() or (children[0].tail or "").strip():
            return None
        inside = children[0]
        if inside.tag == tag:
            return inside
        if inside.tag not in {"strong", "em"}:
            return None


def has_emphasis(element: _Element, tag: str) -> bool:
    """Whether all words of ``element`` stand in one ``tag``."""
    return lone(element, tag) is not None


def take_out(element: _Element) -> None:
    """Take a block and its words out of the tree; words that follow it stay."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def pass_notes_on(heading: _Element, below: _Element | None) -> bool:
    """Have the notes that ``heading`` calls called by the paragraph ``below``, or else by one that is made.

    Whether there were any.
    """
    calls = [call for call in heading.iter("a") if call.get("data-note")]
    if not calls:
        return False
    if below is None or below.tag != "p":
        below = etree.Element("p")
        heading.addnext(below)
    for call in calls:
        take_out(call)
        call.tail = None
        below.append(call)
    return True


def body_of(blocks: Sequence[_Element]) -> _Element:
    """A new body of ``blocks``, which leave the tree that they are in."""
    body = etree.Element("body")
    body.extend(blocks)
    return body


def _heard(element: _Element) -> Iterator[str]:
    parts = element.tag not in _WITHIN_WORDS
    yield " " if parts else ""
    yield f"{element.get('alt') or ''} " if element.tag == "img" else element.text or ""
    for child in element:
        yield from _heard(child)
        yield child.tail or ""
    yield " " if parts else ""
