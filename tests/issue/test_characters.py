from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.accents import normalised
from cenum.issue.characters import bare


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("L’Évènement, déjà !", "l evenement deja"),
        ("Cœur_Œuvre", "cœur œuvre"),
        ("E\u0301tat", "etat"),
        ("Straße ½ ﬁn", "strasse 1 2 fin"),
        ("  ", ""),
        ("IA", "ia"),
    ],
)
def test_letters_and_digits_stay(text: str, plain: str) -> None:
    assert bare(text) == plain


@given(st.text())
def test_it_is_all_letters_and_digits_of_the_decomposed_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one if one.isalnum() else " " for one in decomposed if not unicodedata.combining(one))
    assert bare(text) == " ".join(kept.split())


@pytest.mark.parametrize("start", range(12))
def test_a_long_text_has_the_form_that_it_has_as_a_whole(start: int) -> None:
    text = "a" * start + "E\u0301tat ﬁn o\u0323\u0301\u0302 ½" * 300
    assert normalised("NFKC", text) == unicodedata.normalize("NFKC", text)
