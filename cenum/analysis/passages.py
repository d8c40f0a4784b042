"""An issue as running text: every heading, paragraph, point and line of its front matter, and where each stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from cenum.finding import Place, WordsAt
from cenum.issue.blocks import Foreign, Prose, TextKind, walk
from cenum.issue.languages import is_foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from cenum.issue.blocks import Block
    from cenum.issue.model import Issue

# Stands where code, an address, or another language stood: no check of this letter's prose reads them.
OBJECT = "\ufffc"
_SIDE = 20  # characters of context in a message
_CONTEXT = 40  # of those by which words are told from the same ones elsewhere in their line
_NEXT_TO = re.compile(f"[\n{OBJECT}]")
_END = re.compile(r"(?<=[.!?…])[\s»”)\]]{0,6}[\n \u00a0\u202f]+(?=[«“(\[—–-]{0,3}\s{0,2}[A-ZÀ-ÖØ-ÞŒ0-9])")
# What ends no sentence.
_ABBREVIATION = re.compile(r"(?:\b(?:MM?|Mmes?|Mlles?|Drs?|Prs?|St|Ste|art|cf|p|pp|[A-Z])\.|\[(?:\.\.\.|…)\])\Z")
_LONGEST_ABBREVIATION = len("Mlles.")


class PassageKind(Enum):
    """What a passage is to its readers."""

    TITLE = "title"
    TEASER = "teaser"
    SUBJECT = "subject"
    PREHEADER = "preheader"
    INTRODUCTION = "introduction"
    HEADING = "heading"
    LABEL = "label"
    TEXT = "text"


HEAD = frozenset(
    {PassageKind.TITLE, PassageKind.SUBJECT, PassageKind.PREHEADER, PassageKind.INTRODUCTION, PassageKind.TEASER}
)


class Passage(NamedTuple):
    """One block of text, typeset; a line feed stands for each of the editor's own.

    ``line`` is where it begins, ``None`` where that isn't known. Passages of one ``body`` are read in one go:
    a section's, a block's.
    """

    text: str
    file: str
    line: int | None
    kind: PassageKind
    body: int
    section: str = ""

    def place(self, offset: int = 0) -> Place:
        """Where the character at ``offset`` stands in the file."""
        if self.line is None or self.kind in HEAD:
            return Place(self.file, self.line)
        return Place(self.file, self.line + bisect_left(_line_ends(self.text), offset))

    def words(self, start: int, end: int, *instead: str) -> tuple[WordsAt, ...]:
        """What stands between ``start`` and ``end``, for a finding; nothing where its line isn't known."""
        line = self.place(start).line
        if line is None:
            return ()
        before = _NEXT_TO.split(self.text[max(0, start - _CONTEXT) : start])[-1]
        after = _NEXT_TO.split(self.text[end : end + _CONTEXT])[0]
        return (WordsAt(line, self.text[start:end], instead, before, after),)

    def around(self, start: int, end: int) -> str:
        """What stands between ``start`` and ``end``, and some whole words on either side."""
        before, after = self.text[max(0, start - _SIDE) : start], self.text[end : end + _SIDE]
        if start > _SIDE:
            before = before.partition(" ")[2]
        if end + _SIDE < len(self.text):
            after = after.rpartition(" ")[0]
        return " ".join(f"{before}{self.text[start:end]}{after}".split())


@lru_cache(maxsize=256)  # a check asks for the place of each word of the same passage
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(end.start() for end in re.finditer("\n", text))


def passages(issue: Issue) -> tuple[Passage, ...]:
    """All of ``issue``, in reading order."""
    bodies = count(1)
    found = list(_head(issue))
    introduction = Passage("", issue.place.file, None, PassageKind.INTRODUCTION, next(bodies))
    found += _of_blocks(issue.introduction, introduction, bodies)
    for section in issue.sections:
        like = Passage(section.heading, issue.place.file, section.line, PassageKind.HEADING, next(bodies), section.id)
        found.append(like)
        found += _of_blocks(section.blocks, like._replace(kind=PassageKind.TEXT), bodies)
    return tuple(found)


@lru_cache(maxsize=256)  # several checks read the same letter by its sentences
def sentences(passage: Passage) -> tuple[tuple[int, str], ...]:
    """Each sentence of ``passage``, and where in it it begins."""
    start = 0
    found = []
    for end in _END.finditer(passage.text):
        # No more than the longest of them: everything from the sentence's beginning on, at each of its full stops,
        # is read n times.
        if not _ABBREVIATION.search(passage.text, max(start, end.start() - _LONGEST_ABBREVIATION), end.start()):
            found.append((start, passage.text[start : end.end()]))
            start = end.end()
    if passage.text[start:].strip():
        found.append((start, passage.text[start:]))
    return tuple(found)


def _head(issue: Issue) -> Iterator[Passage]:
    """The front matter's words."""
    for kind, text in (
        (PassageKind.TITLE, issue.title),
        (PassageKind.SUBJECT, issue.subject),
        (PassageKind.PREHEADER, issue.preheader),
    ):
        if text:
            yield Passage(text, issue.place.file, issue.place_of(kind.value).line, kind, 0)
    for nth, teaser in enumerate(issue.teasers):
        yield Passage(teaser, issue.place.file, issue.place_of("teasers", nth).line, PassageKind.TEASER, 0)


def _of_blocks(blocks: Iterable[Block], like: Passage, bodies: Iterator[int]) -> Iterator[Passage]:
    """``like`` has everything of the passages but their text, line and body; prose is of the body it stands in."""
    numbers: dict[int, int] = {}  # by the identity of the block
    for block, around in walk(blocks):
        within = around if isinstance(block, Prose) else (*around, block)
        body = numbers.setdefault(id(within[-1]), next(bodies)) if within else like.body
        for text in block.texts():
            one = like._replace(text=text.words, line=text.line, body=body)
            if text.kind is TextKind.OWN and not any(isinstance(outer, Foreign) for outer in around):
                yield one._replace(kind=PassageKind.LABEL)
            elif text.tokens:
                kind = PassageKind.HEADING if text.kind is TextKind.HEADING else like.kind
                yield one._replace(text=_words(text.tokens), kind=kind)


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
    return "".join(words)
