"""Marks that only some Markdown has: comments of Obsidian, and small letters of Pandoc below and above the line.

Obsidian hides what stands between two ``%%``, in a line or over several (help.obsidian.md/syntax, Comments), and
shows the answers to queries instead of them. Pandoc writes ``H~2~O`` and ``2^10^`` (pandoc.org/MANUAL, Superscripts).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.imported.source_letter import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

COMMENT = "comment"  # the token's type; its content is what it says
QUERY = "query"
_SIGN = "%%"
_QUERIES = frozenset({"dataview", "dataviewjs", "query", "tasks"})
_SMALL = re.compile(r"~(?P<sub>[^\s~\\]{1,20})~(?!~)|\^(?P<sup>[^\s^\\\[\]]{1,20})\^")
_BESIDE = 60  # characters before a comment


def marks_plugin(markdown: MarkdownIt) -> None:
    """Have ``markdown`` read these marks; nothing is shown of comments, nor of queries."""
    markdown.block.ruler.before("fence", COMMENT, _block, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.inline.ruler.before("link", COMMENT, _in_line)
    markdown.inline.ruler.before("link", "small", _small)
    for kind in (COMMENT, QUERY):
        markdown.add_render_rule(kind, lambda *_arguments: "")


def is_query(token: Token) -> bool:
    """Whether ``token`` is code that asks Obsidian for its answer."""
    return token.type == "fence" and token.info.partition(" ")[0].strip().lower() in _QUERIES


def comments_in(token: Token) -> Iterator[str]:
    """What the comments in ``token`` say, in descriptions of pictures too."""
    if token.type == COMMENT:
        yield token.content
    for child in token.children or ():
        yield from comments_in(child)


def remarks_in(tokens: Sequence[Token]) -> Iterator[Remark]:
    """The comments, each with the words that stand before it."""
    before = ""
    for token in tokens:
        line = ""
        for one in token.children or [token]:
            for said in comments_in(one):
                if said.strip():
                    yield Remark((line.strip() or before)[-_BESIDE:].strip(), "", " ".join(said.split()))
            if one.type in {"text", "code_inline", "text_special"}:
                line += one.content
            elif one.type in {"softbreak", "hardbreak"}:
                line = f"{line.rstrip()} "
        before = line.strip() or before


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  markdown-it's way
    """Lines from one that begins with the sign to one that ends with it."""
    if state.is_code_block(start) or not _line(state, start).startswith(_SIGN):
        return False
    first = _line(state, start).removeprefix(_SIGN)
    # Where the sign comes next is where the comment ends: what follows on that line is of a text.
    last = start if _SIGN in first else next((at for at in range(start + 1, end) if _SIGN in _line(state, at)), end)
    if last == end:
        return False
    ending = (first if last == start else _line(state, last)).rstrip()
    if ending.find(_SIGN) != len(ending) - len(_SIGN):
        return False
    if not silent:
        lines = [first, *(_line(state, at) for at in range(start + 1, last + 1))]
        token = state.push(COMMENT, "", 0)
        token.content = "\n".join(lines).rstrip().removesuffix(_SIGN)
        token.map = [start, last + 1]
    state.line = last + 1
    return True


def _line(state: StateBlock, at: int) -> str:
    return state.src[state.bMarks[at] + state.tShift[at] : state.eMarks[at]]


def _in_line(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's way
    if not state.src.startswith(_SIGN, state.pos):
        return False
    start = state.pos + len(_SIGN)
    end = state.src.find(_SIGN, start, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push(COMMENT, "", 0).content = state.src[start:end]
    state.pos = end + len(_SIGN)
    return True


def _small(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's way
    """Only behind a letter, a digit or a bracket: apart from words, GitHub strikes out what one tilde encloses."""
    before = state.src[state.pos - 1 : state.pos]
    found = _SMALL.match(state.src, state.pos, state.posMax) if before.isalnum() or before in {")", "]"} else None
    if found is None:
        return False
    if not silent:
        tag = "sub" if found["sub"] else "sup"
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = found["sub"] or found["sup"]
        state.push(f"{tag}_close", tag, -1)
    state.pos = found.end()
    return True
