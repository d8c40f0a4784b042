"""What a link says, for a reader who hears nothing but the links (WCAG 2.2, success criterion 2.4.4; RGAA 6.1)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.edition.spelling import spell
from cenum.finding import Finding, error, warning
from cenum.i18n import _
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.links.model import Link

_FILE = Path(__file__).parent / "link_texts.toml"
_BARE = re.compile(r"(https?://|www\.)\S+|[\w-]+(\.[\w-]+)*\.[a-z]{2,}/\S+", re.IGNORECASE)


def link_texts(links: Iterable[Link]) -> Iterator[Finding]:
    """A finding for each link whose words don't say where it leads, or are those of another one."""
    targets: dict[str, Link] = {}
    texts: dict[str, Link] = {}
    for link in links:
        if link.image:
            continue
        words = bare(link.text)
        if not link.text.strip():
            message = _("the link has nothing that can be read out: {url}").format(url=link.url)
            yield error(
                "link-text", link.place, message, _("say where it leads between the square brackets"), link.url
            )
        elif not words or words in _vague():
            message = _("“{text}” does not say where the link leads").format(text=link.text)
            remedy = _("name the page: its title, its author, or what is found there")
            yield warning("link-text-vague", link.place, message, remedy, link.url)
        elif _BARE.fullmatch(link.text.strip()):
            message = _("the link's text is its address: {text}").format(text=link.text)
            remedy = _("write [the page's name]({url}): an address is read out letter by letter")
            yield warning("link-text-address", link.place, message, remedy.format(url=link.url), link.url)
        else:
            yield from _ambiguous(link, words, targets, texts)


def _ambiguous(link: Link, words: str, targets: dict[str, Link], texts: dict[str, Link]) -> Iterator[Finding]:
    same_words = targets.setdefault(words, link)
    same_target = texts.setdefault(_target(link), link)
    if _target(same_words) != _target(link):
        message = _("“{text}” leads to two different pages: here, and in {place}").format(
            text=link.text, place=same_words.place
        )
        yield warning("link-text-twice", link.place, message, _("say in each what is different there"), link.url)
    elif bare(same_target.text) != words:
        message = _("“{text}” and “{other}” ({place}) lead to the same page").format(
            text=link.text, other=same_target.text, place=same_target.place
        )
        remedy = _("link it once, or with the same words")
        yield warning("link-target-twice", link.place, message, remedy, link.url)


def _target(link: Link) -> str:
    """Where it leads; a host with and without a slash is one page."""
    return re.sub(r"^(https?://[^/?#]+)/?(?=$|[?#])", r"\1/", spell(link.url))


@cache
def _vague() -> frozenset[str]:
    lists = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(bare(text) for texts in lists.values() for text in texts)
