"""Notes and comments of a page: two links that lead to each other, each with no more than a mark for a text.

So do Google Docs (``#ftnt1``, ``#cmnt1``), Word (``#_ftn1``, ``#_msocom_1``), LibreOffice (``#sdfootnote1sym``), SPIP
(``#nb1``), WordPress, Substack, mammoth and pandoc write them, each with names of its own.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.imported.html_page import Turn, turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.imported.html_page import HtmlNode

_MARK = re.compile(r"\W{0,4}(?:\d{1,4}|[a-z]{1,3}\d{0,4}|[ivxlc]{1,7})?\W{0,4}", re.IGNORECASE)
_LONGEST = 12  # characters of a mark
_MOST_TURNS = 40  # steps through a mark
_MOST_MARKS = 2_000
_MOST_AROUND = 8  # elements around a mark in which its name may stand
_MOST_OF_A_NAME = 5
_OF_A_COMMENT = re.compile("#(?:cmnt|_msocom|_msoanchor)")
_HOLDS = frozenset({"div", "li", "aside", "dd", "section", "p"})
_AROUND = frozenset({"sup", "span", "a", "b", "strong", "em", "i", "u", "font", "small"})


class AnchorPair(NamedTuple):
    """A mark in the text, the mark that leads back to it, and the element that holds what is noted there.

    ``mark`` and ``back`` are the outermost elements that hold a mark and nothing else. ``name`` is the address that
    the mark leads to.
    """

    mark: HtmlNode
    back: HtmlNode
    held: HtmlNode
    name: str
    is_comment: bool


def anchor_pairs(root: HtmlNode) -> tuple[AnchorPair, ...]:
    """Those of the page, in the order of their marks. What a note holds, no other note holds too."""
    links = [node for node in root.elements() if node.tag == "a" and node.get("href").startswith("#")]
    marks = [node for node in links if _is_mark(node)][:_MOST_MARKS]
    names = {node: set(_names(node)) for node in marks}
    by_target: dict[str, list[HtmlNode]] = {}
    for node in marks:
        by_target.setdefault(node.get("href"), []).append(node)
    order = {node: index for index, node in enumerate(marks)}
    found: dict[HtmlNode, tuple[HtmlNode, str]] = {}
    backs: set[HtmlNode] = set()
    for mark in marks:
        if mark in backs:
            continue
        for name in sorted(names[mark]):
            back = next(
                (
                    one
                    for one in by_target.get(f"#{name}", ())[:_MOST_OF_A_NAME]
                    if order[one] > order[mark] and one not in backs and mark.get("href")[1:] in names[one]
                ),
                None,
            )
            if back is not None:
                found[mark] = back, mark.get("href")
                backs.add(back)
                break
    return tuple(_pairs(found, frozenset(backs)))


def _pairs(found: dict[HtmlNode, tuple[HtmlNode, str]], backs: frozenset[HtmlNode]) -> Iterator[AnchorPair]:
    # How many marks of either kind stand in each element.
    inside: dict[HtmlNode, int] = {}
    for node in (*found, *backs):
        for one in node.ancestors():
            inside[one] = inside.get(one, 0) + 1
    for mark, (back, name) in found.items():
        held = _holder(back, inside)
        if held is not None:
            is_comment = bool(_OF_A_COMMENT.match(name))
            yield AnchorPair(_outermost(mark), _outermost(back), held, name, is_comment)


def _holder(back: HtmlNode, inside: dict[HtmlNode, int]) -> HtmlNode | None:
    """The largest block around ``back`` that has no other mark in it, up to the first that is no paragraph."""
    held = None
    for one in back.ancestors():
        if inside[one] > 1 or one.tag in {"body", "html"}:
            break
        if one.tag in _HOLDS:
            held = one
            if one.tag != "p":
                break
    return held


def _names(node: HtmlNode) -> Iterator[str]:
    """What an address may call ``node``: its own name, or that of what stands tightly around it, or of its block."""
    for one in (node, *islice(node.ancestors(), _MOST_AROUND)):
        if one.tag in {"body", "html"}:
            return
        yield from filter(None, (one.get("id"), one.get("name")))
        if one.tag in _HOLDS and one.get("id"):
            return


def _outermost(node: HtmlNode) -> HtmlNode:
    """The largest element around ``node`` that says no more than it does, as ``<sup>[<a>1</a>]</sup>``."""
    for one in node.ancestors():
        if one.tag not in _AROUND or not _is_mark(one) or _count(one) > 1:
            break
        node = one
    return node


def _count(node: HtmlNode) -> int:
    return sum(1 for one in node.elements() if one.tag == "a" and one.get("href"))


def _is_mark(node: HtmlNode) -> bool:
    said = ""
    for index, (turn, one, text) in enumerate(turns(node)):
        if index > _MOST_TURNS or len(said) > _LONGEST or (turn is Turn.BEGINS and one.tag == "img"):
            return False
        said += text
    return bool(said.strip()) and bool(_MARK.fullmatch(said.strip()))
