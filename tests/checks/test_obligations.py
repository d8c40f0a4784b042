from __future__ import annotations

import pytest
from msgspec.structs import replace

from cenum.cache import user_cache
from cenum.checks.obligations import obligations
from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE, Edition
from cenum.finding import Severity
from tests.checks.samples import GOOD, PLACE, view, with_html
from tests.edition.samples import OWN, Desk, settings, templates

ADDRESSES = {
    "duty-unsubscribe": UNSUBSCRIBE,
    "duty-view_online": VIEW_ONLINE,
    "duty-privacy": "https://lettre.example.org/donn%C3%A9es",
    "duty-legal": "https://lettre.example.org/mentions",
}


def rules(edition: Edition) -> list[tuple[str, str]]:
    found = obligations(view(edition))
    assert all(finding.severity is Severity.ERROR and finding.remedy for finding in found)
    return [(finding.rule, finding.place.file) for finding in found]


def test_an_edition_that_does_its_duty_passes() -> None:
    assert rules(GOOD) == []


@pytest.mark.parametrize(("rule", "address"), ADDRESSES.items())
def test_each_part_owes_each_link(rule: str, address: str) -> None:
    assert rules(replace(GOOD, html=GOOD.html.replace(address, ""))) == [(rule, "templates/footer.mjml.j2")]
    assert rules(replace(GOOD, text=GOOD.text.replace(address, ""))) == [(rule, "templates/letter.txt.j2")]


def test_accents_in_the_settings_addresses_are_no_reason_to_miss_them() -> None:
    assert "é" in settings().links.privacy
    assert rules(GOOD) == []


@pytest.mark.parametrize("rest", ["-autres", "?a=1", "/"])
def test_a_longer_address_is_another_address(rest: str) -> None:
    legal = ADDRESSES["duty-legal"]
    assert rules(replace(GOOD, html=GOOD.html.replace(legal, legal + rest))) == [
        ("duty-legal", "templates/footer.mjml.j2")
    ]
    assert rules(replace(GOOD, text=GOOD.text.replace(legal, legal + rest))) == [
        ("duty-legal", "templates/letter.txt.j2")
    ]


def test_an_address_that_is_no_link_is_not_enough() -> None:
    legal = ADDRESSES["duty-legal"]
    only_words = GOOD.html.replace(f'href="{legal}"', "") + legal
    assert rules(replace(GOOD, html=only_words)) == [("duty-legal", "templates/footer.mjml.j2")]


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\x7f", "\x92"])
def test_a_control_character_is_refused_wherever_it_comes_from(control: str) -> None:
    assert rules(with_html(control)) == [("duty-control", PLACE.file)]
    assert rules(replace(GOOD, text=GOOD.text + control)) == [("duty-control", PLACE.file)]


def test_line_ends_and_tabs_are_fine() -> None:
    assert rules(with_html("\t\r\n")) == []


def test_mjml_that_was_left_is_refused() -> None:
    assert rules(with_html("<mj-text>")) == [("duty-mjml", "templates")]


@pytest.mark.parametrize(
    ("template", "link", "rule"),
    [
        ("footer.mjml.j2", "{{ unsubscribe_url }}", "duty-unsubscribe"),
        ("footer.mjml.j2", "{{ links.privacy }}", "duty-privacy"),
        ("letter.txt.j2", r'{{ wrap(say.legal ~ "\u00a0" ~ ref(links.legal)) }}', "duty-legal"),
        ("letter.txt.j2", r'{{ wrap(say.unsubscribe ~ "\u00a0" ~ ref(unsubscribe_url)) }}', "duty-unsubscribe"),
    ],
)
def test_no_letter_is_built_without_the_way_out(desk: Desk, template: str, link: str, rule: str) -> None:
    from cenum.edition.templates import Templates  # noqa: PLC0415  as above
    from cenum.process import process  # noqa: PLC0415  only here
    from cenum.workspace import Workspace  # noqa: PLC0415  as above

    file = desk.templates / template
    source = file.read_text("utf-8")
    assert link in source
    file.write_text(source.replace(link, ""), "utf-8")
    workspace = Workspace(OWN, settings())
    issue = OWN / "issues" / "2026-01-16.md"
    assert not process(issue, workspace, templates()).exit_code
    found = process(issue, workspace, Templates(desk.templates, user_cache())).findings
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert [(finding.rule, finding.place.file) for finding in errors] == [(rule, f"templates/{template}")]
