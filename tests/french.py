"""The French of what cenum says, and what of it is still English."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cenum import i18n
from cenum.analysis.english import small_words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What somebody wrote, or another program said: a letter, code, an address, the name of a test.
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|`[^`]*`|<[^>]*>|[A-Z]+_[A-Z]+|(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
# English too, and said in French.
_BOTH = {"but", "as", "so", "no", "if", "all"}


@contextmanager
def in_french() -> Iterator[None]:
    """Everything that is said meanwhile is said in French."""
    before = i18n.language()
    i18n.speak("fr")
    try:
        yield
    finally:
        i18n.speak(before)


def english_in(sentence: str) -> frozenset[str]:
    """The small words of ``sentence`` that French does not have, quotations aside."""
    english, _french = small_words()
    return (english - _BOTH).intersection(_WORD.findall(_QUOTED.sub("", sentence).lower()))
