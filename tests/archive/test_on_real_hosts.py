"""Every address of the site on real servers, behind a machine that ends TLS: one redirect at most, never to http."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from cenum.archive.redirect_files import OLD_SITES, old_site_files, redirect_files
from cenum.archive.redirects import Redirect
from tests.archive.sites import OWN, SITE, own_site
from tests.archive.stand_in import Clock, PagesHost, as_github_serves
from tests.archive.web_servers import Host, apache, needs, nginx, python
from tests.edition.samples import EVERY_BLOCK
from tests.links.hosts import Town

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

ALIASES = ("lettre/36", "été/à-lire", "p/lettre.html")
WANTED = [Redirect(path, EVERY_BLOCK) for path in ALIASES]
ADDRESSES = ("/{key}", "/{key}/", "/{key}.html", "/{key}?cenum=0123")


@cache
def files() -> dict[str, bytes]:
    return {**redirect_files(WANTED, SITE, "fr"), **own_site()}


def started(name: str, content: Mapping[str, bytes], site: str, folder: str = "") -> AbstractContextManager[Host]:
    """The server ``name`` as somebody who read our documentation sets it up; the files are in ``folder``."""
    included = f"include {{site}}/{folder}nginx-redirects.conf;"
    if name == "nginx":
        return nginx(content, site, included)
    if name == "nginx with try_files":
        return nginx(content, site, f"{included} location / {{{{ try_files $uri $uri.html $uri/ =404; }}}}")
    return apache(content, site) if name == "apache2" else python(content, site)


REAL = [
    pytest.param("nginx", marks=needs("nginx")),
    pytest.param("nginx with try_files", marks=needs("nginx")),
    pytest.param("apache2", marks=needs("apache2")),
]


@pytest.fixture(scope="module")
def running() -> Iterator[dict[str, Host]]:
    """Each server is started once, when a test first asks for it."""
    with ExitStack() as stack:

        class Started(dict[str, Host]):
            def __missing__(self, name: str) -> Host:
                self[name] = stack.enter_context(started(name, files(), SITE))
                return self[name]

        yield Started()


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("key", OWN)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_letter_is_reached_by_each_of_its_addresses(
    running: dict[str, Host], name: str, key: str, address: str
) -> None:
    reached = running[name].reach(address.format(key=key))
    assert (reached.status, reached.body) == (200, files()[f"{key}.html"])
    assert len(reached.ways) <= 1
    assert all(way.startswith(f"{SITE}/{key}") for way in reached.ways)
    # What no cache knows stays so on the way.
    assert all(("?cenum=" in way) == ("?" in address) for way in reached.ways)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("alias", [*ALIASES, "lettre/36/", "été/à-lire/"])
def test_an_old_address_leads_to_the_letter_at_once(running: dict[str, Host], name: str, alias: str) -> None:
    reached = running[name].reach(f"/{quote(alias)}")
    assert reached.ways == (f"{SITE}/{EVERY_BLOCK}/",)
    assert reached.body == files()[f"{EVERY_BLOCK}.html"]


@pytest.mark.parametrize("name", REAL)
def test_all_else_is_there_as_what_it_is(running: dict[str, Host], name: str) -> None:
    kinds = {".html": "text/html", ".xml": "xml", ".css": "text/css", ".svg": "image/svg", ".json": "json"}
    kinds |= {".png": "image/png", ".jpg": "image/jpeg", ".js": "javascript"}
    for path, content in files().items():
        if path.startswith(".") or path.endswith("/index.html"):
            continue
        reached = running[name].reach(f"/{quote(path)}")
        if path in ALIASES:
            continue
        assert (reached.ways, reached.status, reached.body) == ((), 200, content), path
        ending = path[path.rfind(".") :]
        assert kinds.get(ending, "") in reached.kind, path
    assert running[name].reach("/").body == files()["index.html"]


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("path", ["/rien", "/2025-01-03", "/media/rien.png"])
def test_where_nothing_is_the_sites_own_page_says_so(running: dict[str, Host], name: str, path: str) -> None:
    reached = running[name].reach(path)
    assert (reached.status, reached.body) == (404, files()["404.html"])
    assert len(reached.ways) <= 1


@pytest.mark.parametrize("name", REAL)
def test_a_site_below_a_folder_is_reached_the_same(name: str) -> None:
    site = f"{SITE}/à/lettres"
    content = {f"à/lettres/{path}": body for path, body in redirect_files(WANTED, site, "fr").items()}
    content |= {f"à/lettres/{path}": body for path, body in own_site().items()}
    with started(name, content, SITE, "à/lettres/") as host:
        for path in (EVERY_BLOCK, "lettre/36"):
            reached = host.reach(quote(f"/à/lettres/{path}"))
            assert (reached.status, reached.body) == (200, files()[f"{EVERY_BLOCK}.html"])
            assert list(map(unquote, reached.ways)) == [f"{site}/{EVERY_BLOCK}/"]
        assert host.reach(quote("/à/lettres/rien")).body == files()["404.html"]


OLD = "https://ancienne.example.com/lettres"


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize(
    ("path", "place"),
    [
        *((path, f"{EVERY_BLOCK}/") for path in ("36", "36/", EVERY_BLOCK, f"{EVERY_BLOCK}/", f"{EVERY_BLOCK}.html")),
        *((path, path) for path in ("", "2026.html", "feed.xml", "media/carte-0123.png")),
    ],
)
def test_an_old_site_leads_to_the_same_place_of_the_new_one(
    old_hosts: dict[str, Host], name: str, path: str, place: str
) -> None:
    assert old_hosts[name].reach(f"/lettres/{path}").ways == (f"{SITE}/{place}",)


@pytest.mark.parametrize("name", REAL)
def test_no_name_that_an_old_site_is_asked_for_adds_a_header(old_hosts: dict[str, Host], name: str) -> None:
    assert old_hosts[name].reach("/lettres/media/x%0d%0aSet-Cookie:%20a=b").ways == ()


@pytest.fixture(scope="module")
def old_hosts() -> Iterator[dict[str, Host]]:
    wanted = [Redirect("36", EVERY_BLOCK, OLD)]
    made = old_site_files(wanted, [EVERY_BLOCK], SITE, [OLD], "fr")
    content = {name.removeprefix(f"{OLD_SITES}/ancienne.example.com/"): body for name, body in made.items()}
    with ExitStack() as stack:

        class Started(dict[str, Host]):
            def __missing__(self, name: str) -> Host:
                host = started(name, content, OLD.removesuffix("/lettres"), "lettres/")
                self[name] = stack.enter_context(host)
                return self[name]

        yield Started()


@needs("nginx")
def test_without_our_file_nginx_sends_readers_to_its_own_port_by_http() -> None:
    """Which is why there is one; `cenum schedule` would say so."""
    with nginx(files(), SITE) as host:
        assert host.reach(f"/{EVERY_BLOCK}").ways == (f"http://lettre.example.org:{host.port}/{EVERY_BLOCK}/",)


@needs("apache2")
def test_where_apache_may_not_read_it_it_does_the_same() -> None:
    with apache(files(), SITE, "None") as host:
        assert host.reach(f"/{EVERY_BLOCK}").ways == (f"http://lettre.example.org/{EVERY_BLOCK}/",)


@pytest.mark.parametrize("address", ADDRESSES)
def test_pythons_own_server_reaches_a_letter(running: dict[str, Host], address: str) -> None:
    reached = running["python"].reach(address.format(key=EVERY_BLOCK))
    assert (reached.status, reached.body) == (200, files()[f"{EVERY_BLOCK}.html"])
    assert len(reached.ways) <= 1
    assert all(way.startswith(f"{SITE}/") for way in reached.ways)


@pytest.mark.parametrize("alias", ALIASES)
def test_a_host_without_rules_has_a_page_that_leads_to_the_letter(running: dict[str, Host], alias: str) -> None:
    reached = running["python"].reach(f"/{quote(alias)}")
    assert reached.status == 200
    assert len(reached.ways) <= 1
    assert f'content="0; url={SITE}/{EVERY_BLOCK}"'.encode() in reached.body


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_host_of_pages_as_githubs_reaches_a_letter(address: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    pages = PagesHost("lettre.example.org", Clock())
    pages.deploy(as_github_serves(files()))
    town = Town(pages, tmp_path_factory.mktemp("town"))
    try:
        reached = Host(town.plain, SITE).reach(address.format(key=EVERY_BLOCK))
        assert (reached.ways, reached.status, reached.body) == ((), 200, files()[f"{EVERY_BLOCK}.html"])
    finally:
        town.close()
