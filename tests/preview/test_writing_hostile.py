"""Whoever would write without their person: from another page, under another name, to another place, or too much."""

from __future__ import annotations

import json
import os
import shutil
import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.preview.site import BRIEF, KEY, Site, folder, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.preview.site import Answer

WRITES = {
    "save": ("PUT", f"/source/{KEY}"),
    "letter": ("POST", f"/draft/{KEY}/sent"),
    "around": ("POST", f"/draft/{KEY}"),
    "new issue": ("POST", "/issue"),
}
BODIES: dict[str, Any] = {
    "save": {"text": "Volé.", "base": ""},
    "letter": {"text": "Volé."},
    "around": {"text": "Volé."},
    "new issue": {"day": "2026-12-04"},
}
# What else only our page may ask for.
TOOLS = {"paste": ("POST", "/pasted"), "head": ("POST", "/head"), "picture": ("POST", f"/media/{KEY}")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    around = tmp_path_factory.mktemp("around")
    at = around / "letter"
    at.mkdir()
    folder(at, BRIEF)
    (around / "canary.md").write_text("Un canari.", "utf-8")
    (at / "secret.md").write_text("Un secret.", "utf-8")
    (at / "issues" / "media").mkdir()
    (at / "issues" / "clips.md").write_text("Des secrets.", "utf-8")
    (at / "issues" / "2026-12-11.md").symlink_to(around / "canary.md")
    (at / "issues" / "2026-12-18.md").symlink_to(f"{KEY}.md")
    (at / "issues" / "2026-12-25.md").mkdir()
    with running(at) as site:
        yield site


@pytest.fixture(autouse=True)
def nothing_is_written(site: Site) -> Iterator[None]:
    before = everything(site.folder.parent)
    yield
    assert everything(site.folder.parent) == before


def everything(at: Path) -> dict[str, object]:
    """Every file with its bytes, every link with where it leads, every folder."""
    found: dict[str, object] = {}
    for name, folders, files in os.walk(at):
        for one in (*folders, *files):
            path = at / name / one
            if path.is_symlink():
                found[str(path)] = str(path.readlink())
            else:
                found[str(path)] = path.read_bytes() if path.is_file() else None
    return found


def ask(site: Site, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    whole = {"Origin": site.url, "X_Cenum_Token": site.token(), **headers}
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return site.ask(path, method, sent, **{name: value for name, value in whole.items() if value})


def base(site: Site) -> str:
    return str(site.ask(f"/source/{KEY}").data["digest"])


@pytest.mark.parametrize("what", [*WRITES, *TOOLS])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://www.lemonde.fr"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "file://"},
        {"Origin": ""},
        {"Origin": "", "Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Origin": "https://127.0.0.1"},
        {"X_Cenum_Token": ""},
        {"X_Cenum_Token": "of yesterday"},
        {"X_Cenum_Token": "\xff"},
        {"cookie": "cenum-1=x"},
        {"cookie": "a=b"},
        {"host": "evil.example"},
        {"host": "evil.example:8030"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1.evil.example"},
    ],
    ids=str,
)
def test_only_our_page_writes(site: Site, what: str, headers: dict[str, str]) -> None:
    method, path = {**WRITES, **TOOLS}[what]
    body = BODIES.get(what, {"text": "Volé.", "html": "Volé."}) | ({"base": base(site)} if what == "save" else {})
    assert ask(site, method, path, body, **headers).status == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://www.lemonde.fr"}, {"host": "evil.example"}, {"cookie": "a=b"}]
)
def test_only_our_page_reads_the_text(site: Site, headers: dict[str, str]) -> None:
    answer = site.ask(f"/source/{KEY}", "GET", None, **headers)
    assert answer.status == 403
    assert b"Bonjour" not in answer.body


PATHS = [
    *(f"/source/{name}" for name in ("..", "../cenum.toml", "..%2fcenum.toml", "%2e%2e%2fsecret.md", "....//secret")),
    *(f"/source/{name}" for name in ("/etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "C:%5cwindows")),
    *(f"/source/{KEY}{end}" for end in ("%00", "%00.md", ".md", "/", "/../x", "%0a", "%20", "%2f..%2f..%2fsecret")),
    *(f"/source/{name}" for name in ("secret", "clips", "next", "latest", "cenum.toml", "media", "media/x.png", "-")),
    *(f"/source/{name}" for name in ("2026-99-99", "2026-02-30", "0000-00-00", "2026-1-1", "20261204", "2026-W49-5")),
    *("/source/%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%96-12-04", f"/source/%5c{KEY}", f"/source/.{KEY}", "/source/"),
    *(f"/source/{KEY}::$DATA", f"//source/{KEY}", f"/Source/{KEY}", f"/source/{KEY}?file=../../secret.md&x"),
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_there_is_no_other_place_to_write(site: Site, path: str) -> None:
    """In the last one the query means nothing: its base is no version of the issue."""
    answer = ask(site, "PUT", path, {"text": "Volé.", "base": ""})
    assert answer.status in ({409} if "?" in path else {404, 405, 307, 400})


@pytest.mark.parametrize("path", [path for path in PATHS if "?" not in path])
def test_there_is_no_other_place_to_read(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status in {404, 405, 307, 400}
    assert b"ecret" not in answer.body


@pytest.mark.parametrize(
    ("key", "said"),
    [("2026-12-11", "symbolic link"), ("2026-12-18", "symbolic link"), ("2026-12-25", "folder")],
)
def test_what_is_no_file_is_neither_read_nor_written(site: Site, key: str, said: str) -> None:
    for answer in (
        site.ask(f"/source/{key}"),
        ask(site, "PUT", f"/source/{key}", {"text": "Volé.", "base": ""}),
    ):
        assert answer.status == 422
        assert said in answer.data["said"]
        assert "canari" not in answer.data["said"]


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "MKCOL", "MOVE", "get", "put"])
def test_no_other_method_does_anything(site: Site, method: str) -> None:
    answer = ask(site, method, f"/source/{KEY}", {"text": "Volé.", "base": base(site)}, X_HTTP_Method_Override="PUT")
    assert answer.status in {400, 405}


@pytest.mark.parametrize("what", WRITES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"null",
        b"text=Vol%C3%A9&base=",
        b'{"text": "\\ud800", "base": "", "day": "\\ud800"}',
        b'{"text": "\xff", "base": ""}',
        {"text": None, "base": "", "day": None},
        {"text": ["a"], "base": "", "day": ["a"]},
        {"text": {"a": "b"}, "base": "", "day": {}},
        {"text": "a", "base": 1, "day": 1},
        {"text": "a", "base": "", "day": "2026-12-04", "path": "../x"},
        {"Text": "a"},
        b"[" * 90,
    ],
    ids=lambda one: str(one)[:50],
)
def test_what_our_page_never_sends_is_refused(site: Site, what: str, body: Any) -> None:
    method, path = WRITES[what]
    assert ask(site, method, path, body).status == 400


@pytest.mark.parametrize("what", ["save", "letter", "around"])
def test_a_big_body_is_refused_in_words(site: Site, what: str) -> None:
    method, path = WRITES[what]
    answer = ask(site, method, path, {**BODIES[what], "text": "x" * 10_000_000})
    assert answer.status == 413
    assert "too long" in answer.data["said"]


def test_a_body_without_end_is_not_taken_in(site: Site) -> None:
    """Nobody keeps what is sent, nor takes it for ever."""
    head = (
        f"PUT /source/{KEY} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nCookie: {site.cookie}\r\n"
        f"Origin: {site.url}\r\nX-Cenum-Token: {site.token()}\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall(head.encode())
        many = (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 2000  # 130 MB
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            connection.sendall(many)
    assert site.ask(f"/source/{KEY}").status == 200


@pytest.mark.parametrize("what", WRITES)
def test_the_folder_of_issues_is_no_link(tmp_path: Path, what: str) -> None:
    at = folder(tmp_path, BRIEF)
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    shutil.move(at / "issues", outside)
    (at / "issues").symlink_to(outside)
    method, path = WRITES[what]
    with running(at) as other:
        token = other.ask("/clipping").body.decode().partition('data-token="')[2].partition('"')[0]
        given = {"Origin": other.url, "X_Cenum_Token": token}
        body = json.dumps(BODIES[what]).encode()
        assert other.ask(path, method, body, **given).status in {404, 422}
        assert everything(outside) == {str(outside / f"{KEY}.md"): BRIEF.encode()}


def test_the_page_may_do_no_more_than_before(site: Site) -> None:
    """But for a nonce that styles of the editor may have."""
    policy = site.ask("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "form-action 'none'; base-uri 'none'; frame-ancestors 'none'" in policy
    assert "connect-src 'self'" in policy
