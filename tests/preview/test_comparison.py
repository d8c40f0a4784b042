"""Two letters side by side, from the server and in the page that needs none."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from cenum.preview.comparison import comparison
from tests import axe, in_process
from tests.chromium import empty_page, needs_chromium
from tests.preview.history import FILE, commit
from tests.preview.site import BRIEF, BROKEN, ISSUE, KEY, folder, library, opened, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, FrameLocator, Page

OTHER = "2026-12-04"
SHORT = ISSUE.replace("\nParagraphe numéro 7, pour que la page soit longue.\n", "")


def compared(at: Path, old: str, new: str) -> dict[str, Any]:
    (at / "issues" / f"{OTHER}.md").write_text(old, "utf-8")
    (at / FILE).write_text(new, "utf-8")
    kept = library(at)
    then, now = kept.beside(KEY, OTHER), kept.preview(KEY)
    assert then
    assert now
    return comparison(then, now)


def test_changes_are_said_and_marked_in_both(tmp_path: Path) -> None:
    both = compared(folder(tmp_path), ISSUE.replace("Bonjour", "Bonsoir"), ISSUE)
    # The other issue has another date too.
    assert "“Bonsoir” became “Bonjour”" in both["changes"]
    assert ">Bonsoir</del>" in both["before"]
    assert ">Bonjour</ins>" in both["after"]
    assert both["said"] == f"{len(both['changes'])} differences."


def test_what_inboxes_show_is_compared_first_and_has_no_mark(tmp_path: Path) -> None:
    both = compared(folder(tmp_path), ISSUE.replace("essayer", "voir", 1).replace("Un premier", "Le premier"), ISSUE)
    assert [one.partition(":")[0] for one in both["changes"][:2]] == ["Subject", "Preheader"]
    assert both["unmarked"] == 2
    last = len(both["changes"]) - both["unmarked"] - 1
    assert f'data-change="{last}"' in both["after"] + both["before"]
    assert f'data-change="{last + 1}"' not in both["after"] + both["before"]


def test_a_long_change_is_cut_where_it_is_said(tmp_path: Path) -> None:
    both = compared(folder(tmp_path), ISSUE, ISSUE + "\n" + "mot " * 100 + "\n")
    assert max(map(len, both["changes"])) < 120


@pytest.mark.parametrize(("old", "new", "where"), [(BROKEN, ISSUE, OTHER), (ISSUE, BROKEN, KEY)])
def test_one_that_cannot_be_rendered_shows_its_findings(tmp_path: Path, old: str, new: str, where: str) -> None:
    both = compared(folder(tmp_path), old, new)
    assert "unknown key" in both["missing"]
    assert (bool(both["before"]), bool(both["after"])) == (old == ISSUE, new == ISSUE)
    assert "<del>" in both["rows"]
    assert where in {OTHER, KEY}


def test_an_earlier_version_is_drawn_once_and_anew_with_another_look(tmp_path: Path) -> None:
    revision = commit(folder(tmp_path))
    kept = library(tmp_path)
    first = kept.beside(KEY, revision)
    assert first
    assert kept.beside(KEY, revision) is first
    settings = tmp_path / "cenum.toml"
    settings.write_text(settings.read_text("utf-8").replace("La lettre hebdomadaire", "Le journal"), "utf-8")
    kept.changed([settings])
    assert kept.beside(KEY, revision) is not first


def side(page: Page, name: str) -> FrameLocator:
    return page.frame_locator(f"#{name}")


@needs_chromium
@pytest.mark.long
@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [("light", 1280, "fr"), ("dark", 1280, "en"), ("dark", 375, "fr"), ("light", 320, "en")],
)
def test_both_are_shown_with_their_differences(
    browser: Browser, tmp_path: Path, scheme: str, width: int, language: str
) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    revision = commit(folder(tmp_path, BRIEF))
    (tmp_path / "issues" / f"{OTHER}.md").write_text(BRIEF.replace("Bonjour", "Bonsoir"), "utf-8")
    with running(tmp_path, language=language) as site, opened(browser, site, width=width, scheme=scheme) as page:
        page.keyboard.press("c")
        page.locator("#other").select_option(OTHER)
        expect(side(page, "before").locator("del", has_text="Bonsoir")).to_be_visible()
        expect(side(page, "after").locator("ins", has_text="Bonjour")).to_be_visible()
        site.write(BRIEF.replace("Bonjour", "Salut"))
        expect(side(page, "after").locator("ins", has_text="Salut")).to_be_visible()
        assert axe.ask(page).found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#other").select_option(revision)
        expect(side(page, "before").locator("del")).to_have_count(1)
        expect(side(page, "before").locator("del")).to_have_text("Bonjour")
        page.locator("h1").click()
        page.keyboard.press("j")
        expect(page.locator("#differences")).to_contain_text("Salut")
        page.keyboard.press("x")
        expect(page.locator("#compared ins")).to_have_text("Salut")
        expect(page.locator("#pair")).to_be_hidden()
        page.keyboard.press("k")
        expect(page.locator("#compared .here")).to_be_in_viewport()
        assert axe.ask(page).found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("c")
        expect(page.locator("#stage")).to_be_visible()
        expect(page.locator("#found" if width > 1024 else "#menu")).to_be_visible()


@needs_chromium
def test_both_scroll_together_though_one_is_longer(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    revision = commit(folder(tmp_path))
    (tmp_path / FILE).write_text(SHORT, "utf-8")
    with running(tmp_path) as site, opened(browser, site) as page:
        page.keyboard.press("c")
        page.locator("#other").select_option(revision)
        for name, other in (("before", "after"), ("after", "before")):
            for number in (40, 20):
                moved = side(page, name).get_by_text(f"Paragraphe numéro {number},")
                moved.evaluate("element => element.scrollIntoView({ block: 'center' })")
                expect(side(page, other).get_by_text(f"Paragraphe numéro {number},")).to_be_in_viewport()
        page.locator("h1").click()
        page.keyboard.press("j")
        expect(page.locator("#differences")).to_contain_text("numéro 7,")
        expect(side(page, "before").locator("del")).to_be_in_viewport()
        expect(side(page, "after").get_by_text("Paragraphe numéro 8,")).to_be_in_viewport()


# The second key comes after the first one scrolled this issue, and before the other has followed.
QUICKLY = """() => {
  const press = () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "j" }));
  document.getElementById("after").contentWindow.addEventListener("scroll", press, { once: true });
  press();
}"""


@needs_chromium
def test_two_steps_in_a_row_lead_to_the_second_difference(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    revision = commit(folder(tmp_path))
    text = ISSUE.replace("numéro 15,", "numéro quinze,").replace("numéro 45,", "numéro quarante-cinq,")
    (tmp_path / FILE).write_text(text, "utf-8")
    with running(tmp_path) as site, opened(browser, site) as page:
        page.keyboard.press("c")
        page.locator("#other").select_option(revision)
        expect(side(page, "after").locator("ins")).to_have_count(2)
        page.evaluate(QUICKLY)
        expect(page.locator("#differences")).to_contain_text("Difference 2 of 2")
        expect(side(page, "before").get_by_text("Paragraphe numéro 45,")).to_be_in_viewport()
        expect(side(page, "after").locator("ins", has_text="quarante")).to_be_in_viewport()


@needs_chromium
def test_a_version_that_was_broken_shows_what_was_wrong_with_it(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    revision = commit(folder(tmp_path, BRIEF.replace("teasers:", "teaser:")))
    (tmp_path / FILE).write_text(BRIEF, "utf-8")
    with running(tmp_path) as site, opened(browser, site) as page:
        page.keyboard.press("c")
        page.locator("#other").select_option(revision)
        expect(page.locator("#missing .finding")).to_contain_text("unknown key")
        expect(page.locator("#compared del").first).to_be_visible()
        assert axe.ask(page).found == []


def test_what_is_neither_issue_nor_revision_is_not_compared(tmp_path: Path) -> None:
    commit(folder(tmp_path))
    with running(tmp_path) as site:
        for other in ("HEAD", "main", "--output=x", "..%2f..%2fcenum.toml", "%00", "0000000"):
            assert site.ask(f"/compare/{KEY}/{other}").status == 404


# ---- without a server


def built(at: Path, *arguments: str) -> in_process.Ended:
    return in_process.run("build", KEY, "--offline", *arguments, folder=at, environment=os.environ)


def carried(at: Path) -> Any:
    html = (at / "dist" / KEY / "preview.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="embedded">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


@needs_chromium
def test_the_file_for_reviewers_shows_what_changed_since_a_revision(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    commit(folder(tmp_path, BRIEF))
    (tmp_path / FILE).write_text(BRIEF.replace("Bonjour", "Salut"), "utf-8")
    done = built(tmp_path, "--against", "main")
    assert done.code == 0, done.err
    with empty_page(browser) as page:
        page.goto((tmp_path / "dist" / KEY / "preview.html").as_uri())
        page.locator("body[data-revision]").wait_for()
        page.keyboard.press("c")
        expect(page.locator("#choices")).to_contain_text("Compared with main (")
        expect(side(page, "before").locator("del")).to_have_text("Bonjour")
        expect(side(page, "after").locator("ins")).to_have_text("Salut")
        page.keyboard.press("x")
        expect(page.locator("#compared ins")).to_have_text("Salut")
        assert axe.ask(page).found == []


def test_it_can_be_another_issue_and_an_issue_may_be_new(tmp_path: Path) -> None:
    (folder(tmp_path) / FILE).unlink()
    commit(tmp_path)
    (tmp_path / FILE).write_text(ISSUE, "utf-8")
    (tmp_path / "issues" / f"{OTHER}.md").write_text(ISSUE.replace("Bonjour", "Bonsoir"), "utf-8")
    assert built(tmp_path, "--preview", "--against", OTHER).code == 0
    assert any("Bonsoir" in one for one in carried(tmp_path)["comparison"]["changes"])
    assert built(tmp_path, "--against", "main").code == 0
    assert carried(tmp_path)["comparison"] is None
    assert "all of it is new" in (tmp_path / "dist" / KEY / "preview.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["nothing", "--help-me", "../../etc/passwd", "-x"])
def test_a_name_that_git_does_not_know_is_wrong_usage(tmp_path: Path, name: str) -> None:
    commit(folder(tmp_path))
    done = built(tmp_path, f"--against={name}")
    assert done.code == 2
    assert "there is no issue or revision" in done.err.decode()
