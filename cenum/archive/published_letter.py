"""What the pages of a letter are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cenum.archive.letter_facts import LetterFacts
    from cenum.archive.visibility import Visibility
    from cenum.issue.model import Correction, Issue


class PublishedLetter(Struct, frozen=True):
    """One letter that has a page: ``visibility`` is ANNOUNCED, UNLISTED or LISTED, for what is private has none.

    ``sends_at`` is its hour, aware, in the newsletter's zone. ``digest`` is that of the edition that left or that is
    scheduled, in hexadecimal. What ``corrected`` says stands on the page; of a letter that is ``withdrawn``, for the
    reason that stands there, the page says that and nothing else of it. ``issue`` reads it whole, each time anew: ten
    years of letters have no room at once.
    """

    facts: LetterFacts
    visibility: Visibility
    sends_at: datetime
    digest: str
    issue: Callable[[], Issue]

    @property
    def key(self) -> str:
        """The issue's."""
        return self.facts.key

    @property
    def corrected(self) -> Correction | None:
        """What was changed after it left, and on which day."""
        return self.facts.corrected

    @property
    def withdrawn(self) -> str:
        """Why it was taken back; empty for all that was not."""
        return self.facts.withdrawn
