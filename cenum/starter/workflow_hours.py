"""The workflows' hours, moved to the day and hour of another letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cenum.settings import Newsletter

# The workflows that come along are those of a letter that leaves on Friday at seven.
_FRIDAY_AT_SEVEN = (4 * 24 + 7) * 60
_WEEK = 7 * 24 * 60
# POSIX, crontab: minute, hour, day of the month, month, day of the week with Sunday as 0.
_CRON = re.compile(r'(?P<before>\bcron: ")(?P<minute>\d+) (?P<hour>\d+) \* \* (?P<day>[0-7])(?=")')


def with_sending_hour(workflow: str, newsletter: Newsletter) -> str:
    """``workflow`` with its weekly starts as long after this letter's hour as they were after Friday at seven."""
    later = _sent(newsletter) - _FRIDAY_AT_SEVEN

    def moved(cron: re.Match[str]) -> str:
        days, minutes = divmod((_start(cron) + later) % _WEEK, 24 * 60)
        return f"{cron['before']}{minutes % 60} {minutes // 60} * * {(days + 1) % 7}"

    return _CRON.sub(moved, workflow)


def waits(workflow: str, newsletter: Newsletter) -> list[int]:
    """How many minutes after the letter's hour each weekly start of ``workflow`` is, below a week."""
    return [(_start(cron) - _sent(newsletter)) % _WEEK for cron in _CRON.finditer(workflow)]


def _sent(newsletter: Newsletter) -> int:
    """When the letter leaves, in minutes of the week."""
    hour = newsletter.sending_time
    return (newsletter.weekday * 24 + hour.hour) * 60 + hour.minute


def _start(cron: re.Match[str]) -> int:
    """The moment of ``cron``, in minutes of the week."""
    return ((int(cron["day"]) - 1) % 7 * 24 + int(cron["hour"])) * 60 + int(cron["minute"])
