"""What hosts do, and what cenum says of it: a table to be read."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PIL import Image

from cenum.links.http_client import Limits, Web
from cenum.links.inquiry import Outcome, Target, given_up, inquire, inquire_about_mail
from cenum.links.link import LinkStatus, Reason
from cenum.links.lists import known
from cenum.links.scheduler import Pace, run
from tests.links.hosts import (
    Town,
    answer,
    bomb,
    drips,
    endless,
    for_head,
    hangs_up,
    in_turn,
    moved,
    only_with,
    page,
    raw,
    resets,
    says,
    silent,
    titled,
    zipped,
)

if TYPE_CHECKING:
    from cenum.links.inquiry import Inquiry
    from tests.links.hosts import Behaviour

HTTP = "http://lettre.fr"


class Case(NamedTuple):
    """A ``name`` for what happens, the address that is asked, what it must be called, and where it leads."""

    name: str
    url: str
    reason: Reason
    address: str = ""
    fragments: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    image: bool = False


def picture(width: int = 8, kind: str = "PNG", padding: int = 0) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, width)).save(stream, kind)
    return stream.getvalue() + bytes(padding)


_NOW = 1_767_225_600.0  # Thu, 01 Jan 2026 00:00:00 GMT
_SOON = "Thu, 01 Jan 2026 00:00:00 GMT"
_LONG = "Sat, 03 Jan 2026 00:00:00 GMT"
_CHAIN = {f"/chaine-{number}": moved(301, f"/chaine-{number + 1}") for number in range(12)}
_TEN = {f"/dix-{number}": moved(301, f"/dix-{number + 1}") for number in range(10)}

TEXT = "<p>Un mot après l’autre, la page dit ce qu’elle a à dire.</p>" * 10
SCRIPT = "<script src='/app.js'></script>"
BEHAVIOURS: dict[str, Behaviour] = {
    "/": titled("Accueil"),
    "/bon": says(),
    "/vide": says(204, b""),
    "/ancien-http": raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Vieux</title>"),
    "/rapport.pdf": says(200, b"%PDF", content_type="application/pdf"),
    "/sans-head.pdf": for_head(says(405), says(200, b"%PDF", content_type="application/pdf")),
    "/head-menteur.pdf": for_head(says(404), says(200, b"%PDF", content_type="application/pdf")),
    "/head-coupe.pdf": for_head(hangs_up, says(200, b"%PDF", content_type="application/pdf")),
    "/head-interdit.pdf": for_head(says(403), says(200, b"%PDF", content_type="application/pdf")),
    "/page-deguisee.pdf": titled("Page introuvable"),
    "/perdu.pdf": says(404),
    "/404": says(404),
    "/410": says(410),
    "/301": moved(301, "/bon"),
    "/308": moved(308, "http://autres.fr/bon"),
    "/301-ancre": moved(301, "/bon#partie"),
    "/302": moved(302, "/bon"),
    "/303": moved(303, "/bon"),
    "/307": moved(307, "/bon"),
    "/301-puis-302": moved(301, "/302"),
    "/302-puis-301": moved(302, "/301"),
    "/301-vers-404": moved(301, "/404"),
    "/sans-schema": moved(301, "//autres.fr/bon"),
    "/accents": moved(301, "/café"),
    "/caf%C3%A9": says(),
    "/cercle": moved(302, "/cercle-2"),
    "/cercle-2": moved(302, "/cercle"),
    "/soi-meme": moved(301, "/soi-meme"),
    **_CHAIN,
    **_TEN,
    "/dix-10": says(),
    "/nulle-part": moved(302, ""),
    "/fichier": moved(302, "file:///etc/passwd"),
    "/messagerie": moved(302, "whatsapp://send?text=x"),
    "/script": moved(302, "javascript:alert(1)"),
    "/prive": moved(302, "http://interne.fr/"),
    "/vers-un-mur": moved(301, "https://www.linkedin.com/posts/1"),
    "/vers-sso": moved(301, "http://sso.lettre.fr/auth"),
    "/vers-connexion": moved(301, "/espace"),
    "/espace": titled("Connexion - Mon site"),
    "/vieille/connexion-internet": moved(301, "/2025/connexion-internet"),
    "/2025/connexion-internet": says(),
    "/vers-index": moved(301, "/index.php?article=12"),
    "/index.php": says(),
    "/session": moved(301, "/bon;jsessionid=ABC"),
    "/bon;jsessionid=ABC": says(),
    "/vers-suivi": moved(301, "/bon?utm_source=x"),
    "https://sur.fr/vers-http": moved(301, "http://sur.fr/aussi"),
    "http://sur.fr/rapport.pdf": says(200, b"%PDF", content_type="application/pdf"),
    "https://sur.fr/rapport.pdf": titled("Serveur par défaut"),
    "http://sur.fr/photo.png": says(200, picture(), content_type="image/png"),
    "https://sur.fr/photo.png": says(200, b"rien", content_type="image/png"),
    "/longueur-etrange.png": raw(b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\n" + picture()),
    "/membre": moved(302, "/login?next=/membre"),
    "/login": titled("Connexion"),
    "/401": says(401),
    "/402": says(402),
    "/403": says(403),
    "/405": says(405),
    "/451": says(451),
    "/999": says(999),
    "/418": says(418),
    "/400": says(400),
    "/304": says(304, b""),
    "/429-puis-bon": in_turn(says(429, retry_after="0"), says()),
    "/429-date-puis-bon": in_turn(says(429, retry_after=_SOON), says()),
    "/429-sans-fin": says(429, retry_after="3600"),
    "/429-dans-deux-jours": says(429, retry_after=_LONG),
    "/429-illisible": in_turn(says(429, retry_after="bientôt"), says()),
    "/503-puis-bon": in_turn(says(503), says()),
    "/500": says(500),
    "/522": says(522),
    "/article/vieux": moved(302, "/"),
    "/article/vieux-301": moved(301, "http://autres.fr/"),
    "/introuvable": titled("Page introuvable | Le site"),
    "/introuvable-h1": titled("Le site", "Oups, cette page n’existe pas"),
    "/introuvable-gzip": zipped(b"<title>Erreur 404</title>"),
    "/parle-de-404": titled("La Peugeot 404, voiture de légende"),
    "/latin1": says(
        200, "<title>Page non trouvée</title>".encode("latin-1"), content_type="text/html; charset=latin-1"
    ),
    "/muet": silent,
    "/muet-puis-bon": in_turn(silent, says()),
    "/goutte-a-goutte": drips(b"HTTP/1.1 200 OK\r\n", b"X-Encore: 1\r\n"),
    "/corps-goutte-a-goutte": drips(answer(200, content_length=""), b" "),
    "/raccroche": hangs_up,
    "/casse": resets,
    "/casse-puis-bon": in_turn(resets, says()),
    "/charabia": raw(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "/entete-immense": raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n"),
    "/cent-entetes": raw(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(500)) + b"\r\n"),
    "/longueur-folle": raw(b"HTTP/1.1 200 OK\r\nContent-Length: beaucoup\r\n\r\n<title>x</title>"),
    "/court": says(200, b"<title>Une page</title>", content_length="5000"),
    "/morceaux-faux": raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "/faux-gzip": says(200, b"pas du gzip", content_encoding="gzip"),
    "/brotli": says(200, b"\x0b\x02\x80", content_encoding="br"),
    "/bombe": bomb,
    "/sans-fin": endless,
    "/ancres": page(
        '<h1 id="haut">x</h1><a name="vieux">y</a><h2 id="user-content-code">z</h2><p id="café">t</p>', TEXT
    ),
    "/ancres-et-script": page("<h1 id='haut'>x</h1>", TEXT, SCRIPT),
    "/ancres-de-script": page("<h1>x</h1>", TEXT, SCRIPT),
    "/donnees": page("<h1>x</h1>", TEXT, '<script type="application/ld+json">{}</script>'),
    "/coquille": page("<div id='root'></div>", SCRIPT, f"<noscript>{TEXT}</noscript>"),
    "/menu": page(f"<nav>{TEXT}</nav><h1 id='haut'>x</h1><footer>{TEXT}</footer>", SCRIPT),
    "/defi": page("<title>Just a moment...</title><h1 id='haut'>a.fr</h1>", TEXT),
    "/defi-francais": page("<title>Le journal</title><h1 id='haut'>Vérification de sécurité en cours</h1>", TEXT),
    "/defi-cloudflare": page("<h1 id='haut'>x</h1>", TEXT, cf_mitigated="challenge"),
    "/ancre-loin": says(200, b"<p>" + b"a " * 200_000 + b'</p><p id="loin">x</p>'),
    "/avec-biscuit": only_with(
        "cookie", "vu=1", says(), says(302, b"", location="/avec-biscuit", set_cookie="vu=1; Path=/")
    ),
    "/biscuit-partitionne": only_with(
        "cookie",
        "a=b",
        says(),
        says(302, b"", location="/biscuit-partitionne", set_cookie="a=b; Path=/; Secure; Partitioned; Priority=High"),
    ),
    "/biscuit-fou": says(302, b"", location="/biscuit-fou", set_cookie='a=b; "; =;;'),
    "/biscuit-toujours": moved(302, "/biscuit-toujours-2"),
    "/biscuit-toujours-2": says(302, b"", location="/biscuit-toujours", set_cookie="x=1"),
    "/biscuit-ailleurs": says(302, b"", location="http://autres.fr/sans-biscuit", set_cookie="secret=1; Domain=fr"),
    "/sans-biscuit": only_with("cookie", "secret", says(404), says()),
    "/photo.png": says(200, picture(), content_type="image/png"),
    "/photo-sans-type": says(200, picture(kind="JPEG"), content_type=""),
    "/photo-lourde.png": says(200, picture(padding=1_200_000), content_type="image/png"),
    "/photo-annoncee.png": says(200, picture(), content_type="image/png", content_length="3000000"),
    "/fausse-photo.png": says(200, b"<title>Une page</title>", content_type="image/png"),
    "/dessin.svg": says(200, b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
    "/photo-perdue.png": says(404),
    "http://sur.fr/aussi": says(),
    "https://sur.fr/aussi": says(),
    "http://sur.fr/autre-chose": says(),
    "https://sur.fr/autre-chose": titled("Serveur par défaut"),
    "http://sur.fr/vers-https": moved(301, "https://sur.fr/aussi"),
    "http://sur.fr/un-moment": moved(302, "https://sur.fr/aussi"),
}

CASES = [
    Case("a page", f"{HTTP}/bon", Reason.ANSWERS),
    Case("an answer without a body", f"{HTTP}/vide", Reason.ANSWERS),
    Case("HTTP 1.0 without a length", f"{HTTP}/ancien-http", Reason.ANSWERS),
    Case("a file, by HEAD alone", f"{HTTP}/rapport.pdf", Reason.ANSWERS),
    Case("a file where HEAD is refused", f"{HTTP}/sans-head.pdf", Reason.ANSWERS),
    Case("a file where HEAD says 404", f"{HTTP}/head-menteur.pdf", Reason.ANSWERS),
    Case("a file where HEAD is cut off", f"{HTTP}/head-coupe.pdf", Reason.ANSWERS),
    Case("a file where HEAD says 403", f"{HTTP}/head-interdit.pdf", Reason.ANSWERS),
    Case("a file that has become a page of regrets", f"{HTTP}/page-deguisee.pdf", Reason.SAYS_NOT_FOUND),
    Case("a file that is gone", f"{HTTP}/perdu.pdf", Reason.GONE),
    Case("404", f"{HTTP}/404", Reason.GONE),
    Case("410", f"{HTTP}/410", Reason.GONE),
    Case("301", f"{HTTP}/301", Reason.MOVED_FOR_GOOD, f"{HTTP}/bon"),
    Case("308 to another host", f"{HTTP}/308", Reason.MOVED_FOR_GOOD, "http://autres.fr/bon"),
    Case("301 to a place on a page", f"{HTTP}/301-ancre", Reason.MOVED_FOR_GOOD, f"{HTTP}/bon#partie"),
    Case("302", f"{HTTP}/302", Reason.MOVED_FOR_A_WHILE, f"{HTTP}/bon"),
    Case("303", f"{HTTP}/303", Reason.MOVED_FOR_A_WHILE, f"{HTTP}/bon"),
    Case("307", f"{HTTP}/307", Reason.MOVED_FOR_A_WHILE, f"{HTTP}/bon"),
    Case("for good, then for a while", f"{HTTP}/301-puis-302", Reason.MOVED_FOR_GOOD, f"{HTTP}/302"),
    Case("for a while, then for good", f"{HTTP}/302-puis-301", Reason.MOVED_FOR_A_WHILE, f"{HTTP}/bon"),
    Case("moved to what is gone", f"{HTTP}/301-vers-404", Reason.GONE),
    Case("a redirect without a scheme", f"{HTTP}/sans-schema", Reason.MOVED_FOR_GOOD, "http://autres.fr/bon"),
    Case("a redirect with accents", f"{HTTP}/accents", Reason.MOVED_FOR_GOOD, f"{HTTP}/caf%C3%A9"),
    Case("a circle of two", f"{HTTP}/cercle", Reason.REDIRECT_LOOP),
    Case("a circle of one", f"{HTTP}/soi-meme", Reason.REDIRECT_LOOP),
    Case("twelve redirects", f"{HTTP}/chaine-0", Reason.TOO_MANY_REDIRECTS),
    Case("ten redirects", f"{HTTP}/dix-0", Reason.MOVED_FOR_GOOD, f"{HTTP}/dix-10"),
    Case("a redirect without a location", f"{HTTP}/nulle-part", Reason.REDIRECT_TO_NOTHING),
    Case("a redirect to a file", f"{HTTP}/fichier", Reason.REDIRECT_TO_NOTHING),
    Case("a redirect to a script", f"{HTTP}/script", Reason.REDIRECT_TO_NOTHING),
    Case("a redirect to a messenger", f"{HTTP}/messagerie", Reason.PROGRAM),
    Case("a redirect into a private network", f"{HTTP}/prive", Reason.PRIVATE),
    Case("a redirect to a host that walls", f"{HTTP}/vers-un-mur", Reason.WALL),
    Case("a redirect to a log-in", f"{HTTP}/membre", Reason.LOGIN),
    Case("moved to a host of log-ins", f"{HTTP}/vers-sso", Reason.LOGIN),
    Case("moved to a page called “Connexion”", f"{HTTP}/vers-connexion", Reason.LOGIN),
    Case("moved to an article about connections", f"{HTTP}/vieille/connexion-internet", Reason.MOVED_FOR_GOOD),
    Case("moved to an index with a query", f"{HTTP}/vers-index", Reason.MOVED_FOR_GOOD),
    Case("moved to somebody's session", f"{HTTP}/session", Reason.MOVED_FOR_A_WHILE),
    Case("moved to what follows readers", f"{HTTP}/vers-suivi", Reason.MOVED_FOR_GOOD, f"{HTTP}/bon"),
    Case("moved from https to http", "https://sur.fr/vers-http", Reason.MOVED_FOR_A_WHILE),
    Case("a file over http, a page over https", "http://sur.fr/rapport.pdf", Reason.ANSWERS),
    Case("a picture over http, nothing over https", "http://sur.fr/photo.png", Reason.ANSWERS, image=True),
    Case("a length in odd figures", f"{HTTP}/longueur-etrange.png", Reason.ANSWERS, image=True),
    Case("a link to a log-in", f"{HTTP}/login", Reason.ANSWERS),
    Case("401", f"{HTTP}/401", Reason.LOGIN),
    Case("402", f"{HTTP}/402", Reason.PAYMENT),
    Case("403", f"{HTTP}/403", Reason.FORBIDDEN),
    Case("405", f"{HTTP}/405", Reason.METHOD),
    Case("451", f"{HTTP}/451", Reason.LEGAL),
    Case("999", f"{HTTP}/999", Reason.WALL),
    Case("418", f"{HTTP}/418", Reason.ODD_STATUS),
    Case("400", f"{HTTP}/400", Reason.ODD_STATUS),
    Case("304 that nobody asked for", f"{HTTP}/304", Reason.ODD_STATUS),
    Case("429 for a moment", f"{HTTP}/429-puis-bon", Reason.ANSWERS),
    Case("429 until a date", f"{HTTP}/429-date-puis-bon", Reason.ANSWERS),
    Case("429 for an hour", f"{HTTP}/429-sans-fin", Reason.ASKED_TOO_OFTEN),
    Case("429 until the day after tomorrow", f"{HTTP}/429-dans-deux-jours", Reason.ASKED_TOO_OFTEN),
    Case("429 until who knows", f"{HTTP}/429-illisible", Reason.ANSWERS),
    Case("503 for a moment", f"{HTTP}/503-puis-bon", Reason.ANSWERS),
    Case("500 for good", f"{HTTP}/500", Reason.SERVER_ERROR),
    Case("522", f"{HTTP}/522", Reason.SERVER_ERROR),
    Case("passed on to the front page", f"{HTTP}/article/vieux", Reason.FRONT_PAGE),
    Case("moved for good to another front page", f"{HTTP}/article/vieux-301", Reason.FRONT_PAGE),
    Case("the front page itself", f"{HTTP}/", Reason.ANSWERS),
    Case("200 titled “introuvable”", f"{HTTP}/introuvable", Reason.SAYS_NOT_FOUND),
    Case("200 headed “n’existe pas”", f"{HTTP}/introuvable-h1", Reason.SAYS_NOT_FOUND),
    Case("the same, compressed", f"{HTTP}/introuvable-gzip", Reason.SAYS_NOT_FOUND),
    Case("the same, in Latin 1", f"{HTTP}/latin1", Reason.SAYS_NOT_FOUND),
    Case("an article about a 404", f"{HTTP}/parle-de-404", Reason.ANSWERS),
    Case("silence", f"{HTTP}/muet", Reason.TIMEOUT),
    Case("silence, then an answer", f"{HTTP}/muet-puis-bon", Reason.ANSWERS),
    Case("headers that drip", f"{HTTP}/goutte-a-goutte", Reason.TIMEOUT),
    Case("a body that drips", f"{HTTP}/corps-goutte-a-goutte", Reason.TIMEOUT),
    Case("closed without a word", f"{HTTP}/raccroche", Reason.CUT),
    Case("reset", f"{HTTP}/casse", Reason.CUT),
    Case("reset once", f"{HTTP}/casse-puis-bon", Reason.ANSWERS),
    Case("another protocol", f"{HTTP}/charabia", Reason.UNREADABLE),
    Case("a header of 100 kB", f"{HTTP}/entete-immense", Reason.UNREADABLE),
    Case("five hundred headers", f"{HTTP}/cent-entetes", Reason.UNREADABLE),
    Case("a length that is no figure", f"{HTTP}/longueur-folle", Reason.ANSWERS),
    Case("a body cut short", f"{HTTP}/court", Reason.ANSWERS),
    Case("chunks that are none", f"{HTTP}/morceaux-faux", Reason.ANSWERS),
    Case("gzip that is none", f"{HTTP}/faux-gzip", Reason.ANSWERS),
    Case("a compression that was not asked for", f"{HTTP}/brotli", Reason.ANSWERS),
    Case("a decompression bomb", f"{HTTP}/bombe", Reason.ANSWERS),
    Case("a body without an end", f"{HTTP}/sans-fin", Reason.ANSWERS),
    Case("places on a page", f"{HTTP}/ancres", Reason.ANSWERS, "", ("haut", "vieux", "code", "café", "top")),
    Case("a place that is not there", f"{HTTP}/ancres?b", Reason.ANSWERS, "", ("haut", "bas"), ("bas",)),
    Case("a place among scripts", f"{HTTP}/ancres-et-script", Reason.ANSWERS, "", ("haut", "bas"), ("bas",)),
    Case("places that a script makes", f"{HTTP}/ancres-de-script", Reason.ANSWERS, "", ("haut", "bas")),
    Case("a script that only has data", f"{HTTP}/donnees", Reason.ANSWERS, "", ("bas",), ("bas",)),
    Case("a page that a script makes", f"{HTTP}/coquille", Reason.ANSWERS, "", ("bas",)),
    Case("a page without its text", f"{HTTP}/menu", Reason.ANSWERS, "", ("bas",)),
    Case("a wall that answers", f"{HTTP}/defi", Reason.ANSWERS, "", ("bas",)),
    Case("a wall that answers in French", f"{HTTP}/defi-francais", Reason.ANSWERS, "", ("bas",)),
    Case("a wall by its header", f"{HTTP}/defi-cloudflare", Reason.ANSWERS, "", ("bas",)),
    Case("a place far down", f"{HTTP}/ancre-loin", Reason.ANSWERS, "", ("loin",)),
    Case("a cookie that has to come back", f"{HTTP}/avec-biscuit", Reason.MOVED_FOR_A_WHILE),
    Case("a cookie with attributes of next year", f"{HTTP}/biscuit-partitionne", Reason.MOVED_FOR_A_WHILE),
    Case("a cookie half of which can't be read", f"{HTTP}/biscuit-fou", Reason.COOKIES),
    Case("cookies that never suffice", f"{HTTP}/biscuit-toujours", Reason.COOKIES),
    Case("a cookie stays with its host", f"{HTTP}/biscuit-ailleurs", Reason.MOVED_FOR_A_WHILE),
    Case("a picture", f"{HTTP}/photo.png", Reason.ANSWERS, image=True),
    Case("a picture without a type", f"{HTTP}/photo-sans-type", Reason.ANSWERS, image=True),
    Case("a page that calls itself a picture", f"{HTTP}/fausse-photo.png", Reason.NOT_AN_IMAGE, image=True),
    Case("a picture that mail programs don't show", f"{HTTP}/dessin.svg", Reason.NOT_AN_IMAGE, image=True),
    Case("a picture that is gone", f"{HTTP}/photo-perdue.png", Reason.GONE, image=True),
    Case("no such host", "https://perdu.fr/", Reason.NO_SUCH_HOST),
    Case("a DNS that is ill", "https://malade.fr/", Reason.LOOKUP),
    Case("a host in a private network", "https://interne.fr/", Reason.PRIVATE),
    Case("nobody listens", "https://ferme.fr/", Reason.CONNECTION_REFUSED),
    Case("https", "https://sur.fr/bon", Reason.ANSWERS),
    Case("an expired certificate", "https://vieux.fr/bon", Reason.CERTIFICATE_EXPIRED),
    Case("another host's certificate", "https://www.sur.fr/bon", Reason.CERTIFICATE_OF_ANOTHER),
    Case("a certificate of who knows whom", "https://inconnu.fr/bon", Reason.CERTIFICATE_UNKNOWN),
    Case("no TLS on the port of TLS", "https://sans-tls.fr/bon", Reason.TLS),
    Case("http where https says the same", "http://sur.fr/aussi", Reason.HTTPS_ANSWERS, "https://sur.fr/aussi"),
    Case("http where https says something else", "http://sur.fr/autre-chose", Reason.ANSWERS),
    Case("http that moved to https", "http://sur.fr/vers-https", Reason.MOVED_FOR_GOOD, "https://sur.fr/aussi"),
    Case("http that passes on to https", "http://sur.fr/un-moment", Reason.MOVED_FOR_A_WHILE),
    Case("a host that walls", "https://fr.linkedin.com/in/x", Reason.WALL),
    Case("a host of examples", "https://www.example.org/", Reason.EXAMPLE),
    Case("a host in capitals", "HTTP://LETTRE.FR/bon", Reason.ANSWERS),
    Case("a host with accents", "http://café.fr/bon", Reason.ANSWERS),
    Case("a mail address", "mailto:@lettre.fr", Reason.ADDRESS_IN_ORDER),
    Case("a mail address nowhere", "mailto:@perdu.fr", Reason.NO_MAIL_SERVER),
    Case("a mail address of an ill DNS", "mailto:@malade.fr", Reason.LOOKUP),
]


class Visit(NamedTuple):
    outcomes: dict[str, Outcome]
    town: Town


@cache
def visit() -> Visit:
    """All of them, asked about at once."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(BEHAVIOURS, Path(folder))
        web = Web(
            {"User-Agent": "cenum"},
            own=[ip_network("127.0.0.0/8")],
            limits=Limits(connect=2, silence=0.6, whole=1.5),
            names=town.names(),
            ca_file=town.ca_file,
            wall=lambda: _NOW,
            per_host=12,
        )
        outcomes, whole = run(
            {case.name: _inquiry(case) for case in CASES},
            web,
            Pace(connections=48, per_host=12, pause=0, seconds=60),
            given_up=given_up,
            jitter=lambda: 0,
        )
        web.close()
        town.close()
    assert whole
    return Visit(outcomes, town)


def _inquiry(case: Case) -> Inquiry:
    if case.url.startswith("mailto:"):
        return inquire_about_mail(case.url.partition("@")[2], known())
    return inquire(Target(case.url, case.fragments, case.image), known())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_a_host_does_has_a_name(case: Case) -> None:
    verdict = visit().outcomes[case.name].verdict
    assert verdict.reason is case.reason, verdict
    if case.address:
        assert verdict.address == case.address
    assert verdict.missing_fragments == case.missing


def test_the_table_has_every_reason_that_a_host_can_give() -> None:
    own = {Reason.NO_TIME, Reason.INTERRUPTED, Reason.NO_CONNECTION}  # the machine's, not a host's
    assert {case.reason for case in CASES} == set(Reason) - own - {Reason.UNREACHABLE}


def test_only_what_is_certain_is_called_dead() -> None:
    dead = {case.name for case in CASES if visit().outcomes[case.name].verdict.fate is LinkStatus.DEAD}
    doubtful = {
        "403",
        "500 for good",
        "429 for an hour",
        "silence",
        "reset",
        "a DNS that is ill",
        "200 titled “introuvable”",
    }
    assert not dead & doubtful


def test_walls_examples_and_private_hosts_were_never_asked() -> None:
    hosts = {asked.host for asked in visit().town.asked}
    assert not any(host.endswith(("linkedin.com", "example.org")) or host.startswith("interne") for host in hosts)


def test_a_cookie_never_left_its_host_and_nothing_secret_was_sent() -> None:
    for asked in visit().town.asked:
        assert "authorization" not in asked.headers
        if asked.host == "autres.fr":
            assert "cookie" not in asked.headers


def test_a_heavy_picture_is_weighed_even_where_it_is_only_announced() -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(BEHAVIOURS, Path(folder))
        web = Web({}, own=[ip_network("127.0.0.0/8")], names=town.names(), ca_file=town.ca_file)
        urls = (f"{HTTP}/photo-lourde.png", f"{HTTP}/photo-annoncee.png", f"{HTTP}/photo.png")
        outcomes, _whole = run(
            {url: inquire(Target(url, image=True), known()) for url in urls},
            web,
            Pace(),
            given_up=given_up,
            jitter=lambda: 0,
        )
        town.close()
    weights = [outcomes[url].verdict.bytes or 0 for url in urls]
    assert weights[0] > 1_000_000
    assert weights[1] == 3_000_000
    assert weights[2] < 1000
