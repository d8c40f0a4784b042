from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from cenum.preview.client_views import ClientView
from cenum.preview.page_words import PANELS, WIDTHS
from cenum.preview.shown_together import goes_together
from tests.chromium import needs_chromium
from tests.preview.site import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.preview.site import Site

LETTER = ""
PLACES = (LETTER, *PANELS.values(), "compare")


def test_only_the_letter_has_a_view_and_a_width() -> None:
    for panel, view, width in product(PLACES, (None, *ClientView), (None, *WIDTHS.values())):
        if panel:
            assert goes_together(panel, view, width) is (view is None and width is None)
        elif view is None or width is None:
            assert not goes_together(panel, view, width)
        else:
            assert goes_together(panel, view, width) is (view is not ClientView.OUTLOOK or width == "desktop")


# Clicks through all that can be clicked, in any order, and tells what the page then offers and shows.
CLICKED = """([views, widths, panels]) => {
  const button = (name, value) => document.querySelector(`button[data-${name}="${value}"]`);
  const pressed = (name) => [...document.querySelectorAll(`#views [data-${name}][aria-pressed=true]`)]
    .filter((one) => one.checkVisibility()).map((one) => one.getAttribute(`data-${name}`));
  const frame = document.getElementById("frame");
  const seen = [];
  for (const view of views) for (const width of widths) for (const panel of panels) {
    button("panel", "").click();
    button("view", view).click();
    const offered = button("width", width).getAttribute("aria-disabled") !== "true";
    button("width", width).click();
    if (panel) button("panel", panel).click();
    seen.push({
      asked: [panel, view, width], offered, shown: ["panel", "view", "width"].map(pressed),
      why: document.getElementById("why").checkVisibility(), inner: frame.checkVisibility() ? frame.clientWidth : 0,
    });
  }
  return seen;
}"""


@needs_chromium
@pytest.mark.long
def test_the_page_offers_what_goes_together_and_nothing_else(browser: Browser, site: Site) -> None:
    values = [[view.value for view in ClientView], list(WIDTHS.values()), list(PLACES)]
    with opened(browser, site) as page:
        seen = page.evaluate(CLICKED, values)
    assert len(seen) == len(ClientView) * len(WIDTHS) * len(PLACES)
    for one in seen:
        panel, view, width = one["asked"]
        assert one["offered"] is goes_together(LETTER, ClientView(view), width), one
        assert one["why"] is (not panel and ClientView(view) is ClientView.OUTLOOK), one
        place, views, widths = one["shown"]
        assert place == [panel], one
        assert len(views) == len(widths) == (0 if panel else 1), one
        client = ClientView(views[0]) if views else None
        assert goes_together(panel, client, widths[0] if widths else None), one
        assert (one["inner"] == 0) is bool(panel), one
        if widths:
            assert {"phone": 375, "small": 320}.get(widths[0], one["inner"]) == one["inner"], one


def pressed(page: Page, name: str) -> str | None:
    return page.locator(f"#views [data-{name}][aria-pressed=true]").get_attribute(f"data-{name}")


@needs_chromium
def test_a_phone_s_width_comes_back_after_a_view_that_no_phone_has(browser: Browser, site: Site) -> None:
    with opened(browser, site) as page:
        for key in "29":
            page.keyboard.press(key)
        assert pressed(page, "width") == "desktop"
        page.keyboard.press("4")
        assert pressed(page, "width") == "phone"
