from __future__ import annotations

from typing import Any

import pytest

from cenum.preview.access import PreviewAccess
from cenum.preview.host_guard import LETTER_POLICY, PAGE_POLICY, HostGuard

HOST = (b"host", b"127.0.0.1:8030")
ORIGIN = (b"origin", b"http://127.0.0.1:8030")
ACCESS = PreviewAccess()
COOKIE = (b"cookie", ACCESS.cookie(8030).partition(";")[0].encode())


def status(headers: list[tuple[bytes, bytes]], method: str = "GET", path: str = "/", query: bytes = b"") -> int:
    """What somebody is answered who asks so; 200 comes from behind the guard."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": headers}
    # Nothing in it waits; a loop of Playwright's may be running in this thread.
    with pytest.raises(StopIteration):
        HostGuard(app, 8030, ACCESS)(scope, receive, send).__await__().__next__()
    assert dict(sent[0]["headers"])[b"content-security-policy"] == PAGE_POLICY.encode()
    return int(sent[0]["status"])


@pytest.mark.parametrize(
    ("headers", "method", "answer"),
    [
        ([HOST], "GET", 200),
        ([HOST, ORIGIN], "POST", 200),
        ([], "GET", 403),
        ([HOST, HOST], "GET", 403),
        ([HOST, (b"host", b"evil.example")], "GET", 403),
        ([HOST], "POST", 403),
        ([HOST, ORIGIN, ORIGIN], "POST", 403),
        ([HOST, (b"origin", b"null")], "POST", 403),
        ([HOST, (b"sec-fetch-site", b"same-site")], "GET", 403),
        ([HOST, (b"sec-fetch-site", b"same-origin")], "GET", 200),
        ([HOST], "DELETE", 403),
    ],
)
def test_only_this_machines_browser_gets_through(
    headers: list[tuple[bytes, bytes]], method: str, answer: int
) -> None:
    assert status([*headers, COOKIE], method) == answer


@pytest.mark.parametrize("path", ["/", "/rendering/2026-11-27/sent", "/static/page.css", "/events", "/picture/a.png"])
def test_without_the_key_or_the_cookie_nothing_is_shown(path: str) -> None:
    name, _equals, value = COOKIE[1].partition(b"=")
    other = PreviewAccess().cookie(8030).encode()
    for headers in ([], [(b"cookie", other)], [(b"cookie", b"cenum-8031=" + value)], [(b"cookie", name + b"=")]):
        assert status([HOST, *headers], path=path) == 403
        assert status([HOST, *headers], path=path, query=b"key=") == 403
        assert status([HOST, *headers], path=path, query=b"key=" + ACCESS.printed[:-1].encode()) == 403
    assert status([HOST, COOKIE], path=path) == 200


def test_the_printed_key_opens_the_page_alone_and_that_of_the_browser_opens_it_once() -> None:
    printed, once = (f"key={key}".encode() for key in (ACCESS.printed, ACCESS.once))
    assert status([HOST], path="/frame", query=printed) == 403
    assert status([(b"host", b"evil.example")], query=once) == 403
    assert [status([HOST], query=printed) for _ in range(2)] == [200, 200]
    assert [status([HOST], query=once) for _ in range(2)] == [200, 403]
    assert status([(b"host", b"[::1]:8030")], query=printed) == 200


LOOKS = [(b"sec-fetch-site", b"cross-site"), (b"sec-fetch-mode", b"navigate"), (b"sec-fetch-dest", b"document")]


@pytest.mark.parametrize(
    ("headers", "method", "path", "answer"),
    [
        ([HOST, *LOOKS], "GET", "/clip", 200),
        ([HOST, *LOOKS[1:]], "GET", "/clip", 200),
        ([HOST, *LOOKS], "GET", "/", 403),
        ([HOST, *LOOKS, COOKIE], "GET", "/clipping", 403),
        ([HOST, *LOOKS, COOKIE], "GET", "/clip/", 403),
        ([HOST, *LOOKS, COOKIE], "HEAD", "/clip", 403),
        ([HOST, *LOOKS, COOKIE], "POST", "/clip", 403),
        ([HOST, LOOKS[0], LOOKS[1]], "GET", "/clip", 403),
        ([HOST, LOOKS[0], LOOKS[2]], "GET", "/clip", 403),
        ([HOST, *LOOKS[:2], (b"sec-fetch-dest", b"iframe"), COOKIE], "GET", "/clip", 403),
        ([HOST, LOOKS[0], (b"sec-fetch-mode", b"no-cors"), LOOKS[2], COOKIE], "GET", "/clip", 403),
        ([HOST, *LOOKS, LOOKS[2]], "GET", "/clip", 403),
        ([HOST, *LOOKS, (b"origin", b"https://evil.example")], "GET", "/clip", 403),
        ([HOST, HOST, *LOOKS], "GET", "/clip", 403),
        ([(b"host", b"evil.example:8030"), *LOOKS], "GET", "/clip", 403),
        (LOOKS, "GET", "/clip", 403),
        ([HOST], "GET", "/clip", 403),
        ([HOST, COOKIE], "GET", "/clip", 200),
    ],
)
def test_from_elsewhere_a_window_arrives_at_one_address_and_only_looks(
    headers: list[tuple[bytes, bytes]], method: str, path: str, answer: int
) -> None:
    assert status(headers, method, path) == answer


def test_no_script_and_no_other_site_has_the_cookie() -> None:
    of_this_port, *rules = ACCESS.cookie(8030).split("; ")
    assert set(rules) == {"HttpOnly", "Path=/", "SameSite=Strict"}
    assert of_this_port.partition("=")[0] != ACCESS.cookie(8031).partition("=")[0]


@pytest.mark.parametrize("cookie", [b"a@b=1", b"expires=; a@b=1", b"=", b";;", b"\xff=\xff", b'cenum-8030="\\777"'])
def test_a_cookie_that_is_broken_is_none(cookie: bytes) -> None:
    assert status([HOST, (b"cookie", cookie)]) == 403


def test_nothing_runs_in_a_letter() -> None:
    assert "script-src" not in LETTER_POLICY
    assert "allow-scripts" not in LETTER_POLICY
    assert "default-src 'none'" in LETTER_POLICY


def test_no_script_but_ours_runs_in_the_page() -> None:
    assert PAGE_POLICY.split("; ")[:2] == ["default-src 'none'", "script-src 'self'"]
