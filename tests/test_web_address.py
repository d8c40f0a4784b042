"""Which host an address leads to, as browsers read it, however it is spelt."""

from __future__ import annotations

import pytest

from cenum.web_address import ascii_host, host_of, is_followed, names_host, parse


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.evil.example/a", "www.evil.example"),
        ("https:evil.example/a", "evil.example"),
        ("https:////evil.example/a", "evil.example"),
        ("https:\\\\evil.example/a", "evil.example"),
        ("//evil.example/a", "evil.example"),
        ("\\\\evil.example/a", "evil.example"),
        ("https://lettre.example@evil.example/a", "evil.example"),
        ("https://a@b@evil.example/a", "evil.example"),
        ("ht\ntps://evil.example/a", "evil.example"),
        ("\x01https://evil.example/a", "evil.example"),
        ("feed:a", "feed:"),
        ("data:text/html,a", "data:text/html,a"),
        ("data:image/png;base64,AA", ""),
        ("https://a b/", "https://a b/"),
        ("mailto:a@evil.example", ""),
        ("media/a.png", ""),
    ],
)
def test_a_host_is_found_however_an_address_is_spelt(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize("text", ["//evil.example", "feed://evil.example", "https:a", "\\\\a", "data:text/html,a"])
def test_what_leads_to_a_host_or_holds_a_page_is_told(text: str) -> None:
    assert names_host(text)


@pytest.mark.parametrize("text", ["a", "feed:a", "/a", "a//b", ""])
def test_what_leads_nowhere_is_told(text: str) -> None:
    assert not names_host(text)


@pytest.mark.parametrize(
    "address", ["javascript:a", "java\nscript:a", "\x01javascript:a", "data:a", "file:///a", "a"]
)
def test_no_page_of_ours_leads_elsewhere_than_to_the_web_or_to_a_mail_program(address: str) -> None:
    assert not is_followed(address)


@pytest.mark.parametrize(
    ("written", "host"),
    [("0x7f.1", "127.0.0.1"), ("0177.0.0.01", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("127.1", "127.0.0.1")],
)
def test_numbers_are_the_address_that_browsers_make_of_them(written: str, host: str) -> None:
    assert ascii_host(written) == host


@pytest.mark.parametrize(
    "host",
    [
        *("a/b", "a#b", "a@b", "a%2fb", "a b", "", "256.0.0.1", "1.2.3.4.0", "1.2.3.4.5", "1.2.3.256", "4294967296"),
        *("xn--a", "xn--abc-"),
    ],
)
def test_what_can_be_no_host_is_none(host: str) -> None:
    with pytest.raises(ValueError, match=r"(?s)"):
        ascii_host(host)


def test_a_port_is_one_and_dots_lead_nowhere() -> None:
    with pytest.raises(ValueError, match="65536"):
        parse("https://a.example:65536/")
    assert parse("https://a.example/a/%2e%2e/../b\\c").path == "/b/c"
