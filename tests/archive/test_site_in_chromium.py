"""The site as a browser shows it to whoever reads it."""

from __future__ import annotations

import mimetypes
from contextlib import contextmanager
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from cenum.archive.visibility import Visibility
from tests import axe
from tests.archive.sites import SITE, everything, own_site, published, site, with_id
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, TABLES, own, templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page, Route

pytestmark = needs_chromium

LETTERS = (EVERY_BLOCK, HOSTILE, BARE, TABLES)
PAGES = ("", "2026.html", "search.html", "404.html", *LETTERS)
# Light and dark on a desk and a phone, a reader's own colours, and a window of 1280 pixels at 400 % (WCAG 1.4.10).
LOOKS = {
    "light": (1280, "light", "none"),
    "dark": (375, "dark", "none"),
    "forced colours": (1280, "dark", "active"),
    "narrow": (320, "light", "none"),
}


class Visit:
    """What a page asked for, and what its policy refused."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []


@contextmanager
def visiting(
    browser: Browser, files: Mapping[str, bytes], path: str, width: int = 1280, scheme: Any = "light"
) -> Iterator[tuple[Page, Visit]]:
    """The page at ``path``, from a host that serves ``files`` as any host of files does."""
    visit = Visit()

    def answer(route: Route) -> None:
        visit.asked.append(route.request.url)
        wanted = unquote(urlsplit(route.request.url).path).lstrip("/")
        name = next((one for one in (wanted, f"{wanted}.html", f"{wanted}index.html") if one in files), None)
        if not route.request.url.startswith(f"{SITE}/"):
            route.abort()
        elif name is None:
            route.fulfill(status=404, body=files["404.html"], content_type="text/html")
        else:
            route.fulfill(body=files[name], content_type=mimetypes.guess_type(name)[0] or "text/plain")

    with empty_page(browser, width, scheme, {"console": lambda message: visit.said.append(message.text)}) as page:
        page.route("**/*", answer)
        page.goto(f"{SITE}/{path}")
        yield page, visit


def every_look() -> list[Any]:
    """Each page in one look after the other; in `make test-all`, in all of them."""
    return [
        pytest.param(path, *look, id=f"{name}-{path or 'home'}", marks=[pytest.mark.whole][: (row + column) % 2])
        for row, path in enumerate(PAGES)
        for column, (name, look) in enumerate(LOOKS.items())
    ]


@pytest.mark.long
@pytest.mark.parametrize(("path", "width", "scheme", "colours"), every_look())
def test_axe_minds_nothing(browser: Browser, path: str, width: int, scheme: str, colours: Any) -> None:
    with visiting(browser, own_site(), path, width, scheme) as (page, _visit):
        page.emulate_media(forced_colors=colours)
        try:
            report = axe.ask(page, best=True)
        finally:
            page.emulate_media(forced_colors="none")
        assert report.found == []
        assert {"landmark-one-main", "page-has-heading-one", "region"} <= report.passed
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("visibility", [Visibility.ANNOUNCED, Visibility.LISTED])
def test_axe_minds_nothing_of_what_cannot_be_read(browser: Browser, visibility: Visibility) -> None:
    files = site(published(own(TABLES), visibility, withdrawn="Une date était fausse."))
    with visiting(browser, files, TABLES) as (page, _visit):
        assert axe.ask(page, best=True).found == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_other_host_and_keeps_to_its_policy(browser: Browser, path: str) -> None:
    with visiting(browser, own_site(), path) as (page, visit):
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        assert [one for one in visit.asked if not one.startswith(f"{SITE}/")] == []
        assert visit.said == []
        assert page.evaluate("[...document.images].filter(one => one.complete && !one.naturalWidth).length") == 0


_INTRUDE = """() => {
  const script = document.createElement("script");
  script.src = "https://example.org/spy.js";
  script.addEventListener("error", () => { script.dataset.failed = true });
  const style = document.createElement("style");
  style.textContent = "p {}";
  document.body.append(style, script);
}"""


def test_the_policy_refuses_what_does_not_belong_there(browser: Browser) -> None:
    with visiting(browser, own_site(), BARE) as (page, visit):
        page.evaluate(_INTRUDE)
        page.wait_for_function("document.scripts[document.scripts.length - 1].dataset.failed")
        assert len([words for words in visit.said if "Content Security Policy" in words]) == 2
        assert "https://example.org/spy.js" not in visit.asked


# What the keyboard comes to, one after the other, until it leaves the page.
_STOPS = """() => {
  const {activeElement: one} = document;
  return one === document.body ? null : [one.getAttribute("href") ?? one.id ?? "", one.className,
    Math.round(one.getBoundingClientRect().top)];
}"""


def test_the_keyboard_goes_through_the_page_in_the_order_of_its_words(browser: Browser) -> None:
    with visiting(browser, own_site(), EVERY_BLOCK) as (page, _visit):
        stops_of = "[...document.querySelectorAll('a[href], .table')].map(one => one.getAttribute('href') ?? '')"
        wanted = page.evaluate(stops_of)
        stops: list[str] = []
        for _ in wanted:
            page.keyboard.press("Tab")
            stops.append(page.evaluate(_STOPS)[0])
        assert stops == wanted
        assert stops[0] == "#content"


def test_the_first_stop_is_seen_and_skips_to_the_content(browser: Browser) -> None:
    with visiting(browser, own_site(), EVERY_BLOCK, 375) as (page, _visit):
        page.keyboard.press("Tab")
        _href, name, top = page.evaluate(_STOPS)
        assert name == "skip"
        assert top >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        first = "document.activeElement === document.querySelector('main a')"
        assert page.evaluate(first)


def test_without_scripts_everything_can_be_read_and_found(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        files = own_site()
        page.route("**/*", lambda route: route.fulfill(body=files["search.html"], content_type="text/html"))
        page.goto(f"{SITE}/search.html")
        assert page.get_by_role("link", name="2026").is_visible()
    finally:
        context.close()


def found(page: Page, words: str) -> list[str]:
    page.get_by_role("searchbox").fill(words)
    page.wait_for_function("words => document.querySelector('#said').dataset.asked === words", arg=words)
    return [link.get_attribute("href") or "" for link in page.locator("#found h2 a").all()]


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("MEDIATHEQUE", [TABLES, EVERY_BLOCK]),
        ("médiathèques", [TABLES, EVERY_BLOCK]),
        ("l’introduction", [BARE, EVERY_BLOCK]),
        ("d'agenda introduction", [EVERY_BLOCK]),
        ("charlevil poitier", [TABLES]),
        ("مرحبا", [EVERY_BLOCK]),
        ("zeppelin", []),
        ("<script>", [HOSTILE, EVERY_BLOCK]),
    ],
)
def test_the_search_folds_accents_and_finds_words_by_their_beginning(
    browser: Browser, words: str, letters: list[str]
) -> None:
    with visiting(browser, own_site(), "search.html") as (page, visit):
        assert found(page, words) == [f"/{letter}" for letter in letters]
        said = page.get_by_role("status").inner_text()
        assert said == {0: "Aucune lettre ne contient ces mots.", 1: "1 lettre"}.get(
            len(letters), f"{len(letters)} lettres"
        )
        assert [one for one in visit.said if "Content Security Policy" in one] == []
        assert len([one for one in visit.asked if "/search/" in one]) <= 1 + len(words.split()) + 1


def test_the_search_leads_to_the_section(browser: Browser) -> None:
    with visiting(browser, own_site(), "search.html?q=Florent") as (page, _visit):
        link = page.locator("#found p a").first
        link.wait_for()
        assert page.get_by_role("searchbox").input_value() == "Florent"
        link.click()
        page.wait_for_url(f"{SITE}/{EVERY_BLOCK}#*")


def test_a_search_that_fails_says_so_and_can_be_tried_again(browser: Browser) -> None:
    files = own_site()
    with visiting(browser, files, "search.html") as (page, _visit):
        page.route("**/search/*", lambda route: route.abort())
        page.get_by_role("searchbox").fill("introduction")
        page.get_by_text("La recherche n’a pas abouti").wait_for()
        page.unroute("**/search/*")
        assert found(page, "introductions") == [f"/{BARE}", f"/{EVERY_BLOCK}"]


def test_on_paper_links_show_where_they_lead_and_the_menu_is_gone(browser: Browser) -> None:
    with visiting(browser, own_site(), EVERY_BLOCK) as (page, _visit):
        page.emulate_media(media="print")
        try:
            assert not page.get_by_role("navigation").first.is_visible()
            after = "getComputedStyle(document.querySelector('section a[href^=http]'), '::after').content"
            assert "example.org" in page.evaluate(after)
        finally:
            page.emulate_media(media="screen")


def test_short_pages_end_with_the_footer_at_the_bottom(browser: Browser) -> None:
    with visiting(browser, own_site(), "404.html", 1280) as (page, _visit):
        bottom = "Math.round(document.querySelector('body > footer').getBoundingClientRect().bottom)"
        assert page.evaluate(f"{bottom} === Math.max(innerHeight, document.documentElement.scrollHeight)")


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", ["institution", "association"])
def test_axe_minds_nothing_in_the_other_looks(browser: Browser, look: str, scheme: str) -> None:
    files = everything([published(own(EVERY_BLOCK))], with_id(), templates(look))
    with visiting(browser, files, EVERY_BLOCK, 320, scheme) as (page, _visit):
        assert axe.ask(page, best=True).found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_line_has_some_65_characters(browser: Browser) -> None:
    with visiting(browser, own_site(), EVERY_BLOCK) as (page, _visit):
        width = page.evaluate("document.querySelector('.section > p:not(.by)').getBoundingClientRect().width")
        size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.section > p:not(.by)')).fontSize)")
        assert 60 <= width / (0.48 * size) <= 70


def test_another_host_of_the_newsletter_may_serve_its_pictures() -> None:
    """A host of the newsletter's own is allowed by the policy, and no other."""
    chosen = with_id(newsletter={"image_hosts": ["images.example.org"]})
    page = site(published(own(BARE), chosen=chosen), chosen=chosen)[f"{BARE}.html"].decode()
    assert "img-src 'self' https://images.example.org;" in unescape(page)
