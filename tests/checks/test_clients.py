from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from cenum.analysis.features import uses
from cenum.analysis.html import page
from cenum.analysis.support import DATA, Use, limits, losses, support
from cenum.checks.clients import _AUDIENCE, clients, graceful
from cenum.finding import Severity
from cenum.settings import Clients
from cenum.waivers import Waiver
from tests.checks.samples import view, with_html
from tests.edition.samples import ROOT, Desk, Letter, edition, every_letter, needs_the_real_letter, settings
from tools.caniemail import extract

if TYPE_CHECKING:
    from cenum.checks.letter_view import LetterView
    from cenum.edition.edition import Edition

EVERYBODY = Clients()
NOBODY = msgspec.convert(dict.fromkeys(Clients.__struct_fields__, 0), Clients)


def sent_to(shares: Clients, edition: Edition) -> LetterView:
    """A letter whose readers have these mail programs."""
    return view(edition, settings=replace(settings(), clients=shares))


def found(html: str, shares: Clients = EVERYBODY) -> list[str]:
    """Rule and feature of each finding."""
    return [f"{one.rule} {one.url.split('/')[-2]}" for one in clients(sent_to(shares, with_html(html)))]


@pytest.mark.parametrize(
    ("bad", "feature", "good"),
    [
        ('<p style="display:flex">', "client-style css-display-flex", '<p style="display:block">'),
        ('<p style="position:absolute">', "client-style css-position", '<td style="padding:4px">'),
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
            "<style>@media (max-width: 479px) { p a { margin: 0 } }</style>",
        ),
        ("<style>p { a { margin: 0 } }</style>", "client-style css-nesting", "<style>p { margin: 0 }</style>"),
        ("<style>@media (hover) { p { margin: 0 } }</style>", "client-style css-at-media-hover", ""),
        ('<p style="width:3rem">', "client-style css-unit-rem", '<td style="width:3px">'),
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
    assert [str(one) for one in clients(sent_to(EVERYBODY, edition(letter)))] == []


def test_a_finding_says_how_many_readers_and_which_and_can_be_waived_by_its_page() -> None:
    (one,) = clients(sent_to(EVERYBODY, with_html('<p style="position:absolute">')))
    assert one.severity is Severity.WARNING
    assert one.message.startswith("“position” does not work for ")
    assert "in 100 readers (Gmail (web), Outlook (Windows)" in one.message
    assert one.url == "https://www.caniemail.com/features/css-position/"
    assert Waiver("client-style", "Vu.", url="*/css-position/").covers(one, date(2026, 1, 2))
    assert not Waiver("client-style", "Vu.", url="*/css-float/").covers(one, date(2026, 1, 2))


def test_the_shares_are_those_of_the_settings() -> None:
    only_orange = msgspec.structs.replace(NOBODY, orange=40)
    (one,) = clients(sent_to(only_orange, with_html("<p style='border-radius:1px;opacity:0.5'>")))
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
    assert [one.url.split("/")[-2] for one in clients(sent_to(EVERYBODY, rendered))] == ["css-position"]


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
    assert use in uses(page(html))


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
    assert use not in uses(page(html))


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


# What only the templates have that letters began with before the header had the day.
EARLIER = {
    *("<p> padding:12px 0 0 0", "<p> padding:6px 0 0 0", "<li> padding:4px 0", "<li> padding:4px 0 8px 0"),
    *("<a> padding:11px 23px", "<div> padding:18px 0 0 0", "<pre> padding:12px", "<div> height:6px"),
}


@needs_the_real_letter
def test_every_excuse_is_of_a_feature_that_the_letters_use_and_some_readers_lack() -> None:
    """Nothing is excused that need not be: the table can't grow stale."""
    used: dict[str, set[Use]] = {}
    for parameter in every_letter():
        for name, ways in uses(page(edition(parameter.values[0]).html)).items():
            used.setdefault(name, set()).update(ways)
    for slug, excuse in graceful().items():
        feature = support().features[slug]
        assert used.keys() & set(feature.uses), slug
        assert any(mark[0] not in "yu" for mark in feature.marks), slug
        assert excuse.why.endswith("."), slug
        met = [(name, use) for name in feature.uses for use in used.get(name, ())]
        for one in set(excuse.only) - EARLIER:
            narrow = msgspec.structs.replace(excuse, only=(one,))
            assert any(narrow.covers(name, use) for name, use in met), (slug, one)


def test_the_extract_takes_the_latest_version_of_each_client() -> None:
    package = json.loads((ROOT / "tests" / "checks" / "caniemail.json").read_text("utf-8"))
    made = json.loads(json.dumps(extract(package)))
    assert made["updated"] == "2026-01-02"
    title, names, marks, letters, notes = made["features"].pop("css-gap")
    assert made["features"] == {}
    assert (title, names) == ("gap, column-gap, row-gap", ["gap", "column-gap", "row-gap"])
    by_client = {name: marks[ord(one) - ord("a")] for name, one in zip(made["clients"], letters, strict=True)}
    assert by_client["gmail.desktop-webmail"] == "n"
    assert by_client["apple-mail.ios"] == "y"
    assert by_client["orange.ios"] == "a2"
    assert by_client["yahoo.ios"] == "u"
    assert by_client["outlook.windows"] == "2016:n 2019:a2 2021:a2"
    assert notes == {"2": "Only in cells."}


def messages(html: str, shares: Clients = EVERYBODY) -> list[str]:
    return [one.message for one in clients(sent_to(shares, with_html(html)))]


ONLY_OUTLOOK = msgspec.structs.replace(NOBODY, outlook_windows=10)


@pytest.mark.parametrize(
    ("bad", "note", "good"),
    [
        ('<p style="padding:40px">', "Only supported on table cells.", '<td style="padding:40px">'),
        ('<p style="margin:-4px">', "Negative values are not supported.", '<p style="margin:4px">'),
        ('<table style="margin:0 auto">', "`auto` value is not supported.", '<table style="margin:0">'),
        ('<span style="margin:4px">', "Not supported on `<span>`", '<div style="margin:4px">'),
        ('<p style="width:40px">', "Not supported on `<body>`, `<span>`, `<div>`", '<table style="width:40px">'),
        ('<div style="height:40px">', "Not supported on `<body>`, `<span>`, `<div>`", '<td style="height:40px">'),
        ('<td style="border:9px solid #000000">', "bigger than 8px", '<td style="border:8px solid #000000">'),
        ('<td style="background:url(a.png)">', "Only `background-color` values", '<td style="background:#ffffff">'),
        ('<p style="text-decoration:underline dotted">', "multiple values", '<p style="text-decoration:underline">'),
    ],
)
def test_a_part_is_judged_by_element_and_value(bad: str, note: str, good: str) -> None:
    (said,) = messages(bad, ONLY_OUTLOOK)
    assert "works only partly for 100 in 100 readers (Outlook (Windows))" in said
    assert note in said
    assert messages(good, ONLY_OUTLOOK) == []


def test_versions_are_named_where_only_some_lack_it_and_share_the_programs_readers() -> None:
    (said,) = messages('<img src="a.svg" alt="">', ONLY_OUTLOOK)
    assert said == "“SVG image format” does not work for 50 in 100 readers (Outlook (Windows) 2016)"
    only_macs = msgspec.structs.replace(NOBODY, apple_mac=10)
    (said,) = messages("<style>@media (max-width: 479px) { p:has(a) { margin: 0 } }</style>", only_macs)
    assert "50 in 100 readers (Apple Mail (Mac) 15.0)" in said


def test_a_picture_that_few_programs_show_has_a_remedy_of_its_own() -> None:
    (said,) = clients(view(with_html('<img src="https://a.fr/a.svg" alt="">'), settings=settings()))
    assert said.remedy == "save the picture in media/ as PNG or JPEG"


def test_gmail_with_a_foreign_account_loses_style_sheets_and_some_values() -> None:
    foreign, own = (msgspec.structs.replace(NOBODY, **{key: 10}) for key in ("gmail_foreign", "gmail_mobile"))
    sheet = "<style>.columns { width: 50% }</style>"
    (said,) = messages(sheet, foreign)
    assert said.startswith("“.columns (<style>)” does not work for 100 in 100 readers")
    assert messages(sheet, own) == []
    assert any("non Google accounts" in said for said in messages('<p style="display:flex">', foreign))
    assert messages('<p style="display:flex">', own) == []


def test_every_limit_is_of_a_note_that_caniemail_has() -> None:
    for slug, known in limits().items():
        notes = support().features[slug].notes.values()
        assert all(any(note.startswith(limit.note) for note in notes) for limit in known), slug


def test_no_mark_is_lost_on_the_way_to_the_check() -> None:
    assert losses("css-max-width", "outlook.windows", Use("p", "1px")) == (
        (("2016", ()), ("2019", ("Only works on `<table>` elements.",))),
        2,
    )
