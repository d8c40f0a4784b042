"""What a service did to a letter, seen in messages that services might have made of one."""

from __future__ import annotations

import ssl
from email.message import EmailMessage
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.edition.model import PICTURES, UNSUBSCRIBE, VIEW_ONLINE, Edition
from cenum.errors import CenumError, ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.received.imap import fetch
from cenum.received.message import LARGEST, parse
from cenum.received.receipt import Receipt, as_markdown, findings, inspect, rows
from cenum.settings import Tracking
from tests.services.contract import PROSE, edition

LINK = '<a href="https://example.org/page?a=1&amp;b=2">La page</a>'
QUIET = Tracking()


def letter() -> Edition:
    from msgspec.structs import replace  # noqa: PLC0415  only here

    one = edition()
    return replace(one, html=one.html.replace("<p>", f"<p>{LINK} "))


def delivered(**changes: Any) -> EmailMessage:
    """The letter as an honest service delivers it, or as ``changes`` say."""
    one = letter()
    html, text = one.html, one.text
    for placeholder, address in (
        (UNSUBSCRIBE, "https://service.example.com/out/1"),
        (VIEW_ONLINE, "https://letter.example.org/online"),
        (PICTURES, "https://letter.example.org/media/"),
    ):
        html, text = html.replace(placeholder, address), text.replace(placeholder, address)
    html = changes.get("html", lambda source: source)(html)
    message = EmailMessage()
    message["Authentication-Results"] = changes.get("results", "mx.example.net; dkim=pass; spf=pass; dmarc=pass")
    message["DKIM-Signature"] = "v=1; a=rsa-sha256; d=letter.example.org; s=k2; b=x"
    message["From"] = changes.get("sender", "Cénum <cenum@letter.example.org>")
    message["Reply-To"] = "cenum@letter.example.org"
    message["Subject"] = changes.get("subject", f"[Test] {one.subject}")
    message["List-Unsubscribe"] = changes.get("unsubscribe", "<https://service.example.com/out/1>")
    if changes.get("one_click", True):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if changes.get("text", text):
        message.set_content(changes.get("text", text))
        message.add_alternative(html, subtype="html")
    else:
        message.set_content(html, subtype="html")
    return message


def receipt(**changes: Any) -> Receipt:
    return inspect(parse(bytes(delivered(**changes))), letter())


def rules(one: Receipt, tracking: Tracking = QUIET) -> list[str]:
    return [f"{finding.severity.value} {finding.rule}" for finding in findings(one, "test.eml", tracking)]


def test_an_honest_service_has_nothing_to_explain() -> None:
    one = receipt()
    assert rules(one) == []
    assert (one.rewritten, one.pixels, one.unfilled) == ((), (), ())
    assert one.hosts_added == ("service.example.com",)
    assert (one.text_alike or 0) > 0.9
    assert (one.subject_alike, one.sender_alike, one.reply_alike, one.one_click) == (True, True, True, True)
    assert dict(one.authentication) == {"dkim": "pass", "spf": "pass", "dmarc": "pass"}
    assert one.signed_by == ("letter.example.org",)


@pytest.mark.parametrize(
    ("pixel", "seen"),
    [
        ('<img src="https://t.example.com/p.gif" width="1" height="1">', True),
        ('<img src="https://t.example.com/p.gif" style="width:1px;height:1px">', True),
        ('<img src="https://t.example.com/p.gif" style="display: none">', True),
        ('<img src="https://t.example.com/p.gif" height="0">', True),
        ('<img src="https://t.example.com/p.gif" style="opacity:0">', True),
        ('<div style="display:none"><p><img src="https://t.example.com/p.gif"></p></div>', True),
        ('<img src="https://t.example.com/p.gif" style="line-height:0;border-width:1px;max-width:100px">', False),
        ('<img src="https://t.example.com/p.gif" width="100" height="10">', False),
    ],
)
def test_a_pixel_is_found_however_it_hides(pixel: str, seen: bool) -> None:  # noqa: FBT001  a table
    one = receipt(html=lambda html: html.replace("</body>", pixel + "</body>"))
    assert (one.pixels == ("https://t.example.com/p.gif",)) == seen
    assert "t.example.com" in one.hosts_added
    assert ("error receipt-pixel" in rules(one)) == seen
    assert "error receipt-pixel" not in rules(one, Tracking(opens=True))


def test_a_link_that_leads_through_another_host_is_named() -> None:
    one = receipt(
        html=lambda html: html.replace(escape("https://example.org/page?a=1&b=2"), "https://t.example.com/c/1")
    )
    assert [(link.address, link.through) for link in one.rewritten] == [
        ("https://example.org/page?a=1&b=2", "t.example.com")
    ]
    assert rules(one) == ["warning receipt-links"]
    assert rules(one, Tracking(clicks=True)) == []


@pytest.mark.parametrize(
    "changed",
    [
        "https://example.org/page?a=1&b=2",
        "https://example.org/page?a=1&amp;b=2",
        "https://example.org/page?a=1&#38;b=2",
    ],
)
def test_a_link_that_is_only_spelt_in_another_way_is_kept(changed: str) -> None:
    one = receipt(html=lambda html: html.replace("https://example.org/page?a=1&amp;b=2", changed))
    assert one.rewritten == ()


@pytest.mark.parametrize(
    "left",
    [
        "{{ contact.NAME }}",
        '<a href="%7B%7B%20mirror%20%7D%7D">x</a>',
        "*|FNAME|*",
        "[[data:name]]",
        f'<a href="{UNSUBSCRIBE}">x</a>',
    ],
)
def test_a_merge_tag_that_was_not_filled_is_an_error_and_prose_is_not(left: str) -> None:
    one = receipt(html=lambda html: html.replace("</body>", left + "</body>"))
    assert len(one.unfilled) == 1
    assert rules(one) == ["error receipt-unfilled"]
    assert PROSE.split(",")[0] not in "".join(receipt().unfilled)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": ""}, ["warning receipt-text"]),
        ({"text": "Cliquez ici pour lire la lettre en ligne"}, ["warning receipt-text"]),
        ({"one_click": False}, ["warning receipt-unsubscribe"]),
        ({"unsubscribe": "<mailto:out@example.org>"}, ["error receipt-unsubscribe"]),
        ({"results": "mx.example.net; dkim=fail; spf=pass"}, ["error receipt-authentication"]),
        ({"subject": "Tout autre chose"}, ["error receipt-header"]),
        ({"sender": "x@example.org"}, ["error receipt-header"]),
        ({"html": lambda html: html + "<!--" + "x" * 86_000 + "-->"}, ["warning receipt-size"]),
        ({"html": lambda html: html + "<!--" + "x" * 103_000 + "-->"}, ["error receipt-size"]),
    ],
)
def test_what_a_service_did_wrong_is_said(changes: dict[str, Any], expected: list[str]) -> None:
    assert rules(receipt(**changes)) == expected


def test_only_the_topmost_authentication_results_are_trusted() -> None:
    message = delivered(results="mx.example.net; dkim=fail")
    message["Authentication-Results"] = "forged.example; dkim=pass"
    assert dict(inspect(parse(bytes(message)), None).authentication) == {"dkim": "fail"}


def test_without_an_edition_the_message_speaks_for_itself() -> None:
    one = inspect(parse(bytes(delivered())), None)
    assert one.subject_alike is None
    assert one.unfilled
    assert "example.org" in one.hosts_added


def test_the_receipt_is_a_table_that_nothing_breaks() -> None:
    one = receipt(subject="a | b <script>")
    text = as_markdown(one, findings(one, "test.eml", QUIET))
    assert "a \\| b &lt;script>" in text
    assert text.count("\n| ") == len(rows(one)) + 2


@given(st.binary(max_size=2000))
def test_whatever_is_given_is_a_message_or_a_sentence(raw: bytes) -> None:
    for head in (b"", b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"):
        try:
            inspect(parse(head + raw), letter())
        except CenumError:
            continue


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"(" * 20_000 + b"\r\nContent-Type: text/html\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: text/html; charset=utf-7\r\n\r\n+AGEAYgBj-+",
        b"From: a@b.example\r\nContent-Type: text/html; charset=idna\r\n\r\n\xff.\xff",
        b"From: a@b.example\r\nContent-Type: text/html; charset=zip\r\n\r\nx",
        b"From: a@b.example\r\n"
        + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)),
    ],
    ids=["comments", "utf-7", "idna", "zip", "nesting"],
)
def test_what_was_made_to_break_a_reader_breaks_nothing(raw: bytes) -> None:
    try:
        inspect(parse(raw), letter())
    except CenumError:
        return


def test_one_signature_that_holds_is_enough() -> None:
    one = receipt(results="mx.example.net; dkim=fail header.d=a.example; dkim=pass header.d=b.example; spf=pass")
    assert dict(one.authentication)["dkim"] == "pass"


def test_a_merge_tag_in_the_senders_name_is_found() -> None:
    assert rules(receipt(sender='"{{ name }}" <cenum@letter.example.org>')) == ["error receipt-unfilled"]


def test_a_mailbox_has_to_prove_who_it_is() -> None:
    asked: dict[str, Any] = {}

    def connect(_host: str, **options: Any) -> Any:
        asked.update(options)
        return Mailbox([])

    with pytest.raises(UsageMistake):
        fetch("imap.example.org", "me", "x", "x", connect)
    assert asked["ssl_context"].verify_mode == ssl.CERT_REQUIRED
    assert asked["ssl_context"].check_hostname


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(UsageMistake, match="too large"):
        parse(b"x" * (LARGEST + 1))


class Mailbox:
    """As much of an IMAP server as the door uses."""

    def __init__(self, messages: list[bytes], mistake: Exception | None = None) -> None:
        self.messages = messages
        self.mistake = mistake
        self.read_only = False

    def login(self, _user: str, _password: str) -> None:
        if self.mistake:
            raise self.mistake

    def select(self, _box: str, *, readonly: bool) -> None:
        self.read_only = readonly

    def search(self, _charset: object, _what: str) -> tuple[str, list[bytes]]:
        return "OK", [b" ".join(str(number).encode() for number in range(1, len(self.messages) + 1))]

    def fetch(self, number: str, _parts: str) -> tuple[str, list[object]]:
        assert self.read_only
        return "OK", [(b"1 (BODY[])", self.messages[int(number) - 1]), b")"]

    def logout(self) -> None:
        return


def test_the_latest_test_is_fetched_from_a_mailbox() -> None:
    first, last = bytes(delivered()), bytes(delivered(sender="later@example.org"))
    box = Mailbox([first, last, b"Subject: spam\r\n\r\n"])
    assert fetch("imap.example.org", "me", "secret", letter().subject, lambda *_a, **_k: box) == last  # type: ignore[arg-type, return-value]  # it answers as one
    with pytest.raises(UsageMistake, match="no message"):
        fetch("imap.example.org", "me", "secret", "Rien", lambda *_a, **_k: box)  # type: ignore[arg-type, return-value]  # as above


def test_a_mailbox_that_says_no_never_shows_the_password() -> None:
    import imaplib  # noqa: PLC0415  only its error

    box = Mailbox([], imaplib.IMAP4.error("bad password hunter2secret"))
    with pytest.raises(ServiceRefused) as refusal:
        fetch("imap.example.org", "me", "hunter2secret", "x", lambda *_a, **_k: box)  # type: ignore[arg-type, return-value]  # as above
    assert "hunter2secret" not in str(refusal.value)

    def nobody(*_what: object, **_more: object) -> Any:
        raise OSError("no route")

    with pytest.raises(ServiceUnreachable, match="no route"):
        fetch("imap.example.org", "me", "x", "x", nobody)
