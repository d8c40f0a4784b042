"""Every Friday of five years, with GitHub as late as it likes: one send, and never before its hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.sending import act
from cenum.sending.act import SendOptions
from cenum.sending.due import due_issue
from tests.github.workflows import crons
from tests.sending.editions import edition, settings
from tests.sending.fake_service import FakeService

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cenum.edition.edition import Edition

SETTINGS = settings()
NEWSLETTER = SETTINGS.newsletter
PARIS = ZoneInfo("Europe/Paris")
FRIDAYS = [
    day for n in range(5 * 366) if (day := date(2026, 1, 1) + timedelta(n)).weekday() == 4 and day.year <= 2030
]
LATEST = 180  # minutes


def starts(day: date) -> list[datetime]:
    """When the workflow file wants to be started on ``day``: this understands minute, hour and weekday."""
    found = []
    for cron, zone in crons("send"):
        minute, hour, of_month, month, weekday = cron.split()
        assert (of_month, month) == ("*", "*")
        if day.isoweekday() % 7 == int(weekday):
            at = datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZoneInfo(zone))
            found.append(at.astimezone(UTC))
    return found


@pytest.fixture(scope="module")
def issues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("issues")
    for day in FRIDAYS:
        (folder / f"{day}.md").write_text("---\ntitle: Bonjour\n---\n\n# Bonjour\n", "utf-8")
    return folder


def letter(key: str) -> Edition:
    hour = datetime.combine(date.fromisoformat(key), NEWSLETTER.sending_time).astimezone(UTC)
    return replace(edition(key), sending_at=hour)


def morning(issues: Path, day: date, at: Iterable[datetime], *, scheduled: bool = False) -> FakeService:
    """What the service has done after runs that began at these moments. Fails where one sends before the hour."""
    service = FakeService()
    one = letter(day.isoformat())
    act.send_test(one, service, SETTINGS)
    going = SendOptions(draft=False, confirm=None, pause=lambda: None)
    if scheduled:
        act.schedule(one, service, SETTINGS, going, one.sending_at)
    for now in sorted(at):
        path = due_issue(issues, NEWSLETTER, now)
        if path is None:
            continue
        assert now >= one.sending_at
        act.send_due(letter(path.stem), service, SETTINGS, going, now)
    return service


def late(day: date, minutes: Iterable[int]) -> Iterator[datetime]:
    for start, shift in zip(starts(day), minutes, strict=True):
        yield start + timedelta(minutes=shift)


def test_the_file_names_four_starts_on_every_friday_and_on_no_other_day() -> None:
    assert len(FRIDAYS) == 261
    assert [start.astimezone(PARIS).strftime("%H:%M") for start in starts(FRIDAYS[0])] == [
        "07:07",
        "07:27",
        "07:47",
        "08:17",
    ]
    assert all(len(starts(day)) == 4 for day in FRIDAYS)
    assert all(starts(day + timedelta(n)) == [] for day in FRIDAYS[:9] for n in range(1, 7))


@pytest.mark.parametrize("shift", range(0, LATEST + 1, 15))
def test_however_late_they_all_are_one_letter_leaves_on_every_friday(issues: Path, shift: int) -> None:
    for day in FRIDAYS:
        assert len(morning(issues, day, late(day, [shift] * 4)).received) == 1


def test_every_minute_of_lateness_is_tried_on_the_fridays_around_the_changes_of_a_year(issues: Path) -> None:
    changes = [
        day
        for day in FRIDAYS
        if _offset(day) != _offset(day + timedelta(7)) or _offset(day) != _offset(day - timedelta(7))
    ]
    assert len(changes) == 20
    for day in changes[-4:]:
        for shift in range(LATEST + 1):
            assert len(morning(issues, day, late(day, [shift] * 4)).received) == 1


@given(
    day=st.sampled_from(FRIDAYS),
    shifts=st.lists(st.integers(0, LATEST), min_size=4, max_size=4),
    dropped=st.sets(st.integers(0, 3), max_size=3),
    scheduled=st.booleans(),
)
def test_each_as_late_as_it_likes_and_some_dropped(
    issues: Path, day: date, shifts: list[int], dropped: set[int], *, scheduled: bool
) -> None:
    at = [start for n, start in enumerate(late(day, shifts)) if n not in dropped]
    if scheduled:
        # Once its hour has come the service has done it: no start sends again.
        at = [start for start in at if start <= letter(day.isoformat()).sending_at + timedelta(minutes=30)]
    service = morning(issues, day, at, scheduled=scheduled)
    assert len(service.received) == (0 if scheduled else 1)


def test_on_no_other_day_and_at_no_earlier_hour_is_anything_due(issues: Path) -> None:
    for day in FRIDAYS:
        hour = letter(day.isoformat()).sending_at
        assert hour.astimezone(PARIS).strftime("%a %H:%M") == "Fri 07:00"
        early = [hour - timedelta(minutes=minutes) for minutes in (1, 30, 60, 120, 24 * 60)]
        tomorrow = [hour + timedelta(hours=17), hour + timedelta(days=3)]
        assert morning(issues, day, [*early, *tomorrow]).received == []


def _offset(day: date) -> timedelta | None:
    return datetime(day.year, day.month, day.day, 12, tzinfo=PARIS).utcoffset()
