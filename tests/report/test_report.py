from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum import i18n
from cenum.errors import Refusal
from cenum.report.chart import WIDTH, Bar, bars
from cenum.report.clicks import HeadingClicks, by_heading, canonical
from cenum.report.figures import Report, as_csv, figures, rows
from cenum.report.gather import gather, last_that_left
from cenum.report.report_page import page
from cenum.sending import act
from cenum.services.service import LinkClicks, State, Statistics
from tests.sending.editions import edition, settings
from tests.sending.fake_service import FakeService

from .samples import BEFORE, HTML, LINKS, REPORT, STATISTICS

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def french() -> Iterator[None]:
    i18n.speak("fr")
    yield
    i18n.speak("en")


def test_clicks_stand_under_the_heading_that_readers_saw() -> None:
    found = {one.heading: [(link.words, link.clicks) for link in one.links] for one in by_heading(HTML, LINKS)}
    assert found == {
        "L'édito": [("le rapport", 41), ("la carte", 7)],
        "La veille": [("un article", 12)],
        "": [("https://elsewhere.example/x", 3)],
    }


def test_no_click_is_lost_on_its_way_to_a_heading() -> None:
    assert sum(one.clicks for one in by_heading(HTML, LINKS)) == sum(link.clicks for link in LINKS)


@pytest.mark.parametrize(
    "spelt",
    [
        "https://example.org/a/?b=1&utm_source=cenum&utm_campaign=x",
        "https://EXAMPLE.org/a?b=1",
        "https://example.org/a?b=1@TrackLink",
        "https://example.org/%61?b=1&mc_cid=9",
    ],
)
def test_an_address_is_known_however_a_service_spells_it(spelt: str) -> None:
    assert canonical(spelt) == canonical("https://example.org/a?b=1")


@pytest.mark.parametrize("odd", ["", "mailto:a@b.example", "https://[", "https://example.org:99999/", "ÿ"])
def test_an_odd_address_is_no_mistake(odd: str) -> None:
    assert isinstance(canonical(odd), str)
    assert by_heading(HTML, [LinkClicks(odd, 1)])


def test_figures_are_shares_of_those_who_have_the_letter_beside_the_issues_before() -> None:
    shown = dict(rows(REPORT))
    assert shown["letters delivered"] == "980 (98.0 %), usually 99.0 %"
    assert shown["readers who clicked"] == "98 (10.0 %), usually 15.0 %"
    assert shown["opens"].startswith("500 (51.0 %), usually 50.5 %; 200 of them by Apple Mail")
    assert shown["elsewhere"] == "3 clicks"


def test_no_share_is_above_the_whole() -> None:
    shown = dict(rows(replace(REPORT, statistics=replace(STATISTICS, clicks=981, opens=980), previous=())))
    assert shown["readers who clicked"] == "981"
    assert shown["opens"].startswith("980 (100.0")


def test_what_is_not_counted_per_reader_has_no_share() -> None:
    every = {"per_reader": False}
    one = replace(
        REPORT,
        statistics=replace(STATISTICS, clicks=2000, opens=3000, machine_opens=None, **every),
        previous=tuple((key, replace(before, **every)) for key, before in BEFORE),
    )
    shown = dict(rows(one))
    assert shown["clicks"] == "2,000"
    assert shown["opens"].startswith("3,000; ")
    assert shown["letters delivered"].startswith("980 (98.0")
    assert "readers who clicked" not in shown
    made = page(one)
    assert "Readers who clicked" not in made
    assert not re.search(r"[1-9][0-9]{2}\.[1-9].%", made)
    assert "2,000" in made


def test_what_is_not_counted_is_said_so() -> None:
    quiet = Report("Cénum", "2026-11-27", "Bonjour", "https://service.example/1", Statistics(10, 10), ())
    assert dict(rows(quiet))["opens"] == "not counted"
    assert "not counted" in page(quiet)
    assert "Clicks are not counted." in page(quiet)
    assert "No click was counted." not in page(quiet)
    unclicked = Report(
        "Cénum", "2026-11-27", "Bonjour", "https://service.example/1", Statistics(10, 10, clicks=0), ()
    )
    assert "No click was counted." in page(unclicked)


def test_a_letter_that_a_part_was_sent_is_no_hundred_percent() -> None:
    part = Report("Cénum", "2026-11-27", "Bonjour", "https://service.example/1", Statistics(76, 76), (), wanted=420)
    assert dict(rows(part))["letters sent"] == "76 (18.1\u00a0%); it was to go to 420; both as the service counts"
    assert "it was to go to 420; both as the service counts" in page(part)
    whole = replace(part, wanted=None)
    assert dict(rows(whole))["letters sent"] == "76"


@pytest.mark.parametrize(
    ("state", "wanted"),
    [(State.INCOMPLETE, 420), (State.PAUSED, 420), (State.SENT, None), (State.SENDING, None)],
)
def test_what_was_sent_to_a_part_is_reported_as_such(state: State, wanted: int | None) -> None:
    service = FakeService()
    one = edition()
    campaign = act.send_test(one, service, settings(reviewers=["one@review.example.org"])).campaign
    found = replace(campaign, state=state, reached=76, wanted=420)
    service.campaigns = lambda: iter([found])  # type: ignore[method-assign]
    service.statistics = lambda campaign_id: Statistics(76, len(campaign_id) + 75)  # type: ignore[method-assign]
    assert gather(one, service, settings().newsletter.name).wanted == wanted
    assert last_that_left([found]) == one.key


def test_an_empty_send_divides_by_nothing() -> None:
    empty = Report("Cénum", "2026-11-27", "Bonjour", "https://service.example/1", Statistics(0, 0, clicks=0), ())
    assert [figure.share for figure in figures(empty)] == [None] * 7


def test_what_is_counted_more_often_than_there_are_readers_is_no_share_of_them() -> None:
    odd = Statistics(sent=10, delivered=11, clicks=25, opens=11, complaints=0)
    one = Report("Cénum", "2026-11-27", "Bonjour", "https://service.example/1", odd, ())
    shown = {figure.name: (figure.readers, figure.share) for figure in figures(one)}
    assert shown["letters delivered"] == (11, None)
    assert shown["readers who clicked"] == (25, None)
    assert shown["opens"] == (11, 1.0)
    assert shown["complaints"] == (0, 0.0)


def test_a_spreadsheet_gets_every_figure_and_no_formula() -> None:
    table = list(csv.reader(io.StringIO(as_csv(REPORT).decode())))
    assert len(table) == 1 + 7 + 4
    assert {len(row) for row in table} == {7}
    formula = Report("C", "2026-11-27", "S", "x", STATISTICS, by_heading('<h1>=HYPERLINK("x")</h1>' + HTML, LINKS))
    assert not re.search(r"(^|,)\"?[=+@]", as_csv(formula).decode(), re.MULTILINE)


def test_a_french_spreadsheet_opens_the_figures_as_they_are(french: None) -> None:  # noqa: ARG001  the language
    content = as_csv(REPORT)
    assert content.startswith(b"\xef\xbb\xbfnum\xc3\xa9ro;titre;")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in table} == {7}
    assert ["980", "0,9800", "0,9900"] in [row[4:] for row in table]


def test_figures_are_grouped_and_stopped_as_french_has_them(french: None) -> None:  # noqa: ARG001  as above
    large = replace(STATISTICS, sent=1_234_567, delivered=1_000_000, opens=469_000, machine_opens=None)
    one = replace(REPORT, statistics=large, previous=((BEFORE[0][0], replace(large, clicks=121_000)),))
    shown = dict(rows(one))
    assert shown["lettres distribuées"].startswith("1\u202f000\u202f000 (81,0\u00a0%)")
    assert "46,9\u00a0%)" in shown["ouvertures"]
    assert "\u202f; dont une partie par Apple Mail" in shown["ouvertures"]
    assert "?" not in shown["ouvertures"]
    assert re.search(r"· 12,1\u00a0%", page(one))
    assert "12.1" not in page(one)


def test_figures_are_grouped_in_english_too() -> None:
    one = replace(REPORT, statistics=replace(STATISTICS, sent=12_400, delivered=12_345, machine_opens=1_234))
    assert dict(rows(one))["letters delivered"].startswith("12,345 ")
    assert "1,234 of them by Apple Mail" in dict(rows(one))["opens"]


def test_the_page_is_marked_with_the_language_it_speaks(french: None) -> None:  # noqa: ARG001  as above
    assert '<html lang="fr">' in page(REPORT)
    i18n.speak("en")
    assert '<html lang="en">' in page(REPORT)


def test_a_report_is_of_the_last_issue_that_left() -> None:
    service = FakeService()
    with pytest.raises(Refusal, match="no issue has been sent"):
        last_that_left(service.campaigns())
    for key in ("2026-11-13", "2026-11-20", "2026-11-27"):
        act.send_test(edition(key=key), service, settings())
    for key in ("2026-11-20", "2026-11-13"):
        act.send(
            edition(key=key), service, settings(), act.SendOptions(draft=False, confirm=None, pause=lambda: None)
        )
    assert last_that_left(service.campaigns()) == "2026-11-20"


def test_the_same_figures_give_the_same_page() -> None:
    assert page(REPORT) == page(REPORT)


def test_the_page_needs_nobody_else() -> None:
    source = page(REPORT)
    assert "<script" not in source
    fetched = re.findall(r"""(?:src|srcset|xlink:href)=["']([^"']+)|url\(\s*['"]?(?!#)([^)'"]+)""", source)
    assert fetched == []
    assert re.findall(r"<link|@import|<!--", source) == []


def test_its_policy_lets_nothing_in_but_its_own_style() -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page(REPORT))
    default, style, *others = unescape(policy).split("; ")
    assert (default, others) == ("default-src 'none'", ["form-action 'none'", "base-uri 'none'"])
    assert re.fullmatch(r"style-src 'sha256-[\w+/=]+'", style)


def test_prose_that_looks_like_html_is_prose() -> None:
    evil = '<script>alert(1)</script>"&'
    headings = (HeadingClicks(evil, by_heading(HTML, LINKS)[0].links),)
    source = page(Report("C", "2026-11-27", evil, "https://x.example", STATISTICS, headings))
    assert "<script" not in source
    assert '<text y="16">&lt;script&gt;' in source


def test_the_greatest_bar_is_as_wide_as_the_drawing() -> None:
    drawn = bars([("a" * 40, 30), ("b", 7.5), ("", 0)], str)
    assert drawn == [Bar("a" * 35 + "… · 30", WIDTH), Bar("b · 7.5", WIDTH / 4), Bar(" · 0", 0)]
    assert bars([("a", 0)], str) == [Bar("a · 0", 0)]
    assert bars([], str) == []


def test_figures_come_from_the_service_for_this_issue_and_those_before() -> None:
    service = FakeService()
    for key in ("2026-11-13", "2026-11-20", "2026-11-27", "2026-12-04"):
        one = edition(key=key)
        act.send_test(one, service, settings())
        act.send(one, service, settings(), act.SendOptions(draft=False, confirm=None, pause=lambda: None))
    report = gather(edition(key="2026-11-27"), service, "Cénum")
    assert report.where == "fake:3"
    assert [key for key, _figures in report.previous] == ["2026-11-20", "2026-11-13"]


def test_an_issue_that_did_not_leave_has_no_report() -> None:
    service = FakeService()
    act.send_test(edition(), service, settings())
    assert service.stored["1"][0].state is State.DRAFT
    with pytest.raises(Refusal, match="has not been sent"):
        gather(edition(), service, "Cénum")


def test_the_issues_before_stand_beside_this_one() -> None:
    source = page(REPORT)
    for key, _figures in BEFORE:
        assert key in source
