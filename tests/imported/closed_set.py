"""What :mod:`cenum.imported.clean_tree` allows, held against a body; and the words of one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from cenum.imported.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.imported.source_letter import SourcePassage, Told

HEADINGS = {f"h{level}" for level in range(1, 7)}
WORDS = {"a", "strong", "em", "del", "code", "img", "br", "sup", "sub", "span"}
BLOCKS = HEADINGS | {"p", "ul", "ol", "blockquote", "table", "pre", "hr"}
MAY_HAVE = {
    **{heading: {"data-title"} for heading in HEADINGS},
    "p": {"data-title"},
    "ol": {"start"},
    "a": {"href", "data-note"},
    "img": {"src", "alt"},
    "span": {"lang"},
    "div": {"data-note"},
}
MUST_HAVE = {"img": {"src", "alt"}, "span": {"lang"}, "div": {"data-note"}}


def faults(body: Any) -> list[str]:
    """What in ``body`` is not of the closed set; nothing where all is."""
    return [
        *_faults_of(body),
        *_of_notes(body),
        *(
            f"white space in {element.tag}: {text!r}"
            for element in body.iter()
            for text in _texts(element)
            if element.tag != "pre" and re.search(r"\s{2}|[^\S ]", text)
        ),
    ]


def _faults_of(body: Any) -> Iterator[str]:
    if body.tag != "body":
        yield f"the root is {body.tag}"
    for element in body.iter():
        names = set(element.attrib)
        if names - MAY_HAVE.get(element.tag, set()) or MUST_HAVE.get(element.tag, set()) - names:
            yield f"{element.tag} with {names}"
        yield from _inside(element)
        nothing = not len(element) and not (element.text or "")
        if nothing and element.tag not in {"td", "th", "hr", "br", "img", "a", "body"}:
            yield f"{element.tag} is empty"
        if element.tag == "a" and ("data-note" in names) == ("href" in names):
            yield f"a with {names}"
        if element.tag == "a" and any("href" in one.attrib for one in element.iterdescendants("a")):
            yield "a link in a link"
    for table in body.iter("table"):
        if len({len(row) for row in table}) > 1:
            yield "rows of several lengths"


HOLDS = {
    "body": BLOCKS | {"div"},
    "blockquote": BLOCKS,
    "div": BLOCKS,
    "ul": {"li"},
    "ol": {"li"},
    "table": {"tr"},
    "tr": {"td", "th"},
    **{tag: set[str]() for tag in ("hr", "br", "img")},
}
SAYS = HEADINGS | {"p", "th", "td", "pre"} | (WORDS - {"br", "img"})


def _inside(element: Any) -> Iterator[str]:
    if element.tag in {"pre", "code"}:
        return _wrong(element, set(), says=True)
    if element.tag == "li":
        words = {child.tag for child in element} <= WORDS
        return _wrong(element, WORDS if words else BLOCKS, says=words)
    if element.tag in SAYS:
        return _wrong(element, WORDS, says=True)
    return _wrong(element, HOLDS.get(element.tag, set()), says=False)


def _wrong(element: Any, allowed: set[str], *, says: bool) -> Iterator[str]:
    for child in element:
        if child.tag not in allowed:
            yield f"{child.tag} in {element.tag}"
    if not says and any(text.strip() for text in _texts(element)):
        yield f"text in {element.tag}"


def _of_notes(body: Any) -> Iterator[str]:
    called = [one.get("data-note") for one in body.iter("a") if one.get("data-note")]
    held = [one.get("data-note") for one in body.iter("div")]
    if set(called) != set(held) or len(held) != len(set(held)):
        yield f"notes called {called}, held {held}"
    if any(len(one) or one.text for one in body.iter("a") if one.get("data-note")):
        yield "words where a note is called"
    tags = [child.tag for child in body]
    if "div" in tags and set(tags[tags.index("div") :]) != {"div"}:
        yield "a note before the end"


def _texts(element: Any) -> list[str]:
    """What ``element`` itself says."""
    return [element.text or "", *(child.tail or "" for child in element)]


PARTS = BLOCKS | {"li", "td", "th", "tr", "div", "br", "img"}


def words_in(body: Any) -> list[str]:
    """All words of ``body``: blocks, ends of lines and pictures part them."""
    said: list[str] = []

    def read(element: Any) -> None:
        parts = element.tag in PARTS
        said.append("\n" * parts + (element.get("alt") or "") + "\n" * (element.tag == "img") + (element.text or ""))
        for child in element:
            read(child)
            said.append(child.tail or "")
        said.append("\n" * parts)

    read(body)
    return words_of("".join(said))


def balance(passages: Iterable[SourcePassage], told: Iterable[Told], body: Any) -> dict[str, int]:
    """Words of the source that are too many in ``body``, or missing with a minus; nothing where all are told."""
    wanted: Counter[str] = Counter()
    for passage in passages:
        if passage.kind.taken:
            wanted.update(words_of(passage.words))
    for one in told:
        wanted.subtract(words_of(one.left))
        wanted.update(words_of(one.added))
    there = Counter(words_in(body))
    return {word: there[word] - wanted[word] for word in wanted | there if there[word] != wanted[word]}
