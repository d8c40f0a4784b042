"""Every link and image of a letter, each where somebody can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.analysis.html import elements
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.finding import Place
from cenum.issue.blocks import TextKind, texts, walk
from cenum.links.link import Link
from cenum.settings import FILE_NAME
from cenum.toml import as_far_as_it_goes, line_of_key
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from cenum.analysis.html import MarkedTree
    from cenum.edition.edition import Links
    from cenum.issue.blocks import Block
    from cenum.issue.model import Issue
    from cenum.schema import Path as KeyPath


def links_of_issue(issue: Issue) -> tuple[Link, ...]:
    """The links and the pictures on the web that the editor wrote, in reading order."""
    found: list[Link] = []
    if issue.illustration and issue.illustration.file is None:
        picture = issue.illustration
        found.append(Link(picture.source, picture.alt, picture.place, image=True))
    for block, _around in walk(issue.blocks):
        found += _of_block(block, issue.place.file)
    return tuple(found)


def links_of_edition(tree: MarkedTree, public: Links, issue_links: Iterable[Link], settings: str) -> tuple[Link, ...]:
    """What the HTML holds besides ``issue_links``: the links of the templates and of the ``settings``, a TOML text.

    An address that is a setting is where it is set, any other where its element was written. Placeholders and places
    within the letter are left out, and so is its own ``public`` page, which is the letter once more.
    """
    known = {spell(link.url) for link in issue_links} | {public.view_online}
    set_there = dict(_addresses(as_far_as_it_goes(settings)))
    found: dict[tuple[str, bool], Link] = {}
    for url, text, image, written in _of_html(tree):
        if spell(url) in known or url.startswith(("#", f"https://{PLACEHOLDER_HOST}/")) or (url, image) in found:
            continue
        key = set_there.get(spell(url.removeprefix("mailto:")))
        place = Place(FILE_NAME, line_of_key(settings, key)) if key else written
        found[url, image] = Link(url, text, place, image, in_issue=False)
    return tuple(found.values())


def _of_block(block: Block, file: str) -> Iterator[Link]:
    if block.facts.url:
        shown = (text.words for text in texts((block,)) if text.kind is not TextKind.CODE)
        yield Link(block.facts.url, next(shown, ""), Place(file, block.line))
    for text in block.texts():
        yield from _of_inline(text.tokens, file)


def _of_inline(children: Iterable[Token], file: str) -> Iterator[Link]:
    words: list[str] = []
    href: str | None = None
    line = None
    for child in children:
        if child.type in {"link_open", "link_close"} and href is not None:
            # An address within the words of a link ends it, as it does in every browser.
            yield Link(href, " ".join("".join(words).split()), Place(file, line))
            href = None
        if child.type == "link_open":
            href, line, words = str(child.attrGet("href") or ""), child.meta["line"], []
        elif child.type == "image":
            source = str(child.attrGet("src") or "")
            words.append(child.meta["alt"])
            if source.startswith(("https://", "http://")):
                yield Link(source, child.meta["alt"], Place(file, child.meta["line"]), image=True)
        elif child.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        else:
            words.append(child.content)


def _of_html(tree: MarkedTree) -> Iterator[tuple[str, str, bool, Place]]:
    """Address, words, whether it is an image, and place of every link, also of those that Outlook alone reads."""
    for root in tree.readings:
        for element in elements(root):
            place = tree.place_of(element)
            if element.get("href") and element.tag != "link":
                words = " ".join([*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))])
                yield element.get("href", ""), " ".join(words.split()), False, place
            elif element.get("src"):
                yield element.get("src", ""), element.get("alt") or "", True, place


def _addresses(table: dict[str, Any], around: KeyPath = ()) -> Iterator[tuple[str, KeyPath]]:
    """The texts in the tables of a TOML file, spelt as a letter has addresses, and their keys."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _addresses(value, (*around, name))
        elif isinstance(value, str):
            yield spell(value), (*around, name)
