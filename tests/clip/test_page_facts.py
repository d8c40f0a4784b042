"""What a page says of itself is found, in the shapes of many sites; what is wrong is never presented as sure."""

from __future__ import annotations

import pytest

from tests.clip.facts import cases, judged

FOLDERS = ("first",)
PAGES = [(folder, name) for folder in FOLDERS for name in cases(folder)]


@pytest.mark.parametrize(("folder", "name"), PAGES, ids=lambda one: one)
def test_every_fact_is_as_a_reader_would_say_it(folder: str, name: str) -> None:
    assert {fact: right for fact, (right, _sure) in judged(folder, name).items() if not right} == {}
