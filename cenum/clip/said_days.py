"""Days as pages write them, in data and in words, as ISO 8601 has them: a year, a month or a day."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cenum.clip.fact_words import fact_words
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

_LONGEST = 100  # characters in which a day is said
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?)?"
    r"(?:(?:T|t| +|, *)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r" ?(?P<zone>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{0,6}Z?)?")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_DASHED = re.compile(r"(?<![\d/-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
# “3 avril 2025”, “1er avril 2025”, “3 April 2025”, and “April 3, 2025”.
_DAY_FIRST = re.compile(
    r"(?<!\w)(\d{1,2})(?:er|st|nd|rd|th)?[ \u00a0\u202f]([^\W\d_]{3,9})\.?,?[ \u00a0\u202f](\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<!\w)([A-Za-z]{3,9})\.?[ \u00a0](\d{1,2})(?:st|nd|rd|th)?,?[ \u00a0](\d{4})(?!\d)")
_MAIL = re.compile(r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|[+-]\d{4})")
_WORD = re.compile(r"[^\W_]+")
_MIDNIGHT = time(0, 0)
_LONGEST_LINE = 300  # characters of one that ends in when something was published
_PLACE_WORDS = 4
_PLACED = (", le", ", the", ", on", ",")  # “Paris, le 3 mars 2026”
_BESIDE = re.compile(r"\s[|•·/–—-]\s")
_HOUR = re.compile(
    r"\A[\s,:]{0,3}(?:(?:à|at)\s)?(?:\d{1,2}\s?[h:]\s?\d{0,2})?[\s.]{0,3}(?:\d{1,3}\s?min\b[\w\s]{0,20})?",
    re.IGNORECASE,
)
_MOST_FIGURES = 12  # that a day may begin with, among days of the first twelve


def day_in_data(text: str, zone: tzinfo, *, month_first: bool = False) -> str:
    """The day of a value that is written for programs, in ``zone``, or as much of it as is said; empty if it is none.

    ``month_first`` for figures as Americans order them. An hour without a zone is taken as it stands, and midnight
    as a day: programs write it so.
    """
    text = text.strip()[:_LONGEST]
    found = _ISO.fullmatch(text)
    if found:
        return _of_iso(found, zone)
    packed = _PACKED.fullmatch(text)
    if packed:
        return _iso(int(packed[1]), int(packed[2]), int(packed[3]))
    mail = _MAIL.fullmatch(text)
    month = _months().get(bare(mail[2])) if mail else None
    if mail and month:
        return _local(_iso(int(mail[3]), month, int(mail[1])), time_of(mail[4], mail[5], mail[6]), mail[7], zone)
    return next(_days_in(text, month_first=month_first), ("", 0, 0))[0] if len(text) < _LONGEST else ""


def published_in(lines: Sequence[str], *, month_first: bool = False) -> list[str]:
    """The days on which these lines of a page say that it was published, each once, in their order.

    A day of a later change, and a day without a year, is none of them.
    """
    found: dict[str, None] = {}
    for before, line in pairwise(("", *lines)):
        # “Publié le” and the day may be blocks of their own.
        text = line if len(before) > _LONGEST // 2 else f"{before} ¶ {line}"
        offset = len(text) - len(line)
        for day, start, _end in _days_in(text[: _LONGEST * 6], month_first=month_first):
            if start >= offset and _is_of_publication(text[:start]):
                found[day] = None
    return list(found)


def days_in(text: str, *, month_first: bool = False) -> list[str]:
    """The days that ``text`` has, in their order."""
    return [day for day, _start, _end in _days_in(text[: _LONGEST * 6], month_first=month_first)]


def alone_in(line: str, *, month_first: bool = False) -> list[str]:
    """The day of a ``line`` that says nothing besides but its hour, who signs and a place; an empty list elsewhere.

    A short line may end in when something was published, too: “Rapport n° 12, déposé le 3 mars 2026”.
    """
    found = list(_days_in(line, month_first=month_first)) if len(line) <= _LONGEST_LINE else []
    if len(found) != 1:
        return []
    day, start, end = found[0]
    # “Anne Martin – 3 mars 2026 – 5 min”: what stands beside the day is not about it.
    before = _BESIDE.split(line[:start])[-1]
    after = _HOUR.sub("", _BESIDE.split(f"{line[end:]} ")[0], count=1)
    words = [word for word in bare(before).split() if word not in _between()]
    signs = fact_words().bylines.before
    said = " ".join(words)
    announced = any(f" {said}".endswith(f" {one}") for one in _openings())
    placed = len(words) <= _PLACE_WORDS and before[:1].isupper() and before.rstrip().endswith(_PLACED)
    if not announced and (len(line) > _LONGEST or (words and not placed)):
        return []
    return [day] if not after.strip() or f"{bare(after)} ".startswith(tuple(f"{one} " for one in signs)) else []


def time_of(hour: str, minute: str, second: str | None) -> time | None:
    """The hour of these figures, ``None`` where no clock shows it."""
    with suppress(ValueError):
        return time(int(hour), int(minute), min(int(second or 0), 59))
    return None


def says_changed(text: str) -> bool:
    """Whether what stands before a day, in ``text``, says that the page was changed then."""
    said = f" {bare(text)} "
    return _last(said, fact_words().words.changed) > _last(said, fact_words().words.published)


def _is_of_publication(before: str) -> bool:
    """Whether ``before`` ends in what announces the day of publication, as a label: prose has it in a sentence."""
    words = [(bare(one[0]), one[0], one.start()) for one in _WORD.finditer(before)]
    while words and words[-1][0] in _between():
        words.pop()
    for opening in _openings():
        count = opening.count(" ") + 1
        if " ".join(word for word, _raw, _at in words[-count:]) == opening:
            _word, raw, at = words[-count]
            return raw[0].isupper() or not before[:at].rpartition("¶")[2].strip()
    return False


@cache
def _between() -> frozenset[str]:
    return frozenset(fact_words().words.between)


@cache
def _openings() -> tuple[str, ...]:
    """The openings, without what may be left out between them and the day."""
    said = fact_words().words.published
    return tuple(dict.fromkeys(one.removesuffix(" le").removesuffix(" on").removesuffix(" ce") for one in said))


def _last(said: str, openings: Sequence[str]) -> int:
    return max(said.rfind(f" {one} ") for one in openings)


def _days_in(text: str, *, month_first: bool) -> Iterator[tuple[str, int, int]]:
    """Each day in ``text``, with where it begins and ends."""
    found = [(_of_figures(one, month_first=month_first), one) for one in _FIGURES.finditer(text)]
    found += [(_iso(int(one[1]), int(one[2]), int(one[3])), one) for one in _DASHED.finditer(text)]
    found += [(_iso(int(one[3]), _month(one[2]), int(one[1])), one) for one in _DAY_FIRST.finditer(text)]
    found += [(_iso(int(one[3]), _month(one[1]), int(one[2])), one) for one in _MONTH_FIRST.finditer(text)]
    for day, one in sorted(found, key=lambda pair: pair[1].start()):
        if day:
            yield day, one.start(), one.end()


def _of_figures(found: re.Match[str], *, month_first: bool) -> str:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if second > _MOST_FIGURES:
        return _iso(year, first, second)
    if month_first and first <= _MOST_FIGURES and first != second:
        return ""  # 03/04 is the third of April, or the fourth of March
    return _iso(year, second, first)


def _month(name: str) -> int:
    return _months().get(bare(name), 0)


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for number, names in fact_words().months.items() for name in names}


def _of_iso(found: re.Match[str], zone: tzinfo) -> str:
    if not found["month"]:
        return found["year"] if _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR and not found["hour"] else ""
    if not found["day"]:
        first = _iso(int(found["year"]), int(found["month"]), 1)
        return first[:-3] if not found["hour"] else ""
    day = _iso(int(found["year"]), int(found["month"]), int(found["day"]))
    if not found["hour"]:
        return day
    return _local(day, time_of(found["hour"], found["minute"], found["second"]), found["zone"] or "", zone)


def _local(day: str, hour: time | None, said: str, zone: tzinfo) -> str:
    """``day`` at an ``hour`` of a zone that is ``said``, as the day is called in ``zone``."""
    if not day or hour is None:
        return ""
    if not said or hour == _MIDNIGHT:
        return day
    offset = _offset(said)
    if offset is None:
        return ""
    with suppress(ValueError, OverflowError):
        moment = datetime.combine(date.fromisoformat(day), hour, timezone(offset))
        return moment.astimezone(zone).date().isoformat()
    return ""


def _offset(said: str) -> timedelta | None:
    if said.upper() in {"Z", "UTC", "GMT"}:
        return timedelta(0)
    figures = said[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(figures[:2]), minutes=int(figures[2:]))
    return (ahead if said[0] == "+" else -ahead) if ahead < timedelta(hours=24) else None


def _iso(year: int, month: int, day: int) -> str:
    with suppress(ValueError):
        if _FIRST_YEAR <= year <= _LAST_YEAR:
            return date(year, month, day).isoformat()
    return ""
