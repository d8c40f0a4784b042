"""One pass over all cited pages: each asked about once, the archive asked about what is dead; nothing twice a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cenum.care.copies import ARCHIVE
from cenum.care.link_health import PageHealth, after
from cenum.care.wayback import CopyMissing, CopySearch, given_up, seek_copy
from cenum.links.check import check_links
from cenum.links.link import LinkStatus
from cenum.links.scheduler import Pace, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cenum.care.cited import CitedPage
    from cenum.links.check import World
    from cenum.links.lists import HostLists
    from cenum.settings import LinkCheck

_BATCH = 500  # pages, after which what is known is kept
_FEW = 10  # searches at the archive, as above
_PATIENCE = 3  # searches in a row that the archive answers with “not now”
WAYBACK = ARCHIVE  # where it is asked
# At most one request a second, one at a time; a search has six hops of three tries at most.
ARCHIVE_PACE = Pace(connections=1, per_host=1, pause=1.0, seconds=3600)
_SECONDS_OF_BATCH = 900


class CarePass(Struct, frozen=True):
    """What is known after a pass, and how it went.

    ``asked`` pages were asked about, ``unsure`` of which said neither yes nor no. ``offline`` if no host could be
    reached, ``turned_away`` if the archive gave no answers, ``whole`` unless somebody interrupted.
    """

    health: Mapping[str, PageHealth]
    asked: int = 0
    unsure: int = 0
    offline: bool = False
    turned_away: bool = False
    whole: bool = True


class Care(Struct, frozen=True):
    """What a pass is made with: the ``world`` and its ``lists``, the pace that is ``chosen``, and ``today``.

    ``keep`` is given all that is known each time something is. ``archive`` is where the Wayback Machine answers, and
    ``archive_pace`` how fast it is asked.
    """

    world: World
    lists: HostLists
    chosen: LinkCheck
    today: date
    keep: Callable[[Mapping[str, PageHealth]], None]
    archive: str
    archive_pace: Pace

    def look_after(
        self, pages: Mapping[str, CitedPage], before: Mapping[str, PageHealth], limit: int | None = None
    ) -> CarePass:
        """Ask about ``pages``, of which ``before`` is known: at most ``limit``, those first that waited longest.

        What was dead once goes before all others. What was asked today already is not asked again, so that a pass
        that was killed goes on where it was.
        """
        passed = self._ask_hosts(pages, dict(before), limit)
        if passed.offline or not passed.whole:
            return passed
        return self._ask_archive(pages, passed)

    def _ask_hosts(
        self, pages: Mapping[str, CitedPage], health: dict[str, PageHealth], limit: int | None
    ) -> CarePass:
        never = PageHealth(date.min)
        due = [page for url, page in pages.items() if health.get(url, never).asked < self.today]
        due.sort(key=lambda page: (not health.get(page.url, never).dead, health.get(page.url, never).asked))
        asked = unsure = 0
        chosen = replace(self.chosen, seconds=max(self.chosen.seconds, _SECONDS_OF_BATCH))
        for batch in _batches(due[:limit], _BATCH):
            checked = check_links([page.link() for page in batch], self.lists, chosen, self.world)
            found = [(link.url, verdict) for link, verdict in checked.links]
            reached = [entry for entry in found if entry[1].fate is not LinkStatus.UNCHECKED]
            for url, verdict in reached:
                health[url] = after(health.get(url), verdict, self.today)
            asked += len(reached)
            unsure += sum(verdict.fate in {LinkStatus.UNSURE, LinkStatus.REFUSED} for _url, verdict in reached)
            self.keep(health)
            if not checked.whole or not reached:
                return CarePass(health, asked, unsure, offline=checked.whole, whole=checked.whole)
        return CarePass(health, asked, unsure)

    def _ask_archive(self, pages: Mapping[str, CitedPage], passed: CarePass) -> CarePass:
        health = dict(passed.health)
        due = [
            page
            for url, page in pages.items()
            if not page.own and url in health and health[url].wants_a_look(self.today)
        ]
        in_a_row = 0
        for batch in _batches(due, _FEW):
            found, whole = run(
                {page.url: seek_copy(page, self.lists, self.archive) for page in batch},
                self.world.web,
                self.archive_pace,
                given_up=given_up,
                jitter=self.world.jitter,
                watch=self.world.watch,
            )
            for page in batch:
                search = found[page.url]
                in_a_row = in_a_row + 1 if search.missing is CopyMissing.TURNED_AWAY else 0
                health[page.url] = _looked(health[page.url], search, self.today)
            self.keep(health)
            if not whole or in_a_row >= _PATIENCE:
                return replace(passed, health=health, turned_away=whole, whole=whole)
        return replace(passed, health=health)


def _looked(before: PageHealth, search: CopySearch, day: date) -> PageHealth:
    if search.missing is CopyMissing.TURNED_AWAY:
        return replace(before, missing=search.missing.value)
    missing = search.missing.value if search.missing else ""
    return replace(before, looked=day, copy=search.copy, copy_day=search.day, missing=missing)


def _batches(pages: Sequence[CitedPage], size: int) -> Iterator[Sequence[CitedPage]]:
    for start in range(0, len(pages), size):
        yield pages[start : start + size]
