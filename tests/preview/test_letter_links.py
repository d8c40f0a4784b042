"""The letter's links in the preview: where one leads is said first, and it opens in a tab of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from cenum.edition.edition import UNSUBSCRIBE, VIEW_ONLINE
from tests.chromium import needs_chromium
from tests.preview.module_page import page as empty
from tests.preview.module_page import run
from tests.preview.site import BRIEF, KEY, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, FrameLocator, Page, Route

    from tests.preview.site import Site

pytestmark = needs_chromium
modules = empty

WORDS = {"filledIn": json.dumps({UNSUBSCRIBE: "unsubscribes"}), "keptShut": "shut", "ofCalendar": "calendar"}
AIMS = {
    "#edito": {"within": "edito"},
    UNSUBSCRIBE: {"says": "unsubscribes", "address": ""},
    "https://a.example/x?y=1": {"says": "", "address": "https://a.example/x?y=1", "opens": True},
    "mailto:a@b.example": {"says": "", "address": "mailto:a@b.example", "opens": True},
    "/calendar/a.ics": {"says": "calendar", "address": "http://modules.test/calendar/a.ics", "opens": True},
    "https://a.example/calendar/a.ics": {"says": "", "address": "https://a.example/calendar/a.ics", "opens": True},
    "data:text/calendar;base64,AAAA": {"says": "calendar", "address": ""},
    "javascript:alert(1)": {"says": "shut", "address": "javascript:alert(1)"},
    " JavaScript:alert(1)": {"says": "shut", "address": " JavaScript:alert(1)"},
    "java\nscript:alert(1)": {"says": "shut", "address": "java\nscript:alert(1)"},
    "vbscript:x": {"says": "shut", "address": "vbscript:x"},
    "blob:http://modules.test/1": {"says": "shut", "address": "blob:http://modules.test/1"},
    "file:///etc/passwd": {"says": "shut", "address": "file:///etc/passwd"},
    "http://": {"says": "shut", "address": "http://"},
}


def test_only_the_web_and_mail_programs_are_led_to(modules: Page) -> None:
    modules.evaluate("words => Object.assign(document.body.dataset, words)", WORDS)
    for href, aim in AIMS.items():
        assert run(modules, "letter_links", "return it.aimOf(href, location.href)", href=href) == aim, href


def letter(page: Page) -> FrameLocator:
    return page.frame_locator("#frame")


@pytest.fixture
def seen(browser: Browser, site: Site) -> Iterator[Page]:
    with opened(browser, site) as page:
        yield page


def test_a_click_says_where_a_link_leads_and_the_next_opens_it_in_a_tab_of_its_own(seen: Page) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body="<!doctype html><title>There</title>", content_type="text/html")

    letter(seen).get_by_role("link", name="un lien", exact=True).click()
    expect(seen.locator("#address")).to_have_text("https://example.org/lien")
    expect(seen.locator("#verdict")).to_have_text("not asked yet")
    expect(seen.locator("#where")).to_have_text(f"issues/{KEY}.md:8")
    seen.context.route("https://example.org/**", answer)
    with seen.expect_popup() as opening:
        seen.get_by_role("link", name="Open in a new tab").click()
    there: Page = opening.value
    assert there.url == "https://example.org/lien"
    assert there.evaluate("[opener, document.referrer]") == [None, ""]
    there.close()
    seen.context.unroute("https://example.org/**")


def test_nothing_opens_from_within_the_letter(seen: Page) -> None:
    link = letter(seen).get_by_role("link", name="un lien", exact=True)
    ways: list[dict[str, Any]] = [{}, {"button": "middle"}, {"modifiers": ["Control"]}, {"modifiers": ["Shift"]}]
    for way in ways:
        link.click(**way)
    letter(seen).get_by_text("Bonjour, voici").click(position={"x": 1, "y": 1})
    expect(seen.locator("#target")).to_be_hidden()
    assert [page.url for page in seen.context.pages if page.url not in {"about:blank", seen.url}] == []
    assert letter(seen).locator("h1").count() == 1


def test_by_keyboard_a_link_leads_to_the_one_that_opens_it_and_escape_back(seen: Page) -> None:
    link = letter(seen).get_by_role("link", name="un lien", exact=True)
    link.focus()
    expect(seen.locator("#aim")).to_have_text("https://example.org/lien")
    seen.keyboard.press("Enter")
    expect(seen.get_by_role("link", name="Open in a new tab")).to_be_focused()
    seen.keyboard.press("Escape")
    expect(seen.locator("#place")).to_be_hidden()
    assert seen.evaluate("document.getElementById('frame').contentDocument.activeElement.textContent") == "un lien"


def test_the_address_is_shown_while_the_pointer_is_on_a_link(seen: Page) -> None:
    letter(seen).get_by_role("link", name="un lien", exact=True).hover()
    expect(seen.locator("#aim")).to_have_text("https://example.org/lien")
    letter(seen).locator("h1").hover()
    expect(seen.locator("#aim")).to_be_hidden()
    letter(seen).get_by_role("link", name="un lien", exact=True).hover()
    seen.locator("#title").hover()
    expect(seen.locator("#aim")).to_be_hidden()


def test_a_link_within_the_letter_jumps(seen: Page) -> None:
    letter(seen).locator("a[href='#veille']").first.click()
    expect(letter(seen).get_by_role("heading", name="La veille du Conseil")).to_be_in_viewport()
    assert seen.evaluate("document.getElementById('frame').contentWindow.scrollY") > 0
    expect(seen.locator("#place")).to_be_hidden()
    assert "#" not in seen.url


@pytest.mark.parametrize(("href", "words"), [(UNSUBSCRIBE, "unsubscribes"), (VIEW_ONLINE, "letter's own page")])
def test_a_link_that_is_filled_in_later_says_with_what(seen: Page, href: str, words: str) -> None:
    letter(seen).locator(f"a[href='{href}']").first.click()
    expect(seen.locator("#says")).to_contain_text(words)
    expect(seen.get_by_role("link", name="Open in a new tab")).to_have_count(0)


def test_the_table_of_links_leads_to_them_too(seen: Page) -> None:
    seen.keyboard.press("l")
    link = seen.get_by_role("link", name="https://example.org/autre")
    assert [link.get_attribute(name) for name in ("target", "rel")] == ["_blank", "noopener noreferrer"]


def test_the_verdict_is_the_one_that_the_table_has(seen: Page) -> None:
    seen.locator("#check").click()
    expect(seen.locator("[data-of=links] .fate.unsure").first).to_be_attached()
    letter(seen).get_by_role("link", name="un lien", exact=True).click()
    expect(seen.locator("#verdict")).to_have_text("look yourself")


CONTROLS = "a[href], button, input, select, summary, iframe, [tabindex='0']"
# The control that has the focus, among those that are seen; -1 for none of them.
FOCUSED = f"""() => [...document.querySelectorAll("{CONTROLS}")].filter((one) => one.checkVisibility())
  .indexOf(document.activeElement)"""


@pytest.mark.long
def test_the_tab_key_alone_reaches_every_control_and_leaves_the_letter_again(browser: Browser, site: Site) -> None:
    site.write(BRIEF)
    with opened(browser, site) as page:
        page.locator("#bar summary").wait_for()
        seen = page.locator(CONTROLS).locator("visible=true").count()
        reached = []
        for _press in range(seen + 30):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(FOCUSED))
        assert sorted({index for index in reached if index >= 0}) == list(range(seen))
        first = list(dict.fromkeys(index for index in reached if index >= 0))
        assert first == sorted(first)
