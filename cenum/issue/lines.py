"""On which line of its file something stands that was found in the rendered letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.finding import Place
from cenum.issue.blocks import texts
from cenum.issue.characters import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.model import Issue

_ENOUGH = 60


def line_of(issue: Issue, words: str) -> Place | None:
    """The place of the first text of the issue that holds the beginning of ``words``; ``None`` if none does."""
    wanted = _bare(words)[:_ENOUGH]
    found = (line for line, text in _texts(issue) if wanted and wanted in _bare(text))
    line = next(found, None)
    return None if line is None else Place(issue.place.file, line)


def line_about(issue: Issue, words: str) -> Place | None:
    """As :func:`line_of`, of the whole of ``words``, whatever typography, capitals and accents make of them.

    Where no text has them as words, the first that has them within others.
    """
    wanted = bare(words)
    if not wanted:
        return None
    within = None
    for line, text in _texts(issue):
        said = bare(text)
        if f" {wanted} " in f" {said} ":
            return Place(issue.place.file, line)
        if within is None and wanted in said:
            within = line
    return None if within is None else Place(issue.place.file, within)


def _bare(words: str) -> str:
    return " ".join(words.split())


def _texts(issue: Issue) -> Iterator[tuple[int | None, str]]:
    yield issue.place_of("title").line, issue.title
    yield from ((issue.place_of("teasers", nth).line, teaser) for nth, teaser in enumerate(issue.teasers))
    yield from ((section.line, section.heading) for section in issue.sections)
    yield from ((text.line, text.words) for text in texts(issue.blocks))
