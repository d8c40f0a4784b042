"""On which line of its file something stands that was found in the rendered letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.finding import Place
from cenum.issue.markdown import plain
from cenum.issue.model import Button, Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.model import Block, Issue

_ENOUGH = 60


def line_of(issue: Issue, words: str) -> Place | None:
    """The place of the first text of the issue that holds the beginning of ``words``; ``None`` if none does."""
    wanted = _bare(words)[:_ENOUGH]
    found = (line for line, text in _texts(issue) if wanted and wanted in _bare(text))
    line = next(found, None)
    return None if line is None else Place(issue.place.file, line)


def _bare(words: str) -> str:
    return " ".join(words.split())


def _texts(issue: Issue) -> Iterator[tuple[int, str]]:
    for block in issue.introduction:
        yield from _of_block(block)
    for section in issue.sections:
        yield section.line, section.heading
        for block in section.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[tuple[int, str]]:
    if isinstance(block, Prose):
        # Tokens count their lines from wherever their text began; the prose knows the first one's.
        first = next((token.map[0] for token in block.tokens if token.map), 0)
        for token in block.tokens:
            if token.type == "inline":
                yield block.line + (token.map or (first, 0))[0] - first, plain(token)
    elif not isinstance(block, Button):
        for inner in block.body:
            yield from _of_block(inner)
