"""What a pass proposes: copies for what was dead twice, and the end of those whose page answers again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.care.copies import ArchivedCopy, with_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.care.cited import CitedPage
    from cenum.care.link_health import PageHealth

MOST_ROWS = 40  # that one person looks at in a sitting


class CareProposal(Struct, frozen=True):
    """``more`` copies, and the ``fewer`` whose page answers again, each with where it stands.

    ``without`` are dead pages that have no copy, ``own`` the newsletter's own: a person has to mend them.
    ``suspects`` counts what was dead once, ``left`` what is for the next time.
    """

    more: tuple[tuple[CitedPage, ArchivedCopy], ...]
    fewer: tuple[tuple[CitedPage, ArchivedCopy], ...]
    without: tuple[tuple[CitedPage, PageHealth], ...]
    own: tuple[tuple[CitedPage, PageHealth], ...]
    suspects: int
    left: int

    def rows(self, before: Sequence[ArchivedCopy]) -> tuple[ArchivedCopy, ...]:
        """The rows of the file once this is accepted."""
        return with_changes(before, (row for _page, row in self.more), (row.url for _page, row in self.fewer))


def propose(
    pages: Mapping[str, CitedPage], health: Mapping[str, PageHealth], rows: Sequence[ArchivedCopy]
) -> CareProposal:
    """What to propose of ``pages``, of which ``health`` is known and ``rows`` stand in the file already.

    What answers again comes first, then what has been dead longest; together :data:`MOST_ROWS`.
    """
    standing = {row.url: row for row in rows}
    known = [(pages[url], found) for url, found in health.items() if url in pages]
    fewer = [
        (page, standing[page.url])
        for page, found in known
        if found.alive and page.url in standing and standing[page.url].copy
    ]
    dead = sorted(
        ((page, found) for page, found in known if found.is_dead and page.url not in standing),
        key=lambda one: (one[1].dead, one[0].url),
    )
    more = [(page, _row(page, found)) for page, found in dead if found.copy and not page.own]
    fewer.sort(key=lambda one: one[0].url)
    taken = fewer[:MOST_ROWS]
    room = MOST_ROWS - len(taken)
    return CareProposal(
        tuple(more[:room]),
        tuple(taken),
        tuple((page, found) for page, found in dead if not found.copy and not page.own),
        tuple((page, found) for page, found in dead if page.own),
        sum(bool(found.dead) and not found.is_dead for _page, found in known),
        len(fewer) - len(taken) + len(more[room:]),
    )


def _row(page: CitedPage, found: PageHealth) -> ArchivedCopy:
    assert found.copy_day  # noqa: S101  it came with the copy
    return ArchivedCopy(page.url, found.copy, found.copy_day, found.dead[0], found.dead, found.reason)
