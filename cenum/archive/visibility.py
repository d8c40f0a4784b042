"""The one rule that says what is public. Every page, feed and index asks here, and nothing else decides."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime

# After it, what stands on the branch that publishes is history, and no service is asked.
KNOWN_FOR = timedelta(days=30)
# How long after its hour a letter that is tested may still leave.
_DAY = timedelta(days=1)


class Visibility(IntEnum):
    """Who can find a letter on the web; the larger, the more.

    ``ANNOUNCED``: its address says when it arrives, and nothing of what is in it. ``UNLISTED``: its page is there for
    whoever has the address, and in no index, feed, sitemap or search.
    """

    PRIVATE = 0
    ANNOUNCED = 1
    UNLISTED = 2
    LISTED = 3


class Fate(Enum):
    """What the service says has become of an issue.

    ``UNKNOWN``: it was not asked, or did not answer. ``STAYED``: nothing left, nor will by itself. ``TESTED``: the
    same, and the reviewers were sent it. ``PARTLY``: it was stopped, and a part of the readers may have it. ``LEFT``:
    it is being sent, or was.
    """

    UNKNOWN = "unknown"
    STAYED = "stayed"
    TESTED = "tested"
    SCHEDULED = "scheduled"
    PARTLY = "partly"
    LEFT = "left"


class IssueFacts(Struct, frozen=True):
    """What an issue says of itself.

    ``is_committed``: it lies, as it is, on the branch that publishes. ``says_what_changed``: it was corrected or
    withdrawn in its own words. ``sends_at`` is aware.
    """

    sends_at: datetime
    draft: bool
    is_committed: bool
    says_what_changed: bool = False


class LedgerEntry(Struct, frozen=True):
    """What is known of an issue beside its file.

    ``is_this_one``: what the fate befell is what the file says now, by its digest; of an ``UNKNOWN`` fate, what was
    published last is. ``before`` is what the last publication made of it.
    """

    fate: Fate
    is_this_one: bool = False
    before: Visibility = Visibility.PRIVATE


def visibility(issue: IssueFacts, entry: LedgerEntry, now: datetime, early: Visibility) -> Visibility:
    """What may be public of ``issue`` at ``now`` (aware).

    ``early`` is what a letter may be between its scheduling and its hour: ``ANNOUNCED`` or ``UNLISTED``.
    """
    if issue.draft or not issue.is_committed:
        return Visibility.PRIVATE
    if now - issue.sends_at > KNOWN_FOR:
        return Visibility.LISTED
    has_come = now >= issue.sends_at
    match entry.fate:
        case Fate.UNKNOWN:
            return _as_before(entry, early, has_come=has_come)
        case Fate.STAYED:
            return Visibility.PRIVATE
        case Fate.TESTED if entry.is_this_one and now - issue.sends_at < _DAY:
            # Its address answers before anything names it to readers, with no word of it.
            return Visibility.ANNOUNCED
        case Fate.SCHEDULED if entry.is_this_one:
            return Visibility.LISTED if has_come else early
        case Fate.LEFT if entry.is_this_one or _stays(issue, entry):
            return Visibility.LISTED
        case Fate.PARTLY if entry.is_this_one or _stays(issue, entry):
            return max(entry.before, Visibility.UNLISTED)
    return Visibility.PRIVATE


def _as_before(entry: LedgerEntry, early: Visibility, *, has_come: bool) -> Visibility:
    """Never more than the last publication showed, and no other words than it did."""
    if entry.before is Visibility.LISTED:
        return Visibility.LISTED
    if not entry.is_this_one:
        return Visibility.PRIVATE
    return entry.before if has_come else min(entry.before, early)


def _stays(issue: IssueFacts, entry: LedgerEntry) -> bool:
    """Whether a letter that readers have keeps its page although its words are others by now.

    It says what changed; or it was listed, and who looks after it has been told.
    """
    return issue.says_what_changed or entry.before is Visibility.LISTED
