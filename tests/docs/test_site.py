"""The site that `make docs` builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests import axe
from tests.chromium import empty_page, needs_chromium
from tests.docs.site import LANGUAGES, needs_sphinx

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = needs_sphinx

# What a page loads, as opposed to what it links.
LOADED = "//@src | //link[not(contains('index search next prev canonical', @rel))]/@href"


def pages(site: Path) -> dict[Path, Any]:
    found = {page: html.parse(str(page)) for page in sorted(site.glob("[ef][nr]/**/*.html"))}
    assert len(found) > 40
    return found


@pytest.mark.long
def test_it_builds_without_a_warning(site: Path) -> None:
    assert (site / "said.txt").read_text("utf-8") == ""


def test_every_link_leads_to_a_page_and_a_place_that_are_there(site: Path) -> None:
    parsed = pages(site)
    broken = []
    for page, tree in parsed.items():
        for target in {*tree.xpath("//body//@href"), *tree.xpath("//@src")}:
            address = urlsplit(unquote(target))
            if address.scheme:
                continue
            file = (page.parent / address.path).resolve() if address.path else page
            place = address.fragment
            there = file.is_file()
            if not there or (place and file in parsed and not parsed[file].xpath("//*[@id=$place]", place=place)):
                broken.append(f"{page.relative_to(site)}: {target}")
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = {address for tree in pages(site).values() for address in tree.xpath(LOADED)}
    assert loaded
    assert [address for address in loaded if urlsplit(address).netloc] == []
    styles = [style.read_text("utf-8") for style in site.glob("*/_static/**/*.css")]
    assert styles
    assert [
        found for style in styles for found in re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)]*", style)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_and_leads_to_the_other(site: Path, language: str) -> None:
    (other,) = LANGUAGES.keys() - {language}
    for page, tree in pages(site).items():
        if page.relative_to(site).parts[0] == language:
            assert tree.xpath("/html/@lang") == [language]
            (switch,) = tree.xpath("//*[@class='sidebar-languages']/a")
            assert switch.get("hreflang") == other
            assert (page.parent / switch.get("href")).resolve().is_relative_to((site / other).resolve())


def test_the_same_page_in_the_other_language_is_one_step_away(site: Path) -> None:
    (switch,) = html.parse(str(site / "fr" / "editeur.html")).xpath("//*[@class='sidebar-languages']/a/@href")
    assert switch == "../en/editor.html"


@needs_chromium
@pytest.mark.parametrize(
    ("page", "scheme"),
    [
        ("fr/editeur", "light"),
        ("fr/vendredi", "dark"),
        ("en/commands", "light"),
        ("en/architecture", "dark"),
        pytest.param("fr/editeur", "dark", marks=pytest.mark.whole),
        pytest.param("fr/vendredi", "light", marks=pytest.mark.whole),
        pytest.param("en/commands", "dark", marks=pytest.mark.whole),
        pytest.param("en/architecture", "light", marks=pytest.mark.whole),
    ],
)
def test_axe_finds_nothing_and_nothing_is_asked_of_the_web(
    site: Path, browser: Browser, page: str, scheme: Any
) -> None:
    asked: list[str] = []
    heard = {"request": lambda request: asked.append(request.url)}
    with empty_page(browser, scheme=scheme, listeners=heard) as shown:
        shown.goto((site / f"{page}.html").as_uri())
        assert axe.ask(shown).found == []
    assert asked
    assert [address for address in asked if not address.startswith("file:")] == []
