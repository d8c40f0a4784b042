"""What the link check asks for is what stands in the letter, and what a browser makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenum.edition.url_spelling import spell_in_html
from cenum.finding import Place
from cenum.issue.markdown import parser
from cenum.links.check import targets
from cenum.links.link import Link
from cenum.web_address import ascii_host, host_of, is_complete, spell
from tests.chromium import needs_chromium
from tests.tried import up_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

# As written, and as it is sent.
SPELLINGS = [
    ("https://École.fr/", "https://xn--cole-9oa.fr/"),
    ("https://ÉCOLE.FR/Été", "https://xn--cole-9oa.fr/%C3%89t%C3%A9"),
    ("https://e\u0301cole.fr/", "https://xn--cole-9oa.fr/"),
    ("https://ca\u00adfe.fr/", "https://cafe.fr/"),
    ("https://ca\u200bfe.fr/", "https://cafe.fr/"),
    ("https://İ.fr/", "https://xn--i-9bb.fr/"),
    ("https://I.fr/", "https://i.fr/"),
    ("https://\u212aelvin.fr/", "https://kelvin.fr/"),
    ("https://ﬁn.fr/", "https://fin.fr/"),
    ("https://faß.de/", "https://xn--fa-hia.de/"),
    ("https://arcep。fr/", "https://arcep.fr/"),
    ("https://ａｒｃｅｐ.fr/", "https://arcep.fr/"),
    ("https://i❤.ws/", "https://xn--i-7iq.ws/"),
    ("https://a_b.fr/", "https://a_b.fr/"),
    ("https://XN--COLE-9OA.fr/", "https://xn--cole-9oa.fr/"),
    ("https://%C3%A9cole.fr/", "https://xn--cole-9oa.fr/"),
    ("https://arcep%2Efr/", "https://arcep.fr/"),
    ("HTTPS://Arcep.fr:443/A", "https://arcep.fr/A"),
    ("https://arcep.fr:0443/", "https://arcep.fr/"),
    ("https://arcep.fr:8443/", "https://arcep.fr:8443/"),
    ("http://arcep.fr:/", "http://arcep.fr/"),
    ("https://arcep.fr./", "https://arcep.fr./"),
    ("https://0x5DB8D822/", "https://93.184.216.34/"),
    ("https://[2001:DB8::0:1]/", "https://[2001:db8::1]/"),
    ("https://arcep.fr/a/../b", "https://arcep.fr/b"),
    ("https://arcep.fr/a/%2e%2E/b/.", "https://arcep.fr/b/"),
    (r"https://arcep.fr\a\b", "https://arcep.fr/a/b"),
    ("https://arcep.fr/a\tb\nc", "https://arcep.fr/abc"),
    ("  https://arcep.fr/a  ", "https://arcep.fr/a"),
    ("https://arcep.fr/a b", "https://arcep.fr/a%20b"),
    ("https://arcep.fr/%c3%a9?q=%c3%a9", "https://arcep.fr/%c3%a9?q=%c3%a9"),
    ("https://arcep.fr/100%", "https://arcep.fr/100%25"),
    ("https://arcep.fr/?q='é'#l'été", "https://arcep.fr/?q=%27%C3%A9%27#l'%C3%A9t%C3%A9"),
    ("https://arcep.fr/l'été", "https://arcep.fr/l'%C3%A9t%C3%A9"),
    ("https://arcep.fr/$[a]{b}|c^`", "https://arcep.fr/%24%5Ba%5D%7Bb%7D%7Cc%5E%60"),
    ("https://arcep.fr/?a=b&amp;c", "https://arcep.fr/?a=b&amp;c"),
    ("https://arcep.fr/\ud800", "https://arcep.fr/%EF%BF%BD"),
    ("https://a:b@arcep.fr/", "https://a:b@arcep.fr/"),
    ("https://arcep.fr?a", "https://arcep.fr?a"),
    ("https://arcep.fr#a", "https://arcep.fr#a"),
]


def asked(url: str) -> str:
    """What the link check asks for; empty where it is no address."""
    found = targets([Link(url, "a", Place("issues/2026-11-27.md", 3))]).values()
    return next((target.url for target in found), "")


@pytest.mark.parametrize(("written", "sent"), SPELLINGS)
def test_an_address_is_sent_as_browsers_read_it(written: str, sent: str) -> None:
    assert spell(written) == sent
    assert spell(sent) == sent


@pytest.mark.parametrize("written", [written for written, _sent in SPELLINGS])
def test_the_host_of_a_link_in_markdown_is_that_of_the_address(written: str) -> None:
    if any(sign in written for sign in "\t\n\\[]`\ud800 "):
        pytest.skip("Markdown has a use for one of its signs")
    (inline,) = (token for token in parser().parse(f"[a](<{written}>)") if token.children)
    href = next(child.attrGet("href") for child in inline.children or () if child.type == "link_open")
    assert host_of(spell(str(href))) == host_of(written)


@pytest.mark.parametrize(
    "url", ["https:///a", "https://", "https://a b.fr/", "https://a<b/", "https://a.fr:99999/", "#a"]
)
def test_what_is_no_address_is_only_encoded(url: str) -> None:
    assert spell(url) == url.replace(" ", "%20").replace("<", "%3C")
    assert spell("mailto:Ed@École.fr?subject=été") == "mailto:Ed@xn--cole-9oa.fr?subject=%C3%A9t%C3%A9"


@pytest.mark.parametrize(
    "host", ["", "a b", "a%00", "xn--a", "xn--École", "1.2.3.4.5", "0x100000000", "\u202e.fr", "a\ufffd"]
)
def test_what_can_be_no_host_is_none(host: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        ascii_host(host)


def chromium_says(browser: Browser, addresses: Sequence[str]) -> list[str | None]:
    page = browser.new_page()
    try:
        read = "(all) => all.map((one) => { try { return new URL(one).href } catch { return null } })"
        return list(page.evaluate(read, list(addresses)))
    finally:
        page.close()


def without_fragment(address: str) -> str:
    return address.partition("#")[0]


def differing(browser: Browser, written: Sequence[str]) -> list[tuple[str, str, str, str | None]]:
    """Of the addresses that Chromium reads, those that are not asked for, or not sent, as it would ask for them."""
    sent = [spell(one) for one in written]
    of_sent = chromium_says(browser, sent)
    of_written = chromium_says(browser, written)
    found = []
    for one, spelt, real, meant in zip(written, sent, of_sent, of_written, strict=True):
        if "@" in urlsplit(spelt).netloc or not is_complete(one):
            continue  # an error of its own, which no letter leaves with
        reference = without_fragment(real) if real else ""
        in_html = spell_in_html(f'<a href="{spelt.replace("&", "&amp;")}">')
        same_host = bool(real) == bool(meant) and (not real or urlsplit(real).netloc == urlsplit(meant or "").netloc)
        if asked(one) != reference or f'"{spelt.replace("&", "&amp;")}"' not in in_html or not same_host:
            found.append((one, asked(one), reference, meant))
    return found


@needs_chromium
@pytest.mark.long
def test_what_is_asked_for_is_what_chromium_asks_for(browser: Browser) -> None:
    written = [written for written, _sent in SPELLINGS if "\ud800" not in written]
    assert all(chromium_says(browser, written))
    assert differing(browser, written) == []


_SCHEMES = st.sampled_from(["https://", "http://", "HTTPS://"])
_ENDS = st.sampled_from(["", ".fr", ":443", ":80"])
_HOSTS = st.text(st.sampled_from("aAzé\u0301ÉİıßﬁΣςé。．.-_%41\u00ad\u200d\u200bא1٣x0~K"), min_size=1, max_size=8)
_SIGNS = st.text(st.sampled_from("/\\.%2eE?#&=+;'\"<>[]{}|^`$@:!é \t\nÀ~,*()-_a"), max_size=14)
_REST = st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from("/?#"), _SIGNS))


@needs_chromium
@pytest.mark.long
def test_what_is_asked_for_is_what_chromium_asks_for_whatever_is_written(browser: Browser) -> None:
    found: list[str] = []

    @settings(max_examples=up_to(300), database=None, derandomize=True)
    @given(
        st.sampled_from(["https://", "http://", "HTTPS://"]),
        _HOSTS,
        st.sampled_from(["", ".fr", ":443", ":80"]),
        _REST,
    )
    def write(scheme: str, host: str, end: str, rest: str) -> None:
        found.append(f"{scheme}{host}{end}{rest}")

    write()
    assert differing(browser, found) == []
