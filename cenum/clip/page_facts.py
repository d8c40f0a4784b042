"""What a page says of itself: title, outlet, authors, day, language, whether it is paid for, its own address.

A pure function of the page's bytes. Each fact comes with where it was found, and with whether it is sure: whether
a source that is made for it says so and no other source contradicts. Where nothing says it, there is no fact.
"""

from __future__ import annotations

import html
import re
from datetime import timedelta
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar
from urllib.parse import urljoin

from msgspec import Struct

from cenum.clip.bylines import authors_in, people_in, signed_in, turned, whole_author
from cenum.clip.clip_address import own_address, page_key
from cenum.clip.closed_pages import ClosedPage, why_closed
from cenum.clip.fact_words import fact_words
from cenum.clip.outlets import outlet_of
from cenum.clip.page_tags import SEPARATORS, heading_in, is_beside, one_line, page_tags, title_parts, words_in
from cenum.clip.said_days import alone_in, day_in_data, days_in, published_in, says_changed
from cenum.clip.structured_data import site_of, work_of
from cenum.i18n import N_
from cenum.issue.characters import bare
from cenum.links.addresses import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, tzinfo

    from lxml import etree

    from cenum.clip.outlets import Outlet
    from cenum.clip.page_tags import PageTags
    from cenum.links.lists import HostLists

T = TypeVar("T")

_NEWS_COUNT = re.compile(r"\A\(\d{1,4}\+?\)\s+")  # “(3) A title”, where something new waits for who reads it
_HEARD_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_OLDEST = "1990"
_HEARD_LETTERS = 6_000
_FEWEST_HEARD = 5  # words of a language
_CLEARLY, _LIKELY = 3, 1.5  # times the words of the language that is said, or of any other
_UNREADABLE = "\ufffd"
# What UTF-8 looks like where it was read as windows-1252, and written as UTF-8 again: “Ã©”, “â€™”.
_GARBLED = re.compile("[ÂÃÅ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|â€")
_BOX_HEADINGS = 3  # what has more is no box of one page
_BOX_DEPTH = 3  # from a word to the box that it stands in
_SENTENCE_END = re.compile(r"[.!?…] | [!?] ")
_RESERVED_WORDS = 16  # in a sentence that says that a page is for subscribers
_DATED_BEFORE, _DATED_AFTER = 5, 15  # lines around the heading where a day is the page's own
_SIGNED_BEFORE, _SIGNED_AFTER = 3, 8  # lines around the heading where a text is signed
_WHOLE_DAY = len("2026-10-06")
_CUT = ("…", "...")
_ACCOUNT = re.compile(r"\(@[^\s()]{1,80}\)")  # whose post it is: posts have no title
_MOST_OUTLET_WORDS = 8  # with the separator before
_SAME_SITE = frozenset({"www", "m", "amp", "mobile"})
_FEWEST_SUFFIX = 2  # parts of a title that ends in its outlet


class FactSource(Enum):
    """Where a fact was found, as people are told."""

    DATA = N_("its data")
    CITATION = N_("its citation tags")
    SHARING = N_("its sharing tags")
    TAGS = N_("its tags")
    TIME = N_("a dated mark on the page")
    WORDS = N_("the page's words")
    TABLE = N_("the table of outlets")
    ADDRESS = N_("its address")
    BROWSER = N_("your browser")


class PageFact(NamedTuple, Generic[T]):
    """A ``value``, the ``source`` that says it, and whether it is ``sure``."""

    value: T
    source: FactSource
    sure: bool


class ReadPage(NamedTuple):
    """The beginning of a page as its host sent it, from ``address``; ``charset`` is what the host called it."""

    body: bytes
    address: str
    charset: str = ""


class PageFacts(Struct, frozen=True):
    """What is known of a page; ``None`` where nobody says it.

    ``date`` is ISO 8601, as much of it as is said: ``2022``, ``2022-10``, ``2022-10-06``. ``language`` is a code of
    two or three letters. ``address`` is the page's own where it says one that can be believed.
    """

    title: PageFact[str] | None = None
    outlet: PageFact[str] | None = None
    authors: PageFact[tuple[str, ...]] | None = None
    date: PageFact[str] | None = None
    language: PageFact[str] | None = None
    paid: PageFact[bool] | None = None
    address: PageFact[str] | None = None
    closed: ClosedPage | None = None


class ReadingTools(NamedTuple):
    """What pages are read with: tables, and the letter's ``zone`` and day."""

    outlets: Mapping[str, Outlet]
    lists: HostLists
    zone: tzinfo
    today: date


def page_facts(page: ReadPage, tools: ReadingTools) -> PageFacts:
    """The facts of ``page``. Raises :class:`ValueError` only where its address is none."""
    page_of(page.address)
    tags = page_tags(page.body, page.charset)
    if tags.tree is None:
        return PageFacts(closed=ClosedPage.NO_PAGE)
    reading = _Reading(page, tags, tools)
    closed = reading.closed()
    if closed:
        return PageFacts(closed=closed)
    outlet = reading.outlet()
    return PageFacts(
        reading.title(outlet),
        outlet,
        reading.authors(outlet),
        reading.date(),
        reading.language(),
        reading.paid(),
        reading.address(),
    )


def title_in_browser(said: str, address: str, tools: ReadingTools) -> PageFact[str] | None:
    """The title of the page at ``address`` that nobody could read, as somebody's browser ``said`` it; never sure.

    ``None`` where it is that of a login, or of a page that is not there.
    """
    title = html.escape(_NEWS_COUNT.sub("", one_line(said)))
    page = f'<title>{title}</title><meta property="og:title" content="{title}">'
    found = page_facts(ReadPage(page.encode("utf-8", "replace"), address, "utf-8"), tools).title
    return PageFact(found.value, FactSource.BROWSER, sure=False) if found else None


class _Reading:
    """One page, while it is read."""

    def __init__(self, page: ReadPage, tags: PageTags, tools: ReadingTools) -> None:
        self._page = page
        self._tags = tags
        self._tools = tools
        self._host = page_of(page.address)[0].host
        self._table = outlet_of(self._host, tools.outlets)
        self._own = self._called_address()
        self._keys = {page_key(one, tools.lists) for one in (page.address, self._own) if one} - {""}
        names = [tags.title, tags.heading, *tags.said(fact_words().title.sharing), *title_parts(tags.title)[:1]]
        self._work = work_of(tags.data, self._is_page, names)
        self._heard = _heard(" ".join((tags.title, tags.heading, *tags.lines))[:_HEARD_LETTERS])

    def _called_address(self) -> str:
        """The page's own address, as its tags say; where they differ, and one is the page's, nobody else's."""
        page, lists = self._page.address, self._tools.lists
        canonical = own_address(self._tags.canonical, page, lists)
        shared = own_address(self._tags.said(("og:url",)), page, lists)
        if canonical and shared and page_key(shared, lists) == page_key(page, lists):
            return shared if page_key(canonical, lists) != page_key(page, lists) else canonical
        return canonical or shared

    def closed(self) -> ClosedPage | None:
        """Why this is not the page that readers see."""
        dated = any(self._tags.said(fact_words().date.sharing)) or (self._work is not None and self._work.date)
        return None if dated else why_closed(self._tags, self._own_names(), self._tools.lists)

    def outlet(self) -> PageFact[str] | None:
        words, tags = fact_words().outlet, self._tags
        journal = next(tags.said(words.citation), "")
        if journal:
            return _fact(journal, FactSource.CITATION, sure=True)
        if self._table:
            return PageFact(self._table.name, FactSource.TABLE, sure=not self._is_of_another_outlet(self._table.name))
        after = self._suffix()
        # A publisher is often a company or a foundation, and its site has another name.
        said = [
            *((one, FactSource.SHARING) for one in tags.said(words.sharing)),
            (site_of(tags.data), FactSource.DATA),
            (self._work.outlet if self._work else "", FactSource.DATA),
            *((one, FactSource.TAGS) for one in tags.said(words.tags)),
            (after, FactSource.TAGS),
        ]
        witnesses = [bare(one).replace(" ", "") for one, _source in said if one]
        witnesses += [bare(one).replace(" ", "") for one in self._hosts() if one]
        said = [(one, source) for one, source in said if one and len(one) <= 80 and "://" not in one]  # noqa: PLR2004  a name
        for chosen, _source in said:
            name = bare(chosen).replace(" ", "")
            if witnesses.count(name) > 1:
                same = [(one, source) for one, source in said if bare(one).replace(" ", "") == name]
                one, source = min(same, key=lambda pair: tuple(FactSource).index(pair[1]))
                return _fact(one, source, sure=source is not FactSource.TAGS)
        for one, source in said:
            return _fact(one, source, sure=False)
        return PageFact(self._host.removeprefix("www."), FactSource.ADDRESS, sure=False)

    def _is_of_another_outlet(self, name: str) -> bool:
        """Whether a host below that of the outlet called ``name`` has another name: a blog of a newspaper's."""
        host = self._host.partition(".")
        if host[0] in _SAME_SITE or self._host in self._tools.outlets:
            return False
        names = [bare(one).replace(" ", "") for one in self._tags.said(fact_words().outlet.sharing)]
        own = bare(name).replace(" ", "")
        return bool(names) and not any(own in one or one in own for one in names)

    def title(self, outlet: PageFact[str] | None) -> PageFact[str] | None:
        words, tags = fact_words().title, self._tags
        # What the title ends in may be an outlet that only the title names.
        names = [outlet.value] if outlet and outlet.source is not FactSource.TAGS else []
        names += [*tags.said(fact_words().outlet.sharing), *tags.said(fact_words().outlet.tags), *self._hosts()]
        names += [self._work.outlet] if self._work else []
        goes_on = self._goes_on_after_heading()
        whole = (
            tags.heading if tags.heading and _is_beginning(tags.heading, tags.title) and not goes_on else tags.title
        )
        said = [
            *((one, FactSource.DATA) for one in (self._work.titles if self._work else ())),
            *((one, FactSource.CITATION) for one in tags.said(words.citation)),
            *((one, FactSource.SHARING) for one in tags.said(words.sharing)),
            *((one, FactSource.TAGS) for one in tags.said(words.tags)),
            (whole, FactSource.TAGS),
            (tags.heading, FactSource.WORDS),  # on some sites it is the site's name
        ]
        hosts = {bare(one) for one in (self._host, *self._hosts())}
        said = [(_without_outlet(one, names), source) for one, source in said if bare(one) not in {"", *hosts}]
        if not said:
            return None
        witnesses: dict[str, set[FactSource]] = {}
        all_of_it = [bare(_whole_title(one, said)) for one, _source in said]
        for one, (_title, source) in zip(all_of_it, said, strict=True):
            witnesses.setdefault(one, set()).add(source)
        confirmed = [at for at, one in enumerate(all_of_it) if len(witnesses[one]) > 1]
        cited = [at for at, (_one, source) in enumerate(said) if source is FactSource.CITATION]
        chosen = (cited or confirmed or [0])[0]
        title, source = said[chosen]
        title = _whole_title(title, said)
        shown = tags.heading
        if goes_on and bare(title) == bare(shown):
            return _fact(_without_outlet(tags.title, names), FactSource.TAGS, sure=False)
        is_outlet = bare(shown) in {bare(one) for one in names}
        if shown and title != shown and not is_outlet and not goes_on and _is_beginning(shown, title):
            return _fact(shown, FactSource.WORDS, sure=False)  # what follows may be an outlet that nobody knows
        sure = bool(cited or confirmed) and self._is_as_shown(title, [*names, *hosts])
        # The title was cut to the heading, and what both say together is said elsewhere.
        apart = bool(witnesses[all_of_it[chosen]] & {FactSource.DATA, FactSource.SHARING, FactSource.CITATION})
        more = bool(shown) and any(_is_beginning(shown, one) and bare(one) != bare(shown) for one, _source in said)
        denied = _ACCOUNT.search(title) or (source is not FactSource.DATA and self._is_denied(title, said))
        return _fact(title, source, sure=sure and not denied and not (more and (goes_on or not apart)))

    def _goes_on_after_heading(self) -> bool:
        """Whether the title says more than the heading, and it is no outlet: some headings stand above the title.

        Where the data or the sharing tags say nothing but the heading, it is the title. An outlet is no long
        name, comes after no colon, and stands nowhere as a line below the heading.
        """
        tags = self._tags
        names = [*self._own_names(), *([self._table.name] if self._table else [])]
        said = [*(self._work.titles if self._work else ()), *tags.said(fact_words().title.sharing)]
        title = _without_outlet(tags.title, names)
        if bare(tags.heading) in {bare(_without_outlet(one, names)) for one in said}:
            return False
        if not tags.heading or bare(title) == bare(tags.heading) or not _is_beginning(tags.heading, title):
            return False
        rest = title[len(tags.heading) :].strip()
        below = {bare(line) for line in tags.lines[tags.above + 1 : tags.above + _DATED_AFTER]}
        return (
            rest.startswith(":")
            or bare(rest) in below
            or len(rest.split()) > _MOST_OUTLET_WORDS
            or (tags.heading.isupper() and not rest.isupper() and " " in rest.strip("|–—·•»- "))
        )

    def _is_denied(self, title: str, said: Sequence[tuple[str, FactSource]]) -> bool:
        """Whether the page's data have another title, and no heading shows this one."""
        data = [bare(one) for one, source in said if source is FactSource.DATA]
        return bool(data) and bare(title) not in data and bare(title) not in bare(self._tags.heading)

    def _is_as_shown(self, title: str, names: Iterable[str]) -> bool:
        """Whether the heading that readers see says it, and maybe more; on some sites it is the site's name."""
        shown, said = bare(self._tags.heading), bare(title)
        return not shown or said in shown or shown in {bare(one) for one in names}

    def authors(self, outlet: PageFact[str] | None) -> PageFact[tuple[str, ...]] | None:
        words, tags = fact_words().authors, self._tags
        own = tuple(filter(None, (outlet.value if outlet else "", *self._own_names())))
        said: list[tuple[tuple[str, ...], FactSource]] = []
        bodies: set[str] = set()
        if self._work:
            named: list[str] = []
            for one in self._work.authors:
                known = whole_author(one.name, own=own)
                named += filter(None, [known]) if one.whole else authors_in([one.name], own=own)
                bodies |= {known} if one.whole else set()
            said.append((tuple(dict.fromkeys(named)), FactSource.DATA))
        said.append((self._cited_authors(own), FactSource.CITATION))
        said.append((authors_in(tags.said(words.sharing), own=own), FactSource.SHARING))
        # Libraries write “Petit, Jeanne”; on other sites a comma is between two people.
        library = [turned(one) for one in tags.said(tuple(tag for tag in words.tags if tag.startswith("dc")))]
        others = tags.said(tuple(tag for tag in words.tags if not tag.startswith("dc")))
        said.append((authors_in((*library, *others), own=own), FactSource.TAGS))
        said.append((self._signed(own), FactSource.WORDS))
        found = [(people, source) for people, source in said if people]
        if not found:
            return None
        people, source = found[0]
        told = [frozenset(map(bare, names)) for names, _source in found]
        witnesses = sum(told[0] <= one for one in told)
        contradicted = any(told[0].isdisjoint(one) or told[0] < one for one in told)
        strong = source is FactSource.CITATION or (
            source is FactSource.DATA and self._work is not None and self._work.own
        )
        # One word alone is an account's name as often as a person's.
        strong = strong and all(" " in one or one.isupper() or one in bodies for one in people)
        readable = not any(_is_unreadable(one) for one in people)
        return PageFact(people, source, (strong or witnesses > 1) and not contradicted and readable)

    def _signed(self, own: Sequence[str]) -> tuple[str, ...]:
        """Who signs on the page: where it is marked so, then where themes put it, then in words under the heading."""
        tags = self._tags
        marked = authors_in(self._bylines(), own=own)
        if marked:
            return marked
        classes = fact_words().bylines.classes
        placed = [one for one in self._within("[@class]") if classes & set(one.get("class", "").lower().split())]
        near = tags.lines[max(0, tags.above - _SIGNED_BEFORE) : tags.above + _SIGNED_AFTER]
        named = people_in(map(words_in, placed), own=own)
        signed = signed_in(near, own=own)
        return signed if set(named) < set(signed) else named  # each of several may be in a place of its own

    def _own_names(self) -> tuple[str, ...]:
        """What the outlet calls itself."""
        data = (self._work.outlet if self._work else "", site_of(self._tags.data))
        return (*data, *self._tags.said(fact_words().outlet.sharing), *self._hosts())

    def _cited_authors(self, own: Sequence[str]) -> tuple[str, ...]:
        names = fact_words().authors.citation
        for name in names:
            people = [turned(one) for text in self._tags.said((name,)) for one in text.split(";")]
            known = tuple(dict.fromkeys(filter(None, (whole_author(one, own=own) for one in people))))
            if known:
                return known
        return ()

    def date(self) -> PageFact[str] | None:
        words, tags, zone = fact_words().date, self._tags, self._tools.zone
        american = self._language_said() == "en"
        said: list[tuple[str, FactSource]] = []

        def offer(texts: Iterable[str], source: FactSource) -> None:
            days = (day_in_data(one, zone, month_first=american) for one in texts)
            said.extend((day, source) for day in dict.fromkeys(filter(None, days)))

        offer([self._work.date] if self._work else [], FactSource.DATA)
        offer(tags.said(words.citation), FactSource.CITATION)
        offer(tags.said(words.sharing), FactSource.SHARING)
        offer((*self._property("datePublished"), *tags.said(words.tags)), FactSource.TAGS)
        marks = list(self._marks())
        marked = [(day_in_data(one, zone), published) for one, published in marks]
        days = {day for day, _published in marked if day}
        chosen = next((day for day, published in marked if day and published), next((d for d, _p in marked if d), ""))
        said.append((chosen, FactSource.TIME))
        in_words = published_in(tags.lines[tags.above :], month_first=american) or published_in(
            tags.lines, month_first=american
        )
        said.append((in_words[0] if in_words else "", FactSource.WORDS))
        found = [(day, source) for day, source in said if day]
        if not found:
            placed = self._placed_day(month_first=american)
            return PageFact(placed, FactSource.WORDS, sure=False) if placed else None
        day, source = found[0]
        firsts = list({by: (one, by) for one, by in reversed(found)}.values())
        others = [one for one, by in firsts if by is not source]
        contradicted = any(
            not _agree(day, other)
            for other, by in firsts
            if by in _MADE_FOR_DAYS or (by is source.WORDS and len(in_words) == 1)
        )
        if len(day) < _WHOLE_DAY:
            # Libraries often say a year, and elsewhere the day.
            whole = {one: by for one, by in reversed(found) if one.startswith(day) and len(one) == _WHOLE_DAY}
            contradicted = contradicted or len(whole) > 1 or (not whole and self._shows_day(day))
            day, source = next(reversed(whole.items()), (day, source))
        confirmed = any(_agree(day, other) for other in others)
        near = tags.lines[max(0, tags.above - _DATED_BEFORE) : tags.above + _DATED_AFTER]
        sure = {
            FactSource.DATA: self._work is not None and self._work.own,
            FactSource.CITATION: True,
            FactSource.SHARING: True,
            FactSource.TAGS: confirmed,
            FactSource.TIME: confirmed or (len(days) == 1 and any(published for _day, published in marked)),
            FactSource.WORDS: len(in_words) == 1 and in_words == published_in(near, month_first=american),
        }[source]
        latest = (self._tools.today + timedelta(days=1)).isoformat()
        return PageFact(day, source, sure and not contradicted and _OLDEST <= day <= latest)

    def _placed_day(self, *, month_first: bool) -> str:
        """The day in the place where themes show one, or alone in a line about the heading, if there is one only."""
        tags, classes = self._tags, fact_words().words.classes
        placed = (one for one in self._within("[@class]") if classes & set(one.get("class", "").lower().split()))
        days = (days_in(line, month_first=month_first) for line in map(words_in, placed) if not says_changed(line))
        first = next(filter(None, days), [])
        if len(first) == 1:
            return first[0]
        near = tags.lines[max(0, tags.above - _DATED_BEFORE) : tags.above + _DATED_AFTER]
        alone = {day for line in near for day in alone_in(line, month_first=month_first)}
        if len(alone) > 1:  # some sites show what day it is
            alone.discard(self._tools.today.isoformat())
        return alone.pop() if len(alone) == 1 else ""

    def _shows_day(self, beginning: str) -> bool:
        """Whether the page's words have a day of the year or month that is all that its tags say."""
        return any(day.startswith(beginning) for line in self._tags.lines for day in days_in(line))

    def language(self) -> PageFact[str] | None:
        words, tags = fact_words().language, self._tags
        said = [
            (_code(self._work.language) if self._work else "", FactSource.DATA),
            (_code(tags.language), FactSource.TAGS),
            *((_code(one), FactSource.SHARING) for one in tags.said(words.sharing)),
            *((_code(one), FactSource.CITATION) for one in (*tags.said(words.citation), *tags.said(words.tags))),
        ]
        found = [(code, source) for code, source in said if code]
        if not found:
            likely = _heard_instead(self._heard, "")
            return PageFact(likely, FactSource.WORDS, sure=False) if likely else None
        code, source = found[0]
        # Themes and players say their own language; the words of the page are those that will be read out.
        other = _heard_instead(self._heard, code)
        if other:
            source = next((by for one, by in found if one == other), FactSource.WORDS)
            return PageFact(other, source, sure=False)
        outvoted = code in self._heard and max(self._heard.values()) > self._heard[code]
        # What sums a page up is in its language, also where the words themselves come by a program.
        summed_up = _heard_instead(_heard(next(tags.said(words.summaries), "")), code)
        return PageFact(code, source, all(one == code for one, _source in found) and not outvoted and not summed_up)

    def paid(self) -> PageFact[bool] | None:
        tier = fact_words().tier
        said = {one.lower() for one in self._tags.said(tier.names)}
        free = self._work.free if self._work else None
        if said & tier.paid:
            return PageFact(value=True, source=FactSource.SHARING, sure=free is not True)
        reserved = self._is_reserved()
        if free is not None:
            own = self._work is not None and self._work.own
            contradicted = reserved if free else bool(said & tier.free)
            return PageFact(value=not free, source=FactSource.DATA, sure=own and not contradicted)
        if said & tier.free:
            return PageFact(value=False, source=FactSource.SHARING, sure=not reserved)
        if self._table and self._table.paid:
            return PageFact(value=True, source=FactSource.TABLE, sure=True)
        if reserved:
            return PageFact(value=True, source=FactSource.WORDS, sure=False)
        if self._table and self._table.paid is False:
            # Where all is free, the page itself has said nothing of it.
            return PageFact(value=False, source=FactSource.TABLE, sure=False)
        return None

    def _is_reserved(self) -> bool:
        """Whether the page says of itself, in a line of its own, that it is for subscribers."""
        words = fact_words().reserved
        for element in self._within(_MAY_RESERVE, asides=True):
            if _is_of_another(element):
                continue
            for sentence in _SENTENCE_END.split(words_in(element)):
                said = bare(sentence)
                if len(said.split()) > _RESERVED_WORDS:
                    continue
                if is_beside(element) and not any(f" {one} " in f" {said} " for one in words.own):
                    continue
                phrase = next((one for one in words.phrases if f" {one} " in f" {said} "), "")
                left = f" {said} ".replace(f" {phrase} ", " ").split()
                if phrase and all(word in words.words or word.isdigit() for word in left):
                    return True
        return False

    def address(self) -> PageFact[str] | None:
        return PageFact(self._own, FactSource.TAGS, sure=True) if self._own else None

    def _is_page(self, address: str) -> bool | None:
        """Whether ``address``, from the page's data, is the page's own; ``None`` where it is no page's."""
        try:
            key = page_key(urljoin(self._page.address, address), self._tools.lists)
        except ValueError:
            return None
        return key in self._keys if key else None

    def _hosts(self) -> tuple[str, ...]:
        """What an outlet may be called after its host: lemonde.fr, lemonde."""
        host = self._host.removeprefix("www.")
        return host, host.rpartition(".")[0].rpartition(".")[2] or host

    def _suffix(self) -> str:
        """What the title says after the heading: the outlet, on most sites."""
        tags = self._tags
        parts = title_parts(tags.title)
        if len(parts) < _FEWEST_SUFFIX or not tags.heading or not _is_beginning(tags.heading, tags.title):
            return ""
        if self._goes_on_after_heading():
            return ""
        return parts[-1] if bare(parts[-1]) not in bare(tags.heading) else ""

    def _language_said(self) -> str:
        return _code(self._tags.language) or _heard_instead(self._heard, "")

    def _property(self, name: str) -> Iterator[str]:
        """The values of a microdata property (HTML, section 5.2.4) of the page's own work."""
        for element in self._within(f"[@itemprop='{name}']"):
            yield element.get("content") or element.get("datetime") or words_in(element)

    def _marks(self) -> Iterator[tuple[str, bool]]:
        """The dated marks of the article, each with whether it says of itself that it is the day of publication."""
        for element in self._within("[self::time or self::abbr]"):
            classes = element.get("class", "").lower().replace("-", " ").split()
            published = "published" in classes or element.get("pubdate") is not None
            stamped = element.get("datetime") or (element.get("title") if published else "") or ""
            changed = {"updated", "modified"} & set(classes) and not published
            before, around = element.getprevious(), element.getparent()
            said = before.tail if before is not None else around.text if around is not None else ""
            if stamped and not changed and not says_changed(said or ""):
                yield stamped, published or element.get("itemprop") == "datePublished"

    def _bylines(self) -> Iterator[str]:
        for element in self._within(
            "[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' p-author ')"
            " or (contains(concat(' ', @class, ' '), ' fn ') and ancestor::*[contains(@class, 'author')])]"
        ):
            named = next((one for one in element.iter("{*}*") if one.get("itemprop") == "name"), element)
            yield named.get("content") or words_in(named)

    def _within(self, condition: str, *, asides: bool = False) -> Iterator[etree._Element]:
        """The elements of the page's own article, as far as it is known which that is; maybe with its ``asides``."""
        tree = self._tags.tree
        if tree is None:
            return
        heading = heading_in(tree)
        own = next(heading.iterancestors("article"), None) if heading is not None else None
        articles = [one for one in tree.iter("article") if not is_beside(one)]
        if own is None and len(articles) == 1:
            own = articles[0]
        for element in _elements(tree, condition):
            around = next(element.iterancestors("article"), None)
            aside = (
                asides and around is not None and next(element.iterancestors("article", "aside"), None) is not around
            )
            if (around is None or around is own) and (aside or not is_beside(element)):
                yield element


_MADE_FOR_DAYS = frozenset({FactSource.DATA, FactSource.CITATION, FactSource.SHARING})
_MOST_ELEMENTS = 200
_STEMS = ("bonn", "BONN", "uscri", "USCRI", "ayant", "AYANT", "reste", "ubscri", "UBSCRI", "ember", "EMBER")
_MAY_RESERVE = f"[text()[{' or '.join(f'contains(., {stem!r})' for stem in _STEMS)}]]"


def _elements(tree: etree._Element, condition: str) -> list[etree._Element]:
    found: list[etree._Element] = tree.xpath(f"//*{condition}")  # type: ignore[assignment]  # an XPath of elements
    return found[:_MOST_ELEMENTS]


def _is_of_another(element: etree._Element) -> bool:
    """Whether ``element`` is about another page: in a link, a point of a list, a box whose heading leads there."""
    around = (element, *element.iterancestors())
    if any(one.tag in {"a", "li"} for one in around):
        return True
    boxes = (islice(one.iterchildren("h2", "h3", "h4", "h5"), _BOX_HEADINGS) for one in around[:_BOX_DEPTH])
    return any(heading.find(".//a") is not None for box in boxes for heading in box)


def _fact(text: str, source: FactSource, *, sure: bool) -> PageFact[str]:
    return PageFact(text, source, sure and not _is_unreadable(text))


def _is_unreadable(text: str) -> bool:
    """Whether letters of ``text`` were lost on its way."""
    return _UNREADABLE in text or bool(_GARBLED.search(text))


def _without_outlet(title: str, names: Sequence[str]) -> str:
    """``title`` without the outlet behind it, or before it."""
    known = {bare(name).replace(" ", "") for name in names} - {""}
    found = list(SEPARATORS.finditer(title))
    end = len(title)
    for separator in reversed(found):
        if bare(title[separator.end() : end]).replace(" ", "") not in known:
            break
        end = separator.start()
    kept = title[:end].strip()
    first = SEPARATORS.search(kept)
    if first and bare(kept[: first.start()]).replace(" ", "") in known:
        kept = kept[first.end() :].strip()
    return kept or one_line(title)


def _is_beginning(heading: str, title: str) -> bool:
    """Whether ``title`` is ``heading``, and something after a separator."""
    if not title.casefold().startswith(heading.casefold()):
        return False
    rest = title[len(heading) :]
    return not rest.strip() or bool(SEPARATORS.match(rest))


def _goes_on(title: str, other: str) -> bool:
    """Whether ``title`` was cut, and ``other`` is all of it."""
    cut = next((title[: -len(mark)].rstrip() for mark in _CUT if title.endswith(mark)), "")
    return bool(cut) and other.startswith(cut) and len(other) > len(title) and not other.endswith(_CUT)


def _whole_title(title: str, said: Sequence[tuple[str, FactSource]]) -> str:
    """``title``, or what it is the beginning of where it was cut."""
    return next((one for one, _source in said if _goes_on(title, one)), title)


def _agree(one: str, other: str) -> bool:
    """Whether two days may be the same: one may be said with less precision."""
    return one.startswith(other) or other.startswith(one)


def _code(tag: str) -> str:
    """The language of a tag such as fr-FR, fr_FR or fre; empty where it is none."""
    found = _TAG.fullmatch(tag.strip())
    if not found:
        return ""
    code = found[1].lower()
    return fact_words().languages.get(code, code if len(code) == 2 else "")  # noqa: PLR2004  ISO 639-1


def _heard(text: str) -> dict[str, int]:
    """How many short words of each language ``text`` has."""
    words = [one.casefold() for one in _HEARD_WORD.findall(text)]
    return {code: sum(word in known for word in words) for code, known in fact_words().heard.items()}


def _heard_instead(heard: Mapping[str, int], said: str) -> str:
    """The language that is clearly ``heard``, if it is not the one that is ``said``; without that, any that is clear.

    A language whose words nobody knows here is believed.
    """
    likely = max(heard, key=heard.__getitem__)
    if likely == said or heard[likely] < _FEWEST_HEARD or (said and said not in heard):
        return ""
    others = [heard[said]] if said else [count for code, count in heard.items() if code != likely]
    margin = _CLEARLY if said else _LIKELY
    return likely if heard[likely] >= margin * max(others) else ""
