"""The day on which a letter left, from what an export says of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_./]?)(\d{2})\2(\d{2})(?!\d)")
_DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
# As services write for people in English, and spreadsheets where the day can't be the month.
_OTHER_FORMS = ("%b %d, %Y %I:%M %p", "%b %d, %Y", "%B %d, %Y %I:%M %p", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
_WITH_SLASHES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
_MONTHS = 12
_IN_MILLISECONDS = 100_000_000_000  # more seconds than any calendar of ours has


def day_of_moment(written: str, zone: tzinfo) -> date | None:
    """The day, in ``zone``, of a moment as exports write it; ``None`` where it can't be known.

    ISO 8601, with UTC where it names no zone; a number of seconds or milliseconds since 1970; or English words. A day
    alone stays what it is. Of 03/04/2024 nobody can tell which is the month.
    """
    written = written.strip()
    if written.isdecimal() and len(written) > len("20240503"):
        return _of_number(int(written[:20]), zone)
    try:
        if _DAY_ALONE.fullmatch(written):
            return date.fromisoformat(written)
        return _in_zone(datetime.fromisoformat(written), zone)
    except (ValueError, OverflowError):
        pass
    for form in _OTHER_FORMS:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  the day as its people wrote it
        except ValueError:
            continue
    return _with_slashes(written)


def day_in_name(name: str) -> date | None:
    """The first date that stands in the name of a file, as 2024-05-03 or 20240503."""
    for found in _DATE.finditer(name):
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
    return None


def _of_number(seconds: int, zone: tzinfo) -> date | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if seconds >= _IN_MILLISECONDS else seconds, zone).date()
    except (ValueError, OverflowError, OSError):
        return None


def _in_zone(moment: datetime, zone: tzinfo) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date()


def _with_slashes(written: str) -> date | None:
    found = _WITH_SLASHES.match(written)
    if not found:
        return None
    first, second = int(found[1]), int(found[2])
    if first <= _MONTHS and second <= _MONTHS and first != second:
        return None
    day, month = (first, second) if second <= _MONTHS else (second, first)
    try:
        return date(int(found[3]), month, day)
    except ValueError:
        return None
