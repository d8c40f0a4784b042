"""Days that a letter of cenum's says, read as :mod:`cenum.issue.calendar` writes them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from cenum.issue.calendar import day_parts, in_words
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = re.compile(r"\b(?P<day>\d{1,2})(?:er)?\b\D{2,40}\b(?P<year>\d{4})\b")
_NUMBER = re.compile(r"(?P<day>\d{1,2})(?:er)?")
_MOST = 120  # characters


def day_said(words: str, language: str) -> date | None:
    """The day that ``words`` say in full, ``vendredi 13 novembre 2026``, in ``language``, in French or in English."""
    found = _NUMBERS.search(words) if len(words) <= _MOST else None
    if found is None:
        return None
    called = bare(words)
    for day in _days(int(found["year"]), int(found["day"])):
        if any(bare(in_words(day, one)) in called for one in _languages(language)):
            return day
    return None


def day_of_parts(weekday: str, number: str, month: str, year: int, language: str) -> date | None:
    """The day of ``year`` that has this weekday, number and month, as :func:`day_said`; ``None`` where none has."""
    found = _NUMBER.fullmatch(number)
    if found is None:
        return None
    parts = tuple(map(bare, (weekday, number, month)))
    for day in _days(year, int(found["day"])):
        if any(tuple(map(bare, day_parts(day, one))) == parts for one in _languages(language)):
            return day
    return None


def _languages(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language, "fr", "en")))


def _days(year: int, number: int) -> Iterator[date]:
    for month in range(1, 13):
        try:
            yield date(year, month, number)
        except ValueError:
            continue
