"""Addresses as strings: tables to be read, and Hypothesis for what nobody would write down."""

from __future__ import annotations

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cenum.finding import Place, Severity
from cenum.links.addresses import alphabets, cleaned, page_of, resolve, with_fragment
from cenum.links.link import Link
from cenum.links.lists import entry, known, with_walls
from cenum.links.oddities import oddities
from tests.tried import up_to

LISTS = known()
PLACE = Place("issues/2026-11-27.md", 12)

PAGES = [
    ("https://www.arcep.fr", "https://www.arcep.fr/", ""),
    ("HTTPS://WWW.Arcep.FR:443/A?b#c", "https://www.arcep.fr/A?b", "c"),
    ("http://arcep.fr:80/", "http://arcep.fr/", ""),
    ("http://arcep.fr:8080/", "http://arcep.fr:8080/", ""),
    ("https://café.fr/été?q=é#là", "https://xn--caf-dma.fr/%C3%A9t%C3%A9?q=%C3%A9", "là"),
    ("https://a.fr/%C3%A9", "https://a.fr/%C3%A9", ""),
    ("https://a.fr/x#:~:text=un%20mot", "https://a.fr/x", ""),
    ("https://a.fr/x#partie:~:text=mot", "https://a.fr/x", "partie"),
    ("https://a.fr/#!/vue", "https://a.fr/", ""),
    ("https://a.fr/#/route", "https://a.fr/", ""),
    ("https://a.fr/#gid=0", "https://a.fr/", ""),
    ("https://a.fr/code#L12-L14", "https://a.fr/code", ""),
    ("https://a.fr/#Lettre", "https://a.fr/", "Lettre"),
    ("https://[2001:db8::1]/", "https://[2001:db8::1]/", ""),
    ("https://a.fr/x#caf%C3%A9", "https://a.fr/x", "café"),
]


@pytest.mark.parametrize(("url", "page", "fragment"), PAGES)
def test_a_page_is_asked_once_however_it_is_written(url: str, page: str, fragment: str) -> None:
    assert (page_of(url)[0].url, page_of(url)[1]) == (page, fragment)
    assert page_of(page_of(url)[0].url)[0].url == page


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.fr", "https://", "http:///", "https://a.fr:port/", "//a.fr", "/x", "http://[::1"]
)
def test_what_is_no_address_is_none(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        page_of(url)


@given(st.text(max_size=60))
@settings(max_examples=up_to(400))
def test_whatever_is_written_is_a_page_or_none(rest: str) -> None:
    for url in (rest, f"https://{rest}", f"https://a.fr/{rest}"):
        try:
            page, _fragment = page_of(url)
        except ValueError:
            continue
        assert page.url.isascii()
        assert "#" not in page.url
        assert page_of(page.url)[0] == page
        assert page.host == (urlsplit(page.url).hostname or "").lower()


@given(st.text(max_size=60))
@settings(max_examples=up_to(400))
def test_no_address_is_too_odd_to_be_looked_at(rest: str) -> None:
    for url in (rest, f"https://{rest}", f"https://a.fr/{rest}", f"mailto:{rest}"):
        for finding in oddities(Link(url, "x", PLACE), LISTS):
            assert finding.place == PLACE
            assert finding.remedy
            assert finding.rule.startswith("link-")


CLEANED = [
    ("https://a.fr/x?utm_source=n&id=3&utm_medium=m", "https://a.fr/x?id=3"),
    ("https://a.fr/x?utm_source=n", "https://a.fr/x"),
    ("https://a.fr/x?share_id=n&id=3&rcm=m", "https://a.fr/x?id=3"),
    ("https://a.fr/x?id=3&B=2&a=1", "https://a.fr/x?id=3&B=2&a=1"),
    ("https://a.fr/x?fbclid=1#partie", "https://a.fr/x#partie"),
    ("https://a.fr/x#xtor=AL-32", "https://a.fr/x"),
    ("https://a.fr/x?xtor=RSS-1", "https://a.fr/x"),
    ("https://a.fr/x?UTM_Source=1", "https://a.fr/x"),
    ("https://a.fr/?q=utm_source", "https://a.fr/?q=utm_source"),
    ("https://a.fr/?a&&b=", "https://a.fr/?a&&b="),
    ("https://www.google.com/url?q=https://b.fr/y&sa=D", "https://b.fr/y"),
    ("https://l.facebook.com/l.php?u=https%3A%2F%2Fb.fr%2Fy%3Ffbclid%3D1&h=x", "https://b.fr/y"),
    ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fb.fr%2F&data=1", "https://b.fr/"),
    ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
    ("https://www.google.com/search?q=https://b.fr", "https://www.google.com/search?q=https://b.fr"),
    ("https://lm.facebook.com/l.php?u=https%3A%2F%2Fb.fr%2Fy", "https://b.fr/y"),
    ("https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fb%2Efr%2Fy&urlhash=1", "https://b.fr/y"),
    ("https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fb.fr%2F", "https://b.fr/"),
    # A wrapper in a wrapper, as a mail has that was passed on.
    (
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fb.fr%2F",
        "https://b.fr/",
    ),
    ("https://urldefense.proofpoint.com/v1/url?u=http%3A//b.fr/y&k=1", "http://b.fr/y"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__b.fr_y-3Fa-3D1-5F2&d=x", "https://b.fr/y?a=1_2"),
    ("https://urldefense.com/v3/__https://b.fr/y?q=a*b__;Kw!!x!y$", "https://b.fr/y?q=a+b"),
    ("https://urldefense.com/v3/__https:/b.fr/y**Ac__;w6nDqA!!x$", "https://b.fr/yéèc"),
    ("https://urldefense.us/v3/__https://b.fr/y__;!!x$", "https://b.fr/y"),
    (
        "https://urldefense.com/v3/__javascript:alert(1)__;!!x$",
        "https://urldefense.com/v3/__javascript:alert(1)__;!!x$",
    ),
    (
        "https://urldefense.com/v3/__https://b.fr/*__;____!!x$",
        "https://urldefense.com/v3/__https://b.fr/*__;____!!x$",
    ),
]


@pytest.mark.parametrize(("url", "clean"), CLEANED)
def test_what_follows_readers_is_taken_out_and_nothing_else(url: str, clean: str) -> None:
    assert cleaned(url, LISTS) == clean
    assert cleaned(clean, LISTS) == clean


@given(
    st.lists(
        st.tuples(st.sampled_from(["id", "p", "utm_x", "fbclid"]), st.text(string.ascii_letters, max_size=5)),
        max_size=6,
    )
)
@settings(derandomize=True, deadline=None)
def test_cleaning_keeps_the_order_of_what_stays(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    clean = cleaned(f"https://a.fr/x?{query}", LISTS)
    kept = [f"{name}={value}" for name, value in pairs if name in {"id", "p"}]
    assert clean.partition("?")[2] == "&".join(kept)


FOLLOWED = [
    ("https://a.fr/x/y", "z", "https://a.fr/x/z"),
    ("https://a.fr/x/y", "/z", "https://a.fr/z"),
    ("https://a.fr/x", "//b.fr/z", "https://b.fr/z"),
    ("https://a.fr/x", "http://b.fr/", "http://b.fr/"),
    ("https://a.fr/x", "?page=2", "https://a.fr/x?page=2"),
    ("https://a.fr/x", "  /z ", "https://a.fr/z"),
]


@pytest.mark.parametrize(("base", "location", "target"), FOLLOWED)
def test_a_redirect_leads_where_a_browser_would_go(base: str, location: str, target: str) -> None:
    assert resolve(base, location) == target


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "http://", "ftp://a.fr/"]
)
def test_a_redirect_to_what_is_not_of_the_web_leads_nowhere(location: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        resolve("https://a.fr/x", location)


def test_a_fragment_goes_along_where_there_is_none() -> None:
    assert with_fragment("https://a.fr/x", "b") == "https://a.fr/x#b"
    assert with_fragment("https://a.fr/x#c", "b") == "https://a.fr/x#c"
    assert with_fragment("https://a.fr/x", "") == "https://a.fr/x"


def test_a_list_means_a_host_and_those_below_it() -> None:
    table = {"medium.com": "x", "test": "y"}
    assert entry("medium.com", table) == "medium.com"
    assert entry("blog.Medium.com.", table) == "medium.com"
    assert entry("notmedium.com", table) is None
    assert entry("a.test", table) == "test"


def test_the_settings_add_walls_and_take_some_away() -> None:
    lists = with_walls(LISTS, ["mur.fr"], ["lemonde.fr"])
    assert entry("www.mur.fr", lists.walls) == "mur.fr"
    assert entry("www.lemonde.fr", lists.walls) is None
    assert entry("www.lemonde.fr", LISTS.walls) == "lemonde.fr"


ODD = [
    ("https://a.frhttps://b.fr/", "link-joined", Severity.ERROR),
    ("https://a.fr/pagehttp://b.fr/", "link-joined", Severity.ERROR),
    ("https://moi:secret@a.fr/", "link-credentials", Severity.ERROR),
    ("https://-.fr\u0301xn--/", "link-host-name", Severity.ERROR),
    ("https://\u0430rcep.fr/", "link-lookalike", Severity.WARNING),
    ("https://www.example.org/x", "link-example", Severity.WARNING),
    ("https://intranet.example/", "link-example", Severity.WARNING),
    ("mailto:moi@example.com", "link-example", Severity.WARNING),
    ("https://staging.lettre.fr/", "link-staging", Severity.WARNING),
    ("https://www.recette.lettre.fr/", "link-staging", Severity.WARNING),
    ("https://abc.ngrok-free.app/", "link-staging", Severity.WARNING),
    ("https://bit.ly/3x", "link-shortener", Severity.WARNING),
    ("https://a.fr/?utm_source=x", "link-tracking", Severity.WARNING),
]


@pytest.mark.parametrize(("url", "rule", "severity"), ODD)
def test_what_is_odd_about_an_address_has_a_rule(url: str, rule: str, severity: Severity) -> None:
    found = list(oddities(Link(url, "x", PLACE), LISTS))
    assert [(finding.rule, finding.severity) for finding in found] == [(rule, severity)]
    assert "secret" not in found[0].message + found[0].remedy


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/2020/https://www.arcep.fr/",
        "https://a.fr/?retour=https://b.fr/",
        "https://proxy.univ.fr/login?url=https://b.fr",
        "https://café.fr/",
        "https://προϊόν.gr/",
        "https://www.dev-durable.fr/",
        "https://dev.mysql.com/doc/",
        "https://test.wikipedia.org/",
        "https://test.fr/",
        "https://recette.fr/",
        "https://fr.wikipedia.org/wiki/Https://",
        "tel:+33123456789",
        "mailto:bonjour@arcep.fr",
        "#veille",
    ],
)
def test_what_only_looks_odd_is_left_alone(url: str) -> None:
    assert list(oddities(Link(url, "x", PLACE), LISTS)) == []


def test_alphabets_are_told_apart() -> None:
    assert alphabets("xn--rcep-5ve.fr") or alphabets("\u0430rcep.fr")
    assert not alphabets("arcep.fr")
    assert not alphabets("xn--nonsense-.fr")
