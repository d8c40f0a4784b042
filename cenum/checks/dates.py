"""Dates in the text: against the calendar, against the day of the issue, against last week's."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.passages import HEAD, sentences
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.blocks import walk
from cenum.issue.calendar import in_words
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView
    from cenum.finding import WordsAt
    from cenum.issue.model import Issue

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier",),
            ("février", "fevrier"),
            ("mars",),
            ("avril",),
            ("mai",),
            ("juin",),
            ("juillet",),
            ("août", "aout"),
            ("septembre",),
            ("octobre",),
            ("novembre",),
            ("décembre", "decembre"),
        ),
        start=1,
    )
    for name in names
}
_DAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})\s+)?(?P<day>\d{{1,2}})(?:er)?"
# “mardi 15 et mercredi 16 avril”: the first one borrows the month of the second.
_NEXT = rf"(?:\s*(?:,|et|ou|au|à|–|-)\s*(?:le\s+)?(?:(?:{'|'.join(_WEEKDAYS)})\s+)?(?P<last>\d{{1,2}})(?:er)?)"
_DATE = re.compile(
    rf"(?<![\w,.])(?={_DAY}{_NEXT}{{0,4}}\s+(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<year>\d{{4}})\b)?)"
    rf"(?:(?:{'|'.join(_WEEKDAYS)})\s+)?\d{{1,2}}",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_MOST_YEARS = 12  # of one sentence, with which each of its dates is held against; one that names more is a chronicle
_YEAR = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")
# What says that a date is the letter's own.
_OWN = re.compile(
    r"\b(?:(?:lettre|numéro|édition|bulletin|nous sommes)(?:\s+(?:du|de|de ce|le|ce))?|(?:bonjour,?|en)\s+ce)\s+\Z",
    re.IGNORECASE,
)
_THIS = re.compile(r"\bce\s+\Z", re.IGNORECASE)
_WEEK = 7
_LOOKING_BACK = re.compile(r"derni[eè]re|précédent|passée?\b|il y a|semaine d’avant|était|avait", re.IGNORECASE)

DATE_WEEKDAY = Rule(
    "date-weekday",
    Severity.WARNING,
    what=N_(
        "A date has the wrong weekday, for example “jeudi 18 avril” when it is a Friday. Without "
        "a year, the date nearest to the issue counts."
    ),
    why=N_("Half of the readers come on the wrong day."),
    remedy=N_("Check the day, and correct what is wrong."),
    corrected=True,
    example=Example(
        fails="Rendez-vous jeudi 16 janvier à Blois.",
        passes="Rendez-vous vendredi 16 janvier à Blois.",
    ),
)
DATE_IMPOSSIBLE = Rule(
    "date-impossible",
    Severity.WARNING,
    what=N_("A date does not exist, for example “31 avril”."),
    why=N_("Nobody can come on that day."),
    remedy=N_("Check the day."),
    example=Example(
        fails="Les inscriptions ferment le 31 avril.",
        passes="Les inscriptions ferment le 30 avril.",
    ),
)
DATE_INTRODUCTION = Rule(
    "date-introduction",
    Severity.WARNING,
    what=N_(
        "The title, subject, preheader, teasers or introduction give the letter another day than "
        "the issue's (“la lettre du…”)."
    ),
    why=N_("The header gives the day of the issue, so the letter contradicts itself."),
    remedy=N_("Write the day of the issue, or leave it out: the header gives it."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="introduction: La lettre du 9 janvier parle de médiation.",
        passes="introduction: La lettre du 2 janvier parle de médiation.",
    ),
)
DATE_LAST_ISSUE = Rule(
    "date-last-issue",
    Severity.WARNING,
    what=N_("The title, subject, preheader, teasers or introduction still name the day of the previous issue."),
    why=N_("Issues often start as a copy of the last one, and the old date stays in."),
    remedy=N_("Write the day of this issue."),
    corrected=True,
    example=Example(
        kind="yaml",
        earlier="Bonne fin d’année !",
        fails="introduction: Nous sommes le vendredi 26 décembre.",
        passes="introduction: Nous en parlions le 26 décembre, la semaine dernière.",
    ),
)
EVENT_PAST = Rule(
    "event-past",
    Severity.WARNING,
    what=N_("An event block whose day is before the issue's."),
    why=N_("Readers are invited to something that is over."),
    remedy=N_("Correct the date, or write about it in the text instead."),
    example=Example(
        fails="""
            ::: event 2026-01-01 Paris
            Un Café IA pour commencer l’année.
            :::
            """,
        passes="""
            ::: event 2026-01-02 Paris
            Un Café IA pour commencer l’année.
            :::
            """,
    ),
)


class Written(NamedTuple):
    """A date as it stands in a passage: ``weekday`` from 0 for Monday, where one is named.

    ``end`` is that of all of it, or if it is no ``whole`` one, but borrows the month of the next, that of its day.
    """

    start: int
    end: int
    weekday: int | None
    day: int
    month: int
    year: int | None
    whole: bool


class _At(NamedTuple):
    """Where a sentence begins."""

    passage: Passage
    start: int

    def place(self, written: Written) -> Place:
        return self.passage.place(self.start + written.start)

    def words(self, written: Written, *instead: str) -> tuple[WordsAt, ...]:
        """The date, or what of it stands before its month."""
        return self.passage.words(self.start + written.start, self.start + written.end, *instead)


@finds(DATE_WEEKDAY, DATE_IMPOSSIBLE, DATE_INTRODUCTION, DATE_LAST_ISSUE, EVENT_PAST)
def dates(letter: LetterView) -> Iterator[Finding]:
    """Warnings on dates: of events in every language, of the text in French."""
    issue = letter.issue
    yield from _events(issue, letter.settings.newsletter.language)
    if letter.french:
        yield from _of_text(letter.passages, issue.day, letter.earlier_issues.previous)


def _of_text(passages: Sequence[Passage], issue: date, previous: date | None) -> Iterator[Finding]:
    """``previous`` is the day of the ``issue`` before, if it is known."""
    for passage in passages:
        for start, sentence in sentences(passage):
            if not _FIGURE.search(sentence):
                continue
            found = list(_in(sentence))
            years = list(dict.fromkeys(int(year) for year in _YEAR.findall(sentence)))[:_MOST_YEARS]
            for written in found:
                at = _At(passage, start)
                yield from _calendar(written, issue, years, at)
                if passage.kind in HEAD:
                    yield from _own(written, sentence, issue, previous, at)


def _in(text: str) -> Iterator[Written]:
    for match in _DATE.finditer(text):
        weekday = match["weekday"]
        if match["last"] and int(match["last"]) < int(match["day"]):
            continue  # “samedi 30 et dimanche 1er mai”: the month of the first one is not said
        yield Written(
            match.start(),
            match.end() if match["last"] else match.end("year" if match["year"] else "month"),
            _WEEKDAYS.index(weekday.lower()) if weekday else None,
            int(match["day"]),
            _MONTHS[match["month"].lower()],
            int(match["year"]) if match["year"] else None,
            not match["last"],
        )


def _calendar(written: Written, issue: date, years: Sequence[int], at: _At) -> Iterator[Finding]:
    """A day that no calendar has, or whose weekday is another one."""
    named = _name(written)
    # 2024 was a leap year: what it does not have, no year has.
    if not 1 <= written.day <= monthrange(written.year or 2024, written.month)[1]:
        message = _("“{date}” does not exist in the calendar").format(date=named)
        yield DATE_IMPOSSIBLE.at(at.place(written), message, _("check the day"), words=at.words(written))
        return
    if written.weekday is None:
        return
    # A sentence that names years of its own may tell of another time.
    if written.year is None and any(abs(year - issue.year) > 1 for year in years):
        return
    days = [_date(written._replace(year=year), issue) for year in (written.year, *years)]
    day = days[0]
    if day is None or any(other and other.weekday() == written.weekday for other in days):
        return
    message = _("“{date}”: in {year}, that day is a {weekday}").format(
        date=f"{_WEEKDAYS[written.weekday]} {named}", year=day.year, weekday=_WEEKDAYS[day.weekday()]
    )
    remedy = _("correct the weekday or the date; check the sign-up page too")
    text = at.passage.text[at.start + written.start : at.start + written.end]
    weekday = _WEEKDAYS[day.weekday()]
    right = (weekday.capitalize() if text[0].isupper() else weekday) + text[len(_WEEKDAYS[written.weekday]) :]
    yield DATE_WEEKDAY.at(at.place(written), message, remedy, words=at.words(written, right))


def _own(written: Written, sentence: str, issue: date, previous: date | None, at: _At) -> Iterator[Finding]:
    """The letter's own date in its head, and the one of last week."""
    day = _date(written, issue)
    if day is None or day == issue:
        return
    remedy = _("write the day of this issue: {day}").format(day=f"{issue.day} {_month(issue.month)}")
    words = at.words(written, *_as_written(written, issue))
    if day == previous and not _LOOKING_BACK.search(sentence):
        message = _("“{date}” is the day of the previous issue").format(date=_name(written))
        yield DATE_LAST_ISSUE.at(at.place(written), message, remedy, words=words)
    elif day != previous and _claims(sentence[: written.start], (issue - day).days):
        message = _("“{date}” is not the day of this issue").format(date=_name(written))
        yield DATE_INTRODUCTION.at(at.place(written), message, remedy, words=words)


def _claims(before: str, age: int) -> bool:
    """Whether the words ``before`` a date of ``age`` days say that it is the letter's own."""
    return bool(_OWN.search(before)) or (age >= _WEEK and bool(_THIS.search(before)))


def _events(issue: Issue, language: str) -> Iterator[Finding]:
    """A warning for each event that is over when the letter goes out."""
    for block, _around in walk(issue.blocks):
        day = block.facts.day
        if day and day < issue.day:
            message = _("the event of {day} will be over when the letter goes out").format(
                day=in_words(day, language)
            )
            remedy = _("correct its date, or write about it in the text instead")
            yield EVENT_PAST.at(Place(issue.place.file, block.line), message, remedy)


def _date(written: Written, issue: date) -> date | None:
    """The day that is meant; without a year the one nearest to the issue."""
    found = []
    for year in [written.year] if written.year else [issue.year - 1, issue.year, issue.year + 1]:
        try:
            found.append(date(year, written.month, written.day))
        except ValueError:
            continue
    return min(found, key=lambda day: abs(day - issue), default=None)


def _name(written: Written) -> str:
    year = f" {written.year}" if written.year else ""
    return f"{written.day}{'er' if written.day == 1 else ''} {_month(written.month)}{year}"


def _as_written(written: Written, day: date) -> tuple[str, ...]:
    """``day`` with as many of its parts as are ``written``; nothing where the month is not among them."""
    if not written.whole:
        return ()
    named = _name(written._replace(day=day.day, month=day.month, year=written.year and day.year))
    return (named if written.weekday is None else f"{_WEEKDAYS[day.weekday()]} {named}",)


def _month(month: int) -> str:
    return next(name for name, number in _MONTHS.items() if number == month)
