"""The letter as a screen reader meets it: headings, links and pictures, one after the other."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cenum.analysis.css import declarations
from cenum.preview.source_lines import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator


class OutlineKind(Enum):
    """What is met."""

    HEADING = "heading"
    LINK = "link"
    PICTURE = "picture"
    CONTENTS = "contents"


class OutlineEntry(Struct, frozen=True):
    """``level`` is a heading's, and 0 for all else; ``line`` is the issue's, where it is known."""

    kind: OutlineKind
    words: str
    level: int = 0
    line: int | None = None


def outline(tree: Any) -> tuple[OutlineEntry, ...]:  # noqa: ANN401  an lxml tree
    """Everything that a person can jump to, in the order of the document."""
    body = tree.find("body")
    return tuple(_entries(body)) if body is not None else ()


def _entries(element: Any) -> Iterator[OutlineEntry]:  # noqa: ANN401  as above
    if not isinstance(element.tag, str) or _is_hidden(element):
        return
    line = int(element.get(LINE)) if element.get(LINE) else None
    tag = element.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():  # noqa: PLR2004  h1 to h6
        yield OutlineEntry(OutlineKind.HEADING, _heard(element), int(tag[1]), line)
    elif tag == "a" and element.get("href"):
        yield OutlineEntry(OutlineKind.LINK, _heard(element), line=line)
    elif tag == "img":
        if element.get("alt") != "":
            yield OutlineEntry(OutlineKind.PICTURE, element.get("alt") or "", line=line)
    elif element.get("role") == "navigation":
        yield OutlineEntry(OutlineKind.CONTENTS, element.get("aria-label") or "")
    for child in element:
        yield from _entries(child)


def _is_hidden(element: Any) -> bool:  # noqa: ANN401  as above
    shown = all((one.name, one.value) != ("display", "none") for one in declarations(element.get("style") or ""))
    return element.get("aria-hidden") == "true" or not shown


def _heard(element: Any) -> str:  # noqa: ANN401  as above
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not _is_hidden(child):
            parts.append(child.get("alt") or _heard(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
