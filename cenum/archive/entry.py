"""A letter as lists, the feed and its own page name it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from cenum.archive.visibility import Visibility
from cenum.edition.letter_context import letter_context
from cenum.issue.calendar import in_words
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.archive.published_letter import PublishedLetter
    from cenum.issue.model import Issue
    from cenum.settings import Newsletter, Settings


_NOON = time(12)


class LetterEntry(Struct, frozen=True):
    """``path`` is the way to its page from the root of its host, ``address`` the whole of it.

    ``headline`` tells it from all others; ``day`` is in words; ``context`` is what its templates get. Of a letter
    that may not be shown, neither ``headline`` nor ``summary`` says anything.
    """

    letter: PublishedLetter
    path: str
    address: str
    headline: str
    day: str
    summary: str
    context: dict[str, Any]

    @property
    def issue(self) -> Issue:
        """What the editors wrote."""
        return self.letter.issue

    @property
    def key(self) -> str:
        """The issue's."""
        return self.letter.issue.key

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
    newsletter = settings.newsletter
    context = letter_context(letter.issue, settings)
    day = in_words(letter.issue.day, newsletter.language)
    entry = LetterEntry(
        letter=letter,
        path=f"{root_of(newsletter)}/{letter.issue.key}",
        address=f"{spell(newsletter.site)}/{letter.issue.key}",
        headline=_dated(newsletter.name, day),
        day=f"{day[0].upper()}{day[1:]}",
        summary="",
        context=context,
    )
    if not entry.is_shown:
        return entry
    # A masthead is the same every week.
    headline = letter.issue.title or _dated(context["title"] or newsletter.name, day)
    return replace(entry, headline=headline, summary=context["preheader"])


def _dated(title: str, day: str) -> str:
    return f"{title}, {day.partition(' ')[2]}"


def root_of(newsletter: Newsletter) -> str:
    """What stands before the path of everything on the newsletter's site; empty where the host is its own."""
    return urlsplit(spell(newsletter.site)).path.rstrip("/")


def newest_first(entries: Iterable[LetterEntry]) -> list[LetterEntry]:
    """``entries`` by their days."""
    return sorted(entries, key=lambda entry: entry.key, reverse=True)
