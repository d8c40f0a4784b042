"""The letter's head, folded into one line of the editor: no line of the letter with it, and nobody writes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.chromium import needs_chromium
from tests.preview.module_page import module_page, run
from tests.preview.site import KEY, folder, opened, running
from tests.preview.test_source_editor import OPEN, text_in
from tests.preview.test_writing import field, letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

HEAD = "---\ntitle: Une lettre\nteasers:\n  - Un\n---\n"
BODY = "\n# Un titre {#edito}\n\nDes mots.\n" + "\nUne phrase.\n" * 30
TEXT = HEAD + BODY
LINES = "[...document.querySelectorAll('.cm-line')].map((line) => line.textContent)"
FOLDED = ".folded-head"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with module_page(browser, width=900) as page:
        yield page


def open_at(page: Page, text: str, words: str = "Des mots.") -> None:
    run(page, "source_editor", OPEN, kind="code", text=text)
    if words:
        page.evaluate("at => editor.select(at)", text.index(words))


def shown(page: Page) -> Any:
    return page.evaluate(LINES)


def test_what_is_folded_is_the_head_and_the_text_is_all_of_it(page: Page) -> None:
    open_at(page, TEXT)
    expect(page.locator(FOLDED)).to_have_count(1)
    assert shown(page)[:4] == BODY.splitlines()[:4]
    page.keyboard.type("Voici ")
    assert text_in(page) == TEXT.replace("Des mots", "Voici Des mots")
    expect(page.locator(FOLDED)).to_have_count(1)


@pytest.mark.parametrize(
    "text",
    [
        "# Un titre\n\nSans tête.\n",
        "---\ntitle: jamais fermée\n\n# Un titre\n",
        "---\ntitle: rien dessous\n---",
        "",
        "Un mot.\n\n---\n\nUne ligne.\n\n---\n",
    ],
)
def test_what_is_no_head_with_a_letter_below_is_not_folded(page: Page, text: str) -> None:
    open_at(page, text, "")
    expect(page.locator(FOLDED)).to_have_count(0)
    assert shown(page) == text.split("\n")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_programs_are_folded_too(page: Page, end: str) -> None:
    open_at(page, TEXT.replace("\n", end), "")
    assert shown(page)[:2] == BODY.splitlines()[:2]
    assert text_in(page) == TEXT.replace("\n", end)


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("editor.select(0)", "X" + TEXT),
        ("editor.select(3)", TEXT.replace("---", "---X", 1)),
        (f"editor.select({len(HEAD) - 1})", HEAD[:-1] + "X\n" + BODY),
        ("editor.select(0, 400)", "X" + TEXT[400:]),
        ("editor.select(400, 10)", TEXT[:10] + "X" + TEXT[400:]),
        ("editor.goToLine(2)", TEXT.replace("title", "Xtitle")),
    ],
)
def test_nobody_writes_into_a_line_that_she_does_not_see(page: Page, way: str, typed: str) -> None:
    open_at(page, TEXT)
    page.evaluate(way)
    expect(page.locator(FOLDED)).to_have_count(0)
    assert shown(page)[0] == "---"
    page.keyboard.type("X")
    assert text_in(page) == typed


@pytest.mark.parametrize(
    "keys", [["Control+Home"], ["Control+a"], ["ArrowUp"] * 5, ["ArrowLeft"] * 25, ["PageUp"] * 2]
)
def test_the_keyboard_comes_into_the_head_and_sees_it(page: Page, keys: list[str]) -> None:
    open_at(page, TEXT)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(FOLDED)).to_have_count(0)
    assert shown(page)[1] == "title: Une lettre"


def test_what_is_searched_in_the_head_is_found_there(page: Page) -> None:
    open_at(page, TEXT)
    page.keyboard.press("Control+f")
    page.keyboard.type("Une lettre")
    page.keyboard.press("Enter")
    expect(page.locator(FOLDED)).to_have_count(0)
    assert page.evaluate("editor.selection().text") == "Une lettre"


@pytest.mark.parametrize(
    "fresh",
    [
        TEXT.replace("Une lettre", "Un autre titre, plus long"),
        TEXT.replace("teasers:\n  - Un\n", ""),
        TEXT.replace("---\n", "---\ndraft: true\n", 1),
        "---\ntitle: autre\n---\nTout\nest neuf.\n",
        BODY,
        "Sans tête.\n",
        HEAD.removesuffix("---\n") + BODY,  # what closes the head is gone
        HEAD + "Un mot.\n---\n" + BODY,
    ],
)
def test_what_another_program_writes_hides_no_line_of_the_letter(page: Page, fresh: str) -> None:
    open_at(page, TEXT)
    page.evaluate("fresh => editor.setText(fresh)", fresh)
    seen = shown(page)
    below = fresh.removeprefix("---\n")
    below = below[below.index("---\n") + 4 :] if fresh.startswith("---") and "---\n" in below else fresh
    assert seen[:2] in (fresh.split("\n")[:2], below.split("\n")[:2])
    page.evaluate("editor.goToLine(editor.lineCount())")
    page.keyboard.type("fin")
    assert text_in(page) == fresh + "fin"


def test_it_is_folded_again_where_a_finding_leads_elsewhere_and_not_under_her_hand(page: Page) -> None:
    open_at(page, TEXT)
    page.keyboard.press("Control+Home")
    page.keyboard.type("X")
    expect(page.locator(FOLDED)).to_have_count(0)
    page.locator(".cm-line", has_text="Des mots.").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Y")
    expect(page.locator(FOLDED)).to_have_count(0)
    page.evaluate("editor.goToLine(2)")
    page.evaluate("editor.goToLine(20)")
    expect(page.locator(FOLDED)).to_have_count(0)  # what she broke is no head any more
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.evaluate("editor.goToLine(20)")
    expect(page.locator(FOLDED)).to_have_count(1)
    assert text_in(page) == TEXT


def test_what_the_form_changes_leaves_it_folded_and_undo_too(page: Page) -> None:
    open_at(page, TEXT)
    at = TEXT.index("Une lettre")
    page.evaluate(
        "([from, to, cursor]) => editor.replace(from, to, 'Autre', {select: [cursor, cursor]})", [at, at + 10, 90]
    )
    expect(page.locator(FOLDED)).to_have_count(1)
    page.keyboard.press("Control+z")
    assert text_in(page) == TEXT
    expect(page.locator(FOLDED)).to_have_count(1)


def test_lines_that_are_folded_have_their_share_of_the_height(page: Page) -> None:
    """The letter beside the text stays at the same place: the title of the letter is in its head."""
    open_at(page, TEXT)
    places = page.evaluate(
        """() => {
          const places = [];
          for (let top = 0; top < 200; top += 5) {
            editor.scroller.scrollTop = top;
            places.push(editor.place());
          }
          return places;
        }"""
    )
    assert places == sorted(places)
    assert any(2 < place < len(HEAD.splitlines()) for place in places)
    for place in (1, 3.5, 7, 20):
        page.evaluate("place => editor.scrollToPlace(place)", place)
        assert abs(page.evaluate("editor.place()") - place) < 1


@pytest.fixture
def at(tmp_path: Path) -> Path:
    root = folder(tmp_path)
    (root / "issues" / f"{KEY}.md").write_text(TEXT, "utf-8")
    return root


def test_a_title_is_changed_without_a_line_of_the_head_being_seen(browser: Browser, at: Path) -> None:
    with running(at) as site, opened(browser, site) as page:
        page.keyboard.press("e")
        expect(field(page)).to_be_focused()
        page.get_by_role("button", name="Fill it in").click()
        form = page.locator("dialog[open]")
        form.locator("[name=title]").fill("Un meilleur titre")
        form.locator(".tool-yes").click()
        expect(letter(page).locator("h1").first).to_have_text("Un meilleur titre")
        expect(page.locator(FOLDED)).to_have_count(1)
        expect(page.locator("#saved")).to_have_text("Saved")
    assert "title: Un meilleur titre\n" in (at / "issues" / f"{KEY}.md").read_text("utf-8")


def test_its_lines_are_shown_to_who_wants_them_by_mouse_or_keyboard(browser: Browser, at: Path) -> None:
    for keys in ([], ["Escape", "Tab", "Tab", "Enter"]):
        with running(at) as site, opened(browser, site) as page:
            page.keyboard.press("e")
            expect(field(page)).to_be_focused()
            expect(page.locator(FOLDED)).to_have_count(1)
            if not keys:
                page.get_by_role("button", name="Show its lines").click()
            for key in keys:
                page.keyboard.press(key)
            expect(page.locator(FOLDED)).to_have_count(0)
            expect(field(page)).to_be_focused()
            assert shown(page)[1] == "title: Une lettre"


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(1280, "light", "fr"), (320, "dark", "en"), (320, "light", "fr")]
)
def test_everybody_can_use_the_folded_line(
    browser: Browser, at: Path, width: int, scheme: str, language: str
) -> None:
    with running(at, language=language) as site, opened(browser, site, width=width, scheme=scheme) as page:
        page.keyboard.press("e")
        expect(page.locator(FOLDED)).to_have_count(1)
        assert axe.ask(page, best=True).found == []
        assert page.locator(FOLDED).evaluate("line => line.lang") == language
        assert page.evaluate("document.documentElement.scrollWidth") <= width
