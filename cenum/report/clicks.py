"""Clicks of a campaign, put back under the headings of the issue that its readers saw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from lxml import html
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.services.service import LinkClicks

_HEADINGS = {"h1", "h2", "h3"}
# What services append to the addresses they count.
_APPENDED = re.compile(r"^(utm_\w+|mc_[ce]id|_hs\w+|fbclid|gclid)$")
_LISTMONK = "@TrackLink"


class Clicked(Struct, frozen=True):
    """A link of the letter: its words, its address, and how often it was clicked."""

    words: str
    address: str
    clicks: int


class HeadingClicks(Struct, frozen=True):
    """The links under one heading, the most clicked first; ``heading`` is empty for what is under none."""

    heading: str
    links: tuple[Clicked, ...]

    @property
    def clicks(self) -> int:
        """All clicks under the heading."""
        return sum(link.clicks for link in self.links)


def by_heading(source: str, links: Iterable[LinkClicks]) -> tuple[HeadingClicks, ...]:
    """``links`` under the headings of the edition's HTML, in its order; what it does not have comes last.

    An address that stands under several headings is counted under the first: services count addresses.
    """
    counted: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for link in links:
        key = canonical(link.address)
        counted[key] = counted.get(key, 0) + link.clicks
        spelt.setdefault(key, link.address)
    found: dict[str, list[Clicked]] = {}
    heading = ""
    for element in html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8")).iter():
        if element.tag in _HEADINGS:
            heading = _words(element)
        elif element.tag == "a":
            address = element.get("href", "")
            key = canonical(address)
            if key in counted:
                found.setdefault(heading, []).append(Clicked(_words(element) or address, address, counted.pop(key)))
    if counted:
        found.setdefault("", []).extend(Clicked(spelt[key], spelt[key], clicks) for key, clicks in counted.items())
    ordered = {name: clicked for name, clicked in found.items() if name} | {"": found.get("", [])}
    return tuple(
        HeadingClicks(name, tuple(sorted(clicked, key=lambda link: -link.clicks)))
        for name, clicked in ordered.items()
        if clicked
    )


def canonical(address: str) -> str:
    """``address`` without what services append, and however it is spelt."""
    address = address.strip().removesuffix(_LISTMONK)
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return address
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _APPENDED.match(name)
    ]
    path = unquote(parts.path).rstrip("/")
    return urlunsplit((parts.scheme.lower(), host, path, urlencode(query), parts.fragment))


def _words(element: html.HtmlElement) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
