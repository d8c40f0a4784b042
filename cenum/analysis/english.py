"""English passages, told by the small words that French does not have."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = Path(__file__).parent / "english.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:t|s|re|ve|ll)\b)?")
# A passage goes on until a line, a quotation or a bracket ends; sentences of one quotation stay together.
_END = re.compile(r"[\n«»“”\"()\[\]]|\s[–—]\s|\s:\s")
FEWEST_WORDS = 12
_ENGLISH_SHARE = 0.3
_FRENCH_SHARE = 0.05


def in_english(text: str) -> Iterator[str]:
    """Every passage of ``text`` of a dozen words or more that is English beyond doubt."""
    english_words, french_words = _small_words()
    # Few texts have so many of these words that it is worth the while to part them.
    if sum(map(english_words.__contains__, _words(text))) < FEWEST_WORDS * _ENGLISH_SHARE:
        return
    for passage in _END.split(text):
        found = _words(passage)
        english = sum(word in english_words for word in found)
        french = sum(word in french_words for word in found)
        enough = len(found) >= FEWEST_WORDS and english >= _ENGLISH_SHARE * len(found)
        if enough and french <= _FRENCH_SHARE * len(found):
            yield " ".join(passage.split())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    lists = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(lists["english"].split()), frozenset(lists["french"].split())
