"""What is missing until a letter can be tested, in the order in which somebody does it."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from cenum.issue.scaffold import new_issue
from cenum.links.link import Checked, Reason, Verdict
from cenum.preview.before_test import how_to_test, steps_to_test
from cenum.preview.before_test_panel import before_test_panel
from cenum.preview.head_form import form_field
from cenum.repository import github_remote
from cenum.settings import load
from tests.chromium import needs_chromium
from tests.in_process import spoken
from tests.preview.site import BRIEF, BROKEN, KEY, folder, library, opened, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Route

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


def test_a_click_checks_the_links_where_anybody_may_be_asked(tmp_path: Path) -> None:
    preview, settings = previewed(tmp_path, BRIEF)
    for asks in (True, False):
        found = steps_to_test(preview, settings, {}, at_github=False, asks_links=asks)
        assert [step.says for step in found if step.asks_links] == ["7 links were not checked yet"] * asks
        html = before_test_panel(preview, library(tmp_path).workspace, {}, asks_links=asks)
        assert html.count('class="check-links"') == asks


def of_links(at: Path, *reasons: Reason) -> list[tuple[bool | None, str, str]]:
    """What is said of the links once they were asked about, for ``reasons`` in turn."""
    answers = cycle(reasons)

    def ask(_issue: Any, links: Any, _workspace: Any) -> Checked:
        return Checked(tuple((link, Verdict(next(answers))) for link in links))

    kept = library(folder(at, BRIEF), ask)
    assert kept.check_links(KEY)
    preview = kept.preview(KEY)
    assert preview
    found = steps_to_test(preview, load(at / "cenum.toml"), {}, at_github=False)
    return [(step.done, step.says, step.remedy) for step in found if "link" in step.says]


@pytest.mark.parametrize("reason", list(Reason))
def test_only_links_of_which_something_is_known_were_checked(tmp_path: Path, reason: Reason) -> None:
    ((done, says, remedy),) = of_links(tmp_path, reason)
    if reason in {Reason.NO_CONNECTION, Reason.LOOKUP, Reason.UNREACHABLE}:
        assert (done, says) == (None, "7 links could not be checked")
        assert remedy.startswith("see that this computer is connected to the internet, then check them again; ")
    elif reason in {Reason.NO_TIME, Reason.INTERRUPTED}:
        assert (done, says) == (None, "7 links could not be checked")
        assert remedy.startswith("check them again; ")
    else:
        assert (done, says) == (True, "every link was checked")


def test_one_link_that_could_not_be_asked_is_not_done(tmp_path: Path) -> None:
    found = of_links(tmp_path, *[Reason.ANSWERS] * 3, Reason.UNREACHABLE, *[Reason.ANSWERS] * 40)
    assert [(done, says) for done, says, _remedy in found] == [(None, "1 link could not be checked")]


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
    title = "“Le titre de la lettre, qui est aussi l’objet du courriel”"
    assert said == [
        f"8 passages are still to be written, the first one: {title} is a sentence of cenum's own example",
        "the letter is still a draft",
    ]


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
    assert how_to_test(KEY, at_github=False).endswith(f"in a terminal: cenum test {KEY}")
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


def git(at: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(at), *words], check=True, capture_output=True, env=dict(os.environ))


def test_that_a_letter_is_at_github_is_what_git_knows_and_not_what_every_folder_has(tmp_path: Path) -> None:
    preview, _settings = previewed(tmp_path, BRIEF)
    workspace = library(tmp_path).workspace
    workflow = tmp_path / ".github/workflows/test-send.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("on: pull_request\n", "utf-8")

    def is_said_at_github() -> bool:
        html = before_test_panel(preview, workspace, {})
        assert ("test-send" in html) != (f"cenum test {KEY}" in html)
        return "test-send" in html

    assert not is_said_at_github()
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://forge.example.org/team/letter.git")
    assert not is_said_at_github()
    git(tmp_path, "remote", "set-url", "origin", "git@github.com:team/letter.git")
    assert is_said_at_github()
    workflow.unlink()
    assert not is_said_at_github()


def test_git_is_asked_again_only_where_its_settings_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def repository_of(folder: Path, _environ: object) -> str:
        asked.append(folder)
        return "team/letter"

    monkeypatch.setattr(github_remote, "repository_of", repository_of)
    assert not github_remote.is_at_github(tmp_path)
    git(tmp_path, "init", "--quiet")
    assert [github_remote.is_at_github(tmp_path) for _time in range(3)] == [True] * 3
    git(tmp_path, "remote", "add", "other", "git@github.com:team/letter.git")
    assert github_remote.is_at_github(tmp_path)
    assert asked == [tmp_path] * 2


def test_what_the_form_of_the_head_has_is_written_there(tmp_path: Path) -> None:
    at = folder(tmp_path)
    text = new_issue(date(2026, 11, 27), load(at / "cenum.toml"))
    with_drawing = text.replace("credits:\n", "waivers: []\ncredits:\n  illustrator: Zoé\n")
    for written in (text, with_drawing):
        lines = written.split("\n")
        below = lines.index("---", 1) + 1
        in_form = [line for number, line in enumerate(lines, start=1) if form_field(written, number)]
        elsewhere = [line for line in lines[:below] if line not in in_form]
        assert not form_field(written, below + 1)
        assert {"title", "teasers", "introduction", "draft"} <= {line.partition(":")[0] for line in in_form}
        assert elsewhere == (["waivers: []", "  illustrator: Zoé"] if written is with_drawing else [])
    assert not form_field(BROKEN, 3)
    assert not form_field("# Sans tête\n", 1)


@needs_chromium
def test_a_step_in_the_head_opens_its_form_and_one_in_the_letter_its_words(browser: Browser, tmp_path: Path) -> None:
    at = folder(tmp_path)
    text = new_issue(date(2026, 11, 27), load(at / "cenum.toml"))
    issue = at / "issues" / f"{KEY}.md"
    issue.write_text(text, "utf-8")
    with running(at) as site, opened(browser, site) as page:
        page.keyboard.press("e")
        expect(page.get_by_role("textbox", name="The text of")).to_be_focused()
        page.get_by_text("Before the test: 2 things are missing").click()
        fields = {"passages are still to be written": "Title", "the letter is still a draft": "Still a draft"}
        for name, label in fields.items():
            page.get_by_role("button", name=re.compile(name)).click()
            form = page.get_by_role("dialog")
            expect(form.get_by_label(label)).to_be_focused()
            expect(form.get_by_label(label)).to_be_in_viewport()
            page.keyboard.press("Escape")
            expect(form).to_have_count(0)
        assert issue.read_text("utf-8") == text
        site.write(re.sub(r"(?s)title: .*?draft", "title: Un titre\nteasers: [Un]\ndraft", text))
        step = page.get_by_role("button", name=re.compile("passages are still .*Le texte de cette partie"))
        step.click()
        page.keyboard.type("Voici.")
        expect(page.frame_locator("#frame").locator("body")).to_contain_text("Voici. Un lien vers un site")


@needs_chromium
def test_a_finding_in_the_head_opens_its_field_and_keys_only_show_where_it_is(
    browser: Browser, tmp_path: Path
) -> None:
    at = folder(tmp_path, BRIEF.replace("teasers:", "introduction: L'Etat de la ville.\nteasers:"))
    with running(at) as site, opened(browser, site) as page:
        page.keyboard.press("e")
        expect(page.get_by_role("textbox", name="The text of")).to_be_focused()
        finding = page.locator("#findings .finding[data-form=introduction]").first
        finding.click()
        form = page.get_by_role("dialog")
        expect(form.get_by_label("Introduction")).to_be_focused()
        page.keyboard.press("Escape")
        expect(form).to_have_count(0)
        finding.focus()
        page.keyboard.press("Enter")
        expect(form).to_have_count(0)
        expect(page.locator(".cm-line", has_text="introduction: L'Etat de la ville.")).to_be_visible()


@needs_chromium
@pytest.mark.parametrize("writes", [False, True])
def test_the_step_of_the_links_has_their_button_and_says_that_they_are_being_checked(
    browser: Browser, tmp_path: Path, *, writes: bool
) -> None:
    with running(folder(tmp_path, BRIEF)) as site, opened(browser, site) as page:
        if writes:
            page.keyboard.press("e")
            expect(page.get_by_role("textbox", name="The text of")).to_be_focused()
        waiting: list[Route] = []

        def wait(route: Route) -> None:
            waiting.append(route)

        page.route("**/links/*", wait)
        page.get_by_text("Before the test").click()
        step = page.locator("#before-test li.open", has_text="7 links were not checked yet")
        step.get_by_role("button", name="Check the links").click()
        button = step.get_by_role("button", name="The links are being checked")
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(page.locator("#check")).to_have_text("The links are being checked …")
        site.write(BRIEF.replace("Bonjour, voici", "Bonjour, revoici"))
        expect(page.frame_locator("#frame").locator("body")).to_contain_text("revoici")
        expect(button).to_be_visible()
        page.keyboard.press("Enter")
        expect(button).to_be_focused()
        assert len(waiting) == 1
        waiting[0].continue_()
        expect(step).to_have_count(0)
        expect(page.locator("#before-test li", has_text="every link was checked")).to_be_visible()
        expect(page.locator("#check")).to_have_text("Check the links")
        expect(page.locator("#check")).to_have_attribute("aria-disabled", "false")


@needs_chromium
def test_only_what_is_missing_is_red(browser: Browser, tmp_path: Path) -> None:
    colours = """summary => ["bad", "good"].map((name) => {
      const probe = summary.parentElement.appendChild(document.createElement("i"));
      probe.style.color = `var(--${name === "bad" ? "accent" : "good"})`;
      const is = getComputedStyle(probe).color === getComputedStyle(summary).color;
      probe.remove();
      return is;
    })"""
    with running(folder(tmp_path, DRAFT)) as site, opened(browser, site) as page:
        summary = page.locator("#before-test summary")
        expect(summary).to_have_text("Before the test: 1 thing is missing")
        assert summary.evaluate(colours) == [True, False]
        site.write(BRIEF)
        expect(summary).to_have_text("Before the test: nothing is missing")
        assert summary.evaluate(colours) == [False, True]
