"""Findings at their words while somebody writes: she meets them by mouse, by keys and by ear, and corrects them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.chromium import needs_chromium
from tests.preview.site import BRIEF, folder, opened, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = [needs_chromium, pytest.mark.long]

KINDS = ["code", "plain"]
# Two slips of one kind, one of another, and an emoji before them: it counts two columns in a browser.
SLIPS = BRIEF.replace(
    "Un paragraphe de la veille, et",
    "\N{WAVING HAND SIGN} Un service de l'**Etat** le le dit.\n\nL'Etat, encore :",
)


@contextmanager
def writing(browser: Browser, at: Path, kind: str, text: str = SLIPS) -> Iterator[Page]:
    """The view with ``text`` open, and what is wrong in it marked."""
    with running(folder(at, text)) as site, opened(browser, site) as page:
        if kind == "plain":
            page.locator("#plainly").evaluate("box => box.click()")
        page.keyboard.press("e")
        expect(field(page)).to_be_focused()
        expect(item(page, "accent")).to_be_visible()
        expect(item(page, "accent").locator(".correction").first).to_be_visible()
        yield page
        page.evaluate("onbeforeunload = null")


def field(page: Page) -> Locator:
    return page.locator("#source-text").get_by_role("textbox")


def item(page: Page, words: str) -> Locator:
    return page.locator("#findings li").filter(has_text=words)


def text_in(page: Page) -> str:
    return str(page.evaluate("import('/static/writing_desk.js').then(({ desk }) => desk.editor.text())"))


def chosen(page: Page) -> str:
    return str(page.evaluate("import('/static/writing_desk.js').then(({ desk }) => desk.editor.selection().text)"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_on_a_finding_leads_to_its_words_and_one_on_its_remedy_corrects_all_of_them(
    browser: Browser, tmp_path: Path, kind: str
) -> None:
    with writing(browser, tmp_path, kind) as page:
        item(page, "accent").locator(".finding").click()
        expect(field(page)).to_be_focused()
        assert chosen(page) == "Etat"
        expect(page.locator("#here-said")).to_contain_text("lacks its accent")
        item(page, "accent").get_by_role("button", name="Write “État” instead").click()
        assert text_in(page) == SLIPS.replace("Etat", "État")
        expect(item(page, "accent")).to_have_count(0)
        field(page).focus()
        page.keyboard.press("Control+z")
        assert text_in(page) == SLIPS
        expect(item(page, "accent")).to_be_visible()


@pytest.mark.parametrize("kind", KINDS)
def test_keys_alone_lead_from_one_to_the_next_and_correct_it(browser: Browser, tmp_path: Path, kind: str) -> None:
    with writing(browser, tmp_path, kind) as page:
        page.keyboard.press("Control+Home")
        seen = []
        for _step in range(12):
            page.keyboard.press("F8")
            seen.append(chosen(page))
        assert "le le" in seen
        assert seen.count("Etat") >= 2
        while chosen(page) != "le le":
            page.keyboard.press("Shift+F8")
        expect(page.locator("#here-said")).to_contain_text("“le” is repeated")
        expect(page.locator("#here-said")).to_have_role("status")
        page.keyboard.press("Alt+Enter")
        assert text_in(page) == SLIPS.replace("le le dit", "le dit")
        expect(item(page, "is repeated")).to_have_count(0)
        expect(field(page)).to_be_focused()


def test_what_is_wrong_stands_under_its_words_and_follows_them(browser: Browser, tmp_path: Path) -> None:
    with writing(browser, tmp_path, "code") as page:
        marked = page.locator(".cm-lintRange").filter(has_text="Etat")
        expect(marked).to_have_count(2)
        page.keyboard.press("Control+Home")
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(marked).to_have_count(2)
        # The correction that was offered for the text before still meets its line.
        item(page, "accent").locator(".correction").click()
        assert text_in(page) == SLIPS.replace("---\n", "---\n\n", 1).replace("Etat", "État")


def test_a_correction_of_words_that_were_changed_meanwhile_writes_nothing(browser: Browser, tmp_path: Path) -> None:
    with writing(browser, tmp_path, "code") as page:
        page.route("**/draft/*", lambda route: route.abort())
        item(page, "accent").locator(".finding").click()
        page.keyboard.type("Étatt")
        before = text_in(page)
        item(page, "accent").locator(".correction").click()
        expect(page.locator("#writing-said")).to_contain_text("changed there meanwhile")
        assert text_in(page) == before


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (320, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.whole),
        pytest.param(320, "light", marks=pytest.mark.whole),
    ],
)
def test_marks_and_corrections_have_no_obstacle(browser: Browser, tmp_path: Path, scheme: str, width: int) -> None:
    with running(folder(tmp_path, SLIPS)) as site, opened(browser, site, width=width, scheme=scheme) as page:
        # The button is below a fold on a narrow screen.
        page.keyboard.press("e")
        expect(field(page)).to_be_focused()
        expect(item(page, "accent").locator(".correction").first).to_be_attached()
        page.keyboard.press("F8")
        expect(page.locator("#here-said")).not_to_be_empty()
        # What CodeMirror scrolls is judged with the editor itself.
        assert [one for one in axe.ask(page).found if "cm-scroller" not in one[1]] == []
        page.evaluate("onbeforeunload = null")


def test_what_is_to_be_typed_looks_like_what_is_typed(browser: Browser, tmp_path: Path) -> None:
    text = SLIPS.replace("L'Etat, encore :", "**Un intertitre**\n\nL'Etat, encore :")
    with writing(browser, tmp_path, "code", text) as page:
        item(page, "looks like a heading").locator(".finding").click()
        here = page.locator("#here-said")
        expect(here.locator("code")).to_have_text("### Un intertitre")
        expect(here).not_to_contain_text("`")
        page.locator(".cm-lintRange").filter(has_text="Un intertitre").first.hover()
        tooltip = page.locator(".cm-tooltip")
        expect(tooltip.locator("code")).to_have_text("### Un intertitre")
        expect(tooltip).not_to_contain_text("`")
