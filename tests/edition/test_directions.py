"""What is read from the right: passages, blocks, and whole letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.checks.accessibility import accessibility
from cenum.issue.reader import read
from tests.checks.samples import view
from tests.edition.samples import settings

if TYPE_CHECKING:
    from tests.edition.samples import Desk


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[שלום]{lang=he}", '<span lang="he" dir="rtl">שלום</span>'),
        ("[א *ב*](https://a.fr){lang=he}", 'href="https://a.fr" lang="he" dir="rtl"'),
        ("[why]{lang=en}", '<span lang="en">why</span>'),
        ("[salâm]{lang=ar-Latn}", '<span lang="ar-Latn">salâm</span>'),
        ("::: lang ar\nمرحبا\n:::", '<div lang="ar" dir="rtl" class="rtl"'),
        ("::: lang ar\nمرحبا [oui]{lang=fr}\n:::", '<span lang="fr" dir="ltr">oui</span>'),
        ("::: lang az-Arab\nسلام\n:::", '<div lang="az-Arab" dir="rtl" class="rtl"'),
        ("::: lang en\nWhy?\n:::", '<div lang="en" dir="ltr" class="ltr">'),
    ],
)
def test_what_is_read_from_the_right_says_so_in_the_letter(desk: Desk, written: str, shown: str) -> None:
    html = desk.section(written).html
    assert shown in html
    assert '<html lang="fr" dir="ltr"' in html


def test_a_letter_that_is_read_from_the_right_is_so_from_top_to_bottom(desk: Desk) -> None:
    arabic = replace(settings(), newsletter=replace(settings().newsletter, language="ar"))
    edition = desk.edition("# مرحبا {#a}\n\n- سلام\n\n::: lang fr\nOui.\n:::", chosen=arabic)
    issue = read(desk.folder / "2026-01-02.md", arabic, root=desk.folder).issue
    html = edition.html.replace(" ", "")
    assert '<html lang="ar" dir="rtl"' in edition.html
    assert '<div lang="fr" dir="ltr" class="ltr"' in edition.html
    assert "direction:rtl" in html
    assert "direction:ltr" not in html
    assert "text-align:right" in html
    assert [one.rule for one in accessibility(view(edition, issue=issue))] == []


def test_what_is_read_from_the_left_within_it_stands_on_the_left(desk: Desk) -> None:
    html = desk.section("::::: lang ar\n- أ\n\n:::: lang en\n- a\n\n> b\n::::\n:::::\n\n- c").html
    assert [style for style in re.findall(r'<ul style="([^"]*)"', html) if "0 16px" in style] == [
        f"margin:0 0 16px 0; padding:{padding}" for padding in ("0 22px 0 0", "0 0 0 22px", "0 0 0 22px")
    ]
    assert 'class="ltr" style="text-align:left"' in html
    assert "border-right:0" in html
