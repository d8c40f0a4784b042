"""Days as the letter knows them: which is next, and what a newsroom calls them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.settings import Newsletter


def next_sending_day(newsletter: Newsletter, now: datetime) -> date:
    """The day of the next sending after ``now`` (aware): today while its hour has not come."""
    hour = newsletter.sending_time
    here = now.astimezone(hour.tzinfo)
    day = here.date() + timedelta(days=(newsletter.weekday - here.weekday()) % 7)
    return day if sending_at(newsletter, day) > now else day + timedelta(days=7)


def next_free_day(newsletter: Newsletter, now: datetime, taken: Callable[[date], bool]) -> date:
    """The day of the next sending after ``now`` (aware) that is no pause, and that is not ``taken``."""
    day = next_sending_day(newsletter, now)
    while day in newsletter.pauses or taken(day):
        day += timedelta(days=7)
    return day


def sending_at(newsletter: Newsletter, day: date) -> datetime:
    """The aware moment at which an issue of ``day`` is due."""
    return datetime.combine(day, newsletter.sending_time)


def moment(newsletter: Newsletter, hour: datetime) -> datetime:
    """The aware moment of ``hour``, which a person wrote as the clocks of the letter's own zone show it.

    Raises :class:`UsageMistake` for one that they skip when summer time begins.
    """
    zone = newsletter.zone
    aware = hour.replace(tzinfo=zone)
    if aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != hour:
        message = _("{hour} does not exist in {zone}").format(hour=hour.isoformat(" ", "minutes"), zone=zone)
        raise UsageMistake(message, _("summer time begins that night: give an earlier or later hour with --at"))
    return aware


def in_words(day: date, language: str) -> str:
    """``vendredi 18 avril 2025``; the first of a month is ``1er`` in French."""
    return _formatted(day, "EEEE d MMMM y", language).replace(" 1 ", f" {_first(language)} ", 1)


def day_in_words(day: date, language: str) -> str:
    """``18 avril 2025``, without the weekday; the first of a month is ``1er`` in French."""
    text = _formatted(day, "d MMMM y", language)
    return f"{_first(language)}{text[1:]}" if day.day == 1 else text


def day_parts(day: date, language: str) -> tuple[str, str, str]:
    """``vendredi``, ``18`` and ``avril``, as :func:`in_words` has them."""
    number = _first(language) if day.day == 1 else str(day.day)
    return weekday_in_words(day.weekday(), language), number, _formatted(day, "MMMM", language)


def weekday_in_words(weekday: int, language: str) -> str:
    """``vendredi`` for 4: days are counted from Monday, which is 0."""
    from babel.dates import get_day_names  # noqa: PLC0415  as above

    return str(get_day_names("wide", locale=language.replace("-", "_"))[weekday])


def hour_in_words(hour: time, language: str) -> str:
    """``13h30`` and ``9h`` in French, ``13:30`` elsewhere."""
    if language.startswith("fr"):
        return f"{hour.hour}h{hour.minute:02}" if hour.minute else f"{hour.hour}h"
    return f"{hour:%H:%M}"


def _formatted(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415  its locale data is read when a date is printed

    return str(format_date(day, pattern, locale=language.replace("-", "_")))


def _first(language: str) -> str:
    return "1er" if language.startswith("fr") else "1"
