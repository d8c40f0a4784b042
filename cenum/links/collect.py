"""Every link and image of a letter, each where somebody can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cenum.analysis.html import elements, readings
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.edition.url_spelling import spell
from cenum.finding import Place
from cenum.issue.blocks import TextKind, texts, walk
from cenum.links.link import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it.token import Token

    from cenum.edition.edition import Edition
    from cenum.issue.blocks import Block
    from cenum.issue.model import Issue

    Sources: TypeAlias = Mapping[str, str]


def links_of_issue(issue: Issue) -> tuple[Link, ...]:
    """The links and the pictures on the web that the editor wrote, in reading order."""
    found: list[Link] = []
    if issue.illustration and issue.illustration.file is None:
        picture = issue.illustration
        found.append(Link(picture.source, picture.alt, picture.place, image=True))
    for block, _around in walk(issue.blocks):
        found += _of_block(block, issue.place.file)
    return tuple(found)


def links_of_edition(
    edition: Edition, issue_links: Iterable[Link], sources: Sources, place: Place
) -> tuple[Link, ...]:
    """What the edition holds besides ``issue_links``: the links of the templates and of the settings.

    ``sources`` are the files that they can come from, by name; the first line that has an address is its place, and
    ``place`` where none has. Placeholders, places within the letter and its own public page, which appears with it,
    are left out.
    """
    known = {spell(link.url) for link in issue_links} | {edition.public_links.view_online}
    found: dict[tuple[str, bool], Link] = {}
    for url, text, image in _of_html(edition.html):
        if spell(url) not in known and not url.startswith(("#", f"https://{PLACEHOLDER_HOST}/")):
            found.setdefault((url, image), Link(url, text, _place(url, sources) or place, image, in_issue=False))
    return tuple(found.values())


def _of_block(block: Block, file: str) -> Iterator[Link]:
    if block.facts.url:
        shown = (text.words for text in texts((block,)) if text.kind is not TextKind.CODE)
        yield Link(block.facts.url, next(shown, ""), Place(file, block.line))
    for text in block.texts():
        yield from _of_inline(text.tokens, file)


def _of_inline(children: Iterable[Token], file: str) -> Iterator[Link]:
    words: list[str] = []
    href, line = "", None
    for child in children:
        if child.type == "link_open":
            href, line, words = str(child.attrGet("href") or ""), child.meta["line"], []
        elif child.type == "link_close":
            yield Link(href, " ".join("".join(words).split()), Place(file, line))
            href = ""
        elif child.type == "image":
            source = str(child.attrGet("src") or "")
            words.append(child.meta["alt"])
            if source.startswith(("https://", "http://")):
                yield Link(source, child.meta["alt"], Place(file, child.meta["line"]), image=True)
        elif child.type in {"softbreak", "hardbreak"}:
            words.append(" ")
        else:
            words.append(child.content)


def _of_html(html: str) -> Iterator[tuple[str, str, bool]]:
    """Address, words, and whether it is an image, of every link, also of those that Outlook alone reads."""
    for root in readings(html):
        for element in elements(root):
            if element.get("href") and element.tag != "link":
                words = " ".join([*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))])
                yield element.get("href", ""), " ".join(words.split()), False
            elif element.get("src"):
                yield element.get("src", ""), element.get("alt") or "", True


def _place(url: str, sources: Sources) -> Place | None:
    for file, text in sources.items():
        for number, line in enumerate(text.split("\n"), start=1):
            if url.removeprefix("mailto:") in line:
                return Place(file, number)
    return None
