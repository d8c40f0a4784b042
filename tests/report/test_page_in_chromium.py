"""The report as a browser shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cenum import i18n
from cenum.report.report_page import page
from tests import axe
from tests.chromium import empty_page, needs_chromium

from .samples import REPORT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium


def looks_right(browser: Browser, source: str, width: int, scheme: Any) -> None:
    """Nothing overflows, axe has nothing to say, and nobody else is asked for anything."""
    asked: list[str] = []
    heard = {"request": lambda request: asked.append(request.url)}
    with empty_page(browser, width, scheme, heard) as view:
        view.set_content(source)
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.ask(view).found == []
        assert asked == []


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (320, "light", "en"),
        (320, "dark", "fr"),
        (375, "light", "fr"),
        (375, "dark", "en"),
        (1280, "light", "en"),
        (1280, "dark", "fr"),
        pytest.param(320, "light", "fr", marks=pytest.mark.whole),
        pytest.param(320, "dark", "en", marks=pytest.mark.whole),
        pytest.param(375, "light", "en", marks=pytest.mark.whole),
        pytest.param(375, "dark", "fr", marks=pytest.mark.whole),
        pytest.param(1280, "light", "fr", marks=pytest.mark.whole),
        pytest.param(1280, "dark", "en", marks=pytest.mark.whole),
    ],
)
def test_everybody_can_read_the_report(browser: Browser, width: int, scheme: str, language: str) -> None:
    i18n.speak(language)
    try:
        source = page(REPORT)
    finally:
        i18n.speak("en")
    looks_right(browser, source, width, scheme)


def test_a_date_stays_on_its_line_and_a_heading_stands_over_its_figures(browser: Browser) -> None:
    with empty_page(browser, 375) as view:
        view.set_content(page(REPORT))
        heights = view.eval_on_selector_all("th.date", "dates => dates.map(one => one.offsetHeight)")
        single = view.eval_on_selector("th.date", "one => 2 * parseFloat(getComputedStyle(one).lineHeight)")
        assert heights
        assert max(heights) < single
        (table,) = [one for one in view.locator("table").all() if one.locator("td.count").count()]
        aligned = "cells => new Set(cells.map(one => getComputedStyle(one).textAlign)).size"
        assert (
            table.evaluate(f"table => ({aligned})([...table.querySelectorAll('td.count, thead th:last-child')])") == 1
        )


def test_every_figure_that_is_drawn_has_its_bar(browser: Browser) -> None:
    with empty_page(browser) as view:
        view.set_content(page(REPORT))
        widths = [bar.bounding_box() for bar in view.locator("figure svg rect").all()]
        assert len(widths) == len(REPORT.previous) + 1 + len(REPORT.headings)
        assert all(box and box["width"] > 1 for box in widths)
