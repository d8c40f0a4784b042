"""The work that a page is about, as its JSON-LD has it (schema.org): the page's own, never one that it lists."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from cenum.clip.fact_words import fact_words
from cenum.clip.page_tags import one_line, undone
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_MOST_CHARACTERS = 600_000  # of all scripts: beyond what is read of a page nothing is left
_MOST_NODES = 2_000
_MOST_NAMES = 40
_DEEPEST = 4  # from a list in a list to a node
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?:(?://|/\*)\s*+)?\]\]>(?:\s*+\*/)?|;)\s*+\Z"
)
# How pages call the address of what they are about.
_ADDRESSES = ("url", "mainEntityOfPage", "@id")
_OF_PEOPLE = ("author", "creator")


class NamedAuthor(NamedTuple):
    """A name as it is written; ``whole`` where it is an organisation's, which is not to be parted."""

    name: str
    whole: bool


class PageWork(NamedTuple):
    """What JSON-LD says of the work; empty texts where it says nothing. ``free`` is ``None`` there.

    ``titles`` are its headline and its name.

    ``own`` says that the work has the page's own address or heading; without it there is no other.
    """

    titles: tuple[str, ...]
    outlet: str
    authors: tuple[NamedAuthor, ...]
    date: str
    language: str
    free: bool | None
    own: bool


def work_of(data: Sequence[str], is_page: Callable[[str], bool | None], headings: Sequence[str]) -> PageWork | None:
    """The work of ``data``, the texts of a page's scripts; ``None`` where it has none, or several and none its own.

    ``is_page`` tells of an address whether it is the page's, ``None`` where that does not say; ``headings`` are what
    the page calls itself elsewhere.
    """
    graph = _Graph(data)
    known = {bare(heading) for heading in headings if bare(heading)}
    works = fact_words().works
    found: list[tuple[int, bool, Mapping[str, Any]]] = []
    for node in graph.nodes:
        rank = min((works.articles.index(one) for one in _kinds(node) if one in works.articles), default=None)
        if rank is None:
            rank = min((100 + works.parts.index(one) for one in _kinds(node) if one in works.parts), default=None)
        if rank is None:
            continue
        named = any(bare(_text(node.get(name))) in known for name in ("headline", "name"))
        placed = _is_placed(node, is_page)
        if placed is False and not named:
            continue
        found.append((rank, named or bool(placed), node))
    own = sorted((one for one in found if one[1]), key=lambda one: one[0])
    others = [one for one in found if not one[1] and one[0] < len(works.articles)]
    if own:
        return _work(own[0][2], graph, own=True)
    return _work(others[0][2], graph, own=False) if len(others) == 1 else None


def site_of(data: Sequence[str]) -> str:
    """What the site is called by a node of its own."""
    nodes = (node for node in _Graph(data).nodes if "WebSite" in _kinds(node))
    return next(filter(None, (_text(node.get("name")) for node in nodes)), "")


class _Graph:
    """The nodes of all scripts, and which is meant by an ``@id``."""

    def __init__(self, data: Sequence[str]) -> None:
        self.nodes: list[Mapping[str, Any]] = []
        left = _MOST_CHARACTERS
        for text in data:
            left -= len(text)
            if left < 0:
                break
            self.nodes += _nodes(_read(text))
            if len(self.nodes) > _MOST_NODES:
                break
        del self.nodes[_MOST_NODES:]
        self._known: dict[str, Mapping[str, Any]] = {}
        for node in self.nodes:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                self._known.setdefault(name, node)

    def of(self, value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
        """``value``, or the node that it names."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
            return self._known.get(value["@id"], value)
        return value


def _read(text: str) -> Any:  # noqa: ANN401  whatever JSON holds
    for attempt in (text, _WRAPPING.sub("", _WRAPPING.sub("", text))):
        try:
            return msgspec.json.decode(attempt.encode())
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            pass
        try:
            return json.loads(attempt, strict=False)  # line feeds within texts
        except (ValueError, RecursionError):
            pass
    return None


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401  whatever JSON holds
    todo = [(value, 0)]
    count = 0
    while todo and count < _MOST_NODES:
        one, depth = todo.pop()
        if isinstance(one, dict):
            count += 1
            yield one
            todo += [(one[name], depth + 1) for name in ("mainEntity", "@graph") if name in one and depth < _DEEPEST]
        elif isinstance(one, list) and depth < _DEEPEST:
            todo += [(inner, depth + 1) for inner in reversed(one[:_MOST_NODES])]


def _kinds(node: Mapping[str, Any]) -> list[str]:
    said = node.get("@type")
    kinds = said if isinstance(said, list) else [said]
    return [one.rpartition("/")[2].rpartition(":")[2] for one in kinds[:_MOST_NAMES] if isinstance(one, str)]


def _is_placed(node: Mapping[str, Any], is_page: Callable[[str], bool | None]) -> bool | None:
    said = []
    for name in _ADDRESSES:
        value = node.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            said.append(is_page(value))
    if True in said:
        return True
    return False if False in said else None


def _work(node: Mapping[str, Any], graph: _Graph, *, own: bool) -> PageWork:
    return PageWork(
        tuple(filter(None, (_text(node.get("headline")), _text(node.get("name"))))),
        _outlet(node, graph),
        tuple(_authors(node, graph)),
        _text(node.get("datePublished")) or _text(node.get("uploadDate")),  # of a video
        _language(node.get("inLanguage")),
        _free(node),
        own,
    )


def _outlet(node: Mapping[str, Any], graph: _Graph) -> str:
    for name in ("publisher", "sourceOrganization", "provider"):
        value = node.get(name)
        said = graph.of(value[0] if isinstance(value, list) and value else value)
        found = _text(said.get("name")) if isinstance(said, dict) else _text(said)
        if found and "://" not in found:
            return found
    return ""


def _authors(node: Mapping[str, Any], graph: _Graph) -> Iterator[NamedAuthor]:
    for key in _OF_PEOPLE:
        value = node.get(key)
        people = value if isinstance(value, list) else [value]
        found = [name for one in people[:_MOST_NAMES] for name in _names(graph.of(one))]
        if found:
            yield from found
            return


def _names(person: Any) -> Iterator[NamedAuthor]:  # noqa: ANN401  whatever JSON holds
    if isinstance(person, str):
        yield NamedAuthor(_text(person), whole=False)
    elif isinstance(person, dict):
        whole = any(kind.endswith("Organization") for kind in _kinds(person))
        names = person.get("name")
        for one in (names if isinstance(names, list) else [names])[:_MOST_NAMES]:
            if _text(one):
                yield NamedAuthor(_text(one), whole)
        given, family = _text(person.get("givenName")), _text(person.get("familyName"))
        if not names and given and family:
            yield NamedAuthor(f"{given} {family}", whole=False)


def _language(value: Any) -> str:  # noqa: ANN401  whatever JSON holds
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if isinstance(value, dict):
        return _text(value.get("alternateName")) or _text(value.get("name"))
    return _text(value)


def _free(node: Mapping[str, Any]) -> bool | None:
    value = node.get("isAccessibleForFree")
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().rpartition("/")[2].lower())
    return value if isinstance(value, bool) else None


def _text(value: Any) -> str:  # noqa: ANN401  whatever JSON holds
    """``value`` on one line, if it is text; its character references undone, which many pages put there."""
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return ""
    return one_line(undone(value[:5_000]))
