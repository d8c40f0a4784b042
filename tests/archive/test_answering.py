"""Our own site, as it is asked before a letter needs it: over real sockets, with a clock that only waiting moves."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from ipaddress import ip_network
from itertools import count
from typing import TYPE_CHECKING

import pytest

from cenum.archive.answering import Lack, NotOnline, OwnSite, Vigil, edition_of
from cenum.archive.own_addresses import OwnAddress
from cenum.links.http_client import Limits, Web
from tests.archive.stand_in import KEPT, Clock, PagesHost, Served
from tests.links.hosts import Town, drips, endless, hangs_up, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.links.hosts import Behaviour

SITE = "https://sur.fr"
DIGEST, OTHER = "a1" * 32, "b2" * 32
BYTES = b"\xff\xd8 a picture"
PICTURE = OwnAddress(
    f"{SITE}/media/a.jpg", size=len(BYTES), sha256=hashlib.sha256(BYTES).hexdigest(), types=("image/",)
)
EVENT = OwnAddress(
    f"{SITE}/media/a.ics",
    size=3,
    sha256=hashlib.sha256(b"BEG").hexdigest(),
    types=("text/calendar", "application/octet-stream"),
)
PAGE = OwnAddress(f"{SITE}/2026-11-27", edition=DIGEST, is_page=True)
LEGAL = OwnAddress(f"{SITE}/legal")
ALL = (PICTURE, PAGE, LEGAL)


def page(digest: str) -> Served:
    return Served(f'<!doctype html><head><meta name="cenum-edition" content="{digest}"></head>'.encode())


DEPLOYED = {
    "/media/a.jpg": Served(BYTES, "image/jpeg"),
    "/2026-11-27": page(DIGEST),
    "/legal": Served(b"<p>Nous</p>"),
}


class Street:
    """A town with our own host in it, and who asks it."""

    def __init__(self, town: Town, site: OwnSite, clock: Clock) -> None:
        self.town = town
        self.site = site
        self.clock = clock
        self.told: list[tuple[int, int]] = []

    def wait(self, *addresses: OwnAddress, seconds: float = 0, pause: Callable[[], None] | None = None) -> bool:
        vigil = Vigil(seconds, self.clock, pause or self.clock.wait, self._tell)
        return self.site.wait_for(addresses or ALL, vigil)

    def lack(self, address: OwnAddress) -> Lack:
        (lack,) = self.site.lacks([address])
        return lack

    @property
    def asked(self) -> list[str]:
        return [one.path for one in self.town.asked]

    def _tell(self, lacks: Sequence[Lack], left: float) -> None:
        self.told.append((len(lacks), round(left)))


@contextmanager
def street(
    folder: Path, behaviours: Mapping[str, Behaviour], clock: Clock, *, archived: bool = True, whole: float = 5
) -> Iterator[Street]:
    town = Town(behaviours, folder)
    web = Web(
        {"User-Agent": "cenum"},
        own=[ip_network("127.0.0.0/8")],
        limits=Limits(connect=2, silence=whole, whole=whole),
        names=town.names(),
        ca_file=town.ca_file,
    )
    words = count()
    site = OwnSite(
        frozenset({"sur.fr", "autres.fr"}), web, "2026-11-27", archived=archived, fresh=lambda: f"n{next(words)}"
    )
    try:
        yield Street(town, site, clock)
    finally:
        web.close()
        town.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def host(clock: Clock) -> PagesHost:
    return PagesHost("sur.fr", clock)


@pytest.fixture
def ours(tmp_path: Path, host: PagesHost, clock: Clock) -> Iterator[Street]:
    with street(tmp_path, host, clock) as there:
        yield there


def test_what_is_there_is_waited_for_by_nobody(ours: Street, host: PagesHost) -> None:
    host.deploy(DEPLOYED)
    assert ours.wait(seconds=600) is False
    assert ours.clock() == 0
    assert ours.told == []
    # A file and a page as no cache has them, then as readers ask; any other page once.
    assert sorted(path.partition("=")[0] for path in ours.asked) == sorted(
        [
            "/media/a.jpg?cenum",
            "/media/a.jpg",
            "/2026-11-27?cenum",
            "/2026-11-27",
            "/legal",
        ]
    )


def test_only_who_asks_past_the_caches_says_so_and_nobody_brings_a_key(ours: Street, host: PagesHost) -> None:
    host.deploy(DEPLOYED)
    ours.wait()
    for one in ours.town.asked:
        assert ("cenum=" in one.path) is (one.headers.get("cache-control") == "no-cache")
        assert one.headers.keys() - {""} <= {"host", "user-agent", "accept-encoding", "connection", "cache-control"}


def test_a_deploy_under_way_is_waited_for_and_no_cache_keeps_what_was_asked_too_early(
    ours: Street, host: PagesHost
) -> None:
    host.deploy({"/legal": DEPLOYED["/legal"]})
    host.deploy(DEPLOYED, after=70)
    assert ours.wait(seconds=600) is True
    assert ours.clock() == 75
    assert ours.told[0] == (2, 600)


def test_without_patience_it_is_refused_with_what_helps(ours: Street, host: PagesHost) -> None:
    host.deploy(DEPLOYED, after=70)
    with pytest.raises(NotOnline) as caught:
        ours.wait(PICTURE, PAGE)
    assert caught.value.message == (
        "2 addresses of the letter's own site don't answer as they have to: "
        f"{PICTURE.url} (it is not there: 404); {PAGE.url} (it is not there: 404)"
    )
    assert caught.value.remedy == (
        "run cenum publish --only media 2026-11-27, and put its folder online; while that is under way, add --wait 10"
    )
    with pytest.raises(NotOnline, match="run cenum publish, and put"):
        ours.wait(PAGE)
    ours.clock.wait(70)
    assert ours.wait(PICTURE, PAGE) is False


def test_patience_ends(ours: Street) -> None:
    with pytest.raises(NotOnline):
        ours.wait(PAGE, seconds=60)
    assert ours.clock() == 60
    assert [left for _count, left in ours.told] == [60, 45, 30, 15]


def test_a_not_found_that_a_cache_keeps_is_waited_for_as_readers_would_have_to(ours: Street, host: PagesHost) -> None:
    ours.site.lacks([OwnAddress(PAGE.url)])  # somebody was curious
    host.deploy(DEPLOYED)
    lack = ours.lack(PAGE)
    assert (lack.says, lack.cached) == (
        "a cache still gives readers what was there before: it is not there: 404",
        True,
    )
    with pytest.raises(NotOnline) as caught:
        ours.wait(PAGE, seconds=300)
    assert "within minutes: wait" in caught.value.remedy
    assert ours.wait(PAGE, seconds=KEPT) is True
    assert ours.clock() == KEPT


def test_a_deploy_that_empties_the_cache_is_there_at_once(tmp_path: Path, clock: Clock) -> None:
    host = PagesHost("sur.fr", clock, purges=True)
    with street(tmp_path, host, clock) as there:
        there.site.lacks([OwnAddress(PAGE.url)])
        clock.wait(1)
        host.deploy(DEPLOYED)
        assert there.wait(PAGE) is False


def test_a_page_of_another_version_is_none_and_a_cache_may_have_it_still(ours: Street, host: PagesHost) -> None:
    host.deploy({**DEPLOYED, "/2026-11-27": page(OTHER)})
    assert ours.lack(PAGE) == Lack(PAGE, "the page is of another version")
    ours.site.lacks([OwnAddress(PAGE.url)])
    host.deploy(DEPLOYED)
    assert ours.lack(PAGE).cached
    host.deploy({**DEPLOYED, "/2026-11-27": Served(b"<h1>Bienvenue</h1>")})
    assert ours.lack(PAGE).says == "a page is there that is not the letter's"


@pytest.mark.parametrize(
    ("served", "says"),
    [
        (Served(BYTES[:-1], "image/jpeg"), "other bytes"),
        (Served(BYTES + b"\n", "image/jpeg"), "other bytes"),
        (Served(b"", "image/jpeg"), "other bytes"),
        (Served(b"<h1>Introuvable</h1>"), "a page is there instead"),
        (Served(BYTES, "application/octet-stream"), "its type is application/octet-stream"),
        (Served(status=404), "it is not there: 404"),
        (Served(status=410), "it is not there: 410"),
        (Served(BYTES, "image/jpeg", status=500), "it answers 500"),
        (Served(BYTES, "image/jpeg", status=403), "it answers 403"),
        (Served(BYTES, "image/jpeg", status=206), "it answers 206"),
        (Served(status=302, location="https://ailleurs.fr/a.jpg"), "to another host: https://ailleurs.fr/a.jpg"),
        (Served(status=301, location="http://sur.fr/media/b.jpg"), "from https to http://sur.fr/media/b.jpg"),
        (Served(status=301, location="/media/a.jpg/"), "on and on"),
        (Served(status=301, location="javascript:alert(1)"), "on and on"),
        (Served(status=301), "on and on"),
    ],
)
def test_whatever_else_answers_is_not_the_picture(ours: Street, host: PagesHost, served: Served, says: str) -> None:
    host.deploy({"/media/a.jpg": served, "/media/a.jpg/": served})
    assert says in ours.lack(PICTURE).says


def test_one_redirect_within_our_own_hosts_is_what_servers_do_with_folders(ours: Street, host: PagesHost) -> None:
    host.deploy(
        {"/2026-11-27": Served(status=301, location=f"{SITE}/2026-11-27/"), "/2026-11-27/": page(DIGEST)},
    )
    assert ours.wait(PAGE) is False


def test_a_server_that_leads_readers_to_its_own_port_is_told_the_rules_that_there_are(
    ours: Street, host: PagesHost
) -> None:
    host.deploy({"/2026-11-27": Served(status=301, location="http://sur.fr:8080/2026-11-27/")})
    lack = ours.lack(PAGE)
    assert lack.says == "it leads from https to http://sur.fr:8080/2026-11-27/"
    assert "nginx-redirects.conf" in lack.remedy
    host.deploy({"/media/a.jpg": Served(status=301, location="http://sur.fr:8080/media/a.jpg")})
    ours.clock.wait(KEPT)
    assert "at this address itself" in ours.lack(PICTURE).remedy


def test_a_calendar_file_that_is_told_to_be_text_has_its_own_remedy(ours: Street, host: PagesHost) -> None:
    host.deploy({"/media/a.ics": Served(b"BEG", "text/plain")})
    with pytest.raises(NotOnline) as caught:
        ours.wait(EVENT)
    assert caught.value.remedy == "have the server of newsletter.site give files in .ics the type text/calendar"
    for kind in ("text/calendar; charset=utf-8", "application/octet-stream", "TEXT/calendar"):
        ours.clock.wait(KEPT)
        host.deploy({"/media/a.ics": Served(b"BEG", kind)})
        assert ours.wait(EVENT) is False


@pytest.mark.parametrize(
    ("served", "lacks"),
    [
        (Served(b""), False),
        (Served(status=403), False),
        (Served(status=429), False),
        (Served(status=302, location="https://autres.fr/legal"), True),  # where nothing is
        (Served(status=404), True),
        (Served(status=503), True),
        (Served(status=301, location="/legal"), True),
    ],
)
def test_any_other_page_of_ours_has_to_be_there_whatever_it_says(
    ours: Street,
    host: PagesHost,
    served: Served,
    lacks: bool,  # noqa: FBT001  a table
) -> None:
    host.deploy({"/legal": served})
    assert bool(ours.site.lacks([LEGAL])) is lacks


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://ferme.fr/a", "refuses connections"),
        ("http://interne.fr/a", "private network"),
        ("http://perdu.fr/a", "does not exist"),
        ("http://malade.fr/a", "could not be found, perhaps because the network is down"),
        ("https://vieux.fr/a", "expired"),
        ("https://inconnu.fr/a", "unknown authority"),
    ],
)
def test_a_host_that_can_not_be_asked_is_said_to_be_so(ours: Street, url: str, says: str) -> None:
    with pytest.raises(NotOnline, match=says) as caught:
        ours.wait(OwnAddress(url))
    assert caught.value.remedy.startswith("open it in a browser")


@pytest.mark.parametrize("behaviour", [hangs_up, silent, drips(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n")])
def test_a_host_that_never_ends_is_cut_off(tmp_path: Path, clock: Clock, behaviour: Behaviour) -> None:
    with street(tmp_path, {"/2026-11-27": behaviour}, clock, whole=0.3) as there:
        assert there.site.lacks([PAGE])


def test_no_more_is_read_than_could_be_the_letter_s(tmp_path: Path, clock: Clock) -> None:
    with street(tmp_path, {"/2026-11-27": endless, "/media/a.jpg": endless}, clock) as there:
        assert len(there.site.lacks([PAGE, PICTURE])) == 2


def test_who_breaks_off_while_waiting_breaks_it_off(ours: Street) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ours.wait(PAGE, seconds=600, pause=interrupted)


def test_many_are_named_up_to_a_few(ours: Street) -> None:
    with pytest.raises(NotOnline) as caught:
        ours.wait(*(OwnAddress(f"{SITE}/{number}") for number in range(9)))
    assert caught.value.message.startswith("9 addresses")
    assert caught.value.message.endswith("(it is not there: 404) …")
    assert len(caught.value.lacks) == 9
    assert caught.value.remedy == "correct the address where it is written, or bring its page back"


def test_a_letter_without_pages_of_cenum_s_is_told_otherwise(tmp_path: Path, host: PagesHost, clock: Clock) -> None:
    with street(tmp_path, host, clock, archived=False) as there:
        with pytest.raises(NotOnline, match="1 address of") as caught:
            there.wait(PICTURE)
        assert caught.value.remedy == (
            "run cenum build, and publish dist/2026-11-27/media at the address of newsletter.site"
        )
        with pytest.raises(NotOnline) as caught:
            there.wait(OwnAddress(PAGE.url, is_page=True))
        assert caught.value.remedy.startswith("put the letter's page there")


@pytest.mark.parametrize(
    ("head", "digest"),
    [
        (f'<meta name="cenum-edition" content="{DIGEST}">', DIGEST),
        (f"<META content={DIGEST} name=cenum-edition>", DIGEST),
        (f'<meta charset="utf-8"><meta content="{DIGEST}" name="cenum-edition" />', DIGEST),
        (f'<meta name="description" content="{DIGEST}">', ""),
        (f'<meta name="cenum-edition-2" content="{DIGEST}">', ""),
        ('<meta name="cenum-edition" content="">', ""),
        ("", ""),
    ],
)
def test_a_page_says_of_which_edition_it_is(head: str, digest: str) -> None:
    assert edition_of(f"<!doctype html><head>{head}</head>".encode()) == digest
