"""What the editors write, as small values: an issue holds sections, a section holds blocks."""

from __future__ import annotations

from datetime import date  # noqa: TC003  msgspec reads the annotations
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.finding import Place

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.blocks import Block
    from cenum.issue.front_matter import RemarkLine
    from cenum.schema import Path as KeyPath
    from cenum.waivers import Waiver


class Image(Struct, frozen=True):
    """A picture that the issue shows. ``source`` is what the editor wrote, ``file`` where it is here.

    ``file`` is ``None`` for a picture that stays on the web; ``folder`` is the one that it must not lie outside of.
    """

    source: str
    alt: str
    credit: str
    place: Place
    file: Path | None
    folder: Path | None = None


class Section(Struct, frozen=True):
    """One section. ``emoji`` is decoration; ``repeats_title`` says that the heading is the issue's title."""

    id: str
    emoji: str
    heading: str
    by: str
    repeats_title: bool
    blocks: tuple[Block, ...]
    line: int


class Correction(Struct, frozen=True):
    """What was changed in a letter after it left, in words, and on which day."""

    on: date
    what: str


class Credits(Struct, frozen=True):
    """Who made the issue."""

    authors: tuple[str, ...]
    illustrator: str


class Issue(Struct, frozen=True):
    """One issue, read without a mistake.

    ``images`` has every picture but the illustration, by source; ``lines`` has those of the front matter's keys.
    ``aliases`` are addresses that lead to its page, ``withdrawn`` is why it was taken back. No reader is shown its
    ``remarks``.
    """

    day: date
    place: Place
    title: str
    number: int | None
    teasers_lead: str
    teasers: tuple[str, ...]
    introduction: tuple[Block, ...]
    illustration: Image | None
    credits: Credits
    subject: str
    preheader: str
    reply_to: str
    draft: bool
    sections: tuple[Section, ...]
    images: dict[str, Image]
    lines: dict[KeyPath, int]
    waivers: tuple[Waiver, ...] = ()
    aliases: tuple[str, ...] = ()
    corrected: Correction | None = None
    withdrawn: str = ""
    remarks: tuple[RemarkLine, ...] = ()

    @property
    def key(self) -> str:
        """The issue's identity: its date as ISO 8601."""
        return self.day.isoformat()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Those of the introduction, then those of each section."""
        return (*self.introduction, *(block for section in self.sections for block in section.blocks))

    def place_of(self, *path: str | int) -> Place:
        """Where a key of the front matter stands, or what it is part of: ``("teasers", 1)`` is the second teaser."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.place.file, self.lines.get(path))
