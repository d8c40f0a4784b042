"""How long a letter is, as its readers count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.issue.markdown import plain
from cenum.issue.model import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.model import Block, Issue

# A French adult reads about 240 words a minute on a screen: 3,579 words are "about 15 minutes".
_WORDS_A_MINUTE = 240
# As word processors count, and so newsrooms: what stands between two spaces and is not a lone sign.
_SAYS_SOMETHING = re.compile(r"\w")


def word_count(issue: Issue) -> int:
    """The words of the issue, its recurring text aside."""
    return sum(bool(_SAYS_SOMETHING.search(word)) for text in _texts(issue) for word in text.split())


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(words / _WORDS_A_MINUTE))


def _texts(issue: Issue) -> Iterator[str]:
    yield issue.title
    yield from issue.teasers
    for block in issue.introduction:
        yield from _block_texts(block)
    for section in issue.sections:
        if not section.repeats_title:
            yield section.heading
        for block in section.blocks:
            yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        for token in block.tokens:
            if token.type == "inline":
                yield plain(token)
            elif token.type in {"fence", "code_block"}:
                yield token.content
        return
    for name in block.__struct_fields__:
        value = getattr(block, name)
        if isinstance(value, str) and name not in {"url", "language"}:
            yield value
        elif isinstance(value, tuple):
            for inner in value:
                yield from _block_texts(inner)
