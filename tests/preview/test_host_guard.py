from __future__ import annotations

from typing import Any

import pytest

from cenum.preview.host_guard import LETTER_POLICY, PAGE_POLICY, HostGuard

HOST = (b"host", b"127.0.0.1:8030")
ORIGIN = (b"origin", b"http://127.0.0.1:8030")


def status(headers: list[tuple[bytes, bytes]], method: str = "GET") -> int:
    """What somebody is answered who asks so; 200 comes from behind the guard."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": "/", "headers": headers}
    # Nothing in it waits; a loop of Playwright's may be running in this thread.
    with pytest.raises(StopIteration):
        HostGuard(app, 8030)(scope, receive, send).__await__().__next__()
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
    assert status(headers, method) == answer


def test_nothing_runs_in_a_letter() -> None:
    assert "script-src" not in LETTER_POLICY
    assert "allow-scripts" not in LETTER_POLICY
    assert "default-src 'none'" in LETTER_POLICY
