"""The view for writing as an editor uses it: real keys, a real file, a real browser."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from playwright.sync_api import Error, expect

from cenum.preview.host_guard import PAGE_POLICY
from tests import axe
from tests.chromium import ARGUMENTS, CHROMIUM, needs_chromium
from tests.preview.site import BRIEF, ISSUE, KEY, folder, opened, running
from tests.preview.test_source_editor import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Dialog, FrameLocator, Locator, Page, Route

    from tests.preview.site import Site

pytestmark = [needs_chromium, pytest.mark.long]

OTHER = "2026-12-04"
KINDS = ["code", "plain"]
LETTER = "document.getElementById('frame').contentWindow"
TEXT = "document.querySelector('#source-text .cm-scroller, #source-text textarea')"


def letter(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


def field(page: Page) -> Locator:
    return page.locator("#source-text").get_by_role("textbox")


def state(page: Page) -> Locator:
    return page.locator("#saved")


def write(page: Page, words: str) -> None:
    """At the very beginning of a line of the introduction, in whichever editor there is."""
    page.keyboard.type(words)


def to_the_top(page: Page) -> None:
    """The cursor comes before all that is in the file; where it is at first, the letter's words begin."""
    expect(field(page)).to_be_focused()
    page.keyboard.press("Control+Home")


def take_back(page: Page) -> None:
    """What an earlier page left is hers again, and saved: before the click all was."""
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#kept")).to_be_hidden()
    expect(state(page)).to_have_text("Saved")


def go_to(page: Page, words: str) -> None:
    """The cursor comes before ``words`` of the letter."""
    letter(page).get_by_text(words).first.click(position={"x": 1, "y": 10})
    expect(field(page)).to_be_focused()


@contextmanager
def writing(browser: Browser, site: Site, kind: str = "code", path: str = "/", **shape: Any) -> Iterator[Page]:
    """The page with the view open, and all saved at the end."""
    with opened(browser, site, path, **shape) as page:
        if kind == "plain":
            page.locator("#plainly").evaluate("box => box.click()")
        page.keyboard.press("e")
        to_the_top(page)
        yield page
        page.evaluate("onbeforeunload = null")


class Tab(NamedTuple):
    page: Page
    asked: list[str]


class Desk:
    """A browser's window, whose tabs share what is kept in it."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site

    def tab(self, path: str = "/", *, writes: bool = True) -> Tab:
        """A tab with the view open; dialogs are confirmed, and noted."""
        page = self.context.new_page()
        asked: list[str] = []

        def confirm(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", confirm)
        page.goto(f"{self.site.url}{path}{'&' if '?' in path else '?'}key={self.site.key}")
        page.locator("body[data-revision]").wait_for()
        if writes:
            page.keyboard.press("e")
            to_the_top(page)
        return Tab(page, asked)


@contextmanager
def desk(browser: Browser, site: Site) -> Iterator[Desk]:
    context = browser.new_context()
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)  # a busy machine is no mistake of the page's
    yield Desk(context, site)
    context.close()


def reach(page: Page, state: str) -> None:
    """Wait until ``state`` is so. The page's policy has no room for what Playwright asks for itself."""
    page.evaluate(f"""new Promise((done, fail) => {{
        setTimeout(() => fail(new Error("it never came to that")), 60_000);
        const look = () => ({state}) ? done() : requestAnimationFrame(look);
        look();
    }})""")


def cut_off(page: Page) -> None:
    """The preview does not answer, or answers nothing that has to do with the text."""
    page.route(re.compile("/(source|draft)/"), lambda route: route.abort())


def put_back(page: Page) -> None:
    page.unroute(re.compile("/(source|draft)/"))


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_only_a_keyboard_opens_writes_saves_and_leaves(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, kind) as page:
        page.keyboard.press("Control+End")
        write(page, "\nFini ejk.\n")
        page.keyboard.press("Control+s")
        expect(state(page)).to_have_text("Saved")
        expect(page.locator("#writing-said")).to_have_text("Saved")
        assert site.issue.read_bytes().decode() == ISSUE + "\nFini ejk.\n"
        expect(letter(page).get_by_text("Fini ejk.")).to_be_attached()
        page.keyboard.press("Shift+Tab")
        expect(field(page)).not_to_be_focused()
        page.keyboard.press("e")
        expect(page.locator("#writing")).to_be_hidden()
        expect(page.locator("#write")).to_be_focused()
        expect(letter(page).get_by_text("Fini ejk.")).to_be_attached()


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_writes_is_in_the_letter_before_it_is_saved_and_then_saved_by_itself(
    browser: Browser, site: Site, kind: str
) -> None:
    with writing(browser, site, kind) as page:
        page.route("**/source/**", lambda route: route.abort())
        go_to(page, "Bonjour, voici")
        write(page, "Chers tous, ")
        expect(letter(page).get_by_text("Chers tous, Bonjour")).to_be_visible()
        assert site.issue.read_text("utf-8") == ISSUE
        page.unroute("**/source/**")
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == ISSUE.replace("Bonjour", "Chers tous, Bonjour")


def test_findings_follow_what_is_written_unsaved_or_not(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.route("**/source/**", lambda route: route.abort())
        go_to(page, "Bonjour, voici")
        write(page, "[ici](https://www.arcep.fr/) ")
        expect(page.locator("#findings .finding", has_text="ici").first).to_be_visible()
        page.unroute("**/source/**")
        expect(state(page)).to_have_text("Saved")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_opened_and_saved_without_a_word_is_not_touched(browser: Browser, site: Site, kind: str) -> None:
    for text in [
        ISSUE.replace("\n", "\r\n"),
        *HOSTILE[6:11],
    ]:  # all of them without a server in test_source_editor.py
        site.issue.write_bytes(text.encode())
        before = site.issue.stat()
        with writing(browser, site, kind) as page:
            page.keyboard.press("Control+s")
            expect(page.locator("#writing-said")).to_have_text("Saved")
            page.locator("#write").click()
            expect(page.locator("#writing")).to_be_hidden()
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        after = site.issue.stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert site.issue.read_bytes() == text.encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_changed_elsewhere_is_followed_without_a_jump(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, kind) as page:
        go_to(page, "Un paragraphe de la veille")
        site.write(ISSUE.replace("Bonjour", "Bonsoir à tous, et bonjour"))
        expect(state(page)).to_contain_text("changed elsewhere")
        write(page, "ICI ")
        expect(letter(page).get_by_text("ICI Un paragraphe")).to_be_visible()
        expect(state(page)).to_have_text("Saved")
        text = ISSUE.replace("Bonjour", "Bonsoir à tous, et bonjour").replace(
            "Un paragraphe de", "ICI Un paragraphe de"
        )
        assert site.issue.read_text("utf-8") == text


MINE = ISSUE.replace("Bonjour, voici", "Chers tous, Bonjour, voici")
THEIRS = ISSUE.replace("Bonjour, voici", "Bonsoir, voilà").replace("numéro 50,", "numéro cinquante,")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Keep mine", MINE),
        ("Take the other version", THEIRS),
        (
            "Take what is chosen below",
            THEIRS.replace("Bonsoir", "Chers tous, Bonjour, voici [un lien](https://example.org/lien).\nBonsoir"),
        ),
    ],
)
def test_where_both_changed_nothing_is_saved_before_one_chose(
    browser: Browser, site: Site, kind: str, button: str, text: str
) -> None:
    with writing(browser, site, kind) as page:
        cut_off(page)
        go_to(page, "Bonjour, voici")
        write(page, "Chers tous, ")
        site.write(THEIRS)
        put_back(page)
        expect(page.locator("#conflict")).to_be_visible()
        expect(page.locator("#passages .mine").first).to_contain_text("Chers tous, Bonjour")
        expect(page.locator("#passages .theirs").first).to_contain_text("Bonsoir, voilà")
        expect(page.locator("#passages fieldset")).to_have_count(2)
        assert site.issue.read_text("utf-8") == THEIRS
        page.get_by_role("button", name=button).click()
        expect(page.locator("#conflict")).to_be_hidden()
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == text
        if button == "Take the other version":
            expect(field(page)).to_be_focused()
            page.keyboard.press("Control+z")
            expect(state(page)).to_have_text("Saved")
            assert site.issue.read_text("utf-8") == MINE


def test_passages_are_chosen_one_by_one_and_stay_chosen_while_one_goes_on_writing(
    browser: Browser, site: Site
) -> None:
    with writing(browser, site) as page:
        cut_off(page)
        go_to(page, "Bonjour, voici")
        write(page, "Chers tous, ")
        site.write(THEIRS)
        put_back(page)
        page.locator("#passages fieldset").nth(1).get_by_label("Mine", exact=True).check()
        field(page).focus()
        page.keyboard.press("Control+End")
        write(page, "Fin.")
        expect(page.locator("#passages fieldset")).to_have_count(3)
        page.locator("#passages fieldset").first.get_by_label("The file now").check()
        page.get_by_role("button", name="Take what is chosen below").click()
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == ISSUE.replace("Bonjour, voici", "Bonsoir, voilà") + "Fin."


def test_a_file_that_is_deleted_meanwhile_is_written_again_only_if_one_wants_it(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        site.issue.unlink()
        expect(state(page)).to_contain_text("was deleted elsewhere")
        page.keyboard.press("Control+End")
        write(page, "Fin.")
        page.keyboard.press("Control+s")
        expect(page.locator("#writing-said")).to_contain_text("was deleted elsewhere")
        assert not site.issue.exists()
        page.get_by_role("button", name="Write the file again").click()
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == ISSUE + "Fin."


def test_a_preview_that_does_not_answer_is_said_once_and_saves_when_it_is_back(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.evaluate("""
            globalThis.heard = [];
            new MutationObserver(() => {
                const words = document.querySelector("#writing-said").textContent;
                if (words) heard.push(words);
            }).observe(document.querySelector("#writing-said"), {childList: true});
        """)
        cut_off(page)
        page.keyboard.press("Control+End")
        write(page, "Un. ")
        expect(state(page)).to_contain_text("does not answer")
        with page.expect_request("**/source/**"):
            write(page, "Deux.")
        expect(state(page)).to_contain_text("does not answer")
        assert site.issue.read_text("utf-8") == ISSUE
        put_back(page)
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == ISSUE + "Un. Deux."
        assert [words.partition(":")[0] for words in page.evaluate("heard")] == ["Not saved", "Saved"]


def test_an_answer_that_got_lost_is_no_conflict(browser: Browser, site: Site) -> None:
    def swallow(route: Route) -> None:
        if route.request.method == "PUT":
            site.write(json.loads(route.request.post_data or "")["text"])
            route.abort()
        else:
            route.fallback()

    with writing(browser, site) as page:
        page.route("**/source/**", swallow)
        page.keyboard.press("Control+End")
        write(page, "Un. ")
        page.keyboard.press("Control+s")
        expect(page.locator("#saved")).not_to_have_text("Not saved yet")
        page.unroute("**/source/**")
        write(page, "Deux.")
        expect(state(page)).to_have_text("Saved")
        assert page.locator("#conflict").is_hidden()
        assert site.issue.read_text("utf-8") == ISSUE + "Un. Deux."


def test_a_preview_that_was_started_anew_is_saved_to_once_it_lets_one_in(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.evaluate("document.body.dataset.token = 'of another preview'")
        page.route(f"{site.url}/", lambda route: route.fulfill(status=403))
        page.keyboard.press("Control+End")
        write(page, "Un.")
        expect(state(page)).to_contain_text("started anew")
        page.unroute(f"{site.url}/")
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == ISSUE + "Un."


def test_what_the_file_may_not_hold_is_said_and_stays_in_the_window(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.keyboard.insert_text("é" * 150_100)
        page.keyboard.press("Control+s")
        expect(state(page)).to_contain_text("300 kB")
        assert site.issue.read_text("utf-8") == ISSUE
        page.keyboard.press("Control+z")
        expect(state(page)).to_have_text("Saved")


def test_two_tabs_on_one_issue_follow_each_other(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        one, other = window.tab().page, window.tab().page
        one.keyboard.press("Control+End")
        write(one, "Un.")
        expect(state(other)).to_contain_text("changed elsewhere")
        expect(other.locator("#kept")).to_be_hidden()
        other.keyboard.press("Control+End")
        write(other, "Deux.")
        expect(state(one)).to_contain_text("changed elsewhere")
        assert site.issue.read_text("utf-8") == ISSUE + "Un.Deux."


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_reload_what_was_not_saved_is_offered_with_its_hour(browser: Browser, site: Site, kind: str) -> None:
    with desk(browser, site) as window:
        page, asked = window.tab(writes=False)
        if kind == "plain":
            page.locator("#plainly").evaluate("box => box.click()")
        page.keyboard.press("e")
        expect(field(page)).to_be_focused()
        cut_off(page)
        site.issue.chmod(0o444)  # what a page asks for as it ends passes by what is cut off
        page.keyboard.press("Control+End")
        write(page, "Pas encore là 🙂.")
        page.reload()
        assert asked == ["beforeunload"]
        put_back(page)
        page.reload()
        expect(page.locator("#kept-said")).to_contain_text(re.compile(r"wrote on .*202\d.* was not saved"))
        site.issue.chmod(0o644)
        assert site.issue.read_text("utf-8") == ISSUE
        take_back(page)
        assert site.issue.read_text("utf-8") == ISSUE + "Pas encore là 🙂."
        assert page.evaluate("Object.keys(localStorage).filter((name) => name.includes('unsaved'))") == []
        page.reload()
        expect(field(page)).to_be_focused()
        expect(page.locator("#kept")).to_be_hidden()
        assert asked == ["beforeunload"]


def test_what_one_does_not_want_back_is_thrown_away(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab()
        cut_off(page)
        site.issue.chmod(0o444)  # what a page asks for as it ends passes by what is cut off
        write(page, "Non.")
        page.route(
            re.compile("/source/"),
            lambda route: route.continue_() if route.request.method == "GET" else route.abort(),
        )
        put_back(page)
        page.reload()
        page.get_by_role("button", name="Throw it away").click()
        site.issue.chmod(0o644)
        expect(page.locator("#kept")).to_be_hidden()
        expect(state(page)).to_have_text("Saved")
        assert page.evaluate("Object.keys(localStorage)") == []


def test_what_was_left_over_a_file_that_changed_since_is_compared_first(browser: Browser, site: Site) -> None:
    with desk(browser, site) as window:
        page, _asked = window.tab()
        cut_off(page)
        go_to(page, "Bonjour, voici")
        write(page, "Chers tous, ")
        page.close(run_before_unload=False)
        site.write(THEIRS)
        page, _asked = window.tab(writes=False)
        expect(page.locator("#kept-said")).to_contain_text("has changed since")
        page.get_by_role("button", name="Take it").click()
        expect(page.locator("#conflict")).to_be_visible()
        assert site.issue.read_text("utf-8") == THEIRS
        page.get_by_role("button", name="Keep mine").click()
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == MINE


def test_after_a_crash_of_the_page_nothing_is_lost(browser: Browser, site: Site) -> None:
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    with desk(own, site) as window:
        page, _asked = window.tab()
        cut_off(page)
        page.keyboard.press("Control+End")
        write(page, "Avant la fin.")
        with page.expect_event("crash"), pytest.raises(Error):
            page.goto("chrome://crash")
        page, _asked = window.tab(writes=False)
        take_back(page)
        assert site.issue.read_text("utf-8") == ISSUE + "Avant la fin."
    own.close()


def test_what_a_browser_has_no_room_for_is_said(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.evaluate(
            "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }"
        )
        cut_off(page)
        write(page, "a")
        expect(state(page)).to_contain_text("no room left")
        put_back(page)
        expect(state(page)).to_have_text("Saved")


def test_going_to_another_issue_saves_the_one_before(browser: Browser, site: Site) -> None:
    other = site.issue.with_name(f"{OTHER}.md")
    other.write_text(ISSUE.replace("pour essayer", "de décembre"), "utf-8")
    with writing(browser, site, width=900) as page:
        page.keyboard.press("Control+End")
        write(page, "Un.")
        page.locator(f"#list [data-key='{OTHER}']").evaluate("link => link.click()")
        expect(page.get_by_role("textbox", name=f"The text of {OTHER}")).to_be_focused()
        assert site.issue.read_text("utf-8") == ISSUE + "Un."
        page.keyboard.press("Control+End")
        write(page, "Deux.")
        expect(state(page)).to_have_text("Saved")
        assert other.read_text("utf-8") == ISSUE.replace("pour essayer", "de décembre") + "Deux."
        assert site.issue.read_text("utf-8") == ISSUE + "Un."


def test_what_could_not_be_saved_of_the_issue_before_is_offered_when_one_is_back(
    browser: Browser, site: Site
) -> None:
    other = site.issue.with_name(f"{OTHER}.md")
    other.write_text(ISSUE.replace("pour essayer", "de décembre"), "utf-8")
    with writing(browser, site, width=900) as page:
        page.route(f"**/source/{KEY}", lambda route: route.abort())
        page.keyboard.press("Control+End")
        write(page, "Un.")
        page.locator(f"#list [data-key='{OTHER}']").evaluate("link => link.click()")
        expect(page.locator("#writing-said")).to_contain_text(f"The text of {KEY} is not saved yet")
        page.unroute(f"**/source/{KEY}")
        page.locator(f"#list [data-key='{KEY}']").evaluate("link => link.click()")
        take_back(page)
        assert site.issue.read_text("utf-8") == ISSUE + "Un."


def test_an_accent_that_is_being_composed_is_not_disturbed(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        cdp = page.context.new_cdp_session(page)
        go_to(page, "Un paragraphe de la veille")
        cdp.send("Input.imeSetComposition", {"text": "^", "selectionStart": 1, "selectionEnd": 1})
        expect(letter(page).get_by_text("^Un paragraphe")).to_be_visible()
        cdp.send("Input.imeSetComposition", {"text": "^e", "selectionStart": 2, "selectionEnd": 2})
        expect(letter(page).get_by_text("^eUn paragraphe")).to_be_visible()
        cdp.send("Input.insertText", {"text": "ê"})
        expect(state(page)).to_have_text("Saved")
        assert site.issue.read_text("utf-8") == ISSUE.replace("Un paragraphe de", "êUn paragraphe de")
        cdp.detach()


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_letter_are_at_the_same_place_whichever_one_moves(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, kind) as page:
        expect(letter(page).get_by_text("Paragraphe numéro 40,")).not_to_be_in_viewport()
        box = page.locator("#source-text").bounding_box()
        assert box
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        page.mouse.wheel(0, 10_000)
        reach(page, f"{LETTER}.scrollY + {LETTER}.innerHeight > {LETTER}.document.documentElement.scrollHeight - 20")
        page.mouse.wheel(0, -10_000)
        reach(page, f"{LETTER}.scrollY === 0")
        go_to(page, "Paragraphe numéro 30,")
        page.mouse.wheel(0, 10)
        expect(letter(page).get_by_text("Paragraphe numéro 30,")).to_be_in_viewport()
        box = page.locator("#frame").bounding_box()
        assert box
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        page.mouse.wheel(0, 10_000)
        reach(page, f"{TEXT}.scrollTop + {TEXT}.clientHeight > {TEXT}.scrollHeight - 5")
        page.mouse.wheel(0, -10_000)
        reach(page, f"{TEXT}.scrollTop === 0")


def test_the_letter_stays_where_it_is_while_its_words_are_in_sight_and_comes_to_them_where_not(
    browser: Browser, site: Site
) -> None:
    with writing(browser, site) as page:
        go_to(page, "Paragraphe numéro 3,")
        before = page.evaluate(f"{LETTER}.scrollY")
        write(page, "Voici le ")
        expect(letter(page).get_by_text("Voici le Paragraphe numéro 3,")).to_be_in_viewport()
        assert page.evaluate(f"{LETTER}.scrollY") == before
        page.keyboard.press("Control+End")
        write(page, "Tout en bas.")
        expect(letter(page).get_by_text("Tout en bas.")).to_be_in_viewport()
        expect(state(page)).to_have_text("Saved")


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_in_the_letter_leads_to_the_word_that_was_clicked(browser: Browser, site: Site, kind: str) -> None:
    with writing(browser, site, kind) as page:
        words = letter(page).get_by_text("Paragraphe numéro 3,")
        box = words.bounding_box()
        assert box
        words.click(position={"x": box["width"] - 2, "y": box["height"] - 5})
        expect(field(page)).to_be_focused()
        write(page, " Fin.")
        expect(letter(page).get_by_text(re.compile(r"Paragraphe numéro 3, .* Fin\.$"))).to_be_attached()
        expect(state(page)).to_have_text("Saved")


def test_on_a_phone_a_tap_in_the_letter_leads_back_to_the_text(browser: Browser, site: Site) -> None:
    with writing(browser, site, width=375) as page:
        page.get_by_role("radio", name="Letter").check()
        expect(field(page)).to_be_hidden()
        go_to(page, "Paragraphe numéro 3,")
        expect(page.get_by_role("radio", name="Text")).to_be_checked()
        write(page, "Voici le ")
        expect(letter(page).get_by_text("Voici le Paragraphe numéro 3,")).to_be_attached()
        expect(state(page)).to_have_text("Saved")


def test_a_finding_leads_to_its_line_in_the_text(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        page.locator("#findings .finding", has_text="line 3").first.press("Enter")
        expect(field(page)).to_be_focused()
        write(page, "autre: 1\n")
        expect(page.locator("#findings .error .finding").first).to_contain_text("line 3")
        page.keyboard.press("Control+z")
        expect(state(page)).to_have_text("Saved")


def test_the_plain_text_area_is_remembered_and_keeps_the_text(browser: Browser, site: Site) -> None:
    with writing(browser, site) as page:
        write(page, "a")
        page.get_by_label("Plain text area").check()
        expect(page.locator("#source-text textarea")).to_have_value("a" + ISSUE)
        page.get_by_label("Plain text area").press("e")
        expect(page.locator("#writing")).to_be_hidden()
        page.keyboard.press("e")
        expect(page.locator("#source-text textarea")).to_be_focused()
        page.get_by_label("Plain text area").uncheck()
        expect(page.locator("#source-text .cm-content")).to_be_focused()


def test_each_page_has_a_nonce_of_its_own_and_else_the_policy_of_all(browser: Browser, site: Site) -> None:
    policies = [site.ask("/").headers["Content-Security-Policy"] for _ in range(2)]
    nonces = [re.findall(r" 'nonce-([\w-]{22,})'", policy) for policy in policies]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    assert {re.sub(" 'nonce-[^']+'", "", policy) for policy in policies} == {PAGE_POLICY}
    assert "style-src 'self' 'nonce-" in policies[0]
    for path in ("/clipping", "/frame", "/static/page.css", f"/source/{KEY}"):
        assert "nonce" not in site.ask(path).headers["Content-Security-Policy"]
    with writing(browser, site) as page:
        expect(page.locator("#source-text .cm-scroller")).to_have_css("display", "flex")


@pytest.mark.parametrize(
    ("kind", "width", "scheme", "language"),
    [
        ("code", 1280, "light", "fr"),
        ("code", 320, "dark", "en"),
        ("plain", 1280, "dark", "en"),
        ("plain", 320, "light", "fr"),
        pytest.param("code", 1280, "dark", "fr", marks=pytest.mark.whole),
        pytest.param("code", 320, "light", "en", marks=pytest.mark.whole),
        pytest.param("plain", 1280, "light", "en", marks=pytest.mark.whole),
        pytest.param("plain", 320, "dark", "fr", marks=pytest.mark.whole),
    ],
)
def test_everybody_can_write(  # noqa: PLR0913  what pages differ in
    browser: Browser, tmp_path: Path, kind: str, width: int, scheme: str, language: str
) -> None:
    at = folder(tmp_path, BRIEF)
    with running(at, language=language) as site, writing(browser, site, kind, width=width, scheme=scheme) as page:
        assert axe.ask(page, best=True).found == []
        if kind == "code":
            page.keyboard.press("Control+f")
            page.locator(".cm-search").wait_for()
            assert axe.ask(page).found == []
            page.keyboard.press("Escape")
        cut_off(page)
        field(page).focus()
        write(page, "a")
        site.write(THEIRS)
        put_back(page)
        expect(page.locator("#conflict")).to_be_visible()
        assert axe.ask(page).found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("#take-theirs").click()
        expect(page.locator("#conflict")).to_be_hidden()
        if width == 320:
            expect(page.locator("#frame")).to_be_hidden()
            page.locator("[name=side][value=letter]").check()
            expect(page.locator("#frame")).to_be_visible()
            assert axe.ask(page).found == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
