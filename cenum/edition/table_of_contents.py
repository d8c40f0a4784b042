"""What else there is in a letter: its sections, each with the teasers that it delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.issue.blocks import TextKind, texts
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.model import Issue, Section

# Shorter words are in every heading; of a teaser's others, a heading has at least this share.
_SHORTEST = 4
_SHARE = 0.5


class ContentsLine(Struct, frozen=True):
    """A section, or ``None`` for teasers that belong to none of those listed, and the teasers."""

    section: Section | None
    teasers: tuple[str, ...]


def opening_of(issue: Issue) -> Section | None:
    """The section that begins the letter under its title, without a heading of its own."""
    first = next(iter(issue.sections), None)
    return first if first and first.repeats_title else None


def table_of_contents(issue: Issue) -> tuple[ContentsLine, ...]:
    """A line for each section but the opening one, in their order, and first one for the teasers of no heading.

    A letter of one section has only teasers.
    """
    opening = opening_of(issue)
    listed = [section for section in issue.sections if section is not opening] if len(issue.sections) > 1 else []
    headings = [[_words(heading) for heading in _headings(section)] for section in listed]
    told: list[list[str]] = [[] for _section in listed]
    others: list[str] = []
    for teaser in issue.teasers:
        shares = [max((_share(teaser, heading) for heading in those), default=0.0) for those in headings]
        best = max(shares, default=0.0)
        (told[shares.index(best)] if best >= _SHARE else others).append(teaser)
    lines = [ContentsLine(None, tuple(others))] if others else []
    return (*lines, *(ContentsLine(section, tuple(those)) for section, those in zip(listed, told, strict=True)))


def _headings(section: Section) -> Iterator[str]:
    yield section.heading
    yield from (text.words for text in texts(section.blocks) if text.kind is TextKind.HEADING)


def _share(teaser: str, heading: frozenset[str]) -> float:
    wanted = _words(teaser)
    return len(wanted & heading) / len(wanted) if wanted else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in bare(text).split() if len(word) >= _SHORTEST)
