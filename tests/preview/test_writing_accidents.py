"""What happens while somebody writes, by her hand or her machine's: no word is lost, and none is put elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.chromium import needs_chromium
from tests.preview.site import BRIEF, ISSUE
from tests.preview.test_writing import (
    KINDS,
    OTHER,
    cut_off,
    desk,
    field,
    put_back,
    reach,
    state,
    take_back,
    to_the_top,
    write,
    writing,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from tests.preview.site import Site

pytestmark = [needs_chromium, pytest.mark.long]

PASTE = """() => {
    const carried = new DataTransfer();
    carried.setData("text/html", "<p>un <b>gras</b> mot</p>");
    carried.setData("text/plain", "un gras mot");
    const paste = new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
}"""
HALF = "import('/static/writing_desk.js').then(({ desk }) => desk.editor.replace(0, 0, String.fromCharCode(0xD83D)))"


def held_back(page: Page, path: str) -> list[Route]:
    """What the page asks for there, which nobody answers yet."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(path), hold)
    return held


def let_go(page: Page, path: str, held: list[Route]) -> None:
    for route in held:
        route.continue_()
    page.unroute(re.compile(path))


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_pasted_into_one_issue_never_comes_into_the_next(browser: Browser, site: Site, kind: str) -> None:
    other = site.issue.with_name(f"{OTHER}.md")
    other.write_text(BRIEF, "utf-8")
    with writing(browser, site, kind, width=900) as page:
        held = held_back(page, "/pasted")
        page.keyboard.press("Control+End")
        page.evaluate(PASTE)
        page.locator(f"#list [data-key='{OTHER}']").evaluate("link => link.click()")
        expect(page.get_by_role("textbox", name=f"The text of {OTHER}")).to_be_focused()
        with page.expect_response(re.compile("/pasted")):
            let_go(page, "/pasted", held)
        to_the_top(page)
        write(page, "Deux.")
        page.keyboard.press("Control+s")
        expect(page.locator("#writing-said")).to_have_text("Saved")
        assert other.read_text("utf-8") == "Deux." + BRIEF
        assert site.issue.read_text("utf-8") == ISSUE + "un gras mot"


def test_half_a_character_is_said_where_it_is_and_saved_once_it_is_gone(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.evaluate(HALF)
        expect(state(page)).to_contain_text("Line 1 has half a character")
        expect(page.locator("#status")).not_to_have_text(re.compile("stopped"))
        assert site.issue.read_text("utf-8") == ISSUE
        page.keyboard.press("Control+z")
        expect(state(page)).to_have_text("Saved")


def test_a_text_that_is_too_long_is_no_preview_that_has_stopped(browser: Browser, site: Site) -> None:
    with writing(browser, site, "plain") as page:
        with page.expect_response(lambda response: response.status == 413 and "/draft/" in response.url):
            page.keyboard.insert_text("é" * 150_100)
        expect(state(page)).to_contain_text("300 kB")
        expect(page.locator("#status")).not_to_have_text(re.compile("stopped"))
        page.keyboard.press("Control+z")
        expect(state(page)).to_have_text("Saved")


def test_who_never_pauses_is_saved_all_the_same(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.clock.install()
        for _ in range(9):
            write(page, "a")
            page.clock.run_for(500)
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == "a" * 9 + ISSUE


@pytest.mark.parametrize("kind", KINDS)
def test_half_an_accent_is_not_saved(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, kind) as page:
        cdp = page.context.new_cdp_session(page)
        cdp.send("Input.imeSetComposition", {"text": "^", "selectionStart": 1, "selectionEnd": 1})
        page.keyboard.press("Control+s")
        expect(page.locator("#writing-said")).to_have_text("Not saved yet")
        assert site.issue.read_text("utf-8") == ISSUE
        cdp.send("Input.insertText", {"text": "ê"})
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == "ê" + ISSUE


def test_a_file_that_nobody_can_read_is_not_said_to_be_saved_and_is_followed_when_it_can_be(
    browser: Browser, site: Site
) -> None:
    with writing(browser, site) as page:
        content = site.issue.read_bytes()
        site.write(content.replace(b"Bonjour", b"Bonj\xf4ur"))
        expect(state(page)).to_contain_text("not text in UTF-8")
        write(page, "Un. ")
        site.write(content)
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_bytes() == b"Un. " + content


def test_what_is_left_of_a_file_that_is_gone_stands_there_after_a_reload(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab()
        site.issue.unlink()
        write(page, "Un. ")
        expect(state(page)).to_contain_text("deleted elsewhere")
        page.reload()
        expect(state(page)).to_contain_text("deleted elsewhere")
        assert not site.issue.exists()
        page.get_by_role("button", name="Write the file again").click()
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == "Un. " + ISSUE
        assert page.evaluate("Object.keys(localStorage)") == []


def test_a_double_click_decides_once(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        site.issue.chmod(0o444)
        for words in ("Un. ", "Deux. "):
            # To the second one, what the first one left is offered: its view opens by itself.
            page, _asked = window.tab(writes=words == "Un. ")
            to_the_top(page)
            write(page, words)
            page.goto("about:blank")
            page.close()
        page, _asked = window.tab(writes=False)
        expect(page.locator("#kept-said")).to_be_visible()
        site.issue.chmod(0o644)  # not before: what a page asks for as it ends may come late
        page.get_by_role("button", name="Throw it away").dblclick()
        expect(page.locator("#kept")).to_be_visible()
        take_back(page)
        assert site.issue.read_text("utf-8") == "Un. " + ISSUE


def test_a_view_that_could_not_open_opens_once_the_preview_answers(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab(writes=False)
        cut_off(page)
        page.keyboard.press("e")
        expect(state(page)).to_contain_text("can’t be read")
        put_back(page)
        site.write(ISSUE.replace("Bonjour", "Chers tous"))
        expect(field(page)).to_be_focused()
        expect(state(page)).to_have_text("Saved")


def test_what_was_written_before_the_kept_text_was_taken_is_compared_with_it(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        site.issue.chmod(0o444)
        page, _asked = window.tab()
        write(page, "Avant. ")
        page.goto("about:blank")
        page.close()
        page, _asked = window.tab(writes=False)
        expect(page.locator("#kept")).to_be_visible()
        site.issue.chmod(0o644)
        expect(field(page)).to_be_focused()
        to_the_top(page)
        write(page, "Depuis. ")
        page.get_by_role("button", name="Take it").click()
        expect(page.locator("#conflict")).to_be_visible()
        assert site.issue.read_text("utf-8") == "Depuis. " + ISSUE


def test_what_comes_while_the_editor_is_changed_for_another_is_in_the_new_one(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab(writes=False)
        page.locator("#plainly").evaluate("box => box.click()")
        page.keyboard.press("e")
        to_the_top(page)
        held = held_back(page, "codemirror")
        page.locator("#plainly").evaluate("box => box.click()")
        reach(page, "true")
        theirs = ISSUE.replace("Bonjour", "Chers tous")
        site.write(theirs)
        expect(state(page)).to_contain_text("changed elsewhere")
        let_go(page, "codemirror", held)
        expect(page.locator("#source-text .cm-editor")).to_be_visible()
        write(page, "Un. ")
        page.keyboard.press("Control+s")
        expect(page.locator("#writing-said")).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == "Un. " + theirs


def test_what_comes_while_the_view_opens_is_in_it(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab(writes=False)
        held = held_back(page, "codemirror")
        with page.expect_response(re.compile("/source/")):
            page.keyboard.press("e")
        site.write(ISSUE.replace("Bonjour", "Chers tous"))
        expect(page.frame_locator("#frame").get_by_text("Chers tous")).to_be_attached()
        let_go(page, "codemirror", held)
        expect(field(page)).to_contain_text("Chers tous")


def test_who_decided_writes_on_at_once_whenever_it_is_saved(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab()
        cut_off(page)
        write(page, "Un. ")
        site.write(ISSUE.replace("Bonjour", "Chers tous"))
        put_back(page)
        expect(page.locator("#conflict")).to_be_visible()
        held = held_back(page, "/source/")
        page.get_by_role("button", name="Keep mine").click()
        expect(field(page)).to_be_focused()
        let_go(page, "/source/", held)
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == "Un. " + ISSUE


def test_a_key_for_saving_that_is_held_down_says_so_once(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.evaluate("""() => {
            window.said = [];
            const line = document.getElementById("writing-said");
            const look = () => line.textContent && window.said.push(line.textContent);
            new MutationObserver(look).observe(line, { childList: true });
        }""")
        write(page, "a")
        page.keyboard.down("Control")
        for _ in range(5):
            page.keyboard.down("s")
        page.keyboard.up("s")
        page.keyboard.up("Control")
        expect(page.locator("#writing-said")).to_have_text("Saved")
        write(page, "b")
        # The shift lock is on.
        field(page).dispatch_event("keydown", {"key": "S", "ctrlKey": True, "bubbles": True})
        expect(state(page)).to_have_text("Saved")
        reach(page, "window.said.length > 1")
        assert page.evaluate("window.said") == ["Saved", "Saved"]


@pytest.mark.parametrize("width", [1280, 320])
def test_who_leaves_by_a_key_is_at_a_button_that_leads_back(browser: Browser, site: Site, width: int) -> None:
    with writing(browser, site, width=width) as page:
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("e")
        expect(page.locator("#writing")).to_be_hidden()
        leads_back = page.locator("#write" if width == 1280 else "[data-folds=views]")
        expect(leads_back).to_be_focused()


def test_what_a_page_left_that_takes_a_moment_to_end_is_offered(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        site.issue.chmod(0o444)
        first, _asked = window.tab()
        write(first, "Un. ")
        expect(state(first)).to_contain_text("can't be written")
        page, _asked = window.tab(writes=False)
        expect(page.locator("#writing")).to_be_hidden()
        first.goto("about:blank")
        expect(page.locator("#kept-said")).to_be_visible()
        site.issue.chmod(0o644)
        take_back(page)
        assert site.issue.read_text("utf-8") == "Un. " + ISSUE
        site.issue.chmod(0o644)
