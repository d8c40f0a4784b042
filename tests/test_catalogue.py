from __future__ import annotations

from tests.catalogue import problems


def test_every_sentence_of_the_program_exists_in_french() -> None:
    assert list(problems()) == []
