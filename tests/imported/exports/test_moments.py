"""The day on which a letter left, in its own time zone, or none where nobody can tell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.exports.moments import day_in_name, day_of_moment
from tests.imported.exports.packing import PARIS


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-02T22:30:00.000Z", date(2024, 5, 3)),
        ("2024-05-02 22:30:00", date(2024, 5, 3)),
        ("2024-05-02 22:30:00.343246+00:00", date(2024, 5, 3)),
        ("2024-05-03T00:30:00+02:00", date(2024, 5, 3)),
        ("2024-05-03", date(2024, 5, 3)),
        ("1714689000", date(2024, 5, 3)),
        ("1714689000000", date(2024, 5, 3)),
        ("May 03, 2024 07:00 am", date(2024, 5, 3)),
        ("3 May 2024", date(2024, 5, 3)),
        ("13/05/2024", date(2024, 5, 13)),
        ("5/13/2024 7:00", date(2024, 5, 13)),
        ("05/05/2024", date(2024, 5, 5)),
        ("03/05/2024", None),
        ("32/05/2024", None),
        ("demain", None),
        ("", None),
        ("9" * 400, None),
        ("20240503", date(2024, 5, 3)),
    ],
)
def test_a_moment_is_a_day_of_the_letters(written: str, day: date | None) -> None:
    assert day_of_moment(written, PARIS) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("posts/2024-05-03-un-mot.html", date(2024, 5, 3)),
        ("20240503.eml", date(2024, 5, 3)),
        ("lettre_2024_05_03.docx", date(2024, 5, 3)),
        ("2024/05/03/lettre.md", date(2024, 5, 3)),
        ("lettre-2024-13-45-2024-05-03.md", date(2024, 5, 3)),
        ("120240503.md", None),
        ("2024-0503.md", None),
        ("lettre-36.md", None),
    ],
)
def test_a_name_says_the_day_where_it_has_one(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


@given(st.text(max_size=60))
def test_nothing_that_is_written_stops_anything(written: str) -> None:
    day_of_moment(written, PARIS)
    day_in_name(written)
