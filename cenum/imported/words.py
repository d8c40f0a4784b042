"""Words, counted alike in a source and in an issue: what typography may change makes no difference."""

from __future__ import annotations

import unicodedata


def words_of(text: str) -> list[str]:
    """The words of ``text`` in their order, and its symbols, each one a word.

    Spaces and punctuation are no words; letters are those of Unicode's compatible form, composed (UAX #15, NFKC), so
    that 1ᵉʳ is 1er. What has no width is not there: it neither ends a word nor makes one.
    """
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if not _has_no_width(one))
    found: list[str] = []
    start = 0
    for index, one in enumerate(seen):
        category = unicodedata.category(one)
        if category[0] in "LNM":
            continue
        if start < index:
            found.append(seen[start:index])
        if category in _SYMBOLS:
            found.append(one)
        start = index + 1
    if start < len(seen):
        found.append(seen[start:])
    return found


_SYMBOLS = frozenset({"Sc", "Sm", "So"})


def _has_no_width(one: str) -> bool:
    # The variation selectors say how an emoji is drawn.
    return unicodedata.category(one) == "Cf" or "\ufe00" <= one <= "\ufe0f"
