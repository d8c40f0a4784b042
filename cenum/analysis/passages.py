"""An issue as running text: every heading, paragraph, point and line of its front matter, and where each stands."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Place
from cenum.i18n import ngettext
from cenum.issue import front_matter
from cenum.issue.languages import is_foreign
from cenum.issue.model import Button, Event, Foreign, Interview, Prose, Testimony

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from cenum.issue.model import Block, Issue, Section

# Stands where code, an address, or another language stood: no check of this letter's prose reads them.
OBJECT = "\ufffc"
_SIDE = 20  # characters of context in a message
_END = re.compile(r"(?<=[.!?…])[\s»”)\]]{0,6}[\n \u00a0\u202f]+(?=[«“(\[—–-]{0,3}\s{0,2}[A-ZÀ-ÖØ-ÞŒ0-9])")
# What ends no sentence.
_ABBREVIATION = re.compile(r"(?:\b(?:MM?|Mmes?|Mlles?|Drs?|Prs?|St|Ste|art|cf|p|pp|[A-Z])\.|\[(?:\.\.\.|…)\])\Z")


class Kind(Enum):
    """What a passage is to its readers."""

    TITLE = "title"
    TEASER = "teaser"
    SUBJECT = "subject"
    PREHEADER = "preheader"
    INTRODUCTION = "introduction"
    HEADING = "heading"
    LABEL = "label"
    TEXT = "text"


HEAD = frozenset({Kind.TITLE, Kind.SUBJECT, Kind.PREHEADER, Kind.INTRODUCTION, Kind.TEASER})


class Passage(NamedTuple):
    """One block of text, typeset; a line feed stands for each of the editor's own.

    ``line`` is where it begins, ``None`` where that isn't known. Passages of one ``body`` are read in one go:
    a section's, a block's.
    """

    text: str
    file: str
    line: int | None
    kind: Kind
    body: int
    section: str = ""

    def place(self, offset: int = 0) -> Place:
        """Where the character at ``offset`` stands in the file."""
        if self.line is None or self.kind in HEAD:
            return Place(self.file, self.line)
        return Place(self.file, self.line + self.text.count("\n", 0, offset))

    def around(self, start: int, end: int) -> str:
        """What stands between ``start`` and ``end``, and some whole words on either side."""
        before, after = self.text[max(0, start - _SIDE) : start], self.text[end : end + _SIDE]
        if start > _SIDE:
            before = before.partition(" ")[2]
        if end + _SIDE < len(self.text):
            after = after.rpartition(" ")[0]
        return " ".join(f"{before}{self.text[start:end]}{after}".split())


def passages(issue: Issue, written: str = "") -> tuple[Passage, ...]:
    """All of ``issue``, in reading order; ``written`` is its file, for the lines of its front matter."""
    bodies = count(1)
    found = list(_head(issue, written))
    for block in issue.introduction:
        found += _of_block(block, Passage("", issue.place.file, None, Kind.INTRODUCTION, next(bodies)), bodies)
    for section in issue.sections:
        found += _of_section(section, issue.place.file, bodies)
    return tuple(found)


def sentences(passage: Passage) -> Iterator[tuple[int, str]]:
    """Each sentence of ``passage``, and where in it it begins."""
    start = 0
    for end in _END.finditer(passage.text):
        if not _ABBREVIATION.search(passage.text[start : end.start()]):
            yield start, passage.text[start : end.end()]
            start = end.end()
    if passage.text[start:].strip():
        yield start, passage.text[start:]


def lines(places: Sequence[Place]) -> str:
    """Where something stands, by the lines of the file, each once."""
    numbers = list(dict.fromkeys(str(place.line) for place in places if place.line))
    count = ngettext("once", "{count} times", len(places)).format(count=len(places))
    where = ngettext("line {lines}", "lines {lines}", len(numbers)).format(lines=", ".join(numbers))
    return f"{count}, {where}" if numbers else count


def _head(issue: Issue, written: str) -> Iterator[Passage]:
    """The front matter's words; the line of a key that can't be seen stays unknown."""
    borders = front_matter.split(written)
    lines = written[: len(written) - len(borders[1])].split("\n") if borders else []

    def line_of(pattern: str, nth: int = 0, after: int = 0) -> int | None:
        found = [number for number, line in enumerate(lines, 1) if number > after and re.match(pattern, line)]
        return found[nth] if nth < len(found) else None

    for kind, text in ((Kind.TITLE, issue.title), (Kind.SUBJECT, issue.subject), (Kind.PREHEADER, issue.preheader)):
        if text:
            yield Passage(text, issue.place.file, line_of(rf"{kind.value}\s*:"), kind, 0)
    first = line_of(r"teasers\s*:")
    for nth, teaser in enumerate(issue.teasers):
        line = (first and line_of(r"\s*- ", nth, first)) or first
        yield Passage(teaser, issue.place.file, line, Kind.TEASER, 0)


def _of_section(section: Section, file: str, bodies: Iterator[int]) -> Iterator[Passage]:
    body = next(bodies)
    yield Passage(section.heading, file, section.line, Kind.HEADING, body, section.id)
    for block in section.blocks:
        yield from _of_block(block, Passage("", file, None, Kind.TEXT, body, section.id), bodies)


def _of_block(block: Block, like: Passage, bodies: Iterator[int]) -> Iterator[Passage]:
    """``like`` has everything of the passages but their text and line."""
    if isinstance(block, Prose):
        yield from _of_prose(block, like)
        return
    inside = like._replace(body=next(bodies))
    label = inside._replace(kind=Kind.LABEL, line=block.line)
    match block:
        case Button(label=text) | Testimony(who=text) | Event(where=text) | Interview(person=text):
            yield label._replace(text=text)
        case _:
            pass
    if not isinstance(block, Button):
        for inner in block.body:
            for passage in _of_block(inner, inside, bodies):
                if not (isinstance(block, Foreign) and passage.kind is Kind.LABEL):
                    yield passage


def _of_prose(block: Prose, like: Passage) -> Iterator[Passage]:
    first = next((token.map[0] for token in block.tokens if token.map), 0)
    heading = False
    for token in block.tokens:
        if token.type in {"heading_open", "heading_close"}:
            heading = token.type == "heading_open"
        elif token.type == "inline" and token.children:
            # All of an introduction stands on the line of its key.
            within = 0 if like.kind is Kind.INTRODUCTION else (token.map or (first, 0))[0] - first
            kind = Kind.HEADING if heading else like.kind
            yield like._replace(text=_words(token.children), line=block.line + within, kind=kind)


def _words(children: Iterable[Token]) -> str:
    words = []
    address = False
    for child in children:
        if child.type in {"link_open", "link_close"}:
            address = child.type == "link_open" and child.info == "auto"
        elif child.type in {"softbreak", "hardbreak"}:
            words.append("\n")
        elif child.type == "code_inline" or (child.type == "text" and (address or is_foreign(child))):
            words.append(OBJECT)
        elif child.type == "text":
            words.append(child.content)
    # Accents that were pasted as characters of their own are no word ends.
    return unicodedata.normalize("NFC", "".join(words))
