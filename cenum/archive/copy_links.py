"""Beside a link whose page is gone, its copy: on the letter's page, and nowhere else.

The issue stays as it was sent, and so do the e-mail and the feed.
"""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import TYPE_CHECKING

import msgspec

from cenum.care.copies import page_asked, shown_copies
from cenum.issue.calendar import day_in_words
from cenum.issue.languages import direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.care.copies import ArchivedCopy
    from cenum.edition.templates import Templates
    from cenum.settings import Settings

# No link stands within another (HTML, section 4.5.1): what ends is what began last.
_TAG = re.compile(r"<a\s[^<>]*>|</a\s*>", re.IGNORECASE)
_VALUE = r'\s{name}="([^"]*)"'
_HREF = re.compile(_VALUE.format(name="href"))
_NAME = re.compile(_VALUE.format(name="aria-label"))
_ALT = re.compile(r"<img\s[^<>]*?" + _VALUE.format(name="alt") + r"[^<>]*>")
_ANY = re.compile(r"<[^<>]*>")


class CopyLinks:
    """The ``rows`` of archive/copies.toml as ``templates`` show them in the language of the letter."""

    def __init__(self, rows: Sequence[ArchivedCopy], settings: Settings, templates: Templates) -> None:
        """Those whose copy the team refused are never shown."""
        self._copies = shown_copies(rows)
        self.rows_hash = hashlib.sha256(msgspec.json.encode(rows)).hexdigest()
        self._newsletter = settings.newsletter
        self._templates = templates

    def beside(self, html: str) -> str:
        """``html`` with the copy behind each link that has one.

        Raises :class:`~cenum.errors.SettingsMistakes` for a mistake in the template.
        """
        parts, start = [], 0
        for url, words, end in _links(html) if self._copies else ():
            copy = self._copies.get(page_asked(url))
            if copy:
                parts += [html[start:end], self._shown(copy, words)]
                start = end
        return "".join([*parts, html[start:]])

    def _shown(self, copy: ArchivedCopy, words: str) -> str:
        language = self._newsletter.language
        values = {
            "newsletter": self._newsletter,
            "direction": direction(language),
            "address": copy.copy,
            "day": day_in_words(copy.day, language),
            "called": words,
        }
        return self._templates.render("web/copy.html.j2", values).rstrip("\n")


def _links(html: str) -> Iterator[tuple[str, str, int]]:
    """The address of each link, what it is called, and where it ends."""
    opening: re.Match[str] | None = None
    for tag in _TAG.finditer(html):
        if not tag[0].startswith("</"):
            opening = tag
        elif opening is not None:
            address = _HREF.search(opening[0])
            if address:
                yield unescape(address[1]), _called(opening[0], html[opening.end() : tag.start()]), tag.end()
            opening = None


def _called(opening: str, inside: str) -> str:
    name = _NAME.search(opening)
    text = name[1] if name else _ANY.sub("", _ALT.sub(r"\1", inside))
    return " ".join(unescape(text).split())
