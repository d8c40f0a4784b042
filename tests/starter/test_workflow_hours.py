"""The workflows start after the letter's own hour."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.settings import Newsletter, Weekday
from cenum.starter.compose import compose
from cenum.starter.workflow_hours import with_sending_hour
from tests.sending.editions import settings

from .answers import MATERIAL, MONDAY, answers

DAYS = Weekday.__args__  # type: ignore[attr-defined]  # what Literal holds
SEND = 'on:\n  schedule:\n    - cron: "7 7 * * 5"\n      timezone: Europe/Paris\n    - cron: "17 8 * * 5"\n'


def letter(day: str, hour: str) -> Newsletter:
    base = settings().newsletter
    return Newsletter(base.name, base.publisher, base.site, base.sender, base.reply_to, day=day, hour=hour)  # type: ignore[arg-type]  # one of DAYS


def crons(text: str) -> list[str]:
    return re.findall(r'cron: "([^"]+)"', text)


@pytest.mark.parametrize(
    ("day", "hour", "starts"),
    [
        ("friday", "07:00", ["7 7 * * 5", "17 8 * * 5"]),
        ("thursday", "08:15", ["22 8 * * 4", "32 9 * * 4"]),
        ("saturday", "23:30", ["37 23 * * 6", "47 0 * * 0"]),
        ("sunday", "23:55", ["2 0 * * 1", "12 1 * * 1"]),
        ("monday", "00:00", ["7 0 * * 1", "17 1 * * 1"]),
    ],
)
def test_a_start_is_as_long_after_the_hour_as_it_was(day: str, hour: str, starts: list[str]) -> None:
    moved = with_sending_hour(SEND, letter(day, hour))
    assert crons(moved) == starts
    assert moved.count("\n") == SEND.count("\n")


@given(st.sampled_from(DAYS), st.integers(0, 24 * 60 - 1), st.integers(0, 7 * 24 * 60 - 1))
def test_any_start_keeps_its_distance_from_any_hour(day: str, minute: int, after: int) -> None:
    start = timedelta(days=4, hours=7, minutes=after) % timedelta(days=7)
    cron = f'cron: "{start.seconds // 60 % 60} {start.seconds // 3600} * * {(start.days + 1) % 7}"'
    (moved,) = crons(with_sending_hour(cron, letter(day, f"{minute // 60:02}:{minute % 60:02}")))
    minutes, hours, *_every, weekday = moved.split()
    reached = timedelta(days=(int(weekday) - 1) % 7, hours=int(hours), minutes=int(minutes))
    sent = timedelta(days=DAYS.index(day), minutes=minute)
    assert (reached - sent) % timedelta(days=7) == timedelta(minutes=after)


@pytest.mark.parametrize("cron", ['cron: "0 3 1 * *"', 'cron: "*/5 * * * *"', "schedule:", 'cron: "7 7 * * 1-5"'])
def test_what_is_no_weekly_start_stays_as_it_is(cron: str) -> None:
    assert with_sending_hour(cron, letter("monday", "12:00")) == cron


def test_a_letter_of_fridays_at_seven_has_the_workflows_as_they_are() -> None:
    files = compose(answers(), MATERIAL, MONDAY)
    for name, text in MATERIAL.work().items():
        assert files[name] == text.encode()
