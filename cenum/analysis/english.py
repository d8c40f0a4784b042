"""English passages, told by the small words that French does not have."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE = Path(__file__).parent / "english.toml"
_WORD = re.compile(r"[^\W\d_]+(?:['’](?:t|s|re|ve|ll)\b)?")
# A passage goes on over lines, brackets and dashes, and until a quotation ends, or the title before a subtitle.
_JOINT = re.compile(r"[\n()\[\]]|\s[–—]\s")
_END = re.compile(r"[«»“”\"\u2029]|\s:\s")
FEWEST_WORDS = 12
_ENGLISH_SHARE = 0.3
# A learned text has fewer of these words; so many others without one of French are not French either.
_LEARNED_WORDS, _LEARNED_SHARE = 24, 0.2
_FRENCH_SHARE = 0.05


class EnglishSpan(NamedTuple):
    """What stands in a text from ``start`` to ``end``, and how many words it has: of both languages, and of each."""

    start: int
    end: int
    words: int
    english: int
    french: int

    @property
    def could_be(self) -> bool:
        """Whether it may be a part of something in English."""
        return self.french <= _FRENCH_SHARE * self.words

    @property
    def is_english(self) -> bool:
        """Whether it is beyond doubt."""
        share = _LEARNED_SHARE if self.words >= _LEARNED_WORDS else _ENGLISH_SHARE
        return self.could_be and self.words >= FEWEST_WORDS and self.english >= share * self.words


def in_english(text: str) -> Iterator[str]:
    """Every passage of ``text`` of a dozen words or more that is English beyond doubt; U+2029 ends one."""
    return (" ".join(text[span.start : span.end].split()) for span in english_spans(text))


def english_spans(text: str) -> list[EnglishSpan]:
    """Where the passages of :func:`in_english` stand in ``text``."""
    english_words, _french_words = small_words()
    # Few texts have so many of these words that it is worth the while to part them.
    if sum(map(english_words.__contains__, _words(text))) < FEWEST_WORDS * _ENGLISH_SHARE:
        return []
    found: list[EnglishSpan] = []
    for start, end in _between(_END, text, 0, len(text)):
        parts = [_span(text, *part) for part in _between(_JOINT, text, start, end)]
        for could_be, run in groupby(parts, lambda part: part.could_be):
            for one in _of_run([part for part in run if part.words]) if could_be else ():
                # What counts the points of a passage, as i) does, parts nothing.
                if found and not any(len(word) > 1 for word in _words(text[found[-1].end : one.start])):
                    found[-1] = _joined([found[-1], one])
                else:
                    found.append(one)
    return found


def _of_run(parts: list[EnglishSpan]) -> list[EnglishSpan]:
    """The whole of parts that follow one another, without names at its ends, or else those that are English."""
    telling = [at for at, part in enumerate(parts) if part.english]
    whole = [_joined(parts[telling[0] : telling[-1] + 1])] if telling else []
    return whole if whole and whole[0].is_english else [part for part in parts if part.is_english]


def _joined(parts: list[EnglishSpan]) -> EnglishSpan:
    words, english, french = (sum(counts) for counts in zip(*(part[2:] for part in parts), strict=True))
    return EnglishSpan(parts[0].start, parts[-1].end, words, english, french)


def _between(ends: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in ends.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _span(text: str, start: int, end: int) -> EnglishSpan:
    found = _words(text[start:end])
    english, french = (sum(map(words.__contains__, found)) for words in small_words())
    return EnglishSpan(start, end, len(found), english, french)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Those of English that French does not have, and those of French."""
    lists = tomllib.loads(_FILE.read_text("utf-8"))
    return frozenset(lists["english"].split()), frozenset(lists["french"].split())
