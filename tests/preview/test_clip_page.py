"""The bookmark and the page for clips, as an editor uses them: from any site, in a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.chromium import empty_page, needs_chromium
from tests.links.hosts import Town, have_commands_ask, says
from tests.links.hosts import page as page_of
from tests.preview.site import accidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

    from tests.preview.site import Site

pytestmark = needs_chromium

ARTICLE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>La halle - Le Petit Canal</title>
<link rel="canonical" href="https://sur.fr/halle"><meta property="og:site_name" content="Le Petit Canal">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "La <b>halle</b>",
"publisher": {"name": "Le Petit Canal"}, "datePublished": "2026-06-14T22:30:00Z",
"author": [{"name": "Rose Alban"}]}</script></head><body><h1>La halle</h1></body></html>"""
# A page whose own policy lets nothing run and nothing leave it.
STRICT = says(
    200, b"<!doctype html><title>Ailleurs</title><h1>Ailleurs</h1>", content_security_policy="default-src 'none'"
)


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    town = Town(
        {"/halle": page_of(ARTICLE), "/ailleurs": STRICT, "/autre": page_of("<title>Autre page</title>")},
        tmp_path_factory.mktemp("town"),
    )
    have_commands_ask(town, monkeypatch)
    yield town
    town.close()


@contextmanager
def let_in(browser: Browser, site: Site, **shape: object) -> Iterator[Page]:
    """A browser in which the preview was opened. Whatever goes wrong in a page of it fails the test."""
    wrong: list[str] = []
    with empty_page(browser, **shape, listeners=accidents(wrong)) as page:  # type: ignore[arg-type]  # as given
        page.goto(f"{site.url}/?key={site.key}")
        page.locator("body[data-revision]").wait_for()
        yield page
        assert wrong == []


def bookmark_of(page: Page, site: Site) -> str:
    """What is dragged from the page, as browsers run it."""
    page.goto(f"{site.url}/clipping")
    href = page.locator("#bookmark").get_attribute("href")
    assert href
    return href.removeprefix("javascript:")


@pytest.mark.parametrize(("host", "comes"), [("localhost", "cross-site"), ("127.0.0.1", "same-site")])
def test_the_bookmark_brings_the_address_from_any_site_and_the_cookie_comes_after_it(
    browser: Browser, site: Site, town: Town, host: str, comes: str
) -> None:
    start = f"http://{host}:{town.plain}/ailleurs?a=1&b=é#là"
    with let_in(browser, site) as page:
        run = bookmark_of(page, site)
        page.goto(start)
        here = page.evaluate("location.href")
        asked: list[Request] = []

        def asks(request: Request) -> None:
            asked.append(request)

        page.on("request", asks)
        page.evaluate(f"setTimeout(() => {{ {run} }})")
        expect(page.locator("#addresses")).to_have_value(here)
        page.remove_listener("request", asks)
        headers = {one.url.removeprefix(site.url).partition("?")[0]: one.all_headers() for one in asked}
        assert headers["/clip"]["sec-fetch-site"] == comes
        assert ("cookie" in headers["/clip"]) is (comes == "same-site")
        assert headers["/clipping"]["sec-fetch-site"] == "same-origin"
        assert site.cookie in headers["/clipping"]["cookie"]
        # Back is where she read.
        page.go_back()
        assert page.evaluate("location.pathname") == "/ailleurs"
    assert not [one for one in town.asked if one.path.startswith("/halle")]
