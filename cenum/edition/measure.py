"""What an edition weighs, and where a mail program would cut it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec import Struct

from cenum.edition.length import has_characters, reading_minutes, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.edition.edition import Edition
    from cenum.issue.model import Issue

GMAIL_CLIP_BYTES = 102_400

_PICTURE = re.compile(r'<img [^<>]*src="(https?:[^"<>]+)"')
_LINK = re.compile(rb'<a [^<>]*href="(?:https?:)')
_HEADING = re.compile(rb"<h[1-6][^<>]*>(.*?)(?:</h[1-6]>|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^>]+(?:>|\Z)")
# Comments that Outlook alone reads; those that it alone skips end at once. What nothing closes goes on to the end.
_FOR_WORD = re.compile(rb"<!--\[if [^\]<]*\]>(?!\s*<!-->).*?(?:<!\[endif\]-->|\Z)", re.DOTALL)
_SHEET = re.compile(rb"<style\b.*?(?:</style>|\Z)", re.DOTALL)
_STYLE = re.compile(rb"""\sstyle=(?:"[^"]*"|'[^']*')""")
_TAGS = re.compile(rb"<[^>]*(?:>|\Z)")
_SPACE = re.compile(rb"\s+")


class Parts(Struct, frozen=True):
    """What the bytes of the HTML are.

    ``words`` are those that are shown or read out, ``inline_styles`` in the elements,
    ``style_sheets`` in the head, ``outlook`` in comments for Word, and ``markup``, which is all the rest.
    ``sections`` are those of the issue that stand in elements of their own, by their ids, without what is for Word
    between them.
    """

    words: int = 0
    inline_styles: int = 0
    style_sheets: int = 0
    outlook: int = 0
    markup: int = 0
    sections: dict[str, int] = {}


class Weight(Struct, frozen=True):
    """Sizes in bytes. ``clip_bytes`` is what Gmail counts: the HTML, and what the service adds to it.

    ``pictures`` are those that the letter brings, ``web_pictures`` those that a host has already. ``characters`` says
    that most of the ``words`` are such.
    """

    html_bytes: int
    clip_bytes: int
    text_bytes: int
    picture_bytes: int
    pictures: int
    links: int
    words: int
    minutes: int
    parts: Parts = Parts()
    web_pictures: int = 0
    characters: bool = False

    @property
    def clip_share(self) -> float:
        """How much of what Gmail shows is taken: 1 is all of it."""
        return self.clip_bytes / GMAIL_CLIP_BYTES


def weigh(issue: Issue, edition: Edition, *, link_bytes: int) -> Weight:
    """The edition's weight; ``link_bytes`` are what the service adds to each link, 0 where it rewrites none."""
    html = edition.html.encode()
    links = len(_LINK.findall(html))
    words = word_count(issue)
    return Weight(
        html_bytes=len(html),
        clip_bytes=len(html) + links * link_bytes,
        text_bytes=len(edition.text.encode()),
        picture_bytes=sum(len(picture.content) for picture in edition.pictures),
        pictures=len(edition.pictures),
        links=links,
        words=words,
        minutes=reading_minutes(words),
        parts=_parts(edition.html, [section.id for section in issue.sections]),
        web_pictures=len(set(_PICTURE.findall(edition.html)) - {picture.placeholder for picture in edition.pictures}),
        characters=has_characters(issue),
    )


def _parts(html: str, ids: Sequence[str]) -> Parts:
    raw = html.encode()
    outlook, rest = _taken(_FOR_WORD, raw)
    sheets, rest = _taken(_SHEET, rest)
    styles, rest = _taken(_STYLE, rest)
    words = len(_SPACE.sub(b" ", _TAGS.sub(b"", rest)))
    return Parts(
        words=words,
        inline_styles=styles,
        style_sheets=sheets,
        outlook=outlook,
        markup=len(rest) - words,
        sections=_sections(html, ids),
    )


def _taken(pattern: re.Pattern[bytes], html: bytes) -> tuple[int, bytes]:
    """The bytes that ``pattern`` finds, and what is left without them."""
    rest = pattern.sub(b"", html)
    return len(html) - len(rest), rest


def _sections(html: str, ids: Sequence[str]) -> dict[str, int]:
    """The bytes of the outermost element around each section's anchor that has no other's, nor the letter's end."""
    root = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))
    *_rest, last = root.iter("{*}*")
    paths = {one: _path(anchor) for one in ids if (anchor := root.find(f".//*[@id='{one}']")) is not None}
    found = {}
    for one, path in paths.items():
        shared = {element for other in paths if other != one for element in paths[other]} | {*_path(last)}
        own = next((element for element in path if element not in shared), None)
        if own is not None:
            found[one] = len(etree.tostring(own, encoding="utf-8", method="html", with_tail=False))
    return found


def _path(element: Any) -> list[Any]:  # noqa: ANN401  lxml
    """From the root to ``element``."""
    return [*reversed([*element.iterancestors()]), element]


def heading_at(html: str, limit: int, *, link_bytes: int) -> str:
    """The last heading that begins before ``limit`` bytes of what a mail program gets; empty if none does."""
    raw = html.encode()
    last = ""
    for match in _HEADING.finditer(raw):
        before = match.start() + len(_LINK.findall(raw, 0, match.start())) * link_bytes
        if before >= limit:
            break
        last = unescape(_TAG.sub("", match[1].decode())).strip()
    return last
