"""Which issue is due, and which should have left, for the one who wakes up on Friday and has nobody to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.errors import NotReady
from cenum.i18n import _
from cenum.issue.calendar import sending_at
from cenum.issue.reader import says_draft
from cenum.issue.source import day_of, folder_around

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from pathlib import Path

    from cenum.settings import Newsletter


def due_issue(issues: Path, newsletter: Newsletter, now: datetime) -> Path | None:
    """The issue of today, in the letter's own time zone, if its hour has come and it is no draft.

    ``now`` is aware. A job that starts late finds it until midnight; the next day it is history.
    """
    today = _today(newsletter, now)
    path = issues / f"{today.isoformat()}.md"
    if not folder_around(path).holds(path) or now < sending_at(newsletter, today) or says_draft(path):
        return None
    return path


def issue_to_come(dated: Iterable[Path], newsletter: Newsletter, now: datetime) -> Path | None:
    """The first of the ``dated`` issues whose hour is after ``now`` (aware)."""
    return next((path for path in dated if (day := day_of(path)) and sending_at(newsletter, day) > now), None)


def awaited_issue(issues: Path, newsletter: Newsletter, now: datetime) -> Path | None:
    """The issue that should have left by ``now`` (aware), or ``None`` where the readers await none today.

    They await one on every day of sending but the pauses of the settings, and whenever there is an issue of the day.
    Raises :class:`NotReady` where there is none, or a draft only.
    """
    today = _today(newsletter, now)
    path = issues / f"{today.isoformat()}.md"
    if now < sending_at(newsletter, today):
        return None
    if not folder_around(path).holds(path):
        if today.weekday() != newsletter.weekday or today in newsletter.pauses:
            return None
        message = _("today is a sending day, but there is no issue of {key}").format(key=today.isoformat())
        remedy = _("merge its pull request, or add the day to newsletter.pauses in cenum.toml")
        raise NotReady(message, remedy)
    if says_draft(path):
        message = _("the issue of {key} says draft: true").format(key=today.isoformat())
        raise NotReady(message, _("remove that line when the letter may go out, then send"))
    return path


def _today(newsletter: Newsletter, now: datetime) -> date:
    return now.astimezone(newsletter.zone).date()
