"""What a letter's HTML points to: its links, its pictures, its hosts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree, html
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_IMPORT = re.compile(r"@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_TINY = re.compile(
    r"(?<![\w-])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)|display\s*:\s*none|visibility\s*:\s*hidden",
    re.IGNORECASE,
)
_FETCHED = ("src", "background", "srcset", "poster")


class Link(Struct, frozen=True):
    """A link and the words that carry it, spaces folded."""

    address: str
    words: str


class Page(Struct, frozen=True):
    """``fetched`` is everything that a mail program loads; ``pixels`` the part of it that nobody can see."""

    links: tuple[Link, ...]
    fetched: tuple[str, ...]
    pixels: tuple[str, ...]


def look(source: str) -> Page:
    """The page in ``source``; what is no HTML has nothing in it."""
    try:
        root = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Page((), (), ())
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    links = tuple(
        Link(element.get("href", "").strip(), " ".join("".join(map(str, element.itertext())).split()))
        for element in elements
        if element.tag in {"a", "area"} and element.get("href")
    )
    fetched: list[str] = []
    pixels: list[str] = []
    for element in elements:
        addresses = list(_fetched(element))
        fetched += addresses
        if element.tag == "img" and _is_tiny(element):
            pixels += addresses
    return Page(links, tuple(dict.fromkeys(fetched)), tuple(dict.fromkeys(pixels)))


def host(address: str) -> str:
    """The host of an address of the web, in small letters; empty for any other address."""
    try:
        parts = urlsplit(address.strip())
        return (parts.hostname or "") if parts.scheme in {"http", "https"} or address.startswith("//") else ""
    except ValueError:
        return ""


def _fetched(element: html.HtmlElement) -> Iterator[str]:
    for name in _FETCHED:
        for word in element.get(name, "").split(","):
            if word.strip():
                yield word.split()[0]
    if element.tag == "link" and element.get("href"):
        yield element.get("href", "")
    yield from _URL.findall(element.get("style", ""))
    if element.tag == "style":
        yield from _URL.findall(element.text or "")
        yield from _IMPORT.findall(element.text or "")


def _is_tiny(element: html.HtmlElement) -> bool:
    sizes = {
        element.get("width", "").strip().removesuffix("px"),
        element.get("height", "").strip().removesuffix("px"),
    }
    if sizes & {"0", "1"}:
        return True
    return any(_TINY.search(one.get("style", "")) for one in (element, *element.iterancestors()))
