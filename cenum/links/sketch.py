"""What the beginning of a page tells: its title, its first heading, and the places one can link to."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import etree
from msgspec import Struct

if TYPE_CHECKING:
    from cenum.links.lists import NotFound

_APOSTROPHES = str.maketrans("’‘", "''")
_LONGEST = 200  # characters of a title
_NOISE = re.compile(r"\s+")
_SEPARATORS = re.compile(r"\s[–—-]\s|[|·•:»!?.]")
_WORD = re.compile(r"\w+")


class Sketch(Struct, frozen=True):
    """``names`` are what fragments can name: ids, and the names of old anchors."""

    title: str = ""
    heading: str = ""
    names: frozenset[str] = frozenset()


def sketch(body: bytes, charset: str | None = None) -> Sketch:
    """What the HTML in ``body``, maybe cut short, says of itself. Anything is read; nothing is an error."""
    if not body.strip():
        return Sketch()
    try:
        tree = etree.fromstring(body, etree.HTMLParser(encoding=charset, recover=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return sketch(body) if charset else Sketch()
    if tree is None:
        return Sketch()
    names = {element.get("id") or "" for element in tree.iter("{*}*")} | {
        element.get("name") or "" for element in tree.iter("a")
    }
    return Sketch(_words(tree, "title"), _words(tree, "h1"), frozenset(names - {""}))


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


def _words(tree: etree._Element, tag: str) -> str:
    first = next(tree.iter(tag), None)
    return "" if first is None else _NOISE.sub(" ", "".join(map(str, first.itertext()))).strip()[:_LONGEST]
