"""Which letter of an archive becomes the issue of which day, and where links between them lead.

An imported letter is nobody's to send: one of today or later is a draft, whatever its source says.
"""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec.structs import replace

from cenum.i18n import _, ngettext
from cenum.imported.bounded_tree import html_of, tree_of
from cenum.imported.exports.exported_post import LeftOut
from cenum.imported.exports.moments import day_in_name
from cenum.imported.source_letter import Told
from cenum.web_address import PORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cenum.imported.source_letter import SourceLetter

_MOST_DAYS = 31  # within which another day is looked for
_FILES = (".html", ".htm", ".md", ".markdown", ".eml", ".docx")


class OwnArchive(NamedTuple):
    """What the letters come into. ``today`` is the letter's own day; what is before ``history`` is listed by itself.

    ``taken`` are days that have an issue, ``hosts`` those whose pages are the letter's own. ``page_of`` gives the
    address of the letter of a key, ``alias_for`` how an issue names an old address; ``None`` where it can't.
    """

    today: date
    history: date
    page_of: Callable[[str], str]
    alias_for: Callable[[str], str | None]
    hosts: frozenset[str] = frozenset()
    taken: frozenset[date] = frozenset()


class PlannedLetter(NamedTuple):
    """One letter, its links to the others already rewritten, and what its issue says at its head."""

    letter: SourceLetter
    day: date
    draft: bool
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The issue's."""
        return self.day.isoformat()


class ArchivePlan(NamedTuple):
    """``letters`` by their days; ``left_out`` become no issue; ``told`` goes for the whole archive."""

    letters: tuple[PlannedLetter, ...]
    left_out: tuple[LeftOut, ...]
    told: tuple[Told, ...]


def plan(letters: Sequence[SourceLetter], own: OwnArchive) -> ArchivePlan:
    """A day for each of the ``letters``, or why there is none."""
    dated, left_out = _dated(letters, own)
    aliases, told = _aliases(dated, own)
    pages = _Pages(dated, own)
    planned = tuple(pages.linked(one._replace(aliases=aliases.get(one.day, ()))) for one in dated)
    return ArchivePlan(planned, left_out, (*told, *_of_all(planned, own)))


def _dated(letters: Sequence[SourceLetter], own: OwnArchive) -> tuple[tuple[PlannedLetter, ...], tuple[LeftOut, ...]]:
    """What left takes its day before what did not, and then whatever stands first in the archive."""
    found: dict[date, PlannedLetter] = {}
    late: list[SourceLetter] = []
    left_out: list[LeftOut] = []
    for letter in sorted(letters, key=lambda one: one.facts.published is False):
        day = letter.facts.day or day_in_name(letter.name)
        if day is None:
            left_out.append(_without_day(letter))
        elif day in found:
            late.append(letter)
        else:
            found[day] = PlannedLetter(letter, day, draft=letter.facts.published is False or day >= own.today)
    days = set(found) | own.taken
    for letter in late:
        day = letter.facts.day or day_in_name(letter.name) or own.today
        left_out.append(_second(letter, found[day], _free(day, days, own.today)))
    return tuple(found[day] for day in sorted(found)), tuple(left_out)


def _without_day(letter: SourceLetter) -> LeftOut:
    return LeftOut(
        letter.name,
        _("nothing says on which day it left"),
        _("import it alone, and name its day: cenum import FILE --as 2026-11-27"),
    )


def _second(letter: SourceLetter, first: PlannedLetter, free: date | None) -> LeftOut:
    message = _("{day} is the day of “{title}”, and a day has one issue").format(
        day=first.key, title=first.letter.facts.title or first.letter.name
    )
    remedy = _("import it alone for another day: cenum import FILE --as {day}")
    return LeftOut(letter.name, message, remedy.format(day=free.isoformat() if free else "2026-11-27"))


def _free(day: date, taken: set[date], today: date) -> date | None:
    """The nearest day that has no issue, and is over."""
    around = (day + timedelta(days=step) for far in range(1, _MOST_DAYS) for step in (far, -far))
    found = next((one for one in around if one not in taken and one < today), None)
    if found:
        taken.add(found)
    return found


def _aliases(dated: Iterable[PlannedLetter], own: OwnArchive) -> tuple[dict[date, tuple[str, ...]], list[Told]]:
    """The old address of each letter that readers could open, as its issue names it."""
    found: dict[str, date] = {}
    elsewhere: Counter[str] = Counter()
    told: list[Told] = []
    for one in dated:
        address = one.letter.facts.address
        if not address or one.draft:
            continue
        alias = own.alias_for(address)
        if alias is None:
            elsewhere[_host(address)] += 1
        elif alias in found:
            message = _("the old address {address} is that of the letters of {first} and {second}")
            told.append(Told("alias-twice", message.format(address=alias, first=found[alias], second=one.key)))
        else:
            found[alias] = one.day
    told += [_no_way(host, count) for host, count in elsewhere.items() if host]
    return {day: (alias,) for alias, day in found.items()}, told


def _no_way(host: str, count: int) -> Told:
    message = ngettext(
        "the old page of {count} letter is at {host}: nothing here can lead its readers to the new one",
        "the old pages of {count} letters are at {host}: nothing here can lead their readers to the new ones",
        count,
    )
    remedy = _("if that host is yours, add it to old_sites below [archive] in cenum.toml before you import")
    return Told("old-pages", message.format(count=count, host=host), remedy)


def _of_all(planned: Iterable[PlannedLetter], own: OwnArchive) -> Iterator[Told]:
    shown = [one for one in planned if not one.draft]
    unsure = sum(one.letter.facts.published is None for one in shown)
    if unsure:
        message = ngettext(
            "of {count} letter nothing says whether it left: its page is public once it is merged",
            "of {count} letters nothing says whether they left: their pages are public once they are merged",
            unsure,
        )
        yield Told(
            "published-unknown",
            message.format(count=unsure),
            _("write draft: true into what never left"),
            look=True,
        )
    young = [one.key for one in shown if one.day >= own.history]
    if young:
        message = _("these letters get their page once they are 30 days old: {days}")
        yield Told("page-later", message.format(days=", ".join(young)))
    today = [one.key for one in planned if one.day >= own.today and one.letter.facts.published is not False]
    if today:
        yield Told(
            "not-over",
            _("these letters are not over, and became drafts, so that none is sent: {days}").format(
                days=", ".join(today)
            ),
            look=True,
        )


class _Address(NamedTuple):
    """Where a page is, as far as two ways to write it can differ; an empty ``host`` is the letter's own."""

    host: str
    path: str


class _Pages:
    """Where each letter was, and is now."""

    def __init__(self, dated: Iterable[PlannedLetter], own: OwnArchive) -> None:
        self._own = own
        self._at: dict[_Address, list[tuple[frozenset[str], PlannedLetter]]] = defaultdict(list)
        self._files: dict[str, PlannedLetter] = {}
        for one in dated:
            parts = _parts(one.letter.facts.address)
            if parts is not None and parts.path.strip("/"):
                self._at[self._address(parts)].append((_asked(parts), one))
            if one.letter.name.lower().endswith(_FILES):
                self._files[one.letter.name] = one

    def linked(self, planned: PlannedLetter) -> PlannedLetter:
        """The letter, with links to the others' new pages; a link to a draft stays what it was, and is told."""
        if "href" not in planned.letter.html:
            return planned
        root = tree_of(planned.letter.html)
        told: list[Told] = []
        is_other = False
        for element in root.iter("a"):
            other = self._meant(element.get("href") or "", planned.letter.name)
            if other is None:
                continue
            if other.draft and other.day != planned.day:
                told.append(_to_draft(other, " ".join("".join(element.itertext("{*}*")).split())))
                continue
            element.set("href", self._own.page_of(other.key))
            is_other = True
        letter = planned.letter
        html = html_of(root) if is_other else letter.html
        return planned._replace(letter=replace(letter, html=html, told=(*letter.told, *told)))

    def _meant(self, address: str, name: str) -> PlannedLetter | None:
        parts = _parts(address)
        if parts is None or not parts.path:
            return None
        if not parts.netloc and not parts.path.startswith("/"):
            return self._files.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))))
        asked = _asked(parts)
        known = [one for one in self._at.get(self._address(parts), ()) if one[0] <= asked]
        return max(known, key=lambda one: len(one[0]))[1] if known else None

    def _address(self, parts: SplitResult) -> _Address:
        host = _plain_host(parts)
        return _Address("" if host in self._own.hosts else host, unquote(parts.path).strip("/").casefold())


def _parts(address: str) -> SplitResult | None:
    """The parts of a web address or of a path; ``None`` of anything else."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    is_of_the_web = parts.scheme in PORTS and parts.netloc
    return parts if is_of_the_web or not (parts.scheme or parts.netloc) else None


def _plain_host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _asked(parts: SplitResult) -> frozenset[str]:
    return frozenset(filter(None, parts.query.split("&")))


def _host(address: str) -> str:
    parts = _parts(address)
    return parts.netloc if parts else ""


def _to_draft(other: PlannedLetter, at: str) -> Told:
    return Told(
        "link-to-draft",
        _("“{words}” still leads to the old page: the letter of {day} is a draft").format(words=at, day=other.key),
        _("link another page, or remove the link"),
        at=at,
        look=True,
    )
