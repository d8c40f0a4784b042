"""The unattended Friday, across both changes of daylight saving time and in other zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from cenum.errors import NotReady
from cenum.sending.due import awaited_issue, due_issue, issue_to_come

from .editions import settings

if TYPE_CHECKING:
    from pathlib import Path

NEWSLETTER = settings().newsletter


def letter(folder: Path, day: str, head: str = "title: Bonjour") -> Path:
    path = folder / f"{day}.md"
    path.write_text(f"---\n{head}\n---\n\n# Bonjour\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("2026-03-27", 6),  # winter: 07:00 in Paris is 06:00 UTC
        ("2026-04-03", 5),  # the first Friday of summer time
        ("2026-10-23", 5),  # the last one
        ("2026-10-30", 6),
    ],
)
def test_an_issue_is_due_from_its_hour_to_midnight(tmp_path: Path, day: str, hour: int) -> None:
    path = letter(tmp_path, day)
    at = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
    assert due_issue(tmp_path, NEWSLETTER, at - timedelta(seconds=1)) is None
    for late in (timedelta(), timedelta(minutes=7), timedelta(hours=2), timedelta(hours=16, minutes=59)):
        assert due_issue(tmp_path, NEWSLETTER, at + late) == path
    assert due_issue(tmp_path, NEWSLETTER, at + timedelta(hours=17)) is None
    assert due_issue(tmp_path, NEWSLETTER, at - timedelta(days=7)) is None


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        ("2026-03-29", "02:30", "2026-03-29T01:30"),  # an hour that does not exist
        ("2026-10-25", "02:30", "2026-10-25T00:30"),  # an hour that comes twice: the first counts
    ],
)
def test_hours_that_a_change_of_time_touches_come_once(tmp_path: Path, day: str, hour: str, expected: str) -> None:
    path = letter(tmp_path, day)
    newsletter = msgspec.structs.replace(NEWSLETTER, hour=hour)
    due = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert due_issue(tmp_path, newsletter, due - timedelta(minutes=1)) is None
    assert due_issue(tmp_path, newsletter, due) == path


def test_today_is_the_letters_own(tmp_path: Path) -> None:
    path = letter(tmp_path, "2026-11-27")
    newsletter = msgspec.structs.replace(NEWSLETTER, timezone="Pacific/Noumea")
    assert due_issue(tmp_path, newsletter, datetime(2026, 11, 26, 20, 0, tzinfo=UTC)) == path
    assert due_issue(tmp_path, newsletter, datetime(2026, 11, 27, 14, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("head", "is_due"),
    [("draft: true", False), ("draft: false", True), ("draft: [", True), ("", True), ("what: 1\ndraft: true", False)],
)
def test_a_draft_is_never_due(tmp_path: Path, head: str, is_due: bool) -> None:  # noqa: FBT001  a table
    letter(tmp_path, "2026-11-27", head)
    assert (due_issue(tmp_path, NEWSLETTER, datetime(2026, 11, 27, 7, tzinfo=UTC)) is not None) == is_due


def test_without_an_issue_nothing_is_due(tmp_path: Path) -> None:
    assert due_issue(tmp_path, NEWSLETTER, datetime(2026, 11, 27, 7, tzinfo=UTC)) is None


NINE = datetime(2026, 11, 27, 8, 3, tzinfo=UTC)


def test_at_nine_the_issue_of_today_is_awaited(tmp_path: Path) -> None:
    path = letter(tmp_path, "2026-11-27")
    assert awaited_issue(tmp_path, NEWSLETTER, NINE) == path
    assert awaited_issue(tmp_path, NEWSLETTER, NINE - timedelta(hours=3)) is None
    letter(tmp_path, "2026-11-27", "draft: true")
    with pytest.raises(NotReady, match="draft: true"):
        awaited_issue(tmp_path, NEWSLETTER, NINE)


def test_a_day_of_sending_without_an_issue_is_missed_unless_it_is_a_pause(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="there is no issue of 2026-11-27"):
        awaited_issue(tmp_path, NEWSLETTER, NINE)
    assert awaited_issue(tmp_path, NEWSLETTER, NINE + timedelta(days=1)) is None
    paused = msgspec.structs.replace(NEWSLETTER, pauses=(NINE.date(),))
    assert awaited_issue(tmp_path, paused, NINE) is None
    # Who writes a letter for that day all the same expects it to leave.
    special = letter(tmp_path, "2026-11-27")
    assert awaited_issue(tmp_path, paused, NINE) == special


def test_the_issue_to_come_is_the_first_whose_hour_is_not_over(tmp_path: Path) -> None:
    friday, next_one = letter(tmp_path, "2026-11-27"), letter(tmp_path, "2026-12-04")
    dated = [tmp_path / "2026-11-20.md", friday, next_one]
    assert issue_to_come(dated, NEWSLETTER, NINE - timedelta(hours=3)) == friday
    assert issue_to_come(dated, NEWSLETTER, NINE) == next_one
    assert issue_to_come([], NEWSLETTER, NINE) is None
    assert issue_to_come([tmp_path / "2026-13-45.md"], NEWSLETTER, NINE) is None
