"""Words, counted alike in a source and in an issue: what typography may change makes no difference."""

from __future__ import annotations

import unicodedata

from cenum.accents import normalised


def words_of(text: str) -> list[str]:
    """The words of ``text`` in their order, and its symbols, each one a word.

    Spaces and punctuation are no words; letters are those of Unicode's compatible form, composed (UAX #15, NFKC), so
    that 1ᵉʳ is 1er. What has no width is not there: it neither ends a word nor makes one.
    """
    return normalised("NFKC", text).translate(_KINDS).split()


class _Kinds(dict[int, str]):
    """What becomes of each character, found out once: a word's stays, a sign is a word, all else is a space."""

    def __missing__(self, code: int) -> str:
        one = chr(code)
        category = unicodedata.category(one)
        if _has_no_width(one):
            kind = ""
        elif category[0] in "LNM":
            kind = one
        else:
            kind = f" {one} " if category in _SYMBOLS else " "
        self[code] = kind
        return kind


_KINDS = _Kinds()
_SYMBOLS = frozenset({"Sc", "Sm", "So"})


def _has_no_width(one: str) -> bool:
    # The variation selectors say how an emoji is drawn.
    return unicodedata.category(one) == "Cf" or "\ufe00" <= one <= "\ufe0f"
