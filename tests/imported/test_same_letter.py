"""A letter that was imported before is known by its words, whatever editors changed of it since."""

from __future__ import annotations

from pathlib import Path

import pytest

from cenum.imported.same_letter import alike, difference

WORDS = " ".join(f"mot{number}" for number in range(100))
EDITED = " ".join(f"mot{number}" for number in range(15, 110))
OTHER = " ".join(f"autre{number}" for number in range(100))
FILES = [Path("2026-12-11.md"), Path("2026-12-04.md")]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([OTHER, WORDS], 1),
        ([WORDS, WORDS], 0),
        ([OTHER, EDITED], 1),
        ([OTHER, WORDS[: len(WORDS) // 2]], None),
        ([OTHER, f"{WORDS} {OTHER}"], None),
        (["", ""], None),
    ],
)
def test_the_first_issue_that_has_nearly_its_words_is_the_same_letter(texts: list[str], found: int | None) -> None:
    known = alike(WORDS, zip(FILES, texts, strict=True))
    assert known == (None if found is None else FILES[found])


def test_a_letter_without_words_is_like_no_other() -> None:
    assert alike("…", [(FILES[0], "…")]) is None


def test_a_difference_names_both_and_ends_of_lines_make_none() -> None:
    assert difference("\ufeffa\r\nb\r", "a\nb\n", "issues/x.md", "x.docx") == []
    assert difference("a\nb\n", "a\nc\n", "issues/x.md", "x.docx") == [
        *("--- issues/x.md", "+++ x.docx", "@@ -1,3 +1,3 @@", " a", "-b", "+c", " "),
    ]
