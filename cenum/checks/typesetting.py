"""Leftovers of typing: what the typesetter mends only where it is sure, and what it can't."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Finding, Place, warning
from cenum.i18n import _
from cenum.issue import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cenum.analysis.passages import Passage

# Addresses, code and containers' own lines are not prose.
_NOT_PROSE = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|(?:https?://|www\.|mailto:)\S+|^:::.*|\{#[^}]*\}")
# Neither are the words of another language: blocks of it, and what stands marked within a line.
_ELSEWHERE = re.compile(
    r"^(?P<fence>:{3,})[ \t]*lang[ \t].*?^(?P=fence):*[ \t]*$"
    r"|\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()]*\))?\{lang=[^{}]*\}",
    re.MULTILINE | re.DOTALL,
)
_STRAIGHT = re.compile(r"(?<=[^\W\d_])'(?=\w)")
_CURLY = re.compile(r"(?<=[^\W\d_])’(?=\w)")
_PERCENT_APART = re.compile(r"(?<![\d,.])\d[\d,.]{0,15}[ \u00a0\u202f]%")
_PERCENT_JOINED = re.compile(r"(?<![\d,.])\d[\d,.]{0,15}%(?!\w)")
_SPACES = re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)")
# One or two are typed while a text is mended by hand; more come from elsewhere.
_FEWEST_APOSTROPHES = 3
_MOST = 6  # lines that a message names, and marks of one paragraph
# Inches (24") and seconds are marks, not quotation marks.
_LONE_QUOTE = re.compile(r'(?<!\d)"')


class _Line(NamedTuple):
    """A line of the file by its ``number``, and its prose, or what was found in it."""

    number: int
    text: str


def typesetting(passages: Sequence[Passage], written: str, place: Place) -> Iterator[Finding]:
    """Two habits in one issue, spaces that stand twice, and straight quotation marks that nothing pairs."""
    lines = list(_prose(written))
    yield from _apostrophes(lines, place)
    yield from _percents(lines, place)
    yield from _spaces(passages)
    for passage in passages:
        for quote in islice(_LONE_QUOTE.finditer(passage.text), _MOST):
            message = _('a straight quotation mark " has no partner: “{around}”')
            message = message.format(around=passage.around(quote.start(), quote.end()))
            remedy = _("write « before the quotation and » after it, or delete the mark")
            yield warning("quote-straight", passage.place(quote.start()), message, remedy)


def _prose(written: str) -> Iterator[_Line]:
    """The file's lines with what is no prose blanked out; of the front matter the keys are left out too."""
    borders = front_matter.split(written)
    head = written[: len(written) - len(borders[1])].count("\n") if borders else 0
    fence = ""
    ours = _ELSEWHERE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), written)
    for number, line in enumerate(ours.split("\n"), 1):
        mark = line.lstrip()[:3]
        if number > head and mark in {"```", "~~~"}:
            fence = "" if fence == mark else fence or mark
        elif not fence:
            # A YAML string may be quoted with apostrophes: only those within a word count.
            yield _Line(number, _NOT_PROSE.sub(lambda match: " " * len(match[0]), line))


def _apostrophes(lines: Iterable[_Line], place: Place) -> Iterator[Finding]:
    rare, common = _habits(lines, _STRAIGHT, _CURLY)
    if len(rare) >= _FEWEST_APOSTROPHES:
        message = _("apostrophes of two kinds: {few} {here} (lines {lines}) among {many} {there}").format(
            few=len(rare), here=rare[0].text, lines=_numbers(rare), many=len(common), there=common[0].text
        )
        remedy = _("readers get ’ for both; read these lines again, they often come from elsewhere")
        yield warning("apostrophes-mixed", Place(place.file, rare[0].number), message, remedy)


def _percents(lines: Iterable[_Line], place: Place) -> Iterator[Finding]:
    rare, common = _habits(lines, _PERCENT_JOINED, _PERCENT_APART)
    if rare:
        message = _("“{figure}” here, and “{other}” in line {line}: two ways to write per cent").format(
            figure=rare[0].text, other=common[0].text, line=common[0].number
        )
        remedy = _("readers get the space in both; write them alike, and check the figure where it was pasted from")
        yield warning("percent-mixed", Place(place.file, rare[0].number), message, remedy)


def _spaces(passages: Iterable[Passage]) -> Iterator[Finding]:
    """One finding, at the first place: whoever types so does it all the time."""
    found = [
        (passage.place(spaces.start()), passage.around(spaces.start(), spaces.end()))
        for passage in passages
        for spaces in _SPACES.finditer(passage.text)
    ]
    if found:
        place, words = found[0]
        message = _("two spaces in a row: “{around}”").format(around=words)
        if len(found) > 1:
            lines = _numbers(_Line(where.line or 0, text) for where, text in found)
            message += _(", and elsewhere (lines {lines})").format(lines=lines)
        yield warning("space-twice", place, message, _("delete one"))


def _habits(lines: Iterable[_Line], one: re.Pattern[str], other: re.Pattern[str]) -> tuple[list[_Line], list[_Line]]:
    """What the rarer of the two patterns finds, and the more common one; nothing where there is one habit only."""
    kept = list(lines)
    ones, others = (
        [_Line(number, match[0]) for number, text in kept for match in pattern.finditer(text)]
        for pattern in (one, other)
    )
    if not ones or not others:
        return [], []
    return (ones, others) if len(ones) <= len(others) else (others, ones)


def _numbers(found: Iterable[_Line]) -> str:
    """The first lines of a list, each once."""
    different = list(dict.fromkeys(line.number for line in found))
    shown = ", ".join(str(line) for line in different[:_MOST])
    return shown + ("…" if len(different) > _MOST else "")
