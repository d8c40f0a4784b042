"""A pass from one to the next: who is asked, what counts as dead, what is proposed, and what is left alone."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.care import copies, link_health
from cenum.care.care_pass import Care
from cenum.care.cited import CitedPage, LetterLinks, cited_pages
from cenum.care.copies import ArchivedCopy, as_toml, page_asked, read_copies, shown_copies
from cenum.care.link_health import PageHealth, after
from cenum.care.proposal import MOST_ROWS, propose
from cenum.errors import UsageMistake
from cenum.finding import Place
from cenum.links.check import World
from cenum.links.inquiry import Answer, Fault
from cenum.links.link import Link, LinkStatus, Reason, Verdict
from cenum.links.lists import known
from cenum.links.memory import Memory
from cenum.links.scheduler import Pace
from cenum.settings import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cenum.care.care_pass import CarePass
    from cenum.care.proposal import CareProposal
    from cenum.links.inquiry import Request

SITE = "https://lettre.fr"
OLD_SITE = "https://ancienne.fr/lettre"
FIRST = date(2026, 6, 1)
ARCHIVED = "https://web.archive.org/web/20250502101112/http://morte.fr/a"
PAGE = b"<title>Les lyc\xc3\xa9es testent</title><h1>Les lyc\xc3\xa9es testent</h1>"
ALIVE, GONE, ROBOTS = Answer(200, {"content-type": "text/html"}, PAGE), Answer(404), Answer(403)
_NO_PAUSE = Pace(connections=1, per_host=1, pause=0, seconds=20)


class OldWeb:
    """Answers by address, the archive by its own rules; counts what it is asked."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.archive: Callable[[str], Answer] = self.has_a_copy

    def ask(self, ask: Request) -> Answer:
        self.asked.append(ask.url)
        if ask.host == "web.archive.org":
            return self.archive(ask.url)
        return self.pages.get(ask.url, ALIVE)

    def end_the_late(self) -> None:
        """Nothing is late."""

    def end_all(self, fault: Fault) -> None:
        """Nothing lasts."""

    def has_a_copy(self, url: str) -> Answer:
        if "/20250502101112id_/" in url:
            return Answer(200, {"content-type": "text/html; charset=utf-8", "memento-datetime": "x"}, PAGE)
        return Answer(302, {"location": url.replace("/20250418id_/", "/20250502101112id_/")})

    def to_the_archive(self) -> int:
        return sum("web.archive.org" in url for url in self.asked)


class Folder:
    """What is kept from one pass to the next."""

    def __init__(self, web: OldWeb, place: Path, *addresses: str) -> None:
        self.web = web
        self.health: Mapping[str, PageHealth] = {}
        self.rows: tuple[ArchivedCopy, ...] = ()
        self.kept = 0
        self.memory = Memory(place / "links.sqlite3")
        self.pages = pages_of(*addresses)

    def pass_on(self, day: date, limit: int | None = None) -> CarePass:
        hour = (day - date(1970, 1, 1)).total_seconds()
        world = World(self.web, self.memory, lambda: hour, random.random, lambda _progress: None)
        care = Care(world, known(), LinkCheck(pause=0), day, self.keep, copies.ARCHIVE, _NO_PAUSE)
        return care.look_after(self.pages, self.health, limit)

    def keep(self, health: Mapping[str, PageHealth]) -> None:
        self.health = link_health.decode(link_health.encode(health))
        self.kept += 1

    def proposal(self) -> CareProposal:
        return propose(self.pages, self.health, self.rows)


def pages_of(*addresses: str) -> Mapping[str, CitedPage]:
    links = tuple(Link(url, "Les lycées testent", Place("issues/2025-04-18.md", 9)) for url in addresses)
    letter = LetterLinks(
        date(2025, 4, 18), Link(f"{SITE}/2025-04-18", "Lettre", Place("issues/2025-04-18.md")), links
    )
    return cited_pages([letter], [SITE, OLD_SITE])


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Callable[..., Folder]]:
    made: list[Folder] = []

    def make(pages: Mapping[str, Answer], *more: str) -> Folder:
        made.append(Folder(OldWeb(pages), tmp_path, *pages, *more))
        return made[-1]

    yield make
    for one in made:
        one.memory.close()


def test_dead_is_what_two_passes_say_a_week_apart(folder: Callable[..., Folder]) -> None:
    it = folder({"http://morte.fr/a": GONE})
    it.pass_on(FIRST)
    it.pass_on(FIRST + timedelta(days=6))
    assert (it.proposal().more, it.proposal().suspects, it.web.to_the_archive()) == ((), 1, 0)
    it.pass_on(FIRST + timedelta(days=7))
    ((page, row),) = it.proposal().more
    assert page.places == (Place("issues/2025-04-18.md", 9),)
    assert row == ArchivedCopy(
        "http://morte.fr/a", ARCHIVED, date(2025, 5, 2), FIRST, (FIRST, FIRST + timedelta(days=7)), "gone"
    )


@pytest.mark.parametrize("reason", Reason)
def test_only_dead_counts_and_only_alive_forgives(reason: Reason) -> None:
    before = PageHealth(FIRST, dead=(FIRST,), reason="gone")
    found = after(before, Verdict(reason), FIRST + timedelta(days=30))
    assert found.is_dead is (reason.fate is LinkStatus.DEAD)
    assert (found.dead == ()) is (reason.fate in {LinkStatus.ALIVE, LinkStatus.MOVED})


def test_who_keeps_robots_out_is_never_dead_nor_looked_for(folder: Callable[..., Folder]) -> None:
    it = folder({"http://prudent.fr/a": ROBOTS, "http://panne.fr/a": Answer(451), "http://lent.fr/": Answer(999)})
    for week in range(8):
        passed = it.pass_on(FIRST + timedelta(days=7 * week))
        assert passed.unsure == 3
    assert it.proposal() == propose({}, {}, ())
    assert it.web.to_the_archive() == 0


def test_what_was_alive_between_two_deaths_begins_anew(folder: Callable[..., Folder]) -> None:
    it = folder({"http://morte.fr/a": GONE})
    for day, answer in ((0, GONE), (7, ALIVE), (14, GONE)):
        it.web.pages["http://morte.fr/a"] = answer
        it.pass_on(FIRST + timedelta(days=day))
    assert (it.proposal().more, it.proposal().suspects) == ((), 1)


def test_the_same_day_asks_and_proposes_nothing_more(folder: Callable[..., Folder]) -> None:
    it = folder({"http://morte.fr/a": GONE, "http://vive.fr/": ALIVE})
    for day in (FIRST, FIRST + timedelta(days=7)):
        it.pass_on(day)
        before, asked = it.proposal(), len(it.web.asked)
        it.pass_on(day)
        assert (it.proposal(), len(it.web.asked)) == (before, asked)
    it.rows = it.proposal().rows(())
    assert it.proposal().more == ()
    assert it.proposal().rows(it.rows) == it.rows
    it.pass_on(FIRST + timedelta(days=30))
    assert it.proposal().more == ()
    assert it.web.to_the_archive() == 2


def test_what_answers_again_gives_its_copy_up_and_what_a_team_refused_stays_refused(
    folder: Callable[..., Folder],
) -> None:
    it = folder({"http://morte.fr/a": ALIVE, "http://morte.fr/b": GONE})
    row = ArchivedCopy("http://morte.fr/a", ARCHIVED, date(2025, 5, 2), FIRST)
    it.rows = (row, replace(row, url="http://morte.fr/b", copy=""))
    for day in (40, 47):
        it.pass_on(FIRST + timedelta(days=day))
    proposal = it.proposal()
    assert [one.url for _page, one in proposal.fewer] == ["http://morte.fr/a"]
    assert (proposal.more, proposal.without) == ((), ())
    assert [one.url for one in proposal.rows(it.rows)] == ["http://morte.fr/b"]
    it.web.pages["http://morte.fr/a"] = ROBOTS
    it.pass_on(FIRST + timedelta(days=54))
    assert it.proposal().fewer == ()


def test_own_addresses_are_told_and_never_replaced(folder: Callable[..., Folder]) -> None:
    old = {f"{OLD_SITE}/36": GONE, "http://ancienne.fr/lettre": GONE}
    other = {f"{SITE}.evil.fr/a": GONE, "https://ancienne.fr/lettres": GONE}
    it = folder({f"{SITE}/2025-04-18": GONE, f"{SITE}/vieux": GONE, **old, **other})
    for day in (0, 7):
        it.pass_on(FIRST + timedelta(days=day))
    proposal = it.proposal()
    assert {page.url for page, _found in proposal.own} == {f"{SITE}/2025-04-18", f"{SITE}/vieux", *old}
    assert {row.url for _page, row in proposal.more} == set(other)


def test_an_own_page_is_not_replaced_whatever_copy_is_known_of_it() -> None:
    page = CitedPage(f"{SITE}/vieux", FIRST, (Place("issues/2025-04-18.md", 12),), ("Vieux",), own=True)
    dead = (FIRST, FIRST + timedelta(days=7))
    found = PageHealth(dead[1], dead, copy=f"https://web.archive.org/web/2025/{page.url}", copy_day=FIRST)
    proposal = propose({page.url: page}, {page.url: found}, ())
    assert (proposal.more, [one.url for one, _found in proposal.own]) == ((), [page.url])


def test_no_more_is_proposed_than_one_person_looks_at(folder: Callable[..., Folder]) -> None:
    it = folder({f"http://morte{number}.fr/a": GONE for number in range(MOST_ROWS + 3)})
    for day in (0, 7):
        it.pass_on(FIRST + timedelta(days=day))
    assert (len(it.proposal().more), it.proposal().left) == (MOST_ROWS, 3)
    it.rows = it.proposal().rows(())
    assert (len(it.proposal().more), it.proposal().left) == (3, 0)


def test_an_archive_without_time_is_left_alone_and_asked_again(folder: Callable[..., Folder]) -> None:
    it = folder({f"http://morte{number}.fr/a": GONE for number in range(30)})
    it.web.archive = lambda _url: Answer(429)
    it.pass_on(FIRST)
    assert it.pass_on(FIRST + timedelta(days=7)).turned_away
    assert it.web.to_the_archive() == 10
    it.web.archive = it.web.has_a_copy
    assert not it.pass_on(FIRST + timedelta(days=7)).turned_away
    assert len(it.proposal().more) == 30


def test_a_pass_that_was_killed_goes_on_where_it_was(folder: Callable[..., Folder]) -> None:
    it = folder({f"http://morte.fr/{number}": GONE for number in range(1200)})

    class KilledHereError(Exception):
        pass

    def killed(health: Mapping[str, PageHealth]) -> None:
        Folder.keep(it, health)
        if it.kept == 2:
            raise KilledHereError

    it.keep = killed  # type: ignore[method-assign]  # as a signal would
    with pytest.raises(KilledHereError):
        it.pass_on(FIRST)
    assert len(it.web.asked) == 1000
    it.pass_on(FIRST)
    assert len(it.web.asked) == len(set(it.web.asked)) == 1201


def test_a_machine_without_a_network_learns_nothing(folder: Callable[..., Folder]) -> None:
    it = folder({f"http://site{number}.fr/": Answer(fault=Fault.NO_SUCH_HOST) for number in range(5)})
    it.web.pages[f"{SITE}/2025-04-18"] = Answer(fault=Fault.NO_SUCH_HOST)
    assert it.pass_on(FIRST).offline
    assert it.health == {}


def test_a_limit_asks_suspects_first_then_who_waited_longest(folder: Callable[..., Folder]) -> None:
    it = folder({"http://morte.fr/a": GONE}, *(f"http://vive.fr/{number}" for number in range(5)))
    it.pass_on(FIRST, 3)
    it.pass_on(FIRST + timedelta(days=1), 3)
    seen = [url for url in it.web.asked if "vive" in url]
    it.web.asked.clear()
    it.pass_on(FIRST + timedelta(days=8), 3)
    assert it.web.asked.count("http://morte.fr/a") == 1
    assert set(seen) - set(it.web.asked)


def test_ten_years_of_letters_are_asked_about_page_by_page_once(folder: Callable[..., Folder]) -> None:
    it = folder({})
    days = [date(2016, 1, 1) + timedelta(days=7 * number) for number in range(520)]
    letters = [
        LetterLinks(
            day,
            Link(f"{SITE}/{day}", "Lettre", Place(f"issues/{day}.md")),
            tuple(
                Link(
                    f"http://hote{number}.fr/{day.year}/{number}#p{day.day}", "Une page", Place(f"issues/{day}.md", 9)
                )
                for number in range(38)
            ),
        )
        for day in days
    ]
    it.pages = cited_pages(letters, [SITE])
    distinct = 520 + 38 * len({day.year for day in days})
    assert len(it.pages) == distinct
    assert it.pass_on(FIRST).asked == distinct
    assert len(it.web.asked) <= 2 * distinct  # http that answers is asked over https, too
    assert it.web.to_the_archive() == 0


def test_the_file_of_copies_is_read_as_it_was_written() -> None:
    rows = (
        ArchivedCopy("http://morte.fr/a?b=%22", ARCHIVED, date(2025, 5, 2), FIRST, (FIRST, FIRST), "gone"),
        ArchivedCopy("http://morte.fr/é\x7f\"'\\", "", date(2025, 5, 2), FIRST),
    )
    assert read_copies(as_toml(rows)) == rows
    assert as_toml(read_copies(as_toml(rows))) == as_toml(rows)
    assert read_copies("") == read_copies(as_toml(())) == ()


def test_a_page_is_found_by_its_address_as_the_letter_writes_it() -> None:
    row = ArchivedCopy("http://morte.fr/%C3%A9t%C3%A9", ARCHIVED, date(2025, 5, 2), FIRST)
    refused = ArchivedCopy("http://morte.fr/b", "", date(2025, 5, 2), FIRST)
    urls = (
        "http://morte.fr/été#suite",
        "HTTP://MORTE.FR:80/%C3%A9t%C3%A9",
        "http://morte.fr/b",
        "mailto:a@b.fr",
        "#x",
    )
    by_hand = replace(row, url="http://morte.fr/été")
    for one in (row, by_hand):
        shown = shown_copies((one, refused, replace(row, url="morte"), replace(row, url="mailto:a@b.fr")))
        assert [url for url in urls if page_asked(url) in shown] == list(urls[:2])
        assert shown[page_asked(urls[0])] is one


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[[copies]\n", "archive/copies.toml:1"),
        (
            '\n[[copies]]\nurl = "http://a.fr/"\n',
            "copies.toml:2 can't be read (Object missing required field `copy`)",
        ),
        ("copies = 3\n", "copies.toml:1 can't be read (Expected `array`, got `int`)"),
        ("kopies = []\n", "copies.toml:1 can't be read"),
        ('[[copies]]\ncopy = ""\nurl = "a"\nday = "le 2 mai"\n', "copies.toml:4 can't be read"),
        (f"copies = {'[' * 40}\n", "copies.toml:1 can't be read"),
        (
            as_toml((ArchivedCopy("http://a.fr/", "http://evil.fr/", FIRST, FIRST),)),
            "copies.toml:6 can't be read (http://evil.fr/ is no address at the Internet Archive)",
        ),
        (
            as_toml((ArchivedCopy("http://a.fr/", "https://web.archive.org.evil.fr/web/", FIRST, FIRST),)),
            "no address at the Internet Archive",
        ),
    ],
)
def test_a_file_that_somebody_broke_says_where(source: str, said: str) -> None:
    with pytest.raises(UsageMistake) as refused:
        read_copies(source)
    assert said in refused.value.message
