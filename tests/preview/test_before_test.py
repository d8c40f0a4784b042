"""What is missing until a letter can be tested, in the order in which somebody does it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.issue.scaffold import new_issue
from cenum.preview.before_test import how_to_test, steps_to_test
from cenum.preview.before_test_panel import before_test_panel
from cenum.settings import load
from tests.chromium import needs_chromium
from tests.in_process import spoken
from tests.preview.site import BRIEF, BROKEN, KEY, folder, library, opened, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from cenum.preview.before_test import StepToTest
    from cenum.preview.issue_preview import IssuePreview
    from cenum.settings import Settings

DRAFT = BRIEF.replace("---\n", "---\ndraft: true\n", 1)
BREVO = """
[service]
name = "brevo"
brevo = { audience = 3 }
"""


def previewed(at: Path, text: str, more: str = "") -> tuple[IssuePreview, Settings]:
    folder(at, text)
    settings = at / "cenum.toml"
    said = settings.read_text("utf-8")
    if more:
        head, _service, rest = said.partition("[service]")
        after = rest.partition("\n[")
        said = f"{head}{more}\n[{after[2]}" if after[1] else f"{head}{more}"
        settings.write_text(said, "utf-8")
    preview = library(at).preview(KEY)
    assert preview
    return preview, load(settings)


def steps(
    at: Path, text: str = BRIEF, environ: dict[str, str] | None = None, *, more: str = "", at_github: bool = False
) -> list[StepToTest]:
    preview, settings = previewed(at, text, more)
    return steps_to_test(preview, settings, environ or {}, at_github=at_github)


def missing(found: list[StepToTest]) -> list[str]:
    return [step.says for step in found if step.done is False]


def test_no_button_is_named_that_is_not_there(tmp_path: Path) -> None:
    preview, settings = previewed(tmp_path, BRIEF)
    for asks in (True, False):
        found = steps_to_test(preview, settings, {}, at_github=False, asks_links=asks)
        assert any("Check the links" in step.remedy for step in found) == asks


def test_of_a_letter_that_can_be_tested_nothing_is_missing(tmp_path: Path) -> None:
    found = steps(tmp_path)
    assert missing(found) == []
    assert [(step.done, step.says) for step in found] == [
        (True, "the letter has no error"),
        (True, "the letter is no draft any more"),
        (None, "7 links were not checked yet"),
        (True, "2 people get the test: relecture@lettre.example.org, direction@lettre.example.org"),
    ]


def test_an_error_stops_it_where_it_stands(tmp_path: Path) -> None:
    first = steps(tmp_path, BROKEN)[0]
    assert first.done is False
    assert first.says.startswith("1 error stops the letter: ")
    assert first.remedy
    assert first.place
    assert (first.place.file, first.place.line) == (f"issues/{KEY}.md", 3)


def test_a_draft_says_its_line_and_what_is_not_written_yet(tmp_path: Path) -> None:
    found = steps(tmp_path, DRAFT)
    assert missing(found) == ["the letter is still a draft"]
    assert next(step.place.line for step in found if step.place) == 2


def test_of_what_cenum_wrote_itself_everything_is_to_be_written(tmp_path: Path) -> None:
    at = folder(tmp_path)
    settings = load(at / "cenum.toml")
    (at / "issues" / f"{KEY}.md").write_text(new_issue(date(2026, 11, 27), settings), "utf-8")
    preview = library(at).preview(KEY)
    assert preview
    said = missing(steps_to_test(preview, settings, {}, at_github=False))
    assert said[0].startswith(("1 passage is still to be written", "2 passages are still to be written"))
    assert said[1] == "the letter is still a draft"


def test_a_waiver_goes_for_a_draft_too(tmp_path: Path) -> None:
    text = DRAFT.replace("Bonjour,", "Bonjour TODO,")
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    assert len(missing(steps(tmp_path / "one", text))) == 2
    waived = text.replace("---\n", "---\nwaivers:\n  - {rule: placeholder-left, reason: pour voir}\n", 1)
    assert len(missing(steps(tmp_path / "other", waived))) == 1


def test_without_reviewers_it_goes_to_nobody(tmp_path: Path) -> None:
    preview, settings = previewed(tmp_path, BRIEF)
    found = steps_to_test(preview, replace(settings, reviewers=()), {}, at_github=False)
    assert missing(found) == ["no reviewer is set"]
    assert found[-1].remedy == 'add reviewers = ["…"] at the top of cenum.toml'


def test_a_name_that_is_too_long_for_the_mark_is_said(tmp_path: Path) -> None:
    preview, settings = previewed(tmp_path, BRIEF)
    long = replace(settings, newsletter=replace(settings.newsletter, name="Une lettre " * 30))
    assert "characters" in missing(steps_to_test(preview, long, {}, at_github=False))[0]


def test_a_key_is_named_and_never_shown(tmp_path: Path) -> None:
    preview, settings = previewed(tmp_path, BRIEF, BREVO)
    without = steps_to_test(preview, settings, {}, at_github=False)
    assert missing(without) == ["the environment variable BREVO_API_KEY is not set"]
    secret = "xkeysib-0123456789"  # noqa: S105  of nobody
    found = steps_to_test(preview, settings, {"BREVO_API_KEY": secret}, at_github=False)
    assert missing(found) == []
    assert found[-1].says == "BREVO_API_KEY is set, for Brevo"
    assert secret not in repr(found)
    wrong = steps_to_test(preview, settings, {"BREVO_API_KEY": "clé secrète"}, at_github=False)
    assert "does not contain a valid key" in missing(wrong)[0]
    assert "secrète" not in repr(wrong)


def test_at_github_the_keys_are_not_ours(tmp_path: Path) -> None:
    assert missing(steps(tmp_path, more=BREVO, at_github=True)) == []


def test_how_it_is_sent_is_said_at_the_end() -> None:
    assert how_to_test(KEY, at_github=False).endswith(f"in a terminal, cenum test {KEY}")
    assert "the label “test-send”" in how_to_test(KEY, at_github=True)


@pytest.mark.parametrize("text", [BRIEF, DRAFT, BROKEN, "", DRAFT.replace("Bonjour", "<b>Bonjour</b> TODO")])
def test_the_panel_says_how_many_things_are_missing(tmp_path: Path, text: str) -> None:
    preview, settings = previewed(tmp_path, text)
    with spoken("fr"):
        count = len(missing(steps_to_test(preview, settings, {}, at_github=False)))
        html = before_test_panel(preview, library(tmp_path).workspace, {})
    said = {0: "rien ne manque", 1: "il manque 1 chose"}.get(count, f"il manque {count} choses")
    assert f"Avant le test\u202f: {said}" in html.replace("\u00a0", "\u202f")
    assert html.count('class="missing"') == count
    assert "<b>" not in html


@needs_chromium
def test_it_stands_on_the_page_and_leads_to_the_line(browser: Browser, tmp_path: Path) -> None:
    with running(folder(tmp_path, DRAFT)) as site, opened(browser, site) as page:
        page.get_by_text("Before the test: 1 thing is missing").click()
        page.get_by_role("button", name="the letter is still a draft").click()
        assert page.locator("#where").inner_text() == f"issues/{KEY}.md:2"
        assert page.get_by_text(f"cenum test {KEY}").is_visible()
        assert not page.get_by_role("button", name="It is ready").is_visible()
        page.keyboard.press("e")
        page.get_by_role("button", name="It is ready").click()
        page.get_by_text("Before the test: nothing is missing").wait_for()
        assert page.get_by_text(f"cenum test {KEY}").is_visible()
