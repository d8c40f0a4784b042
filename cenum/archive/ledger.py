"""What the mailing service says has become of each issue, by the marks in its campaigns' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.visibility import Fate
from cenum.sending.mark import read_mark
from cenum.services.service import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cenum.services.service import Campaign

_FATES = {
    State.DRAFT: Fate.STAYED,
    State.CANCELLED: Fate.STAYED,
    State.SCHEDULED: Fate.SCHEDULED,
    State.PAUSED: Fate.PARTLY,
    State.SENDING: Fate.LEFT,
    State.SENT: Fate.LEFT,
    State.INCOMPLETE: Fate.LEFT,
    State.ARCHIVED: Fate.LEFT,
}
# What counts where an issue has several campaigns: what readers have before what they will have.
_WEIGHT = {Fate.STAYED: 0, Fate.TESTED: 1, Fate.SCHEDULED: 2, Fate.PARTLY: 3, Fate.LEFT: 4}


class Ledger(Struct, frozen=True):
    """The campaigns of each issue, by its key; ``silence`` is why the service was not heard, empty where it was."""

    campaigns: Mapping[str, tuple[Campaign, ...]] = {}
    silence: str = ""

    def fate(self, key: str, digests: Iterable[str]) -> tuple[Fate, Campaign | None]:
        """What became of the issue ``key``, and the campaign that vouches for one of the ``digests``.

        They are those that a mark may carry. What vouches and goes out counts before what does not vouch.
        """
        if self.silence:
            return Fate.UNKNOWN, None
        wanted = tuple(digests)
        best: tuple[bool, int] = (False, 0)
        found: tuple[Fate, Campaign | None] = (Fate.STAYED, None)
        for campaign in self.campaigns.get(key, ()):
            mark = read_mark(campaign.name)
            fate = _FATES[campaign.state]
            vouches = mark is not None and any(mark.vouches_for(digest) for digest in wanted)
            if vouches and campaign.state is State.DRAFT:
                fate = Fate.TESTED
            weight = (vouches and fate not in {Fate.STAYED, Fate.TESTED}, _WEIGHT[fate])
            if weight > best:
                best, found = weight, (fate, campaign if vouches else None)
        return found


def read_ledger(newsletter: str, campaigns: Iterable[Campaign]) -> Ledger:
    """The ledger of the letter called ``newsletter``; what else is in the account is nobody's business."""
    found: dict[str, tuple[Campaign, ...]] = {}
    for campaign in campaigns:
        mark = read_mark(campaign.name)
        if mark is not None and mark.is_of(newsletter):
            found[mark.key] = (*found.get(mark.key, ()), campaign)
    return Ledger(found)
