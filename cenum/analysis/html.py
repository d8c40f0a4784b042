"""The HTML of an edition as the checks look at it: elements, and the styles that stand beside and within them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARSER = etree.HTMLParser(encoding="utf-8")
_CONDITIONAL = re.compile(r"<!--\[if.*?\]>(.*?)<!\[endif\]-->", re.DOTALL)


@lru_cache(maxsize=16)
def page(html: str) -> Any:  # noqa: ANN401  lxml
    """The root of ``html``; conditional comments are comments there, as for everybody but Outlook.

    Every check of a letter is given the same tree: none of them writes into it.
    """
    root = etree.fromstring(html.encode(), _PARSER) if html else None
    return etree.fromstring(b"<p>", _PARSER) if root is None else root  # nothing, or nothing but comments


def readings(html: str) -> Iterator[Any]:
    """``html`` as mail programs read it: all of it, then each part that Outlook for Windows alone reads."""
    yield page(html)
    for match in _CONDITIONAL.finditer(html):
        yield page(f"<div>{match[1]}")


def elements(root: Any) -> Iterator[Any]:  # noqa: ANN401  lxml
    """Every element in reading order, comments left out."""
    yield from root.iter("{*}*")


def words(element: Any) -> str:  # noqa: ANN401  lxml
    """What an element says, descriptions of pictures aside, with one space where there is any."""
    return " ".join("".join(element.itertext("{*}*")).split())


def hidden(element: Any) -> bool:  # noqa: ANN401  lxml
    """Whether it, or what it stands in, is not displayed: a preheader."""
    return any(
        "display:none" in (one.get("style") or "").replace(" ", "").lower()
        for one in (element, *element.iterancestors())
    )
