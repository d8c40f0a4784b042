"""A letter that was written elsewhere, as every format gives it: what a converter made of it, and its words.

The two are read apart: ``passages`` are counted in the source itself, and what the converter lost is found by them.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  msgspec reads the annotations
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping


class WordKind(Enum):
    """Where words stand in the source; ``taken`` says whether they belong into the issue."""

    TEXT = "text"
    INSERTED = "inserted"  # as a tracked change, taken as accepted
    NOTE = "note"  # a footnote or an endnote
    BOX = "box"  # a text box
    DESCRIPTION = "description"  # of a picture
    HIDDEN = "hidden"
    DELETED = "deleted"  # as a tracked change
    MOVED = "moved"  # at the place that they were moved from
    COMMENT = "comment"
    UNSEEN = "unseen"  # in a page's source, or only where a pointer rests
    PAGE_HEADER = "page header"
    PAGE_FOOTER = "page footer"

    @property
    def taken(self) -> bool:
        """Whether the words are the letter's."""
        return self in _TAKEN


_TAKEN = frozenset(
    {WordKind.TEXT, WordKind.INSERTED, WordKind.NOTE, WordKind.BOX, WordKind.DESCRIPTION},
)


class SourcePassage(NamedTuple):
    """Words of the source that stand together. ``who`` wrote them, where the source says so.

    ``at`` are words of the letter that they are about, or stand beside.
    """

    kind: WordKind
    words: str
    who: str = ""
    at: str = ""


class Told(NamedTuple):
    """A line of the report: what a step did with somebody's words, in one sentence, and what to do about it.

    ``left`` are words of the source that are not in the issue for that reason, ``added`` words of the issue that are
    not in the source. ``at`` are words of the issue beside which it happened: the report finds their line.
    ``kind`` is stable, for programs: ``wrapper-undone``, ``block-proposed``. ``look`` asks a person to look at it.
    """

    kind: str
    message: str
    remedy: str = ""
    left: str = ""
    added: str = ""
    at: str = ""
    look: bool = False


class Remark(NamedTuple):
    """What a colleague said of some words: a comment, or a marker drawn over them (``says`` is empty then)."""

    at: str
    by: str
    says: str


class SourceFacts(Struct, frozen=True):
    """What a source says of the letter beside its text. ``address`` is where its page was, ``teaser`` its line below.

    ``published`` is ``None`` where it does not say whether the letter left. ``answers`` says that it is a message to
    somebody who wrote before.
    """

    title: str = ""
    subject: str = ""
    teaser: str = ""
    authors: tuple[str, ...] = ()
    day: date | None = None
    address: str = ""
    published: bool | None = None
    answers: bool = False


class SourceLetter(Struct, frozen=True):
    """One letter. ``name`` is how messages call it: a file, or a file within an archive.

    ``html`` is any HTML: all that :mod:`cenum.imported.clean_tree` does not know of is made into it, or told.
    ``pictures`` are those that the source holds, by the ``src`` under which ``html`` shows them.
    """

    name: str
    html: str
    passages: tuple[SourcePassage, ...]
    facts: SourceFacts = SourceFacts()
    pictures: Mapping[str, bytes] = {}
    remarks: tuple[Remark, ...] = ()
    told: tuple[Told, ...] = ()
