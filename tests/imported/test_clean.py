"""Any HTML comes out in the closed set, and each of its words is there once, or told once."""

from __future__ import annotations

from hypothesis import given, settings

from cenum.imported.clean import cleaned
from cenum.imported.html_words import passages_of_html
from tests.imported.closed_set import balance, faults
from tests.imported.html_trees import PAGES
from tests.tried import up_to


@given(PAGES)
@settings(derandomize=True, deadline=None, max_examples=up_to(5_000))
def test_every_word_is_in_the_clean_tree_or_told_exactly_once(html: str) -> None:
    clean = cleaned(html)
    assert faults(clean.body) == []
    assert balance(passages_of_html(html), clean.told, clean.body) == {}
