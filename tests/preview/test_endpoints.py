"""The preview over real HTTP: who is let in, and what can be had."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.preview.site import KEY, Site, folder, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    at = folder(tmp_path_factory.mktemp("site"))
    (at / "secret.md").write_text("secret", "utf-8")
    (at / "issues" / "media").mkdir()
    (at / "issues" / "media" / "secret.png").write_bytes(b"secret")
    with running(at) as site:
        yield site


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/static/main.js", "/static/page.css", "/frame", "/nothing", "/picture/x"),
        *(f"/rendering/{KEY}/sent", f"/around/{KEY}", "/clip", "/clipping", "/look"),
    ],
)
def test_every_answer_has_its_guards(site: Site, path: str) -> None:
    answer = site.ask(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert ("unsafe-inline" in policy) is (path in {"/frame", "/look"})
    assert "script-src 'unsafe" not in policy
    assert ("sandbox" in policy) is (path == "/frame")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "localhost:1",
        "127.0.0.1.evil.example:{port}",
    ],
)
def test_another_name_for_this_machine_is_turned_away(site: Site, host: str) -> None:
    answer = site.ask("/", host=host.format(port=site.port))
    assert answer.status in {400, 403}
    assert b"Une lettre" not in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_its_own_names_are_let_in(site: Site, host: str) -> None:
    assert site.ask("/", host=host.format(port=site.port)).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://localhost:1"])
@pytest.mark.parametrize("path", ["/", "/events", f"/rendering/{KEY}/sent"])
def test_another_page_is_turned_away(site: Site, origin: str, path: str) -> None:
    assert site.ask(path, Origin=origin.format(port=site.port)).status == 403


def test_a_page_elsewhere_can_neither_embed_nor_load_it(site: Site) -> None:
    assert site.ask("/static/main.js", Sec_Fetch_Site="cross-site").status == 403
    assert "frame-ancestors 'none'" in site.ask("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/open", f"/links/{KEY}"])
def test_nothing_is_done_without_origin_and_token(site: Site, path: str) -> None:
    body = json.dumps({"file": f"issues/{KEY}.md", "line": 1}).encode()
    token = site.token()
    assert site.ask(path, "POST", body).status == 403
    assert site.ask(path, "POST", body, X_Cenum_Token=token).status == 403
    assert site.ask(path, "POST", body, Origin=site.url).status == 403
    assert site.ask(path, "POST", body, Origin=site.url, X_Cenum_Token=token + "x").status == 403
    assert site.ask(path, "POST", body, Origin="http://evil.example", X_Cenum_Token=token).status == 403
    assert site.ask(path, "GET").status == 405


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (f"issues/{KEY}.md", 503),
        ("cenum.toml", 503),
        ("templates/palette.toml", 503),
        ("secret.md", 404),
        ("../etc/passwd", 404),
        ("/etc/passwd", 404),
        ("issues/../secret.md", 404),
        ("issues/media/secret.png", 404),
    ],
)
def test_only_files_of_the_letter_are_opened(site: Site, file: str, status: int) -> None:
    body = json.dumps({"file": file, "line": 1}).encode()
    assert site.ask("/open", "POST", body, Origin=site.url, X_Cenum_Token=site.token()).status == status


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"file": 1}', b'{"file": "cenum.toml", "run": "x"}', b" " * 5000]
)
def test_what_cannot_be_understood_is_refused(site: Site, body: bytes) -> None:
    assert site.ask("/open", "POST", body, Origin=site.url, X_Cenum_Token=site.token()).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.md",
        "/secret.md",
        "/page.py",
        "/static/",
        "/static/page.py",
        "/static/../page.py",
        "/static/..%2fpage.py",
        "/static/%2fetc%2fpasswd",
        "/picture/../secret.md",
        "/picture/..%2f..%2fsecret.md",
        "/picture/secret.png",
        "/picture/media%2fsecret.png",
        "/calendar/secret.png",
        "/rendering/../secret/sent",
        "/rendering/..%2f..%2fsecret/sent",
        "/rendering/2026-11-28/sent",
        "/around/2026-11-28",
        "/around/..%2fsecret",
        f"/rendering/{KEY}/naked",
        "/?issue=../secret",
        "/?issue=2026-11-28",
    ],
)
def test_nothing_else_of_the_disk_is_served(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_an_issue_says_all_that_the_page_shows(site: Site) -> None:
    shown, data = site.ask(f"/rendering/{KEY}/sent").data, site.ask(f"/around/{KEY}").data
    assert (data["key"], data["file"], data["tone"]) == (KEY, f"issues/{KEY}.md", "good")
    assert (shown["key"], shown["file"]) == (KEY, f"issues/{KEY}.md")
    assert set(data["panels"]) == {"bar", "findings", "source", "text", "inbox", "links", "outline"}
    assert "<h1" in shown["letter"]


def test_a_calendar_file_is_served_from_memory_as_a_calendar(tmp_path: Path) -> None:
    at = folder(tmp_path)
    event = "::: event 2026-12-03 18h Médiathèque\nUn atelier.\n:::"
    issue = at / "issues" / f"{KEY}.md"
    issue.write_text(f"{issue.read_text('utf-8')}\n{event}\n", "utf-8")
    with running(at) as site:
        found = re.search(r'href=\\?"(/calendar/[^"\\]+)', site.ask(f"/rendering/{KEY}/sent").body.decode())
        assert found
        answer = site.ask(found[1])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"SUMMARY;LANGUAGE=fr:Un atelier" in answer.body
