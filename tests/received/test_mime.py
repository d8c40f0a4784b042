"""What is no letter is not read as one: a message is bounded before the library for e-mail sees it."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.received import mime

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = b"From: ada@example.org\nSubject: Une lettre\nMIME-Version: 1.0\n"
HTML = b"Content-Type: text/html\n\n<p>Bonjour"


def nested(levels: int) -> bytes:
    lines = [b"Content-Type: multipart/mixed; boundary=b0\n\n"]
    lines += [b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (nth - 1, nth) for nth in range(1, levels)]
    return HEAD + b"".join(lines) + b"--b%d\n" % (levels - 1) + HTML


def parts(count: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + (b"--b\n" + HTML + b"\n") * count


BOMBS: dict[str, Callable[[], bytes]] = {
    "parts within parts": lambda: nested(1_000),
    "parts within parts, and long": lambda: nested(100) + b"abc\n" * 100_000,
    "parts": lambda: parts(100_000),
    "parts on few lines": lambda: parts(40_000),
    "lines": lambda: HEAD + HTML + b"\n" * 1_000_000,
    "carriage returns": lambda: HEAD + HTML + b"\r" * 1_000_000,
    "headers": lambda: HEAD + b"X: a\n" * 300_000 + HTML,
    "a folded header": lambda: HEAD + b"X: a" + b"\n a" * 300_000 + b"\n" + HTML,
    "parameters": lambda: HEAD + b'Content-Type: text/html; a="' + b";" * 3_000 + b"\n\n<p>",
    "folded parameters": lambda: HEAD + b'Content-Type: text/html; a="' + b"\n ;" * 3_000 + b"\n\n<p>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_message_that_no_letter_is_like_is_not_parsed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = BOMBS[name]()
    monkeypatch.setattr(email, "message_from_bytes", lambda _: pytest.fail("parsed"))
    with pytest.raises(UsageMistake, match="more lines, parts or headers than a letter"):
        mime.parse(raw)


@pytest.mark.parametrize("name", [b"From", b"Subject", b"Reply-To", b"X-Any"])
def test_a_header_that_no_server_lets_through_is_not_read(name: bytes) -> None:
    with pytest.raises(UsageMistake, match="HTML part"):
        mime.parse(HEAD + name + b": " + b"ada@example.org, " * 10_000 + b"\n" + HTML)


def test_an_html_part_that_no_letter_has_is_not_read() -> None:
    with pytest.raises(UsageMistake, match="too large for a letter"):
        mime.parse(HEAD + HTML + b"<p>Bonjour" * 200_000)


@pytest.mark.parametrize("raw", [nested(20), parts(300), HEAD + b"X: " + b"a" * 60_000 + b"\n" + HTML])
def test_what_mail_programs_make_is_read(raw: bytes) -> None:
    assert mime.parse(raw).html.startswith("<p>Bonjour")
