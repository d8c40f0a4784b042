"""The report as a browser shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.report.page import page
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_everybody_can_read_the_report(browser: Browser, width: int, scheme: str) -> None:
    looks_right(browser, page(REPORT, "fr"), width, scheme)


def test_every_figure_that_is_drawn_has_its_bar(browser: Browser) -> None:
    view = browser.new_page()
    view.set_content(page(REPORT, "fr"))
    widths = [bar.bounding_box() for bar in view.locator("figure svg rect.rect").all()]
    assert len(widths) == len(REPORT.previous) + 1 + len(REPORT.headings)
    assert all(box and box["width"] > 1 for box in widths)
    view.close()
