"""What is opened and never closed, or closed and never opened: quotation marks and brackets."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cenum.analysis.passages import PassageKind
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.analysis.passages import Passage
    from cenum.checks.letter_view import LetterView

_QUOTES = {"«": "»", "“": "”"}
_BRACKETS = {"(": ")", "[": "]"}
_CURLED = {"“": "”"}
_BRACKETS_OR_QUOTES = re.compile(r"[()\[\]“”]")
_GUILLEMETS = re.compile("[«»]")
_SMILEY = re.compile(r"(?:^|(?<=\s))[:;8=][-'o^]?(?P<mouth>[()])[()]*(?=[\s,.!?]|$)")
# A number or a letter that counts points, with its bracket: a) 1) iv).
_COUNTS = re.compile(r"(?:^|[\s*_])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\Z")
_WORDS_SHOWN = 40
_MOST = 3  # marks of a paragraph, or of a quotation that runs over several, that are named

QUOTE_OPEN = Rule(
    "quote-open",
    Severity.WARNING,
    what=N_("A quotation is opened but not closed before the next heading, or the end of its block."),
    why=N_("Everything that follows looks quoted: your own words seem to be somebody else's."),
    remedy=N_("Close it where it ends."),
    example=Example(
        fails="""
            « L’IA est un miroir, dit-elle.

            Le débat a duré deux heures.
            """,
        passes="""
            « L’IA est un miroir », dit-elle.

            Le débat a duré deux heures.
            """,
    ),
)
QUOTE_CLOSE = Rule(
    "quote-close",
    Severity.WARNING,
    what=N_("A quotation is closed without being opened."),
    why=N_("Readers don't know where it began."),
    remedy=N_("Open it where it begins, or delete the mark."),
    example=Example(
        fails="L’IA est un miroir », dit-elle.",
        passes="« L’IA est un miroir », dit-elle.",
    ),
)
BRACKET_OPEN = Rule(
    "bracket-open",
    Severity.WARNING,
    what=N_("A bracket is opened but not closed in the same paragraph."),
    why=N_("Readers wait for its end."),
    remedy=N_("Close it."),
    example=Example(
        fails="Le bureau de Reims (le premier du groupe a ouvert ses portes.",
        passes="Le bureau de Reims (le premier du groupe) a ouvert ses portes.",
    ),
)
BRACKET_CLOSE = Rule(
    "bracket-close",
    Severity.WARNING,
    what=N_("A bracket is closed without being opened in the same paragraph. Smileys and a), b), c) are ignored."),
    why=N_("Something was lost before it."),
    remedy=N_("Open it, or delete it."),
    example=Example(
        fails="Le bureau de Reims, le premier du groupe) a ouvert ses portes.",
        passes="Deux façons de venir : a) à pied, b) à vélo.",
    ),
)


@finds(QUOTE_OPEN, QUOTE_CLOSE, BRACKET_OPEN, BRACKET_CLOSE)
def unclosed(letter: LetterView) -> Iterator[Finding]:
    """A warning for each mark without its partner, in a French letter."""
    passages = letter.passages if letter.french else ()
    for passage in passages:
        if not _BRACKETS_OR_QUOTES.search(passage.text):
            continue
        alone = min((_alone(_BRACKETS, text) for text in _faceless(passage.text)), key=len)
        yield from _told(passage, _BRACKETS, alone)
        # „ and “ are a pair in German, and “ closes there.
        if "„" not in passage.text:
            yield from _told(passage, _CURLED, _alone(_CURLED, passage.text))
    for group in _read_in_one_go(passages):
        yield from islice(_guillemets(group), _MOST)


def _faceless(text: str) -> Iterator[str]:
    """``text`` without smileys; the last bracket of one may also end what stands in brackets."""
    yield _SMILEY.sub(lambda face: " " * len(face[0]), text)
    if _SMILEY.search(text):
        yield _SMILEY.sub(lambda face: face[0].replace(face["mouth"], " ", 1), text)
        yield text


def _read_in_one_go(passages: Iterable[Passage]) -> list[list[Passage]]:
    """The paragraphs that a quotation may run over: those of one body, up to the next heading."""
    groups: dict[tuple[int, int], list[Passage]] = {}
    alone: list[list[Passage]] = []
    headings = 0
    for passage in passages:
        headings += passage.kind is PassageKind.HEADING
        if passage.kind in {PassageKind.TEXT, PassageKind.INTRODUCTION}:
            groups.setdefault((passage.body, headings), []).append(passage)
        else:
            alone.append([passage])
    return [*alone, *groups.values()]


def _alone(marks: dict[str, str], text: str) -> list[tuple[str, int]]:
    """The marks of one paragraph that have no partner in it, and where they stand: first those that close."""
    closing = {close: opening for opening, close in marks.items()}
    waiting: list[tuple[str, int]] = []
    unopened: list[tuple[str, int]] = []
    for mark in _BRACKETS_OR_QUOTES.finditer(text):
        character, offset = mark[0], mark.start()
        if character in marks:
            waiting.append((character, offset))
        elif character in closing:
            if waiting and waiting[-1][0] == closing[character]:
                waiting.pop()
            elif character != ")" or not _COUNTS.search(text[max(0, offset - 6) : offset]):
                unopened.append((character, offset))
    return unopened + waiting


def _told(passage: Passage, marks: dict[str, str], alone: list[tuple[str, int]]) -> Iterator[Finding]:
    opening = {close: mark for mark, close in marks.items()}
    for mark, offset in alone[:_MOST]:
        if mark in marks:
            yield _unclosed(passage, offset, mark, marks[mark])
        else:
            yield _unopened(passage, offset, mark, opening[mark])


def _guillemets(body: list[Passage]) -> Iterator[Finding]:
    """« and » of one body: a quotation may run over several paragraphs, each of which may open with « again."""
    waiting: list[tuple[Passage, int]] = []
    quoting = False
    for passage in body:
        begins = len(passage.text) - len(passage.text.lstrip())
        again = passage.text.startswith("«", begins)
        even = passage.text.count("«") == passage.text.count("»")
        # A paragraph that opens with « and closes it may also be a quotation of its own.
        goes_on = again and bool(waiting) and (quoting or not even)
        for number, mark in enumerate(_GUILLEMETS.finditer(passage.text)):
            if mark[0] == "«" and not (goes_on and not number):
                waiting.append((passage, mark.start()))
            elif mark[0] == "»" and waiting:
                waiting.pop()
            elif mark[0] == "»" and mark.start() > begins:
                yield _unopened(passage, mark.start(), "»", "«")
        quoting = again and bool(waiting)
    for passage, offset in waiting:
        yield _unclosed(passage, offset, "«", "»")


def _unclosed(passage: Passage, offset: int, opening: str, closing: str) -> Finding:
    words = passage.text[offset : offset + _WORDS_SHOWN].replace("\n", " ").strip()
    remedy = _("add {mark} where it ends").format(mark=closing)
    if opening in _QUOTES:
        message = _("the quotation opened with {mark} is never closed: {words}…").format(mark=opening, words=words)
        return QUOTE_OPEN.at(passage.place(offset), message, remedy, words=passage.words(offset, offset + 1))
    message = _("the bracket {mark} is never closed: {words}…").format(mark=opening, words=words)
    return BRACKET_OPEN.at(passage.place(offset), message, remedy, words=passage.words(offset, offset + 1))


def _unopened(passage: Passage, offset: int, closing: str, opening: str) -> Finding:
    words = passage.text[max(0, offset + 1 - _WORDS_SHOWN) : offset + 1].replace("\n", " ").strip()
    remedy = _("add {mark} where it begins, or delete this one").format(mark=opening)
    if opening in _QUOTES:
        message = _("{mark} closes a quotation that was never opened: …{words}").format(mark=closing, words=words)
        return QUOTE_CLOSE.at(passage.place(offset), message, remedy, words=passage.words(offset, offset + 1))
    message = _("{mark} closes a bracket that was never opened: …{words}").format(mark=closing, words=words)
    return BRACKET_CLOSE.at(passage.place(offset), message, remedy, words=passage.words(offset, offset + 1))
