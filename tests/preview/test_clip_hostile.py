"""Whoever would have the preview clip something without its person: nothing is asked, nothing is written."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.preview.site import KEY, Site, folder, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from cenum.clip.clipping import Clip
    from cenum.workspace import Workspace
    from tests.preview.site import Answer

GOOD = {"addresses": "https://sur.fr/halle", "to": "inbox"}
U = "/clip?u=https%3A%2F%2Fsur.fr%2Fhalle"
FROM_ELSEWHERE = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
MODES = {name: {**FROM_ELSEWHERE, "Sec_Fetch_Mode": name} for name in ("cors", "no-cors", "websocket", "")}
PLACES = {
    name: {**FROM_ELSEWHERE, "Sec_Fetch_Dest": name}
    for name in ("iframe", "frame", "object", "embed", "empty", "image")
}


@pytest.fixture(scope="module")
def asked() -> list[Sequence[str]]:
    return []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, asked: list[Sequence[str]]) -> Iterator[Site]:
    def read(
        addresses: Sequence[str], _workspace: Workspace, _now: datetime, _titles: Mapping[str, str]
    ) -> tuple[Clip, ...]:
        asked.append(addresses)
        return ()

    with running(folder(tmp_path_factory.mktemp("site")), read=read) as site:
        yield site


@pytest.fixture(autouse=True)
def nothing_happens(site: Site, asked: list[Sequence[str]]) -> Iterator[None]:
    before = _files(site.folder)
    asked.clear()
    yield
    assert asked == []
    assert _files(site.folder) == before


def _comes(site: Site, path: str, **more: str) -> Answer:
    """A window that comes from another site; ``more`` says otherwise."""
    headers = {**FROM_ELSEWHERE, **more}
    return site.ask(path, "GET", None, **headers)


def _files(at: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in at.rglob("*.md")}


def _post(site: Site, body: bytes | dict[str, Any] = GOOD, **headers: str) -> Answer:
    whole = {"Origin": site.url, "X_Cenum_Token": site.token(), **headers}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return site.ask("/clip", "POST", sent, **{name: value for name, value in whole.items() if value})


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://www.lemonde.fr"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": ""},
        {"Origin": "", **FROM_ELSEWHERE},
        {"Origin": "https://www.lemonde.fr", **FROM_ELSEWHERE},
        {"X_Cenum_Token": ""},
        {"X_Cenum_Token": "of yesterday"},
        {"X_Cenum_Token": "\xff"},
        {"cookie": "cenum-1=x"},
        {"host": "evil.example"},
        {"host": "evil.example:8030"},
    ],
    ids=str,
)
def test_only_our_page_asks_for_a_clip(site: Site, headers: dict[str, str]) -> None:
    assert _post(site, GOOD, **headers).status == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_no_other_method_makes_one(site: Site, method: str) -> None:
    headers = {"Origin": site.url, "X_Cenum_Token": site.token()}
    answer = site.ask("/clip", method, json.dumps(GOOD).encode(), **headers)
    assert answer.status == (200 if method in {"GET", "HEAD"} else 405)
    assert b"halle" not in answer.body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        {**GOOD, "to": "../../etc/passwd"},
        {**GOOD, "to": "veille"},
        {**GOOD, "to": None},
        {**GOOD, "run": "x"},
        {**GOOD, "addresses": ["https://sur.fr/"]},
        {"to": "inbox"},
        {**GOOD, "title": "a" * 301, "of": GOOD["addresses"]},
        {**GOOD, "title": ["a"], "of": GOOD["addresses"]},
        {**GOOD, "titles": {"https://sur.fr/halle": "a"}},
    ],
    ids=str,
)
def test_what_our_page_never_sends_is_refused(site: Site, body: Any) -> None:
    assert _post(site, body).status == 400


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"addresses": "  \n"}, "no address"),
        ({"addresses": "rien que des mots"}, "no address"),
        ({"to": "letter"}, "no issue"),
        ({"to": "letter", "issue": f"../issues/{KEY}", "section": "veille"}, "no issue"),
        ({"to": "letter", "issue": "../../etc/passwd", "section": "veille"}, "no issue"),
        ({"to": "letter", "issue": "clips", "section": "veille"}, "no issue"),
        ({"to": "letter", "issue": "2026-12-04", "section": "veille"}, "no issue"),
        ({"to": "letter", "issue": f"{KEY}\0", "section": "veille"}, "no issue"),
        ({"to": "letter", "issue": KEY, "section": "../ailleurs"}, "o section is called"),
        ({"to": "letter", "issue": KEY, "section": ""}, "o section is called"),
        ({"addresses": "x" * 10_000_000}, "too long"),
        ({"addresses": "https://sur.fr/ " * 10_000}, "too long"),
    ],
    ids=lambda one: str(one)[:60],
)
def test_what_leads_nowhere_is_said(site: Site, body: dict[str, str], said: str) -> None:
    answer = _post(site, {**GOOD, **body})
    assert answer.status == 422
    assert said in answer.data["said"]
    assert answer.data["clips"] == ""


@pytest.mark.parametrize("headers", [*MODES.values(), *PLACES.values()], ids=lambda one: "-".join(one.values()))
def test_nothing_but_a_whole_window_arrives_from_elsewhere(site: Site, headers: dict[str, str]) -> None:
    assert _comes(site, U, **headers).status == 403


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/clipping",
            "/clipping?u=https%3A%2F%2Fsur.fr%2F",
            "/static/arrival.js",
            "/static/page.css",
            "/frame",
            "/look",
        ),
        *(
            f"/around/{KEY}",
            f"/rendering/{KEY}/sent",
            "/events",
            "/clip/",
            "//clip",
            "/Clip",
            "/clip/x",
            "/picture/x",
        ),
    ],
)
def test_nothing_but_the_arrival_is_there_for_who_comes_from_elsewhere(site: Site, path: str) -> None:
    assert _comes(site, path).status == 403


@pytest.mark.parametrize(
    "more",
    [
        {"Origin": "https://www.lemonde.fr"},
        {"host": "evil.example:{port}"},
        {"host": "127.0.0.1"},
        {"host": ""},
    ],
    ids=str,
)
def test_who_arrives_names_this_machine_and_only_looks(site: Site, more: dict[str, str]) -> None:
    named = {name: value.format(port=site.port) for name, value in more.items()}
    assert _comes(site, U, **named).status in {400, 403}


ADDRESSES = {
    "html": "https://sur.fr/<script>alert(1)</script>",
    "two lines": "https://sur.fr/\r\nSet-Cookie: a=b",
    "very long": "https://sur.fr/" + "a" * 10_000,
    "javascript": "javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "file": "file:///etc/passwd",
    "no scheme": "//sur.fr/halle",
    "no host": "https:///halle",
    "broken": "https://[sur.fr/",
    "several": "https://sur.fr/a https://sur.fr/b",
    "direction": "https://sur.fr/\u202elmth",
    "a tag's end": "https://sur.fr/</textarea><img src=x onerror=alert(1)>",
    "this network": "http://192.168.0.1/admin?reboot=1",
    "this machine": "http://127.0.0.1:8030/?key=x",
}
SHOWN = {"this network", "this machine"}  # nobody asks before the click, and then the guard of links says no


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_arrival_is_the_same_for_everybody_whatever_is_brought(site: Site, name: str) -> None:
    plain = _comes(site, "/clip", cookie="a=b")
    answer = _comes(site, f"/clip?u={quote(ADDRESSES[name], safe='')}", cookie="a=b")
    assert (answer.status, answer.body) == (200, plain.body)
    assert dict(answer.headers) | {"date": ""} == dict(plain.headers) | {"date": ""}
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert site.token().encode() not in answer.body
    assert b"Une lettre" not in answer.body


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_page_shows_an_address_of_the_web_and_nothing_else(site: Site, name: str) -> None:
    html = site.ask(f"/clipping?u={quote(ADDRESSES[name], safe='')}").body.decode()
    shown = html.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert shown == (ADDRESSES[name] if name in SHOWN else "")
    assert ("is no web address" in html) is (name not in SHOWN)
    assert "alert(1)" not in html


TITLES = {
    "html": "<script>alert(1)</script>",
    "a tag's end": "</cite></p><img src=x onerror=alert(1)>",
    "an attribute's end": '"\' onmouseover=alert(1) x="',
    "a template": "{{ words }}{% include 'x' %}",
    "direction": "\u202eelmth",
    "very long": "a" * 10_000,
}


@pytest.mark.parametrize("name", TITLES)
def test_the_page_shows_a_title_as_words_on_one_line(site: Site, name: str) -> None:
    html = site.ask(f"/clipping?u=https%3A%2F%2Fsur.fr%2F&t={quote(TITLES[name], safe='')}").body.decode()
    cite = html.partition("<cite")[2].partition(">")[2].partition("</cite>")[0]
    assert "<" not in cite
    assert unescape(cite) == TITLES[name].removeprefix("\u202e")[:300]
    assert "<script>alert" not in html
    assert "<img" not in html


@pytest.mark.parametrize("path", ["/clipping?t=Halle", "/clipping?u=javascript%3Aalert(1)&t=Halle"])
def test_a_title_without_an_address_of_the_web_is_not_shown(site: Site, path: str) -> None:
    assert b"Halle" not in site.ask(path).body


def test_a_letter_that_cannot_be_read_is_said_with_its_place_and_the_inbox_is_there(tmp_path: Path) -> None:
    at = folder(tmp_path)
    (at / "issues" / f"{KEY}.md").write_bytes(b"\xff\xfe")
    with running(at) as site:
        html = site.ask("/clipping").body.decode()
        answer = _post(site, {**GOOD, "to": "letter", "issue": KEY, "section": "veille"})
    assert f'<p class="aside">issues/{KEY}.md' in html
    assert 'data-to="inbox"' in html
    assert 'data-to="letter"' not in html
    assert answer.data["said"].startswith(f"issues/{KEY}.md")


@pytest.mark.parametrize("name", ["127.0.0.1", "LOCALHOST", "[::1]"])
def test_the_bookmark_leads_to_the_address_that_was_printed_whichever_was_opened(site: Site, name: str) -> None:
    html = unescape(site.ask("/clipping", host=f"{name}:{site.port}").body.decode())
    assert f"href='{site.url}/clip?u='" in html


def test_of_two_addresses_none_is_shown(site: Site) -> None:
    html = site.ask("/clipping?u=https%3A%2F%2Fsur.fr%2Fa&u=https%3A%2F%2Fsur.fr%2Fb").body.decode()
    assert "sur.fr" not in html


def test_a_hundred_kilobytes_are_not_shown(site: Site) -> None:
    for path in ("/clip", "/clipping"):
        assert b"aaaa" not in site.ask(f"{path}?u=https%3A%2F%2Fsur.fr%2F{'a' * 100_000}").body
