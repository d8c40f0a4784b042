"""The bookmark and the page for clips, as an editor uses them: from any site, in a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests import axe
from tests.chromium import empty_page, needs_chromium
from tests.links.hosts import Town, have_commands_ask, says
from tests.links.hosts import page as page_of
from tests.preview.site import BRIEF, KEY, accidents, folder, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

    from tests.preview.site import Site

pytestmark = needs_chromium

ARTICLE = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<title>La halle, où a &lt; b &amp; c - Le Petit Canal</title>
<link rel="canonical" href="https://sur.fr/halle"><meta property="og:site_name" content="Le Petit Canal">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "La halle, où a < b & c",
"publisher": {"name": "Le Petit Canal"}, "datePublished": "2026-06-14T22:30:00Z",
"author": [{"name": "Rose Alban"}]}</script></head><body><h1>La halle, où a &lt; b &amp; c</h1></body></html>"""
# A page whose own policy lets nothing run and nothing leave it.
ELSEWHERE = says(200, b"<!doctype html><title>Ailleurs</title>", content_security_policy="default-src 'none'")
GIVEN = "/clipping?u=https%3A%2F%2Fsur.fr%2Fhalle%3Futm_source%3Dx"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    behaviours = {
        "/halle": page_of(ARTICLE),
        "/autre": page_of("<title>Autre page</title>"),
        "/ailleurs": ELSEWHERE,
    }
    town = Town(behaviours, tmp_path_factory.mktemp("town"))
    have_commands_ask(town, monkeypatch)
    yield town
    town.close()


@contextmanager
def let_in(browser: Browser, site: Site, **shape: Any) -> Iterator[Page]:
    """A browser in which the preview was opened. Whatever goes wrong in a page of it fails the test."""
    wrong: list[str] = []
    with empty_page(browser, **shape, listeners=accidents(wrong)) as page:
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


def clicks_bookmark(page: Page, run: str) -> None:
    page.evaluate(f"setTimeout(() => {{ {run} }})")


@pytest.mark.parametrize(("host", "comes"), [("localhost", "cross-site"), ("127.0.0.1", "same-site")])
def test_the_bookmark_brings_the_address_from_any_site_and_the_cookie_comes_after_it(
    browser: Browser, site: Site, town: Town, host: str, comes: str
) -> None:
    asked: list[Request] = []

    def asks(request: Request) -> None:
        asked.append(request)

    with let_in(browser, site) as page:
        run = bookmark_of(page, site)
        page.goto(f"http://{host}:{town.plain}/ailleurs?a=1&b=é#là")
        here = page.evaluate("location.href")
        page.on("request", asks)
        clicks_bookmark(page, run)
        expect(page.locator("#addresses")).to_have_value(here)
        page.remove_listener("request", asks)
        headers = {one.url.removeprefix(site.url).partition("?")[0]: one.all_headers() for one in asked}
        assert headers["/clip"]["sec-fetch-site"] == comes
        assert ("cookie" in headers["/clip"]) is (comes == "same-site")
        assert headers["/clipping"]["sec-fetch-site"] == "same-origin"
        assert site.cookie in headers["/clipping"]["cookie"]
        # Back is where she read.
        page.go_back()
        assert page.evaluate("location.href") == here
    assert not (site.folder / "issues" / "clips.md").exists()


def test_who_was_not_let_in_reads_what_to_do_and_comes_no_further(browser: Browser, site: Site, town: Town) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://localhost:{town.plain}/ailleurs")
        page.goto(f"{site.url}/clip?u=https%3A%2F%2Fsur.fr%2F%3Cb%3Ehalle", referer=page.url)
        expect(page.locator("main")).to_contain_text("open the address that cenum preview printed")
        assert page.url.startswith(f"{site.url}/clip?")
        html = page.content()
        assert "halle" not in html
        assert site.key not in html
        assert "data-token" not in html
        assert axe.ask(page).found == []
    finally:
        context.close()


def test_one_click_writes_the_clip_and_nothing_is_asked_or_written_before_it(
    browser: Browser, site: Site, town: Town
) -> None:
    inbox = site.folder / "issues" / "clips.md"
    with let_in(browser, site) as page:
        page.goto(f"{site.url}{GIVEN}")
        expect(page.locator("#addresses")).to_have_value("https://sur.fr/halle?utm_source=x")
        assert town.asked == []
        assert not inbox.exists()
        page.get_by_role("button", name="Put it in the inbox").click()
        expect(page.locator("#status")).to_have_text("1 clip added to issues/clips.md.")
        line = inbox.read_text("utf-8").rstrip().rpartition("\n")[2]
        assert line.startswith("- [La halle")
        assert line.endswith("](https://sur.fr/halle), *Le Petit Canal*, Rose Alban, 15 juin 2026")
        expect(page.locator(".clip pre")).to_have_text(line)
        expect(page.locator(".clip code")).to_have_text("issues/clips.md:5")
        expect(page.locator(".clip h2")).to_have_text("La halle, où a < b & c")
        expect(page.locator(".told")).to_contain_text("found in: title")
        assert page.locator("main a").count() == 1  # the bookmark; no address is a link
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.locator("#status")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == line
        before = inbox.read_bytes()
        page.get_by_role("button", name="Put it in the inbox").click()
        expect(page.locator("#status")).to_contain_text("Nothing was added")
        expect(page.locator(".told")).to_contain_text("already in issues/clips.md")
        assert inbox.read_bytes() == before


TITLES = {
    "La halle": "La halle",
    "<img src=x onerror=alert(1)> & 🩺": "<img src=x onerror=alert(1)> & 🩺",
    "a" * 299 + "🩺": "a" * 299,  # cut within the emoji
    "Lone \ud83e half": "Lone half",
}


@pytest.mark.parametrize("said", TITLES)
def test_the_bookmark_brings_the_title_too(browser: Browser, site: Site, town: Town, said: str) -> None:
    with let_in(browser, site) as page:
        run = bookmark_of(page, site)
        page.goto(f"http://localhost:{town.plain}/ailleurs")
        page.evaluate("said => { document.title = said }", said)
        clicks_bookmark(page, run)
        expect(page.locator("#title-brought")).to_have_text(TITLES[said])


def test_a_page_that_tells_programs_nothing_has_the_title_of_the_browser_to_be_checked(
    browser: Browser, site: Site, town: Town
) -> None:
    with let_in(browser, site) as page:
        page.goto(f"{site.url}/clipping?u=https%3A%2F%2Fwww.lemonde.fr%2Fa&t=La%20%3Cb%3Ehalle%20-%20Le%20Monde")
        page.get_by_role("button", name="Only show it").click()
        expect(page.locator(".clip h2")).to_have_text("La <b>halle")
        expect(page.locator(".told")).to_contain_text("title (your browser)")
        expect(page.locator(".told")).to_contain_text("to be checked: title")
    assert town.asked == []


def test_a_form_of_the_page_that_is_called_title_stops_no_bookmark(browser: Browser, site: Site, town: Town) -> None:
    with let_in(browser, site) as page:
        run = bookmark_of(page, site)
        page.goto(f"http://localhost:{town.plain}/ailleurs")
        page.evaluate("document.body.innerHTML = '<form name=title></form>'")
        here = page.evaluate("location.href")
        clicks_bookmark(page, run)
        expect(page.locator("#addresses")).to_have_value(here)


@pytest.mark.usefixtures("town")
def test_a_clip_in_the_next_letter_is_seen_in_its_preview_at_once(browser: Browser, tmp_path: Path) -> None:
    at = folder(tmp_path, BRIEF)
    with running(at) as site, let_in(browser, site) as page:
        page.goto(f"{site.url}{GIVEN}")
        expect(page.locator("#section")).to_have_value("veille")
        page.get_by_role("button", name="Put it into the letter of 27 November 2026").click()
        expect(page.locator("#status")).to_have_text(f"1 clip added to issues/{KEY}.md.")
        block = page.locator(".clip pre").text_content()
        assert block
        assert block.startswith("## La ")
        assert site.issue.read_text("utf-8") == f"{BRIEF.rstrip()}\n\n{block}\n"
        page.get_by_role("link", name="The letter").click()
        expect(page.frame_locator("#frame").get_by_role("link", name="La halle")).to_be_visible()
        page.get_by_role("link", name="Clips for the review").click()
        expect(page.locator("#addresses")).to_have_value("")


@pytest.mark.usefixtures("town")
def test_the_addresses_of_a_week_are_clipped_at_once_by_keyboard_and_may_only_be_shown(
    browser: Browser, site: Site
) -> None:
    before = sorted(site.folder.rglob("*.md"))
    with let_in(browser, site) as page:
        page.goto(f"{site.url}/clipping")
        page.locator("#addresses").focus()
        page.keyboard.insert_text("Lundi : https://sur.fr/halle\n\net https://perdu.fr/autre, puis rien")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Only show it")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".clip")).to_have_count(2)
        expect(page.locator("#status")).to_have_text(
            "Nothing was written. Copy what you need. 1 page could not be read."
        )
        expect(page.locator(".told").last).to_contain_text("the page could not be read")
        expect(page.get_by_role("button", name="Only show it")).to_be_focused()
        expect(page.locator(".clip .target")).to_have_text(["https://sur.fr/halle", "https://perdu.fr/autre"])
    assert sorted(site.folder.rglob("*.md")) == before


def test_what_cannot_be_clipped_is_said_where_it_is_heard(browser: Browser, site: Site, town: Town) -> None:
    with let_in(browser, site) as page:
        page.goto(f"{site.url}/clipping?u=javascript%3Aalert(1)")
        expect(page.get_by_role("status")).to_contain_text("What the bookmark brought is no web address")
        expect(page.locator("#addresses")).to_have_value("")
        page.get_by_role("button", name="Put it in the inbox").click()
        expect(page.get_by_role("status")).to_contain_text("There is no address to clip")
        page.locator("#addresses").fill("javascript:alert(1)")
        page.get_by_role("button", name="Put it in the inbox").click()
        expect(page.get_by_role("status")).to_contain_text("“javascript:alert(1)” is not a web address")
        page.evaluate("document.body.dataset.token = 'of yesterday'")
        page.get_by_role("button", name="Put it in the inbox").click()
        expect(page.get_by_role("status")).to_contain_text("Open the address that cenum preview printed")
    assert town.asked == []


def test_the_bookmark_has_the_port_and_no_key_and_does_nothing_on_its_own_page(browser: Browser, site: Site) -> None:
    with let_in(browser, site) as page:
        run = bookmark_of(page, site)
        assert run == (
            f"void(location.href='{site.url}/clip?u='+encodeURIComponent(location.href)+'&t='"
            r"+encodeURIComponent((''+document.title).slice(0,300).replace(/\p{Cs}/gu,'')))"
        )
        html = page.content()
        assert site.key not in html
        assert site.cookie.partition("=")[2] not in html
        expect(page.locator("main")).to_contain_text(f"It leads to 127.0.0.1:{site.port}.")
        page.locator("#bookmark").click()
        expect(page.get_by_role("status")).to_contain_text("drag it there")
        page.locator("#bookmark").press("Enter")
        assert page.url == f"{site.url}/clipping"
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy it instead").click()
        expect(page.get_by_role("status")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()") == f"javascript:{run}"


@pytest.mark.long
@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (320, "light", "fr"),
        (1280, "dark", "en"),
        pytest.param(320, "dark", "en", marks=pytest.mark.whole),
        pytest.param(1280, "light", "fr", marks=pytest.mark.whole),
    ],
)
def test_everybody_can_use_the_page_for_clips(
    browser: Browser, tmp_path: Path, width: int, scheme: str, language: str
) -> None:
    at = folder(tmp_path, BRIEF)
    with running(at, language=language) as site, let_in(browser, site, width=width, scheme=scheme) as page:
        page.goto(f"{site.url}{GIVEN}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert axe.ask(page, best=True).found == []
        page.locator("#addresses").fill(f"https://sur.fr/halle https://autres.fr/{'long' * 100}")
        page.locator("[data-to=inbox]").click()
        expect(page.locator(".clip")).to_have_count(2)
        assert axe.ask(page, best=True).found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
