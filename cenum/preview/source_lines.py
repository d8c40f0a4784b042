"""Which line of the issue each part of the letter comes from, written on its elements as ``data-line``.

The edition itself knows nothing of lines: its words are held against the issue's, both in reading order.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import html as lxml_html

from cenum.edition.table_of_contents import table_of_contents
from cenum.issue.blocks import TextKind, texts
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from cenum.issue.blocks import Block
    from cenum.issue.model import Issue
    from cenum.links.link import Link

LINE = "data-line"
_STAR = " ✦ "
_DOCTYPE = "<!doctype html>\n"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    {*_HEADINGS, "p", "li", "ul", "ol", "td", "th", "tr", "table", "thead", "tbody", "div", "blockquote", "pre"}
)


class _Spot(NamedTuple):
    """Words of the issue with their line; ``tags`` are the elements that they can stand in.

    Of a block's own words only the template knows whether they stand before or after its children.
    """

    words: str
    line: int
    tags: tuple[str, ...] = ("p", "li", "td", "th", "pre", *_HEADINGS)
    anywhere: bool = False


def parse(html: str) -> Any:  # noqa: ANN401  an lxml element
    """The letter as a tree."""
    return lxml_html.document_fromstring(html.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def serialise(tree: Any) -> str:  # noqa: ANN401  as above
    """A tree as HTML, with the doctype that every letter has."""
    return _DOCTYPE + str(lxml_html.tostring(tree, encoding="unicode", method="html"))


def mark_lines(tree: Any, issue: Issue, links: Iterable[Link]) -> None:  # noqa: ANN401  as above
    """Write the lines of ``issue`` on the elements of the letter."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    words = {element: own_words(element) for element in elements if element.tag in BLOCKS}
    reached = 0
    waiting: list[tuple[_Spot, int]] = []

    def mark(spot: _Spot, start: int) -> int:
        """The index after the element that was marked, ``start`` where there is none."""
        wanted = _settled(spot.words)
        for index in range(start, len(elements)):
            element = elements[index]
            if element.tag in spot.tags and wanted and words[element] == wanted and LINE not in element.attrib:
                element.set(LINE, str(spot.line))
                return index + 1
        return start

    for spot in _spots(issue):
        if spot.anywhere:
            waiting.append((spot, reached))
        else:
            reached = mark(spot, reached)
    for spot, start in waiting:
        mark(spot, start)
    own = [link for link in links if link.place.file == issue.place.file and link.place.line]
    _mark(elements, "a", "href", [(spell(link.url), link.place.line or 0) for link in own if not link.image])
    pictures = [issue.illustration] if issue.illustration else []
    pictures += issue.images.values()
    _mark(elements, "img", "alt", [(picture.alt, picture.place.line or 0) for picture in pictures])
    anchors = {section.id: section.line for section in issue.sections}
    for element in elements:
        if element.get("id") in anchors:
            element.set(LINE, str(anchors[element.get("id")]))


def own_words(element: Any) -> str:  # noqa: ANN401  as above
    """The words of a block, without those of the blocks within it."""
    return _settled("".join(_texts(element)))


def _texts(element: Any) -> Iterator[str]:  # noqa: ANN401  as above
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif isinstance(child.tag, str) and child.tag not in BLOCKS and "credit" not in child.get("class", ""):
            yield from _texts(child)
        yield child.tail or ""


def _settled(text: str) -> str:
    return " ".join(text.split())


def _mark(elements: list[Any], tag: str, attribute: str, wanted: list[tuple[str, int]]) -> None:
    """Each wanted value marks the first element that has it and no line yet."""
    waiting: dict[str, deque[Any]] = {}
    for element in elements:
        if element.tag == tag and element.get(attribute) is not None and LINE not in element.attrib:
            waiting.setdefault(element.get(attribute), deque()).append(element)
    for value, line in wanted:
        if waiting.get(value):
            waiting[value].popleft().set(LINE, str(line))


def _spots(issue: Issue) -> Iterator[_Spot]:
    if issue.title:
        yield _Spot(issue.title, issue.place_of("title").line or 1, ("h1",))
    yield from _of_blocks(issue.introduction)
    yield from _teasers(issue)
    for section in issue.sections:
        emoji = f"{section.emoji} " if section.emoji else ""
        if not section.repeats_title:
            yield _Spot(emoji + section.heading, section.line, _HEADINGS)
        yield from _of_blocks(section.blocks)


def _teasers(issue: Issue) -> Iterator[_Spot]:
    for line in table_of_contents(issue):
        if line.teasers:
            place = issue.place_of("teasers", issue.teasers.index(line.teasers[0]))
            yield _Spot(_STAR.join(line.teasers), place.line or 1, ("p",))
    # The templates that letters began with earlier show all of them under the title.
    lead = f"{issue.teasers_lead}\u00a0: " if issue.teasers_lead else ""
    if issue.teasers:
        yield _Spot(lead + _STAR.join(issue.teasers), issue.place_of("teasers").line or 1, ("p",), anywhere=True)


def _of_blocks(blocks: Iterable[Block]) -> Iterator[_Spot]:
    for text in texts(blocks):
        words = _words_of(text.tokens) if text.tokens else text.words
        yield _Spot(words, text.line, anywhere=text.kind is TextKind.OWN)


def _words_of(tokens: Iterable[Token]) -> str:
    """Words as the letter shows them: a picture is no word there, and a line's end is a space."""
    said = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            said.append(token.content)
        elif token.type in {"softbreak", "hardbreak", "image"}:
            said.append(" ")
    return "".join(said)
