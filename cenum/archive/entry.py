"""A letter as lists, the feed and its own page name it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from cenum.archive.visibility import Visibility
from cenum.issue.calendar import in_words
from cenum.issue.characters import with_capital
from cenum.web_address import spell

if TYPE_CHECKING:
    from cenum.archive.letter_facts import LetterFacts
    from cenum.archive.published_letter import PublishedLetter
    from cenum.settings import Newsletter, Settings


_NOON = time(12)


class LetterEntry(Struct, frozen=True):
    """``path`` is the way to its page from the root of its host, ``address`` the whole of it.

    ``headline`` tells it from all others; ``day`` is in words. Of a letter that may not be shown, neither
    ``headline`` nor ``summary`` says anything.
    """

    letter: PublishedLetter
    path: str
    address: str
    headline: str
    day: str
    summary: str

    @property
    def facts(self) -> LetterFacts:
        """What the editors wrote, in short."""
        return self.letter.facts

    @property
    def key(self) -> str:
        """The issue's."""
        return self.letter.key

    @property
    def published(self) -> datetime:
        """The aware moment at which it left."""
        return self.letter.sends_at

    @property
    def updated(self) -> datetime:
        """The aware moment of its last change: noon of the day that a correction names, but never before it left."""
        corrected = self.letter.corrected
        if corrected is None:
            return self.published
        return max(self.published, datetime.combine(corrected.on, _NOON, self.published.tzinfo))

    @property
    def is_shown(self) -> bool:
        """Whether more of it may be seen than its day."""
        return not self.letter.withdrawn and self.letter.visibility > Visibility.ANNOUNCED

    @property
    def is_listed(self) -> bool:
        """Whether indexes may name it."""
        return self.letter.visibility is Visibility.LISTED


def entry_of(letter: PublishedLetter, settings: Settings) -> LetterEntry:
    """What is to be said of ``letter``."""
    newsletter, facts = settings.newsletter, letter.facts
    day = in_words(facts.day, newsletter.language)
    entry = LetterEntry(
        letter=letter,
        path=f"{root_of(newsletter)}/{letter.key}",
        address=f"{spell(newsletter.site)}/{letter.key}",
        headline=_dated(newsletter.name, day),
        day=with_capital(day),
        summary="",
    )
    if not entry.is_shown:
        return entry
    # A masthead is the same every week.
    headline = facts.title or _dated(facts.masthead or newsletter.name, day)
    return replace(entry, headline=headline, summary=facts.summary)


def _dated(title: str, day: str) -> str:
    return f"{title}, {day.partition(' ')[2]}"


def root_of(newsletter: Newsletter) -> str:
    """What stands before the path of everything on the newsletter's site; empty where the host is its own."""
    return urlsplit(spell(newsletter.site)).path.rstrip("/")
