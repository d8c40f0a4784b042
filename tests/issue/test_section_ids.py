"""The ids of sections that the settings don't declare: made from their headings, whatever these are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.issue.sections import _id_of
from tests.issue.desk import HEAD, SETTINGS, found, issue

if TYPE_CHECKING:
    from pathlib import Path

FREE = replace(SETTINGS, sections=())


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Un été à Reims !", "un-ete-a-reims"),
        ("L’IA, et nous ?", "l-ia-et-nous"),
        ("Au cœur", "au-cœur"),
        ("今週のニュース", "今週のニュース"),
        ("Новости недели", "новости-недели"),
        ("Новости 2026", "новости-2026"),
        ("أخبار الأسبوع", "أخبار-الأسبوع"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("🎉", "party-popper"),
        ("☕️ !", "hot-beverage-exclamation-mark"),
        ("👩‍🏫", "woman-school"),
        ("2026", "2026"),
    ],
)
def test_a_heading_has_an_id_in_its_own_script(tmp_path: Path, heading: str, name: str) -> None:
    sections = issue(tmp_path, f"{HEAD}# {heading}\n\nX\n\n# Autre\n\n[y](#{name})\n", FREE).sections
    assert [section.id for section in sections] == [name, "autre"]


def test_a_link_to_an_id_with_accents_is_compared_as_it_is_written(tmp_path: Path) -> None:
    assert found(tmp_path, f"{HEAD}# T {{#été}}\n\n[oui](#été), [oui](#%C3%A9t%C3%A9), [non](#etes)\n", FREE) == [
        (6, "link-anchor")
    ]


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"))))
def test_no_id_is_more_than_one_word_or_breaks_an_attribute(text: str) -> None:
    assert not set(_id_of(text)) & set(" \t\n\"'<>&#")
