"""What an edition weighs, and where a mail program would cut it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.edition.words import reading_minutes, word_count

if TYPE_CHECKING:
    from cenum.edition.model import Edition
    from cenum.issue.model import Issue

# A 59-character address became over 400 once a service had rewritten it (tedium.co, 2020-12-22).
TRACKED_LINK_BYTES = 350
GMAIL_CLIP_BYTES = 102_400

_LINK = re.compile(rb'<a [^>]*href="(?:https?:)')
_HEADING = re.compile(rb"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Weight(Struct, frozen=True):
    """Sizes in bytes. ``clip_bytes`` is what Gmail counts: the HTML, and what the service adds to it."""

    html_bytes: int
    clip_bytes: int
    text_bytes: int
    picture_bytes: int
    pictures: int
    links: int
    words: int
    minutes: int

    @property
    def clip_share(self) -> float:
        """How much of what Gmail shows is taken: 1 is all of it."""
        return self.clip_bytes / GMAIL_CLIP_BYTES


def weigh(issue: Issue, edition: Edition, *, tracked: bool) -> Weight:
    """The edition's weight; ``tracked`` says that the service rewrites links."""
    html = edition.html.encode()
    links = len(_LINK.findall(html))
    words = word_count(issue)
    return Weight(
        html_bytes=len(html),
        clip_bytes=len(html) + links * TRACKED_LINK_BYTES * tracked,
        text_bytes=len(edition.text.encode()),
        picture_bytes=sum(len(picture.content) for picture in edition.pictures),
        pictures=len(edition.pictures),
        links=links,
        words=words,
        minutes=reading_minutes(words),
    )


def heading_at(html: str, limit: int, *, tracked: bool) -> str:
    """The last heading that begins before ``limit`` bytes of what a mail program gets; empty if none does."""
    raw = html.encode()
    last = ""
    for match in _HEADING.finditer(raw):
        before = match.start() + len(_LINK.findall(raw, 0, match.start())) * TRACKED_LINK_BYTES * tracked
        if before >= limit:
            break
        last = unescape(_TAG.sub("", match[1].decode())).strip()
    return last
