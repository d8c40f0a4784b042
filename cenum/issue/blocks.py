"""The blocks of an issue: what each one says of itself, and the one way through all of them."""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec import Struct

from cenum.issue.languages import direction
from cenum.issue.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, time

    from markdown_it.token import Token


class TextKind(Enum):
    """What words are to the block that shows them; its own are those that it was given beside its children."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CODE = "code"
    CELL = "cell"
    OWN = "own"


# By the token before the words.
_KINDS = {"heading_open": TextKind.HEADING, "th_open": TextKind.CELL, "td_open": TextKind.CELL}


class BlockText(NamedTuple):
    """Words that a block shows together, with the line of the file that they begin on.

    ``tokens`` are what a heading, a paragraph or a table's cell consists of, as markdown-it has them; a list's point
    is one.
    """

    words: str
    line: int
    kind: TextKind
    tokens: tuple[Token, ...] = ()


class Facts(NamedTuple):
    """What a block says of itself. Nothing has a default: a new block has its own answer to each.

    ``words`` are those that don't stand in ``children``, ``url`` is where it leads, ``day`` when it takes place.
    """

    words: str
    url: str
    day: date | None
    children: tuple[Block, ...]


class Block(Struct, frozen=True):
    """One block, and the ``line`` of the file that it begins on. ``name`` is what an editor writes after ``:::``."""

    name: ClassVar[str]
    line: int

    @property
    @abstractmethod
    def facts(self) -> Facts:
        """All that checks, links and the preview need to know of it."""

    def texts(self) -> Iterator[BlockText]:
        """What it shows itself; what its children show is theirs."""
        if self.facts.words:
            yield BlockText(self.facts.words, self.line, TextKind.OWN)


class Prose(Block, frozen=True):
    """Markdown, parsed and typeset: a flat run of markdown-it tokens, never changed once here, and their lines."""

    name: ClassVar[str] = ""
    tokens: tuple[Token, ...]
    lines: tuple[int, ...]

    @property
    def facts(self) -> Facts:
        """Links stand among its tokens."""
        return Facts("", "", None, ())

    def texts(self) -> Iterator[BlockText]:
        """Its headings, paragraphs, points and pieces of code."""
        before = ""
        for token, line in zip(self.tokens, self.lines, strict=True):
            if token.type == "inline":
                kind = _KINDS.get(before, TextKind.PARAGRAPH)
                yield BlockText(plain(token), line, kind, tuple(token.children or ()))
            elif token.type == "fence":
                yield BlockText(token.content, line, TextKind.CODE)
            before = token.type


class Testimony(Block, frozen=True):
    """``::: testimony WHO``."""

    name: ClassVar[str] = "testimony"
    who: str
    body: tuple[Block, ...]

    @property
    def facts(self) -> Facts:
        """Who speaks, and what they say."""
        return Facts(self.who, "", None, self.body)


class Button(Block, frozen=True):
    """``::: button URL``, its label between the fences."""

    name: ClassVar[str] = "button"
    url: str
    label: str

    @property
    def facts(self) -> Facts:
        """A link and its words."""
        return Facts(self.label, self.url, None, ())


class Note(Block, frozen=True):
    """``::: note``."""

    name: ClassVar[str] = "note"
    body: tuple[Block, ...]

    @property
    def facts(self) -> Facts:
        """Nothing of its own."""
        return Facts("", "", None, self.body)


class Event(Block, frozen=True):
    """``::: event DATE [HOUR[-HOUR]] PLACE``; an empty ``where`` means that it is held online."""

    name: ClassVar[str] = "event"
    day: date
    hour: time | None
    until: time | None
    where: str
    body: tuple[Block, ...]

    @property
    def facts(self) -> Facts:
        """Where and when."""
        return Facts(self.where, "", self.day, self.body)


class Interview(Block, frozen=True):
    """``::: interview PERSON``: questions as headings, answers as prose."""

    name: ClassVar[str] = "interview"
    person: str
    body: tuple[Block, ...]

    @property
    def facts(self) -> Facts:
        """Who is asked, and the interview."""
        return Facts(self.person, "", None, self.body)


class Resource(Block, frozen=True):
    """``::: resource URL``."""

    name: ClassVar[str] = "resource"
    url: str
    body: tuple[Block, ...]

    @property
    def facts(self) -> Facts:
        """A link, and what it leads to."""
        return Facts("", self.url, None, self.body)


class Foreign(Block, frozen=True):
    """``::: lang LANGUAGE``: blocks in another language than the letter's, its BCP 47 tag given."""

    name: ClassVar[str] = "lang"
    language: str
    body: tuple[Block, ...]

    @property
    def direction(self) -> str:
        """From which side it is read: ``ltr`` or ``rtl``."""
        return direction(self.language)

    @property
    def facts(self) -> Facts:
        """Its language is for mail programs, and no word of it is shown."""
        return Facts("", "", None, self.body)


class Visit(NamedTuple):
    """A block on the way through an issue, and those that it stands in, the outermost first."""

    block: Block
    around: tuple[Block, ...]


def walk(blocks: Iterable[Block], around: tuple[Block, ...] = ()) -> Iterator[Visit]:
    """Every block as the editor wrote them: each before those within it."""
    for block in blocks:
        yield Visit(block, around)
        yield from walk(block.facts.children, (*around, block))


def texts(blocks: Iterable[Block]) -> Iterator[BlockText]:
    """All that ``blocks`` and those within them show."""
    for block, _around in walk(blocks):
        yield from block.texts()
