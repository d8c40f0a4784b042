"""What the front matter of an issue says of it, as far as the text of a letter said it."""

from __future__ import annotations

from typing import NamedTuple


class HeadPicture(NamedTuple):
    """The picture at the head of a letter."""

    src: str
    alt: str
    credit: str = ""


class LetterHead(NamedTuple):
    """What the front matter of an issue says, as far as the letter's text said it."""

    title: str = ""
    number: int | None = None
    teasers_lead: str = ""
    teasers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    illustrator: str = ""
    picture: HeadPicture | None = None
    preheader: str = ""
