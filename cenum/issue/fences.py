"""Which ``:::`` blocks are never closed, told by lines alone, before Markdown takes all below them for theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cenum.issue.markdown import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"[ \t>]*(:{3,})[ \t\u00a0\u202f]*(.*?)[ \t\u00a0\u202f]*\Z")
_CODE = re.compile(r"[ \t>]*(`{3,}|~{3,})([^`]*)\Z")


class OpenBlock(NamedTuple):
    """A block that is open where it may not be: its name, its line, and that of the block that begins within it.

    Lines are counted from 0; without a block within it, it is open at the end of the text.
    """

    name: str
    line: int
    within: int | None = None


def left_open(lines: Sequence[str]) -> Iterator[OpenBlock]:
    """The blocks of a text that nothing closes, the outermost first."""
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
