"""A letter begun as a copy of an earlier one: what was not replaced in it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.calendar import in_words
from cenum.issue.front_matter import split
from cenum.rule import Example, Rule
from cenum.waivers import waiver_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cenum.checks.letter_view import LetterView
    from cenum.issue.model import Issue

# A key's value, with the lines below it that are indented, or blank.
_VALUE = r"[ \t]*(.*(?:\n(?:[ \t]+.*|(?=\n)))*)"
_TITLE = re.compile(rf"^title:{_VALUE}", re.MULTILINE)
_INTRODUCTION = re.compile(rf"^introduction:{_VALUE}", re.MULTILINE)
_PICTURE = re.compile(r"^illustration:.*(?:\n[ \t]+.*)*", re.MULTILINE)
_IMAGE = re.compile(r"\bimage:[ \t]*([^,}\n]+)")
_SCALAR = re.compile(r"[>|][+-]?\s+")  # how YAML begins a text that runs over lines
_SENTENCE_END = re.compile(r"[.!?…](?=\s+\S)")
_FEWEST_WORDS = 8  # fewer are a formula, such as “Au sommaire cette semaine :”
_LINE = 80  # characters
_KEPT = 32  # texts of earlier issues of which is known what they say

COPIED_PART = Rule(
    "copied-part",
    Severity.WARNING,
    what=N_(
        "The title, the introduction, the first section or the illustration is the same as in one of the "
        "last 20 issues. What two of them share is the letter's own and ignored; so is an introduction of one "
        "sentence, unless other issues have another one, or something else was copied too."
    ),
    why=N_("Issues often start as a copy of the last one: readers receive the same text again."),
    remedy=N_("Replace it by this week's; if it is meant to be the same, accept it under `waivers`."),
    example=Example(
        earlier="""
            ---
            title: Un autre titre
            introduction: Une semaine de débats. Les médiathèques s’y préparent depuis un an.
            ---

            # Une section {#une}

            Bonne fin d’année !
            """,
        kind="yaml",
        fails="introduction: Une semaine de débats. Les médiathèques s’y préparent depuis un an.",
        passes="introduction: Une semaine de lectures. Les médiathèques s’y préparent depuis un an.",
    ),
)


class _Parts(NamedTuple):
    """What is compared, as it was written; empty where there is none."""

    title: str
    introduction: str
    opening: str
    picture: str


@finds(COPIED_PART)
def copied(letter: LetterView) -> Iterator[Finding]:
    """A warning for each part that stands word for word in one earlier issue, with its day."""
    issues = letter.earlier_issues
    here = _parts(issues.text)
    before = [(old.day, _parts(old.text)) for old in issues.earlier]
    days: dict[str, date] = {}
    for part, text in here._asdict().items():
        if part in {"introduction", "opening"} and len(text.split()) < _FEWEST_WORDS:
            continue
        same = [day for day, there in before if text and _same(getattr(there, part), text)]
        if len(same) == 1:
            days[part] = same[0]
    if days.keys() == {"introduction"} and _may_recur(here.introduction, before):
        return
    for part, place, message in _places(letter.issue):
        if part in days:
            yield COPIED_PART.at(
                place,
                message.format(day=in_words(days[part], letter.settings.newsletter.language)),
                _(
                    "replace it by this week's; if it is meant to be the same, write in the front matter: {line}"
                ).format(line=waiver_line(COPIED_PART.id)),
            )


def _may_recur(introduction: str, before: Sequence[tuple[date, _Parts]]) -> bool:
    """Whether one sentence may open each letter: nothing speaks against it while no issue has another."""
    others = (parts.introduction for _day, parts in before if parts.introduction)
    return not _SENTENCE_END.search(introduction) and all(_same(other, introduction) for other in others)


def _places(issue: Issue) -> Iterator[tuple[str, Place, str]]:
    """The parts, where they stand in this issue, and what is said of one that was there before."""
    yield "title", issue.place_of("title"), _("the title is that of {day}")
    yield "introduction", issue.place_of("introduction"), _("the introduction is that of {day}, word for word")
    yield "picture", issue.place_of("illustration", "image"), _("the illustration is that of {day}")
    for section in issue.sections[:1]:
        place = Place(issue.place.file, section.line)
        yield "opening", place, _("the first section is that of {day}, word for word")


# Earlier issues rarely change while a preview, or a check of many letters, goes on. YAML is not read: that takes as
# long as to read the letter below it, and all that counts is whether two files say the same.
@lru_cache(maxsize=_KEPT)
def _parts(text: str) -> _Parts:
    head, body = split(text) or ("", "")
    picture = _PICTURE.search(head)
    return _Parts(
        title=_found(_TITLE, head),
        introduction=_SCALAR.sub("", _found(_INTRODUCTION, head), count=1),
        opening=_opening(body),
        picture=_found(_IMAGE, picture[0]) if picture else "",
    )


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1].strip().strip("\"'") if match else ""


def _opening(body: str) -> str:
    """The text below the first heading, up to the next."""
    _before, _heading, below = f"\n{body}".partition("\n# ")
    return below.partition("\n# ")[0].partition("\n")[2]


def _same(one: str, other: str) -> bool:
    """Whether two texts have the same words. Most differ in their first ones, and need not be read to the end."""
    first, second = (_words(text[:_LINE])[:_FEWEST_WORDS] for text in (one, other))
    return first == second and _words(one) == _words(other)


def _words(text: str) -> list[str]:
    return text.replace("’", "'").split()
