"""The preview where there is little room, on a phone or at 200 %; and in a person's own colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.chromium import needs_chromium
from tests.preview.site import BRIEF, ISSUE, KEY, folder, opened, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, FrameLocator, Page

    from tests.preview.site import Site

pytestmark = needs_chromium

# How high the frame is, how high the letter in it, and whether that one can be scrolled.
HEIGHTS = """() => {
  const { contentDocument: { documentElement: letter }, contentWindow: view } = document.getElementById("frame");
  return [view.innerHeight, Math.ceil(letter.getBoundingClientRect().height), letter.scrollHeight > view.innerHeight];
}"""


def letter(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Site]:
    folder(tmp_path)
    issue = tmp_path / "issues" / f"{KEY}.md"
    issue.write_text(ISSUE + "\nPour en savoir plus, cliquez [ici](https://www.arcep.fr/).\n", "utf-8")
    with running(tmp_path) as site:
        yield site


@pytest.mark.parametrize("width", [320, 375, 1024])
def test_the_letter_comes_first_at_full_size_and_grows_with_what_is_in_it(
    browser: Browser, site: Site, width: int
) -> None:
    with opened(browser, site, width=width) as page:
        frame, its, scrolls = page.evaluate(HEIGHTS)
        assert (frame, scrolls) == (its, False)
        box = page.locator("#frame").bounding_box()
        assert box
        assert (box["x"], box["width"], box["y"] < 150) == (0, width, True)
        assert frame > 2_000
        site.write(BRIEF)
        expect(letter(page).get_by_text("Paragraphe numéro 59,")).to_have_count(0)
        page.wait_for_function(f"document.getElementById('frame').clientHeight < {frame}")
        frame, its, scrolls = page.evaluate(HEIGHTS)
        assert (frame, scrolls) == (its, False)
        # What stands beside it on a wide screen is folded, or comes after it.
        for name in ("#views", "#issues", "#found"):
            expect(page.locator(name)).to_be_hidden()
        after = page.locator("#bar").bounding_box()
        assert after
        assert after["y"] >= box["y"] + frame


def test_findings_are_one_tap_away_with_their_number_and_lead_to_their_place(browser: Browser, faulty: Site) -> None:
    with opened(browser, faulty, width=375) as page:
        count = int(page.locator("#count").inner_text())
        assert count == page.locator("#findings > .findings > li").count() > 0
        page.locator("#menu button", has_text="Findings").click()
        finding = page.locator("#findings .finding", has_text="ici")
        expect(finding).to_be_visible()
        finding.click()
        expect(page.locator("#found")).to_be_hidden()
        expect(letter(page).get_by_role("link", name="ici", exact=True)).to_be_in_viewport()
        expect(page.locator("#what")).to_contain_text("ici")
        page.keyboard.press("Escape")
        expect(page.locator("#place")).to_be_hidden()


def test_one_writes_with_one_tap_and_another_leads_back(browser: Browser, site: Site) -> None:
    with opened(browser, site, width=320) as page:
        button = page.locator("#menu").get_by_role("button", name="Write")
        button.click()
        expect(page.locator("#source-text").get_by_role("textbox")).to_be_focused()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        button.click()
        expect(page.locator("#writing")).to_be_hidden()
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(letter(page).get_by_text("Bonjour, voici")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(320, 568), (375, 667), (375, 400)])
def test_there_is_room_to_write_also_above_a_keyboard_on_the_screen(
    browser: Browser, site: Site, width: int, height: int
) -> None:
    with opened(browser, site, width=width) as page:
        page.set_viewport_size({"width": width, "height": height})
        page.locator("#menu").get_by_role("button", name="Write").click()
        expect(page.locator("#source-text").get_by_role("textbox")).to_be_focused()
        for name in ("#leave-writing", "[name=side][value=letter]", "[data-tool=head]", "#menu"):
            expect(page.locator(name)).to_be_in_viewport(ratio=1)
        text, menu, tools = (
            page.locator(name).bounding_box() for name in ("#source-text", "#menu", "#writing-tools")
        )
        assert text
        assert menu
        assert tools
        assert min(text["y"] + text["height"], menu["y"]) - text["y"] > 140
        assert tools["height"] < 60
        # A tool that is beyond the edge comes with its focus, and a menu is not cut by it.
        page.locator("[data-tool=picture]").focus()
        expect(page.locator("[data-tool=picture]")).to_be_in_viewport()
        page.locator("#writing-tools summary").nth(1).click()
        expect(page.locator("[data-block=testimony]")).to_be_in_viewport(ratio=1)
        page.locator("[data-block=lang]").scroll_into_view_if_needed()
        expect(page.locator("[data-block=lang]")).to_be_in_viewport(ratio=1)
        assert axe.ask(page).found == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_letter_is_looked_at_where_one_writes(browser: Browser, site: Site) -> None:
    with opened(browser, site, width=375) as page:
        page.locator("#menu").get_by_role("button", name="Write").click()
        expect(page.locator("#source-text").get_by_role("textbox")).to_be_focused()
        page.keyboard.press("Control+End")
        page.keyboard.type("Fin")
        expect(page.locator("#saved")).to_have_text("Saved")
        page.locator("[name=side][value=letter]").check()
        expect(letter(page).get_by_text("Fin")).to_be_in_viewport()
        expect(page.locator("#writing-tools")).to_be_hidden()
        expect(page.locator("#source-text")).to_be_hidden()
        letter(page).get_by_text("Fin").click()
        expect(page.locator("#source-text").get_by_role("textbox")).to_be_focused()
        for name in ("[name=side][value=letter]", "[data-tool=head]", "#saved"):
            expect(page.locator(name)).to_be_in_viewport(ratio=1)


def test_one_sheet_is_open_at_a_time_and_escape_closes_it(browser: Browser, site: Site) -> None:
    with opened(browser, site, width=375) as page:
        buttons = page.locator("#menu [data-folds]").all()
        for button in buttons:
            button.click()
            expect(button).to_have_attribute("aria-expanded", "true")
            expect(page.locator("#menu [aria-expanded=true]")).to_have_count(1)
            expect(page.locator(".sheet:visible")).to_have_count(1)
            expect(page.locator(".sheet:visible")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".sheet:visible")).to_have_count(0)
        expect(buttons[-1]).to_be_focused()
        buttons[0].click()
        letter(page).get_by_text("Bonjour, voici").click()
        expect(page.locator(".sheet:visible")).to_have_count(0)


def test_the_sheet_goes_once_something_else_is_shown_and_stays_for_another_view(browser: Browser, site: Site) -> None:
    with opened(browser, site, width=375) as page:
        page.locator("#menu button", has_text="Views").click()
        page.locator("[data-view=dark]").click()
        expect(page.locator("#views")).to_be_visible()
        page.locator("[data-panel=text]").click()
        expect(page.locator("#views")).to_be_hidden()
        expect(page.locator("#panel .plain")).to_be_in_viewport()


def test_the_page_stays_where_it_was_when_the_letter_is_redrawn(browser: Browser, site: Site) -> None:
    with opened(browser, site, width=375) as page:
        page.evaluate("scrollTo(0, 900)")
        site.write(ISSUE.replace("numéro 12,", "numéro douze,"))
        expect(letter(page).get_by_text("Paragraphe numéro douze")).to_be_attached()
        assert page.evaluate("scrollY") == 900


def test_a_window_that_grows_shows_all_again(browser: Browser, site: Site) -> None:
    with opened(browser, site, width=375) as page:
        page.set_viewport_size({"width": 1280, "height": 800})
        for name in ("#views", "#issues", "#found"):
            expect(page.locator(name)).to_be_visible()
        page.wait_for_function("document.getElementById('frame').clientHeight < 800")
        expect(page.locator("#menu")).to_be_hidden()


def test_at_twice_the_size_nothing_is_lost(browser: Browser, site: Site) -> None:
    # A window of 1280 by 800 pixels at 200 %.
    with opened(browser, site, width=640) as page:
        page.set_viewport_size({"width": 640, "height": 400})
        assert page.evaluate("document.documentElement.scrollWidth") == 640
        for button in page.locator("#menu [data-folds]").all():
            button.click()
            box = page.locator(".sheet:visible").bounding_box()
            assert box
            assert box["y"] >= 0
            assert axe.ask(page).found == []


def test_in_a_persons_own_colours_what_is_chosen_is_seen(browser: Browser, site: Site) -> None:
    ground = "one => getComputedStyle(one).backgroundColor"
    with opened(browser, site) as page:
        page.emulate_media(forced_colors="active")
        grounds = [page.locator(f"[data-view={view}]").evaluate(ground) for view in ("sent", "dark")]
        assert grounds[0] != grounds[1]
        page.emulate_media(forced_colors="none")
