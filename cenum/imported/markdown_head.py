"""What stands at the head of a Markdown file of any program, between two lines of dashes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import yaml
from msgspec.structs import replace

from cenum.imported.source_letter import SourceFacts
from cenum.issue.head import compose
from cenum.web_address import scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_CHARACTERS = 16_000
_LONGEST = 1_000  # characters of a fact
_DASHES = "---"
# What programs call them, the first that is there.
_TITLE = ("title",)
_SUBJECT = ("subject", "email_subject")
_TEASER = ("subtitle", "description", "summary", "excerpt", "custom_excerpt", "preview_text")
_AUTHORS = ("authors", "author", "by")
_DAY = ("date", "publish_date", "published_at", "published", "sent_at")
_ADDRESS = ("canonical_url", "absolute_url", "permalink", "url", "link")
_USED = frozenset((*_TITLE, *_SUBJECT, *_TEASER, *_AUTHORS, *_DAY, *_ADDRESS, "draft", "status"))


class MarkdownHead(NamedTuple):
    """The facts of a head, what else it says, a line a key, and the Markdown below."""

    facts: SourceFacts
    others: tuple[str, ...]
    text: str


def head_apart(text: str) -> MarkdownHead:
    """The head of ``text`` apart from the Markdown below; without one, or where it can't be read, all is text."""
    lines = text.split("\n")
    if lines[0].rstrip() != _DASHES:
        return MarkdownHead(SourceFacts(), (), text)
    end = next((nth for nth, line in enumerate(lines[1:], start=1) if line.rstrip() in {_DASHES, "..."}), None)
    source = "\n".join(lines[1:end])
    if end is None or len(source) > _MOST_CHARACTERS:
        return MarkdownHead(SourceFacts(), (), text)
    try:
        node = compose(source)
    except yaml.YAMLError:
        return MarkdownHead(SourceFacts(), (), text)
    if node is not None and not isinstance(node, yaml.MappingNode):
        return MarkdownHead(SourceFacts(), (), text)
    pairs = list(node.value) if node else []
    values = {key.value.lower(): _values(value) for key, value in pairs if _is_plain(key)}
    others = [(key, value) for key, value in pairs if not _is_plain(key) or key.value.lower() not in _USED]
    said = tuple(": ".join(", ".join(_texts(one)) for one in pair) for pair in others)
    return MarkdownHead(_facts(values), said, "\n".join(lines[end + 1 :]))


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _values(node: yaml.Node) -> tuple[str, ...]:
    """A value's texts: one, or those of a list, or the names of tables in it."""
    if isinstance(node, yaml.ScalarNode):
        return (_line(node.value),) if node.tag != "tag:yaml.org,2002:null" else ()
    if isinstance(node, yaml.SequenceNode):
        return tuple(_line(one.value) for one in node.value if isinstance(one, yaml.ScalarNode))
    return ()


def _texts(node: yaml.Node) -> Iterator[str]:
    """All that is written in ``node``, tables and lists within it too; what is named twice once."""
    todo, known = [node], set()
    while todo:
        one = todo.pop()
        if id(one) in known:
            continue
        known.add(id(one))
        if isinstance(one, yaml.ScalarNode):
            yield _line(one.value)
        elif isinstance(one, yaml.SequenceNode):
            todo += reversed(one.value)
        elif isinstance(one, yaml.MappingNode):
            todo += reversed([part for pair in one.value for part in pair])


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]


def _facts(values: Mapping[str, tuple[str, ...]]) -> SourceFacts:
    def first(keys: tuple[str, ...]) -> str:
        return next((values[key][0] for key in keys if values.get(key)), "")

    address = first(_ADDRESS)
    facts = SourceFacts(
        title=first(_TITLE),
        subject=first(_SUBJECT),
        teaser=first(_TEASER),
        authors=next((values[key] for key in _AUTHORS if values.get(key)), ()),
        day=_day(first(_DAY)),
        address=address if scheme_of(address) in {"http", "https"} else "",
    )
    is_draft = first(("draft",)).lower() == "true" or first(("status",)).lower() == "draft"
    return replace(facts, published=False) if is_draft else facts


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
