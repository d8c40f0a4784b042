"""What lists, the feed, the search and the rules have to know of a letter: little, so that all have room at once."""

from __future__ import annotations

from datetime import date  # noqa: TC003  msgspec reads the annotations
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.search_index import SearchPassage, passages
from cenum.edition.letter_context import letter_context
from cenum.finding import Place  # noqa: TC001  as above
from cenum.issue.model import Correction  # noqa: TC001  as above
from cenum.waivers import Waiver  # noqa: TC001  as above

if TYPE_CHECKING:
    from cenum.issue.model import Issue
    from cenum.settings import Settings


class Alias(Struct, frozen=True):
    """An older ``address`` of a letter's page, and where it is written."""

    address: str
    place: Place


class LetterFacts(Struct, frozen=True):
    """What an issue says, but for the letter itself.

    ``masthead`` is its title, or that of all letters; ``summary`` its preheader; ``passages`` are what can be
    searched; ``words`` is that of :func:`~cenum.archive.words_hash.words_hash`.
    """

    day: date
    place: Place
    title: str
    masthead: str
    summary: str
    authors: tuple[str, ...]
    passages: tuple[SearchPassage, ...]
    words: str
    waivers: tuple[Waiver, ...] = ()
    aliases: tuple[Alias, ...] = ()
    corrected: Correction | None = None
    withdrawn: str = ""
    draft: bool = False

    @property
    def key(self) -> str:
        """The issue's."""
        return self.day.isoformat()


def facts_of(issue: Issue, settings: Settings, words: str = "") -> LetterFacts:
    """Those of ``issue``, whose words have the hash ``words``."""
    context = letter_context(issue, settings)
    return LetterFacts(
        day=issue.day,
        place=issue.place,
        title=issue.title,
        masthead=context["title"],
        summary=context["preheader"],
        authors=issue.credits.authors,
        passages=tuple(passages(issue)),
        words=words,
        waivers=issue.waivers,
        aliases=tuple(Alias(one, issue.place_of("aliases", number)) for number, one in enumerate(issue.aliases)),
        corrected=issue.corrected,
        withdrawn=issue.withdrawn,
        draft=issue.draft,
    )
