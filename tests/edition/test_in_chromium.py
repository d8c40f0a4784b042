"""The letters as a browser shows them: what readers get, measured."""

from __future__ import annotations

import itertools
import re
import tomllib
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from cenum.analysis.cascade import texts
from cenum.analysis.html import page as parsed
from tests import axe
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, ROOT, TABLES, Letter, edition, every_letter, own, public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

pytestmark = needs_chromium

PALETTE = tomllib.loads((ROOT / "templates" / "palette.toml").read_text("utf-8"))

each_letter = pytest.mark.parametrize("letter", every_letter())
WIDTHS = (320, 375, 640, 1280)
SCHEMES = ("light", "dark")
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)
# What mail programs do to a letter: leave it, drop every style sheet (SFR, La Poste, Gmail's forwards), hide
# pictures.
TREATMENTS = ("whole", "without styles", "without pictures")


@contextmanager
def shown(
    browser: Browser, letter: Letter, width: int, scheme: Any = "light", treatment: str = "whole"
) -> Iterator[tuple[Page, list[str]]]:
    """The letter in a page, and the addresses that it asked for. Nothing is fetched: its pictures are given to it."""
    html, _text = public(letter)
    if treatment == "without styles":
        html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    pictures = {picture.name: picture for picture in edition(letter).pictures}
    asked: list[str] = []

    def answer(route: Route) -> None:
        address = route.request.url
        asked.append(address)
        picture = pictures.get(address.rpartition("/")[2])
        if picture is None or treatment == "without pictures":
            route.abort()
        else:
            route.fulfill(body=picture.content, content_type=picture.media_type)

    with empty_page(browser, width, scheme) as page:
        page.route("**/*", answer)
        page.set_content(html, wait_until="load")
        yield page, asked


# Text that can be seen, with its size, its colour and its right edge; the preheader is displayed nowhere.
MEASURES = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.textContent.trim();
    const element = walker.currentNode.parentElement;
    if (!words || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const right = Math.max(...[...range.getClientRects()].map(box => box.right));
    found.push({words, size: parseFloat(style.fontSize), colour: style.color, right,
                ornament: element.className == "mark",
                leading: parseFloat(style.lineHeight) / parseFloat(style.fontSize)});
  }
  const boxes = selector => [...document.querySelectorAll(selector)].map(element => {
    const {width, height, right} = element.getBoundingClientRect();
    return {width, height, right};
  });
  const grounds = [
    [".page", "backgroundColor"], [".card", "backgroundColor"], [".head", "backgroundColor"],
    [".head td", "borderBottomColor"],
  ].map(([selector, property]) => {
    const element = document.querySelector(selector);
    return element && getComputedStyle(element)[property];
  });
  return {texts: found, scroll: document.documentElement.scrollWidth,
          buttons: boxes("a.button-link"), pictures: boxes("img"), grounds};
}"""


@cache
def measures(browser: Browser, letter: Letter, scheme: str) -> Any:
    """``MEASURES`` of the letter as a browser on a desk shows it, which several tests look at."""
    with shown(browser, letter, 640, scheme) as (page, _asked):
        return page.evaluate(MEASURES)


def every_look() -> list[Any]:
    """Each letter with each treatment, and both in each scheme by turns; in `make test-all`, all three together."""
    looks = itertools.product(enumerate(every_letter()), enumerate(SCHEMES), enumerate(TREATMENTS))
    return [
        pytest.param(
            *letter.values,
            scheme,
            treatment,
            id=f"{treatment}-{scheme}-{letter.id}",
            marks=[*letter.marks, *([pytest.mark.whole] if (one + two + three) % 2 else [])],
        )
        for (one, letter), (two, scheme), (three, treatment) in looks
    ]


@pytest.mark.parametrize(("letter", "scheme", "treatment"), every_look())
def test_a_letter_can_be_read_at_every_width(browser: Browser, letter: Letter, scheme: str, treatment: str) -> None:
    with shown(browser, letter, WIDTHS[0], scheme, treatment) as (page, asked):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            _assert_readable(page, width)
        wanted = {f"https://lettre.example.org/media/{picture.name}" for picture in edition(letter).pictures}
        assert set(asked) == wanted, "it asks for something that is not its own"


def _assert_readable(page: Page, width: int) -> None:
    measured = page.evaluate(MEASURES)
    assert measured["scroll"] <= width, "it scrolls sideways"
    assert len(measured["texts"]) > 10
    for text in measured["texts"]:
        assert text["size"] >= 16, text
        assert text["right"] <= width, text
        assert text["leading"] >= 1.05 or text["ornament"], text
    for button in measured["buttons"]:
        assert button["height"] >= 44
        assert button["width"] >= 44
        assert button["right"] <= width
    for picture in measured["pictures"]:
        assert 24 <= picture["width"] <= min(width, 592)
        assert picture["height"] >= 24
        assert picture["right"] <= width


@each_letter
@pytest.mark.parametrize(
    ("widths", "scheme", "treatment"),
    [
        (WIDTHS[::2], "light", "whole"),
        (WIDTHS[1::2], "dark", "whole"),
        pytest.param(WIDTHS[1::2], "light", "whole", marks=pytest.mark.whole),
        pytest.param(WIDTHS[::2], "dark", "whole", marks=pytest.mark.whole),
        ((375,), "dark", "without styles"),
        ((375,), "light", "without pictures"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, letter: Letter, widths: tuple[int, ...], scheme: str, treatment: str
) -> None:
    with shown(browser, letter, widths[0], scheme, treatment) as (page, _asked):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            report = axe.ask(page)
            assert {"color-contrast", "html-has-lang", "document-title", "link-name"} <= report.passed
            assert report.found == [], width


@each_letter
@each_scheme
def test_every_colour_comes_from_the_palette_of_its_scheme(browser: Browser, letter: Letter, scheme: str) -> None:
    """A rule that loses against an inline style, or against another rule, shows here."""
    measured = measures(browser, letter, scheme)
    names = {f"rgb({r}, {g}, {b})": name for name, (r, g, b) in _rgb(PALETTE[scheme]).items()}
    assert {text["colour"] for text in measured["texts"]} <= set(names)
    # Two names may stand for one colour: the colours are compared, not the names.
    wanted = [PALETTE[scheme][name] for name in ("page", "card", "band", "accent")]
    assert [PALETTE[scheme][names[ground]] for ground in measured["grounds"]] == wanted


# What stands in for a picture that is not shown; a browser that shows it has no text there.
_OF_PICTURES = {
    scheme: {(PALETTE["sizes"]["small"], "rgb({}, {}, {})".format(*bytes.fromhex(PALETTE[scheme]["soft"][1:])))}
    for scheme in ("light", "dark")
}


@each_letter
@each_scheme
def test_the_checks_see_the_colours_and_sizes_that_a_browser_does(
    browser: Browser, letter: Letter, scheme: str
) -> None:
    """Contrast is judged without a browser (cenum/analysis/cascade.py): here is one to compare it with."""
    seen = {(text["size"], text["colour"]) for text in measures(browser, letter, scheme)["texts"]}
    reckoned = set()
    for text in texts(parsed(edition(letter).html), dark=scheme == "dark"):
        assert text.look.ink
        reckoned.add((text.look.size, "rgb({}, {}, {})".format(*text.look.ink)))
    ornaments = {one for one in seen if one not in reckoned}
    assert reckoned <= seen | _OF_PICTURES[scheme]
    assert len(ornaments) <= 2, "only ✦ and “ are no text that has to be read"


@each_scheme
def test_each_kind_of_text_has_its_own_colour(browser: Browser, scheme: str) -> None:
    wanted = {
        "h1": "ink",
        "h2": "ink",
        "h3": "ink",
        ".label": "accent",
        ".teasers": "soft",
        ".star": "accent",
        ".credit": "soft",
        ".contents a": "link",
        "h2 a": "ink",
        ".card p": "ink",
        ".card li": "ink",
        ".card p a": "link",
        ".block-body p": "ink",
        ".block-body a": "link",
        ".block-body blockquote p": "ink",
        ".title": "ink",
        ".title a": "link",
        ".mark": "accent",
        ".who": "ink",
        ".day": "ink",
        ".day-number": "accent",
        ".when": "ink",
        ".person .label": "accent",
        ".interview .item": "accent",
        ".button-link": "button_ink",
        ".picture": "soft",
        "pre code": "ink",
        ".name": "band_ink",
        ".band-link": "band_ink",
        ".head .band": "band_soft",
        ".folio-day": "band_soft",
        ".publisher": "band_ink",
        ".leave-link": "band_ink",
        ".by": "soft",
    }
    grounds = {
        ".tint": "tint",
        ".button-body": "button",
        "pre": "tint",
        ".strip": "tint",
    }
    borders = {
        "blockquote": ("borderLeft", "accent"),
        ".rtl blockquote": ("borderRight", "accent"),
        "td": ("borderBottom", "accent"),
        ".ruled > table > tbody > tr > td": ("borderTop", "ink"),
        ".leave-body": ("borderTop", "band_soft"),
        ".button-link": ("borderBottom", "accent"),
    }
    borders[".resource"] = ("borderTop", "rule")
    borders["hr"] = ("borderTop", "rule")
    ask = "([s, p]) => getComputedStyle(document.querySelector(s))[p]"
    plain = {".card p": ".card p:not([class])"}
    with shown(browser, own(EVERY_BLOCK), 375, scheme) as (page, _asked):
        for selector, name in wanted.items():
            red, green, blue = _rgb(PALETTE[scheme])[name]
            asked = [plain.get(selector, selector), "color"]
            assert page.evaluate(ask, asked) == f"rgb({red}, {green}, {blue})", selector
        for selector, name in grounds.items():
            red, green, blue = _rgb(PALETTE[scheme])[name]
            assert page.evaluate(ask, [selector, "backgroundColor"]) == f"rgb({red}, {green}, {blue})", selector
        for selector, (side, name) in borders.items():
            red, green, blue = _rgb(PALETTE[scheme])[name]
            assert page.evaluate(ask, [selector, f"{side}Color"]) == f"rgb({red}, {green}, {blue})", selector


def _rgb(colours: dict[str, str]) -> dict[str, tuple[int, int, int]]:
    return {name: (int(c[1:3], 16), int(c[3:5], 16), int(c[5:7], 16)) for name, c in colours.items()}


@pytest.mark.parametrize("name", [EVERY_BLOCK, HOSTILE])
def test_nothing_written_in_a_letter_is_run(browser: Browser, name: str) -> None:
    with shown(browser, own(name), 640) as (page, _asked):
        assert page.evaluate("document.scripts.length") == 0
        assert page.title() == edition(own(name)).subject


def test_the_table_of_contents_takes_readers_there(browser: Browser) -> None:
    with shown(browser, own(EVERY_BLOCK), 375) as (page, _asked):
        top = "document.querySelector('#agenda').getBoundingClientRect().top"
        assert page.evaluate(top) > 900
        page.locator(".contents a", has_text="Agenda").click()
        page.wait_for_function(f"{top} < 900")


def test_it_takes_them_there_where_a_mail_program_drops_the_ids(browser: Browser) -> None:
    """Yahoo, Outlook for Windows and Gmail: caniemail.com, html-anchor-links."""
    with shown(browser, own(EVERY_BLOCK), 375) as (page, _asked):
        page.evaluate("document.querySelectorAll('[id]').forEach(element => element.removeAttribute('id'))")
        for section, way in (("agenda", "Agenda"), ("blocs", "Blocs")):
            top = f"document.querySelector('[name={section}]').getBoundingClientRect().top"
            page.evaluate("window.scrollTo(0, 0)")
            page.locator(".contents a", has_text=way).click()
            page.wait_for_function(f"scrollY > 0 && {top} < 900")


def test_an_anchor_is_no_link(browser: Browser) -> None:
    with shown(browser, own(EVERY_BLOCK), 375) as (page, _asked):
        heading = page.get_by_role("heading", name="Agenda")
        assert heading.count() == 1
        assert heading.get_by_role("link").count() == 0
        assert page.evaluate("getComputedStyle(document.querySelector('h2 a')).textDecorationLine") == "none"


# The words of tables' cells that stand on several lines. Lines break after hyphens.
CUT = """selector => [...document.querySelectorAll(selector)].flatMap(cell => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const cut = [];
  while (walker.nextNode()) {
    for (const match of walker.currentNode.textContent.matchAll(/[^ \\n-]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, match.index);
      range.setEnd(walker.currentNode, match.index + match[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) cut.push(match[0]);
    }
  }
  return cut;
})"""


def test_the_words_of_a_table_are_cut_only_where_they_have_no_room(browser: Browser) -> None:
    with shown(browser, own(TABLES), WIDTHS[0]) as (page, _asked):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            _assert_readable(page, width)
            assert page.locator(".narrow td").count() >= 6
            assert page.evaluate(CUT, ".narrow th, .narrow td") == []
            assert page.locator(".wide td").count() == 12
            assert (page.evaluate(CUT, ".wide th, .wide td") == []) == (width >= 640)


def test_thunderbird_cuts_no_word_that_has_room(browser: Browser) -> None:
    """It puts a letter into an element of this class, and drops media queries, but for those of a whole sheet."""
    html = edition(own(TABLES)).html.replace("@media", "@media print and")
    with empty_page(browser, 640) as page:
        page.set_content(html, wait_until="load")
        assert page.evaluate(CUT, ".wide th, .wide td") != []
        page.evaluate("document.body.classList.add('moz-text-html')")
        assert page.evaluate(CUT, ".wide th, .wide td") == []
        page.set_viewport_size({"width": 480, "height": 900})
        assert page.evaluate(CUT, ".wide th, .wide td") != []


def test_a_table_that_is_read_from_the_right_stands_on_the_right(browser: Browser) -> None:
    with shown(browser, own(TABLES), 375) as (page, _asked):
        aligned = "s => getComputedStyle(document.querySelector(s)).textAlign"
        for cell in (".rtl th", ".rtl td"):
            assert page.evaluate(aligned, cell) == "right"
        assert page.evaluate(aligned, "th") == "left"


@each_scheme
def test_where_a_reader_chose_the_colours_edges_stand_for_grounds(browser: Browser, scheme: str) -> None:
    with shown(browser, own(EVERY_BLOCK), 375, scheme) as (page, _asked):
        page.emulate_media(forced_colors="active")
        try:
            ask = """s => { const {borderBottomColor: edge, borderBottomWidth: width, borderBottomStyle: kind} =
                     getComputedStyle(document.querySelector(s)); return [edge, parseFloat(width) > 0, kind] }"""
            ground = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
            for selector in (".tint", ".resource", ".button-link", "pre", ".head td"):
                edge, wide, kind = page.evaluate(ask, selector)
                assert edge != ground, selector
                assert wide, selector
                assert kind == "solid", selector
        finally:
            page.emulate_media(forced_colors="none")


def test_the_preheader_takes_no_room(browser: Browser) -> None:
    with shown(browser, own(BARE), 375, treatment="without styles") as (page, _asked):
        hidden = page.locator("div[aria-hidden=true]").first
        assert not hidden.is_visible()
        # The band stands at the very top.
        assert page.evaluate("document.querySelector('.head').getBoundingClientRect().top") == 0


def test_a_portrait_stays_small_on_a_wide_screen_and_shrinks_on_a_narrow_one(browser: Browser) -> None:
    for width, wanted in ((1280, 240), (320, 240), (200, 152)):
        with shown(browser, own(EVERY_BLOCK), width) as (page, _asked):
            box = page.locator("img[alt='Portrait de Zoé Ça']").bounding_box()
            assert box is not None
            assert round(box["width"]) == wanted
            assert round(box["height"]) == wanted // 2


def test_a_portrait_stays_small_in_thunderbird(browser: Browser) -> None:
    """Its messageBody.css gives every picture the window's width at most, whatever the letter says."""
    with shown(browser, own(EVERY_BLOCK), 1280) as (page, _asked):
        page.add_style_tag(content="img { max-inline-size: calc(100svi - 16px) !important }")
        box = page.locator("img[alt='Portrait de Zoé Ça']").bounding_box()
        assert box is not None
        assert round(box["width"]) == 240
