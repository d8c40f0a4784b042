"""What a block opens with, as its template shows it apart: a picture of who speaks, or a title.

The block itself stays whole: a template that knows neither shows both where they were written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.token import Token
from msgspec.structs import replace

from cenum.finding import Place
from cenum.issue.blocks import Prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.issue.blocks import Block
    from cenum.issue.model import Image

_PARAGRAPH = ("paragraph_open", "inline", "paragraph_close")
_HEADING = ("heading_open", "inline", "heading_close")
_PARTS = 3  # tokens of a paragraph, and of a heading


def portrait_and_rest(
    blocks: Sequence[Block], images: Mapping[str, Image], file: str
) -> tuple[Image | None, tuple[Block, ...]]:
    """The picture that stands alone at the head of ``blocks``, and all that follows it.

    ``images`` are those of the issue in ``file``.
    """
    first, rest = _first_of(blocks)
    inside = first.tokens[1].children or [] if first else []
    if first is None or _types(first) != _PARAGRAPH or [token.type for token in inside] != ["image"]:
        return None, tuple(blocks)
    said = inside[0].meta
    known = images[str(inside[0].attrGet("src") or "")]
    return replace(known, alt=said["alt"], credit=said["credit"], place=Place(file, said["line"])), rest


def titled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """``blocks`` in which a first paragraph that is all in bold has the class by which style sheets know a title."""
    first, rest = _first_of(blocks)
    if first is None or _types(first) == _HEADING or _bold(first) < len(first.tokens[1].children or ()):
        return tuple(blocks)
    opening, *others = first.tokens
    return (replace(first, tokens=(opening.copy(attrs={"class": "title"}), *others)), *rest)


def linked_title(blocks: Sequence[Block], url: str) -> tuple[Block, ...]:
    """``blocks`` in which a first heading, or the bold words that they begin with, lead to ``url``.

    Nothing, where there are none, or where a link is among them.
    """
    first, rest = _first_of(titled(blocks))
    if first is None:
        return ()
    opening, inline, closing = first.tokens
    children = inline.children or []
    end = len(children) if _types(first) == _HEADING else _bold(first)
    if not end or any(child.type == "link_open" for child in children[:end]):
        return ()
    link = Token("link_open", "a", 1, attrs={"href": url}, meta={"line": first.line})
    inside = [link, *children[:end], Token("link_close", "a", -1), *children[end:]]
    return (replace(first, tokens=(opening, inline.copy(children=inside), closing)), *rest)


def _first_of(blocks: Sequence[Block]) -> tuple[Prose | None, tuple[Block, ...]]:
    """The heading or the paragraph that ``blocks`` begin with, and all that follows it."""
    if not blocks or not isinstance(blocks[0], Prose):
        return None, tuple(blocks)
    prose = blocks[0]
    first = replace(prose, tokens=prose.tokens[:_PARTS], lines=prose.lines[:_PARTS])
    if _types(first) not in {_PARAGRAPH, _HEADING}:
        return None, tuple(blocks)
    if len(prose.tokens) == _PARTS:
        return first, tuple(blocks[1:])
    after = replace(prose, line=prose.lines[_PARTS], tokens=prose.tokens[_PARTS:], lines=prose.lines[_PARTS:])
    return first, (after, *blocks[1:])


def _types(prose: Prose) -> tuple[str, ...]:
    return tuple(token.type for token in prose.tokens)


def _bold(paragraph: Prose) -> int:
    """How many of its children are the bold words that it begins with, and all of them if nothing follows."""
    children = paragraph.tokens[1].children or []
    # markdown-it leaves empty words beside what is bold.
    shown = [at for at, child in enumerate(children) if child.type != "text" or child.content.strip()]
    if not shown or children[shown[0]].type != "strong_open":
        return 0
    level = children[shown[0]].level
    end = next(at for at in shown if children[at].type == "strong_close" and children[at].level == level)
    return len(children) if end == shown[-1] else end + 1
