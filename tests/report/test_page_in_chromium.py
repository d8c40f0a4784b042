"""The report as a browser shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum import i18n
from cenum.report.report_page import page
from tests.chromium import TAGS, needs_chromium

from .samples import REPORT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium


def looks_right(browser: Browser, source: str, width: int, scheme: str) -> None:
    """Nothing overflows, axe has nothing to say, and nobody else is asked for anything."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  a run without Chromium does without it

    view = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    view.set_content(source)
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(view, options={"runOnly": TAGS})
    assert [one["id"] for one in found.response["violations"]] == []
    assert asked == []
    view.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_everybody_can_read_the_report(browser: Browser, width: int, scheme: str, language: str) -> None:
    i18n.speak(language)
    try:
        source = page(REPORT)
    finally:
        i18n.speak("en")
    looks_right(browser, source, width, scheme)


def test_a_date_stays_on_its_line_and_a_heading_stands_over_its_figures(browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 375, "height": 900})
    view.set_content(page(REPORT))
    heights = view.eval_on_selector_all("th.date", "dates => dates.map(one => one.offsetHeight)")
    single = view.eval_on_selector("th.date", "one => 2 * parseFloat(getComputedStyle(one).lineHeight)")
    assert heights
    assert max(heights) < single
    (table,) = [one for one in view.locator("table").all() if one.locator("td.count").count()]
    aligned = "cells => new Set(cells.map(one => getComputedStyle(one).textAlign)).size"
    assert table.evaluate(f"table => ({aligned})([...table.querySelectorAll('td.count, thead th:last-child')])") == 1
    view.close()


def test_every_figure_that_is_drawn_has_its_bar(browser: Browser) -> None:
    view = browser.new_page()
    view.set_content(page(REPORT))
    widths = [bar.bounding_box() for bar in view.locator("figure svg rect").all()]
    assert len(widths) == len(REPORT.previous) + 1 + len(REPORT.headings)
    assert all(box and box["width"] > 1 for box in widths)
    view.close()
