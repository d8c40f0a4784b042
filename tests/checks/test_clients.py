from __future__ import annotations

import json
from datetime import date

import msgspec
import pytest

from cenum.checks.clients import _AUDIENCE, clients, graceful
from cenum.checks.support import DATA, Use, support
from cenum.checks.uses import uses
from cenum.finding import Severity
from cenum.settings import Clients
from cenum.waivers import Waiver
from tests.caniemail import extract
from tests.checks.samples import with_html
from tests.edition.samples import Desk, Letter, edition, every_letter

EVERYBODY = Clients()
NOBODY = msgspec.convert(dict.fromkeys(Clients.__struct_fields__, 0), Clients)


def found(html: str, shares: Clients = EVERYBODY) -> list[str]:
    """Rule and feature of each finding."""
    return [f"{one.rule} {one.url.split('/')[-2]}" for one in clients(with_html(html), shares)]


@pytest.mark.parametrize(
    ("bad", "feature", "good"),
    [
        ('<p style="display:flex">', "client-style css-display-flex", '<p style="display:block">'),
        ('<p style="position:absolute">', "client-style css-position", '<p style="padding:4px">'),
        ("<form></form>", "client-markup html-form", "<p></p>"),
        ("<svg></svg>", "client-markup html-svg", '<img src="a.png" alt="">'),
        ('<img src="a.svg" alt="">', "client-markup image-svg", '<img src="a.jpg" alt="">'),
        ('<img src="data:image/png;base64,AA" alt="">', "client-markup image-base64", '<img src="a.gif" alt="">'),
        ("<style>@font-face { font-family: a; src: url(a) }</style>", "client-style css-at-font-face", ""),
        (
            "<style>p { color: var(--ink) }</style>",
            "client-style css-variables",
            "<style>p { color: #ffffff }</style>",
        ),
        ("<style>p { --ink: #ffffff }</style>", "client-style css-variables", "<style>p { margin: 0 }</style>"),
        (
            "<style>p:has(a) { margin: 0 }</style>",
            "client-style css-pseudo-class-has",
            "<style>p a { margin: 0 }</style>",
        ),
        ("<style>p { a { margin: 0 } }</style>", "client-style css-nesting", "<style>p { margin: 0 }</style>"),
        ("<style>@media (hover) { p { margin: 0 } }</style>", "client-style css-at-media-hover", ""),
        ('<p style="width:3rem">', "client-style css-unit-rem", '<p style="width:3px">'),
        ('<p style="opacity:0.5">', "client-style css-opacity", '<p style="opacity:0">'),
        ('<p style="background-image:linear-gradient(#fff,#000)">', "client-style css-linear-gradient", ""),
        ("<nav></nav>", "client-markup html-semantics", '<div role="navigation"></div>'),
        ("<video></video>", "client-markup html-video", ""),
        ('<input type="checkbox">', "client-markup html-input-checkbox", ""),
    ],
)
def test_what_readers_do_not_have_is_said(bad: str, feature: str, good: str) -> None:
    assert feature in found(bad)
    assert found(good) == []


@pytest.mark.parametrize("letter", every_letter())
def test_our_letters_degrade_gracefully(letter: Letter) -> None:
    assert [str(one) for one in clients(edition(letter), EVERYBODY)] == []


def test_a_finding_says_how_many_readers_and_which_and_can_be_waived_by_its_page() -> None:
    (one,) = clients(with_html('<p style="position:absolute">'), EVERYBODY)
    assert one.severity is Severity.WARNING
    assert one.message.startswith("“position” does nothing for ")
    assert "in 100 readers (Gmail (web), Outlook (Windows)" in one.message
    assert one.url == "https://www.caniemail.com/features/css-position/"
    assert Waiver("client-style", "Vu.", url="*/css-position/").covers(one, date(2026, 1, 2))
    assert not Waiver("client-style", "Vu.", url="*/css-float/").covers(one, date(2026, 1, 2))


def test_the_shares_are_those_of_the_settings() -> None:
    only_orange = msgspec.structs.replace(NOBODY, orange=40)
    (one,) = clients(with_html("<p style='border-radius:1px;opacity:0.5'>"), only_orange)
    assert "100 in 100 readers (Orange)" in one.message
    assert found('<p style="position:absolute">', msgspec.structs.replace(NOBODY, apple_mac=40)) == []
    assert found('<p style="position:absolute">', NOBODY) == []


def test_what_few_readers_lack_is_tolerated() -> None:
    few = msgspec.structs.replace(NOBODY, gmail_web=3, apple_mac=97, tolerated=5)
    assert found('<p style="position:absolute">', few) == []
    assert found('<p style="position:absolute">', msgspec.structs.replace(few, tolerated=3)) == [
        "client-style css-position"
    ]


def test_a_template_that_leaves_the_beaten_track_is_told_so(desk: Desk) -> None:
    sheet = desk.templates / "styles.css.j2"
    sheet.write_text(sheet.read_text("utf-8").replace(".star {", ".star { position: relative;"), "utf-8")
    rendered = desk.edition("# Une section {#une}\n\nBonjour.", "title: Un titre\nteasers: [Un, Deux]")
    assert [one.url.split("/")[-2] for one in clients(rendered, EVERYBODY)] == ["css-position"]


@pytest.mark.parametrize(
    ("html", "use"),
    [
        ('<p style="MARGIN : 0 !important">', "!important"),
        ('<a href="#a">', "href=#"),
        ('<a href="mailto:a@example.org">', "href=mailto:"),
        ('<meta name="color-scheme" content="light">', "<meta name=color-scheme>"),
        ("<style>a::before { content: '' }</style>", "::before"),
        ("<style>a > b, c ~ d { margin: 0 }</style>", "selector >"),
        ("<style>a > b, c ~ d { margin: 0 }</style>", "selector ~"),
        ("<style>[data-a='.x > y'] { margin: 0 }</style>", "selector []"),
        ("<style>@media only screen and (min-width:480px) { p { margin: 0 } }</style>", "@media min-width"),
        ("<style>@import url(a.css);</style>", "@import"),
        ('<p style="width:calc(1px + 2px)">', "calc()"),
        ('<p style="width:fit-content">', "value fit-content"),
    ],
)
def test_uses_are_named_as_the_extract_names_them(html: str, use: str) -> None:
    assert use in uses(html)


@pytest.mark.parametrize(
    ("html", "use"),
    [
        ("<!--[if mso]><svg></svg><![endif]-->", "<svg>"),
        ("<p>display:flex</p>", "display:flex"),
        ("<p style=\"font-family:'var(a)'\">", "var()"),
        ('<p style="color:#1e4e9e">', "unit e"),
        ("<style>/* p { position: fixed } */</style>", "position"),
    ],
)
def test_words_that_only_look_like_it_are_no_use(html: str, use: str) -> None:
    assert use not in uses(html)


def test_the_extract_is_small_dated_and_says_where_it_comes_from() -> None:
    assert DATA.stat().st_size < 60_000
    assert support().source == "https://www.caniemail.com"
    assert support().licence.startswith("MIT")
    assert support().updated >= "2025-09-09"
    assert all(len(feature.support) == len(support().clients) for feature in support().features.values())


def test_settings_and_extract_know_the_same_clients() -> None:
    assert {"tolerated", *_AUDIENCE} == set(Clients.__struct_fields__)
    asked = {client for _name, programs in _AUDIENCE.values() for client in programs}
    assert asked <= set(support().clients)


def test_every_excuse_is_of_a_feature_that_the_letters_use_and_some_readers_lack() -> None:
    """Nothing is excused that need not be: the table can't grow stale."""
    used: dict[str, set[Use]] = {}
    for parameter in every_letter():
        for name, ways in uses(edition(parameter.values[0]).html).items():
            used.setdefault(name, set()).update(ways)
    for slug, excuse in graceful().items():
        feature = support().features[slug]
        assert used.keys() & set(feature.uses), slug
        assert any(mark[0] not in "yu" for mark in feature.marks), slug
        assert excuse.why.endswith("."), slug
        ways = [(name, use) for name in feature.uses for use in used.get(name, ())]
        for one in excuse.only:
            narrow = msgspec.structs.replace(excuse, only=(one,))
            assert any(narrow.covers(name, use) for name, use in ways), (slug, one)


def test_the_extract_takes_the_latest_version_of_each_client() -> None:
    package = {
        "last_update_date": "2026-01-02 03:04:05 +0000",
        "data": [
            {
                "slug": "css-gap",
                "title": "gap, column-gap, row-gap",
                "category": "css",
                "stats": {
                    "gmail": {"desktop-webmail": {"2022-01": "n", "2020-01": "y"}},
                    "apple-mail": {"ios": {"12": "n", "13": "y #1"}},
                    "orange": {"ios": {"2021-03": "a #2"}},
                },
            },
            {"slug": "image-png", "title": "PNG image format", "category": "image", "stats": {}},
        ],
    }
    made = json.loads(json.dumps(extract(package)))
    assert made["updated"] == "2026-01-02"
    title, names, marks = made["features"].pop("css-gap")
    assert made["features"] == {}
    assert (title, names) == ("gap, column-gap, row-gap", ["gap", "column-gap", "row-gap"])
    by_client = dict(zip(made["clients"], marks, strict=True))
    assert by_client["gmail.desktop-webmail"] == "n"
    assert by_client["apple-mail.ios"] == "y"
    assert by_client["orange.ios"] == "a"
    assert by_client["yahoo.ios"] == "u"
