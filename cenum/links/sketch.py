"""What the beginning of a page tells: its title, its first heading, and the places one can link to."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import etree
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cenum.links.lists import NotFound

_APOSTROPHES = str.maketrans("’‘", "''")
_LONGEST = 200  # characters of a title
_NOISE = re.compile(r"\s+")
_SEPARATORS = re.compile(r"\s[–—-]\s|[|·•:»!?.]")
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 50
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What is not a page's text, and scripts that only carry data.
_BESIDE = frozenset({"head", "script", "style", "noscript", "template", "svg", "nav", "header", "footer", "aside"})
_DATA = frozenset({"application/ld+json", "application/json", "text/template"})


class Sketch(Struct, frozen=True):
    """``names`` are what fragments can name: ids, and the names of old anchors."""

    title: str = ""
    heading: str = ""
    names: frozenset[str] = frozenset()


def sketch(body: bytes, charset: str | None = None) -> Sketch:
    """What the HTML in ``body``, maybe cut short, says of itself. Anything is read; nothing is an error."""
    tree = _tree(body, charset)
    if tree is None:
        return Sketch()
    names = {element.get("id") or "" for element in tree.iter("{*}*")} | {
        element.get("name") or "" for element in tree.iter("a")
    }
    return Sketch(_words(tree, "title"), _words(tree, "h1"), frozenset(names - {""}))


def has_its_places(body: bytes, charset: str | None = None) -> bool:
    """Whether the HTML in ``body`` surely is a document with its text, and all of its places are in it.

    A script may bring either: where there is one, the headings that are there already must have ids or anchors.
    """
    tree = _tree(body, charset)
    if tree is None or sum(len(_WORD.findall(text)) for text in _running_text(tree)) < _FEWEST_WORDS:
        return False
    if not any(script.get("type", "") not in _DATA for script in tree.iter("script")):
        return True
    headings = any(heading.get("id") for tag in _HEADINGS for heading in tree.iter(tag))
    return headings or any(anchor.get("name") or anchor.get("id") for anchor in tree.iter("a"))


def is_challenge(page: Sketch, phrases: Collection[str]) -> bool:
    """Whether ``page`` asks who opens it to prove that they are no program; its ``phrases`` are in small letters."""
    said = unicodedata.normalize("NFC", f"{page.title} {page.heading}").translate(_APOSTROPHES).casefold()
    return any(phrase in said for phrase in phrases)


def calls_itself_missing(page: Sketch, said: NotFound) -> str | None:
    """The title or heading by which a page that answers says that it is not there."""
    for words in (page.title, page.heading):
        plain = unicodedata.normalize("NFC", words).translate(_APOSTROPHES).casefold()
        for part in _SEPARATORS.split(plain):
            for phrase in said.phrases:
                before, found, after = part.partition(phrase)
                if found and all(word in said.words for word in _WORD.findall(f"{before} {after}")):
                    return words
    return None


def _tree(body: bytes, charset: str | None) -> etree._Element | None:
    if not body.strip():
        return None
    try:
        return etree.fromstring(body, etree.HTMLParser(encoding=charset, recover=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return _tree(body, None) if charset else None


def _running_text(tree: etree._Element) -> Iterator[str]:
    """What is shown of a page, without what every page of a site has."""
    walk = etree.iterwalk(tree, events=("start",))
    for _start, element in walk:
        if element.tag in _BESIDE:
            walk.skip_subtree()
        else:
            yield element.text or ""
        yield element.tail or ""


def _words(tree: etree._Element, tag: str) -> str:
    first = next(tree.iter(tag), None)
    return "" if first is None else _NOISE.sub(" ", "".join(map(str, first.itertext()))).strip()[:_LONGEST]
