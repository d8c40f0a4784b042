"""Leftovers of typing: what the typesetter mends only where it is sure, and what it can't."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cenum.analysis.causes import told_once
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity, WordsAt
from cenum.i18n import N_, _
from cenum.issue import front_matter
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView

# Addresses, code and containers' own lines are not prose.
# Nothing that is left open is looked through again from the next place that opens.
_NOT_PROSE = re.compile(
    r"`[^`]*`|\]\((?:[^)\]]|\](?!\())*+\)|<[^<>]*>|(?:https?://|www\.|mailto:)\S+|^:::.*|\{#[^{}]*\}"
)
_COMMENT = re.compile(r"(?:^|[ \t])#[ \t]")  # in a head: “#3” is a number
# Neither are the words of another language: blocks of it, and what stands marked within a line.
_FENCE = re.compile(r"(?P<fence>:{3,})[ \t]*(?P<name>(?P<lang>lang[ \t])?\S?)")
_ELSEWHERE = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^()]*\))?\{lang=[^{}]*\}")
# What stands before is looked at last: a pattern that begins with a sign is found at once.
_STRAIGHT = re.compile(r"'(?<=[^\W\d_]')(?=\w)")
_CURLY = re.compile(r"’(?<=[^\W\d_]’)(?=\w)")
_PERCENT_APART = re.compile(r"(?<![\d,.])\d[\d,.]{0,15}[ \u00a0\u202f]%")
_PERCENT_JOINED = re.compile(r"(?<![\d,.])\d[\d,.]{0,15}%(?!\w)")
_SPACES = re.compile(r"[ \u00a0\u202f](?<=\S[ \u00a0\u202f])[ \u00a0\u202f]+(?=\S)")
# One or two are typed while a text is mended by hand; more come from elsewhere.
_FEWEST_APOSTROPHES = 3
_SPACES_BEFORE = " \u00a0\u202f"
_MOST = 6  # lines that a message names, and marks of one paragraph
# Inches (24") and seconds are marks, not quotation marks.
_LONE_QUOTE = re.compile(r'"(?<!\d")')

APOSTROPHES_MIXED = Rule(
    "apostrophes-mixed",
    Severity.WARNING,
    what=N_(
        "The file has straight apostrophes and curly ones; the rarer kind is reported, once, if "
        "there are three or more."
    ),
    why=N_(
        "cenum makes all of them curly, but the difference shows what was pasted from elsewhere "
        "and not yet read again."
    ),
    remedy=N_("Read the lines that the message names."),
    example=Example(
        fails="L'IA n'est pas une personne : l'outil n’a pas d’avis, et l’on n’attend pas qu’il en ait un.",
        passes="L’IA n’est pas une personne : l’outil n’a pas d’avis, et l'on n’attend pas qu’il en ait un.",
    ),
)
PERCENT_MIXED = Rule(
    "percent-mixed",
    Severity.WARNING,
    what=N_("The file has numbers with a space before % and others without; the rarer kind is reported, once."),
    why=N_("cenum adds the space to all of them, but the difference shows what was pasted from elsewhere."),
    remedy=N_("Write them the same way, and check the number."),
    source=N_("Lexique des règles typographiques en usage à l'Imprimerie nationale."),
    corrected=True,
    example=Example(
        fails="97 % des personnes accompagnées ont progressé, et 85% le disent.",
        passes="97 % des personnes accompagnées ont progressé, et 85 % le disent.",
    ),
)
SPACE_TWICE = Rule(
    "space-twice",
    Severity.WARNING,
    what=N_("Two spaces in a row within a line."),
    why=N_("A word was removed there, or one is missing."),
    remedy=N_("Delete one."),
    corrected=True,
    example=Example(
        fails="Un atelier  a lieu jeudi.",
        passes="Un atelier a lieu jeudi.",
    ),
)
QUOTE_STRAIGHT = Rule(
    "quote-straight",
    Severity.WARNING,
    what=N_("A straight quotation mark has no match in its paragraph, so cenum could not change it into « or »."),
    why=N_("Readers don't know where the quotation begins or ends."),
    remedy=N_("Write « before the quotation and » after it."),
    example=Example(
        fails='Elle parle de "médiation numérique.',
        passes='Elle parle de "médiation numérique".',
    ),
)


class _Line(NamedTuple):
    """A line of the file by its ``number``, and its prose, or what was found in it."""

    number: int
    text: str


@finds(APOSTROPHES_MIXED, PERCENT_MIXED, SPACE_TWICE, QUOTE_STRAIGHT)
def typesetting(letter: LetterView) -> Iterator[Finding]:
    """Two habits in a French issue, spaces that stand twice, and straight quotation marks that nothing pairs."""
    if not letter.french:
        return
    names = {f"# {rule.heading}" for rule in letter.settings.sections}
    # The name of a section is the settings'.
    lines = [line for line in _prose(letter.earlier_issues.text) if line.text.rstrip() not in names]
    yield from _apostrophes(lines, letter.place)
    yield from _percents(lines, letter.place)
    yield from _spaces(letter.passages)
    yield from told_once(("quote", finding) for finding in _lone_quotes(letter.passages))


def _lone_quotes(passages: Iterable[Passage]) -> Iterator[Finding]:
    for passage in passages:
        for quote in islice(_LONE_QUOTE.finditer(passage.text), _MOST):
            message = _('a straight quotation mark " is unmatched: “{around}”')
            message = message.format(around=passage.around(quote.start(), quote.end()))
            remedy = _("write « before the quotation and » after it, or delete the mark")
            words = passage.words(*quote.span())
            yield QUOTE_STRAIGHT.at(passage.place(quote.start()), message, remedy, words=words)


def _prose(written: str) -> Iterator[_Line]:
    """The file's lines with what is no prose blanked out; of the front matter the keys are left out too."""
    borders = front_matter.split(written)
    head = written[: len(written) - len(borders[1])].count("\n") if borders else 0
    fence = ""
    ours = _ELSEWHERE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), _without_foreign_blocks(written))
    for number, whole in enumerate(ours.split("\n"), 1):
        # What a comment says is said to whoever writes.
        line = _COMMENT.split(whole, maxsplit=1)[0] if number <= head else whole
        mark = line.lstrip()[:3]
        if number > head and mark in {"```", "~~~"}:
            fence = "" if fence == mark else fence or mark
        elif not fence:
            # A YAML string may be quoted with apostrophes: only those within a word count.
            yield _Line(number, _NOT_PROSE.sub(lambda match: " " * len(match[0]), line))


def _without_foreign_blocks(written: str) -> str:
    """``written`` with the lines of blocks in another language blank; one that nothing ends is left."""
    lines = written.split("\n")
    begins, fence = 0, ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence and mark["lang"]:
            begins, fence = number, mark["fence"]
        elif mark and fence and not mark["name"] and mark["fence"].startswith(fence):
            lines[begins : number + 1] = [""] * (number + 1 - begins)
            fence = ""
    return "\n".join(lines)


def _apostrophes(lines: Iterable[_Line], place: Place) -> Iterator[Finding]:
    rare, common = _habits(lines, _STRAIGHT, _CURLY)
    if len(rare) >= _FEWEST_APOSTROPHES:
        message = _("apostrophes of two kinds: {few} {here} (lines {lines}) among {many} {there}").format(
            few=len(rare), here=rare[0].text, lines=_numbers(rare), many=len(common), there=common[0].text
        )
        remedy = _("cenum writes ’ for both; read these lines again: they were often pasted from elsewhere")
        first = Place(place.file, rare[0].number)
        yield APOSTROPHES_MIXED.at(first, message, remedy, words=(WordsAt(*one, literal=True) for one in rare))


def _percents(lines: Iterable[_Line], place: Place) -> Iterator[Finding]:
    rare, common = _habits((line for line in lines if "%" in line.text), _PERCENT_JOINED, _PERCENT_APART)
    if rare:
        message = _("“{figure}” here, and “{other}” on line {line}: two ways to write a percentage").format(
            figure=rare[0].text, other=common[0].text, line=common[0].number
        )
        remedy = _("cenum adds the space to both; write them the same way, and check the number against its source")
        better = () if rare[0].text[-2] in _SPACES_BEFORE else (" %",)
        words = (
            WordsAt(number, text, tuple(text[:-1] + one for one in better), literal=True) for number, text in rare
        )
        yield PERCENT_MIXED.at(Place(place.file, rare[0].number), message, remedy, words=words)


def _spaces(passages: Iterable[Passage]) -> Iterator[Finding]:
    """One finding, at the first place: whoever types so does it all the time."""
    found = [(passage, spaces) for passage in passages for spaces in _SPACES.finditer(passage.text)]
    if found:
        passage, spaces = found[0]
        message = _("two spaces in a row: “{around}”").format(around=passage.around(*spaces.span()))
        if len(found) > 1:
            lines = _numbers(_Line(one.place(at.start()).line or 0, "") for one, at in found)
            message += _(", and elsewhere (lines {lines})").format(lines=lines)
        words = (words for one, at in found for words in one.words(*at.span(), at[0][:1]))
        yield SPACE_TWICE.at(passage.place(spaces.start()), message, _("delete one"), words=words)


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
