"""What is a word, whatever typography made of it."""

from __future__ import annotations

import pytest

from cenum.imported.words import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le 1ᵉʳ mai, l’été…", ["Le", "1er", "mai", "l", "été"]),
        ("e\u0301te\u0301 ﬁn", ["été", "fin"]),
        ("vingt-deux 4\u202f000 €", ["vingt", "deux", "4", "000", "€"]),
        ("a+b=c ☕️🏽", ["a", "+", "b", "=", "c", "☕"]),
        ("x\u00ady\u200bz", ["xyz"]),
        (" \n\t\u2028", []),
        ("", []),
    ],
)
def test_words_are_counted_alike_however_they_are_set(text: str, words: list[str]) -> None:
    assert words_of(text) == words
