from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cenum.errors import UsageMistake
from cenum.issue.calendar import (
    day_parts,
    hour_in_words,
    in_words,
    moment,
    next_sending_day,
    sending_at,
    weekday_in_words,
)

from .desk import settings

LETTER = settings().newsletter
PARIS_FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 23, 12, tzinfo=UTC), "2026-11-27"),
        (datetime(2026, 11, 27, 5, 59, tzinfo=UTC), "2026-11-27"),
        (datetime(2026, 11, 27, 6, 0, tzinfo=UTC), "2026-12-04"),
        (datetime(2026, 11, 26, 23, 30, tzinfo=UTC), "2026-11-27"),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), "2027-01-01"),
        # The days when the clocks change in Paris: 07:00 is 06:00 UTC in winter and 05:00 in summer.
        (datetime(2027, 3, 26, 6, 30, tzinfo=UTC), "2027-04-02"),
        (datetime(2027, 4, 2, 4, 59, tzinfo=UTC), "2027-04-02"),
        (datetime(2027, 4, 2, 5, 0, tzinfo=UTC), "2027-04-09"),
    ],
)
def test_the_next_sending_day_is_counted_where_the_letter_lives(now: datetime, day: str) -> None:
    assert next_sending_day(LETTER, now).isoformat() == day


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (datetime(2027, 3, 28, 1, 59), "2027-03-28T01:59:00+01:00"),  # noqa: DTZ001  what a person writes
        (datetime(2027, 3, 28, 3, 0), "2027-03-28T03:00:00+02:00"),  # noqa: DTZ001  as above
        (datetime(2027, 10, 31, 2, 30), "2027-10-31T02:30:00+02:00"),  # noqa: DTZ001  it comes twice: the first
    ],
)
def test_an_hour_that_a_person_writes_is_the_letter_s_own(hour: datetime, said: str) -> None:
    assert moment(LETTER, hour).isoformat() == said


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_an_hour_that_the_clocks_skip_is_none(minute: int) -> None:
    with pytest.raises(UsageMistake, match=f"2027-03-28 02:{minute:02} does not exist in Europe/Paris"):
        moment(LETTER, datetime(2027, 3, 28, 2, minute))  # noqa: DTZ001  what a person writes


def test_the_hour_of_sending_is_the_letters_own_in_winter_and_in_summer() -> None:
    assert sending_at(LETTER, date(2026, 11, 27)).isoformat() == "2026-11-27T07:00:00+01:00"
    assert sending_at(LETTER, date(2026, 7, 3)).isoformat() == "2026-07-03T07:00:00+02:00"


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (date(2025, 4, 18), "fr", "vendredi 18 avril 2025"),
        (date(2026, 5, 1), "fr", "vendredi 1er mai 2026"),
        (date(2026, 5, 11), "fr-CA", "lundi 11 mai 2026"),
        (date(2026, 5, 1), "en", "Friday 1 May 2026"),
    ],
)
def test_dates_are_said_as_a_newsroom_says_them(day: date, language: str, words: str) -> None:
    assert in_words(day, language) == words


@pytest.mark.parametrize(
    ("hour", "language", "words"),
    [(time(13, 30), "fr", "13h30"), (time(9), "fr", "9h"), (time(9, 5), "fr", "9h05"), (time(13, 30), "en", "13:30")],
)
def test_hours_too(hour: time, language: str, words: str) -> None:
    assert hour_in_words(hour, language) == words


@pytest.mark.parametrize(("language", "said"), [("fr", "vendredi"), ("en-GB", "Friday")])
def test_a_day_of_the_week_is_said_in_the_language_that_is_spoken(language: str, said: str) -> None:
    assert weekday_in_words(4, language) == said


@pytest.mark.parametrize(
    ("day", "language", "parts"),
    [
        (date(2026, 11, 27), "fr", ("vendredi", "27", "novembre")),
        (date(2027, 9, 1), "fr", ("mercredi", "1er", "septembre")),
        (date(2027, 9, 1), "en-GB", ("Wednesday", "1", "September")),
    ],
)
def test_the_parts_of_a_day_are_those_of_its_words(day: date, language: str, parts: tuple[str, ...]) -> None:
    assert day_parts(day, language) == parts
    assert in_words(day, language).replace(",", "").startswith(" ".join(parts))
