"""The Internet Archive as it behaves, and badly: which copies are proposed, and how often it is asked.

What the stand-in does, the Wayback Machine does: it redirects to the nearest snapshot, replays a page's own errors
with ``memento-datetime`` (RFC 7089), turns away with 429 (internetarchive/wayback#274), says 523 of what it has
(internetarchive/wayback#297), and keeps error pages (dessant/web-archives#51).
"""

from __future__ import annotations

from datetime import date
from ipaddress import ip_network
from typing import TYPE_CHECKING, NamedTuple

import pytest
from msgspec.structs import replace

from cenum.care.care_pass import ARCHIVE_PACE
from cenum.care.cited import CitedPage
from cenum.care.wayback import CopyMissing, CopySearch, given_up, seek_copy
from cenum.finding import Place
from cenum.links.http_client import Limits, Web
from cenum.links.inquiry import Answer, Fault, Request
from cenum.links.lists import known
from cenum.links.scheduler import Pace, run
from tests.links.hosts import Town, answer, drips, endless, hangs_up, in_turn, moved, raw, resets, says, silent

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from tests.links.hosts import Behaviour

    Search = Generator[Request, Answer, CopySearch]

ARCHIVE = "http://web.archive.org"
HOST = "http://morte.fr"
DAY = date(2025, 4, 18)
WORDS = ("Les lycées testent l’IA générative", "rapport de la Cour des comptes")
NEAR = "20250502101112"


def shows(title: str, heading: str = "", status: int = 200, **headers: str) -> Behaviour:
    """A snapshot, replayed."""
    body = f"<!doctype html><title>{title}</title><h1>{heading or title}</h1>".encode()
    return says(status, body, memento_datetime="Fri, 02 May 2025 10:11:12 GMT", **headers)


GOOD = shows("Les lycées testent l’IA | Le Journal")


class Case(NamedTuple):
    """``to`` is where the day leads; ``there`` what each path of the archive answers then."""

    name: str
    expected: CopyMissing | str
    first: Behaviour | None = None
    there: Mapping[str, Behaviour] = {}


def snapshot(name: str, behaviour: Behaviour, stamp: str = NEAR) -> dict[str, Behaviour]:
    return {f"/web/{stamp}id_/{HOST}/{name}": behaviour}


def case(
    name: str, expected: CopyMissing | str, behaviour: Behaviour, *, stamp: str = NEAR, prefix: str = ARCHIVE
) -> Case:
    return Case(
        name,
        expected,
        moved(302, f"{prefix}/web/{stamp}id_/{HOST}/{name}"),
        snapshot(name, behaviour, stamp),
    )


def kept(name: str) -> str:
    return f"https://web.archive.org/web/{NEAR}/{HOST}/{name}"


CONSENT = "http://consent.morte.fr/accepter"
CASES = (
    case("bon", kept("bon"), GOOD),
    case("relatif", kept("relatif"), GOOD, prefix=""),
    case("sans-schema", kept("sans-schema"), GOOD, prefix="//web.archive.org"),
    case("par-titre-du-lien", kept("par-titre-du-lien"), shows("Cour des comptes : rapport annuel")),
    case("par-h1", kept("par-h1"), shows("Le Journal", "Les lycées testent l’IA générative")),
    case("523-mais-garde", kept("523-mais-garde"), in_turn(says(523), GOOD)),
    case("429-un-instant", kept("429-un-instant"), in_turn(says(429, retry_after="0"), GOOD)),
    Case("429-toujours", CopyMissing.TURNED_AWAY, says(429)),
    Case("429-une-heure", CopyMissing.TURNED_AWAY, says(429, retry_after="3600")),
    case("429-a-l-instantane", CopyMissing.TURNED_AWAY, says(429)),
    Case("503-toujours", CopyMissing.TURNED_AWAY, says(503)),
    case("523-toujours", CopyMissing.TURNED_AWAY, says(523)),
    Case("aucune", CopyMissing.NO_SNAPSHOT, says(404)),
    case("instantane-404", CopyMissing.ERROR_PAGE, shows("Les lycées testent l’IA", status=404)),
    case("instantane-500", CopyMissing.ERROR_PAGE, shows("Les lycées testent l’IA", status=500)),
    case("instantane-403", CopyMissing.ERROR_PAGE, shows("Les lycées testent l’IA", status=403)),
    case("dit-404", CopyMissing.ERROR_PAGE, shows("Page introuvable", "Les lycées testent l’IA")),
    case("mur", CopyMissing.WALL, shows("Just a moment...", "Les lycées testent l’IA")),
    case("connexion", CopyMissing.WALL, shows("Se connecter", "Les lycées testent l’IA")),
    Case(
        "consentement",
        CopyMissing.OTHER_PAGE,
        moved(302, f"/web/{NEAR}id_/{HOST}/consentement"),
        snapshot("consentement", moved(302, f"{ARCHIVE}/web/{NEAR}id_/{CONSENT}"))
        | {f"/web/{NEAR}id_/{CONSENT}": shows("Vos choix pour vos données", "Accepter et continuer")},
    ),
    case("autre-page", CopyMissing.OTHER_PAGE, shows("Les lycées en grève contre la réforme du bac")),
    case("un-seul-mot", CopyMissing.OTHER_PAGE, shows("Lycées")),
    case("deux-mots-sur-six", CopyMissing.OTHER_PAGE, shows("Les lycées testent une nouvelle cantine bio locale")),
    case("mots-creux", CopyMissing.OTHER_PAGE, shows("De la pluie et des nuages sur la France")),
    case("domaine-vendu", CopyMissing.OTHER_PAGE, shows("morte.fr est à vendre")),
    case("sans-titre", CopyMissing.OTHER_PAGE, says(200, b"<p>Rien</p>", memento_datetime="x")),
    Case(
        "vers-la-une",
        CopyMissing.OTHER_PAGE,
        moved(302, f"/web/{NEAR}id_/{HOST}/"),
        {f"/web/{NEAR}id_/{HOST}/": shows("Les lycées testent l’IA générative")},
    ),
    case("trop-tard", CopyMissing.FAR, GOOD, stamp="20270501000000"),
    case("trop-tot", CopyMissing.FAR, GOOD, stamp="20230401000000"),
    case("jour-impossible", CopyMissing.LEADS_OUT, GOOD, stamp="20259999999999"),
    Case("boucle", CopyMissing.ENDLESS, moved(302, f"{ARCHIVE}/web/20250418id_/{HOST}/boucle")),
    Case(
        "ping-pong",
        CopyMissing.ENDLESS,
        moved(302, f"/web/{NEAR}id_/{HOST}/ping"),
        {
            f"/web/{NEAR}id_/{HOST}/ping": moved(302, f"/web/{NEAR}id_/{HOST}/pong"),
            f"/web/{NEAR}id_/{HOST}/pong": moved(302, f"/web/{NEAR}id_/{HOST}/ping"),
        },
    ),
    Case("vers-prive", CopyMissing.LEADS_OUT, moved(302, "http://169.254.169.254/web/20250502101112/x")),
    Case("vers-ailleurs", CopyMissing.LEADS_OUT, moved(302, "http://piege.fr/web/20250502101112id_/http://morte.fr")),
    Case("vers-faux-ami", CopyMissing.LEADS_OUT, moved(302, "http://web.archive.org.piege.fr/web/20250502101112/x")),
    Case("vers-rien", CopyMissing.LEADS_OUT, moved(302, "")),
    Case("vers-le-moteur", CopyMissing.LEADS_OUT, moved(302, "/save/http://morte.fr/vers-le-moteur")),
    Case("200-sans-date", CopyMissing.TURNED_AWAY, GOOD),
    case("pdf", CopyMissing.NOT_A_PAGE, says(200, b"%PDF-1.7", content_type="application/pdf")),
    case("muet", CopyMissing.TURNED_AWAY, silent),
    case("coupe", CopyMissing.TURNED_AWAY, hangs_up),
    case("casse", CopyMissing.TURNED_AWAY, resets),
    case("pas-http", CopyMissing.TURNED_AWAY, raw(b"SSH-2.0-OpenSSH_9.7\r\n")),
    case("goutte", CopyMissing.TURNED_AWAY, drips(answer(200, content_length="1000"), b"<p>")),
    case("sans-fin", CopyMissing.OTHER_PAGE, endless),
)


def cited(name: str) -> CitedPage:
    return CitedPage(f"{HOST}/{name}", DAY, (Place("issues/2025-04-18.md", 12),), WORDS, own=False)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, CopySearch], Town]:
    behaviours: dict[str, Behaviour] = {}
    for one in CASES:
        if one.first:
            behaviours[f"/web/20250418id_/{HOST}/{one.name}"] = one.first
        behaviours |= one.there
    town = Town(behaviours, tmp_path_factory.mktemp("town"))
    web = Web({}, own=[ip_network("127.0.0.0/8")], limits=Limits(1, 1, 1.5), names=town.names())
    found, whole = run(
        {one.name: hurried(seek_copy(cited(one.name), known(), ARCHIVE)) for one in CASES},
        web,
        Pace(connections=24, per_host=24, pause=0, seconds=60),
        given_up=given_up,
        jitter=lambda: 0,
    )
    web.close()
    town.close()
    assert whole
    return found, town


def hurried(search: Search) -> Search:
    """The same search, which waits for nothing."""
    ask = next(search)
    while True:
        said = yield replace(ask, after=0.0, for_all=False)
        try:
            ask = search.send(said)
        except StopIteration as ended:
            return ended.value  # type: ignore[no-any-return]  # a generator's exception is of no type


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_a_copy_is_proposed_only_if_it_is_what_the_letter_cited(
    one: Case, searched: tuple[Mapping[str, CopySearch], Town]
) -> None:
    found = searched[0][one.name]
    assert (found.copy or found.missing) == one.expected
    assert bool(found.day) is bool(found.copy)


def test_nobody_but_the_archive_is_asked(searched: tuple[Mapping[str, CopySearch], Town]) -> None:
    assert {asked.host for asked in searched[1].asked} == {"web.archive.org"}


def test_who_turns_away_is_not_pressed(searched: tuple[Mapping[str, CopySearch], Town]) -> None:
    def count(name: str) -> int:
        return sum(asked.path.endswith(f"/{name}") for asked in searched[1].asked)

    assert count("429-toujours") == count("429-une-heure") == 1
    assert count("503-toujours") == 3
    assert count("instantane-500") == 2  # where the day leads, and what is replayed there
    assert max(count(one.name) for one in CASES) <= 4


def test_the_archive_is_asked_once_a_second_and_waits_are_its_own() -> None:
    assert (ARCHIVE_PACE.connections, ARCHIVE_PACE.per_host, ARCHIVE_PACE.pause) == (1, 1, 1.0)
    search = seek_copy(cited("bon"), known())
    first = next(search)
    assert first == Request(
        f"https://web.archive.org/web/20250418id_/{HOST}/bon", "web.archive.org", want=65_536, stop=b"</h1>"
    )
    again = search.send(Answer(429, {"retry-after": "40"}))
    assert (again.url, again.after, again.for_all) == (first.url, 40.0, True)


@pytest.mark.parametrize("fault", Fault)
def test_whatever_happens_on_the_way_is_no_answer(fault: Fault) -> None:
    search = seek_copy(cited("bon"), known())
    next(search)
    with pytest.raises(StopIteration) as ended:
        search.send(Answer(fault=fault))
    assert ended.value.value == given_up()
