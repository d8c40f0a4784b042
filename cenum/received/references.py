"""What a letter's HTML points to: its links, its pictures, its hosts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html
from msgspec import Struct

from cenum.analysis.fetched import fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

_TINY = re.compile(
    r"(?<![\w-])(?:max-)?(?:width|height)\s*:\s*(?=[\d.])0*[01]?(?:\.\d+)?(?:px|pt)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*(?:0(?:\.0\d*)?|\.0\d*)\s*(?:;|!|$)|display\s*:\s*none|visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_SIZED = re.compile(r"(?<![\w-])(?:max-|min-)?(?:width|height)\s*:", re.IGNORECASE)
# A length as browsers read it (HTML, "Rules for parsing dimension values"); a percentage is none.
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?)(?![\d.]|\s*%)")


class ReceivedLink(Struct, frozen=True):
    """A link and the words that carry it, spaces folded."""

    address: str
    words: str


class ReceivedImage(Struct, frozen=True):
    """A picture as a page asks for it, with the words that stand for it and the width as it is written."""

    address: str
    words: str
    width: str


class ReceivedReferences(Struct, frozen=True):
    """``fetched`` is everything that a mail program loads; ``pixels`` the part of it that nobody can see."""

    links: tuple[ReceivedLink, ...]
    images: tuple[ReceivedImage, ...]
    fetched: tuple[str, ...]
    pixels: tuple[str, ...]


def references_in(source: str) -> ReceivedReferences:
    """The page in ``source``; what is no HTML has nothing in it."""
    root = _parsed(source)
    elements = [element for element in root.iter() if isinstance(element.tag, str)] if root is not None else []
    links = tuple(
        ReceivedLink(element.get("href", "").strip(), " ".join("".join(map(str, element.itertext())).split()))
        for element in elements
        if element.tag in {"a", "area"} and element.get("href")
    )
    found = list(fetched(source))
    images = tuple(
        ReceivedImage(
            element.get("src", "").strip(), element.get("alt", "").strip(), element.get("width", "").strip()
        )
        for element in elements
        if element.tag == "img"
    )
    return ReceivedReferences(
        links,
        images,
        tuple(dict.fromkeys(address for _element, address in found)),
        tuple(dict.fromkeys(address for element, address in found if _is_invisible(element))),
    )


def _parsed(source: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(
            source.encode(errors="replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _is_invisible(element: html.HtmlElement) -> bool:
    if any(_is_tiny(element.get(side, "")) for side in ("width", "height")):
        return True
    if any("hidden" in one.attrib or _TINY.search(one.get("style", "")) for one in _with_ancestors(element)):
        return True
    # Without a size it is as large as its file, and nothing is said in its place: listmonk's pixel is such a one.
    unsized = not (element.get("width") or element.get("height") or _SIZED.search(element.get("style", "")))
    return element.tag == "img" and unsized and not element.get("alt", "").strip()


def _with_ancestors(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield element
    yield from element.iterancestors()


def _is_tiny(length: str) -> bool:
    match = _LENGTH.match(length)
    return match is not None and float(match[1]) <= 1
