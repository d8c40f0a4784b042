"""How long a letter is, as its readers count."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cenum.issue.blocks import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.model import Issue

# A French adult reads about 240 words a minute on a screen: 3,579 words are "about 15 minutes".
_WORDS_A_MINUTE = 240
# As word processors count, and so newsrooms: what stands between two spaces and is not a lone sign.
_SAYS_SOMETHING = re.compile(r"\w")
# Chinese and Japanese have no spaces: there, each character counts as a word does, and is read as fast (255 a minute;
# Trauzettel-Klosinski and Dietz, “Standardized assessment of reading performance”, IOVS 53, 2012).
_CHARACTER = re.compile("[\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def word_count(issue: Issue) -> int:
    """The words of the issue, its recurring text aside; of Chinese and Japanese, the characters."""
    return sum(map(_words, _texts(issue)))


def has_characters(issue: Issue) -> bool:
    """Whether most of its words are characters."""
    characters = sum(len(_CHARACTER.findall(text)) for text in _texts(issue))
    return 2 * characters > word_count(issue)


# Asked twice for a letter, and in a preview again at every save.
@lru_cache(maxsize=512)
def _words(text: str) -> int:
    spaced, characters = _CHARACTER.subn(" ", text)
    return characters + sum(bool(_SAYS_SOMETHING.search(word)) for word in spaced.split())


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(words / _WORDS_A_MINUTE))


def _texts(issue: Issue) -> Iterator[str]:
    yield issue.title
    yield from issue.teasers
    yield from (section.heading for section in issue.sections if not section.repeats_title)
    yield from (text.words for text in texts(issue.blocks))
