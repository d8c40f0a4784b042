"""What the editors write, as small values: an issue holds sections, a section holds blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date, time
    from pathlib import Path

    from markdown_it.token import Token

    from cenum.finding import Place
    from cenum.waivers import Waiver


class Image(Struct, frozen=True):
    """A picture that the issue shows. ``source`` is what the editor wrote, ``file`` where it is here.

    ``file`` is ``None`` for a picture that stays on the web.
    """

    source: str
    alt: str
    credit: str
    place: Place
    file: Path | None


class Prose(Struct, frozen=True):
    """Markdown, parsed and typeset: a flat run of markdown-it tokens, never changed once here."""

    tokens: tuple[Token, ...]
    line: int


class Testimony(Struct, frozen=True):
    """``::: testimony WHO``."""

    who: str
    body: tuple[Block, ...]
    line: int


class Button(Struct, frozen=True):
    """``::: button URL``, its label between the fences."""

    url: str
    label: str
    line: int


class Note(Struct, frozen=True):
    """``::: note``."""

    body: tuple[Block, ...]
    line: int


class Event(Struct, frozen=True):
    """``::: event DATE [HOUR] PLACE``; an empty ``where`` means that it is held online."""

    day: date
    hour: time | None
    where: str
    body: tuple[Block, ...]
    line: int


class Interview(Struct, frozen=True):
    """``::: interview PERSON``: questions as headings, answers as prose."""

    person: str
    body: tuple[Block, ...]
    line: int


class Resource(Struct, frozen=True):
    """``::: resource URL``."""

    url: str
    body: tuple[Block, ...]
    line: int


class Foreign(Struct, frozen=True):
    """``::: lang LANGUAGE``: blocks in another language than the letter's, its BCP 47 tag given."""

    language: str
    body: tuple[Block, ...]
    line: int


Block: TypeAlias = Prose | Testimony | Button | Note | Event | Interview | Resource | Foreign


class Section(Struct, frozen=True):
    """One section. ``emoji`` is decoration; ``repeats_title`` says that the heading is the issue's title."""

    id: str
    emoji: str
    heading: str
    by: str
    repeats_title: bool
    blocks: tuple[Block, ...]
    line: int


class Credits(Struct, frozen=True):
    """Who made the issue."""

    authors: tuple[str, ...]
    illustrator: str


class Issue(Struct, frozen=True):
    """One issue, read without a mistake. ``images`` has every picture but the illustration, by source."""

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
    waivers: tuple[Waiver, ...] = ()

    @property
    def key(self) -> str:
        """The issue's identity: its date as ISO 8601."""
        return self.day.isoformat()
