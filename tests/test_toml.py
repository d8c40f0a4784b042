"""What is read of cenum.toml before anybody has judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.cli import _letter_language
from cenum.toml import as_far_as_it_goes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('[newsletter]\nlanguage = "en"\n', "en"),
        ('[newsletter]\n"language" = "en"\n', "en"),
        ("[newsletter]\nlanguage='en' # not fr\n", "en"),
        ('newsletter = { language = "en" }\n', "en"),
        ('newsletter.language = """en"""\n', "en"),
        ('# language = "de"\n[writing]\nlanguage = "de"\n[newsletter]\nlanguage = "en"\n', "en"),
        ("[newsletter]\n", "fr"),
        ("", "fr"),
        ("[newsletter]\nlanguage = 7\n", "fr"),
        ("newsletter = 7\n", "fr"),
        ('\ufeff[newsletter]\nlanguage = "en"\n', "en"),
        # What is broken below does not take the language away.
        ('[newsletter]\nlanguage = "en"\nname = "La Lettre\n[links]\n', "en"),
        ('[newsletter]\nlanguage = "en"\nreviewers = [\n"a@b.fr"\n', "en"),
        ('[newsletter]\nlanguage = "en"\n[newsletter]\n', "en"),
        ('name = = 1\n[newsletter]\nlanguage = "en"\n', "fr"),
    ],
)
def test_the_language_is_the_one_that_toml_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, language: str
) -> None:
    (tmp_path / "cenum.toml").write_text(text, "utf-8")
    (tmp_path / "issues").mkdir()
    monkeypatch.chdir(tmp_path / "issues")
    assert _letter_language() == language


@given(st.text(alphabet="[]{}=\"'\n\\.,#ab1 ", max_size=200))
def test_whatever_stands_in_the_file_something_is_read(text: str) -> None:
    assert isinstance(as_far_as_it_goes(text), dict)


def test_a_file_that_is_nested_without_end_is_none() -> None:
    assert as_far_as_it_goes("a = " + "[" * 100_000) == {}
