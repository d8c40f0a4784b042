"""Which ``:::`` blocks are never closed: Markdown takes all below them for theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cenum.issue.markdown import CONTAINER, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_FENCE = re.compile(
    r"[ \t\u00a0\u2007\u2009\u202f>]*+(:{3,}+)[ \t\u00a0\u202f]*+((?:.*[^ \t\u00a0\u202f\n])?)[ \t\u00a0\u202f]*\Z"
)
_OPEN = f"container_{CONTAINER}_open"
# Where a block begins within one of these, that is its fault.
_AROUND = ("blockquote", "bullet_list", "ordered_list")
_CODE = re.compile(r"[ \t\u00a0\u2007\u2009\u202f>]*(`{3,}+|~{3,}+)([^`]*+)\Z")


class OpenBlock(NamedTuple):
    """A block that is open where it may not be: its name, its line, and that of the block that begins within it.

    Lines are counted from 0; without a block within it, it is open at the end of the text.
    """

    name: str
    line: int
    within: int | None = None


def left_open(lines: Sequence[str], tokens: Sequence[Token]) -> tuple[OpenBlock, ...]:
    """The blocks that nothing closes, in the ``lines`` of a text of which Markdown made ``tokens``.

    Lines alone tell best which it is. Where a quotation, a list or code has a fence that only looks like the end of a
    block, Markdown knows.
    """
    return tuple(_by_lines(lines)) or tuple(_by_tokens(lines, tokens))


def _by_tokens(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[OpenBlock]:
    depth = 0
    for token in tokens:
        if token.type.startswith(_AROUND):
            depth += token.nesting
        elif token.type == _OPEN and not depth:
            first, last = token.map or (0, 0)
            name = named(token.info)[0]
            if name and not (last < len(lines) and lines[last].strip().startswith(":::")):
                yield OpenBlock(name, first)


def _by_lines(lines: Sequence[str]) -> Iterator[OpenBlock]:
    """The outermost first."""
    open_ones: list[tuple[int, OpenBlock]] = []
    code = ""
    for number, line in enumerate(lines):
        mark = _CODE.match(line)
        if mark and (not code or (mark[1].startswith(code) and not mark[2].strip())):
            code = "" if code else mark[1]
        fence = None if code or mark else _FENCE.match(line)
        if fence is None:
            continue
        length, name = len(fence[1]), named(fence[2])[0]
        if not name:
            if open_ones and length >= open_ones[-1][0]:
                open_ones.pop()
            continue
        # Within a block, another one has fewer colons: else its end would be the end of both.
        while open_ones and length >= open_ones[-1][0]:
            yield open_ones.pop()[1]._replace(within=number)
        open_ones.append((length, OpenBlock(name, number)))
    yield from (one for _length, one in open_ones)
