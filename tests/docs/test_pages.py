"""The pages as GitHub shows them."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, anchors, name, targets, texts

if TYPE_CHECKING:
    from pathlib import Path

each_page = pytest.mark.parametrize("page", PAGES, ids=name)


@each_page
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    broken = []
    for target in targets(page):
        address = urlsplit(target)
        if address.scheme:
            continue
        file = (page.parent / address.path).resolve() if address.path else page
        there = file.is_file() and file.is_relative_to(ROOT)
        if not there or (address.fragment and address.fragment not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_links_are_found_at_all() -> None:
    assert sum(len(targets(page)) for page in PAGES) > 200
    assert "en-tete.md" in targets(DOCS / "fr" / "ecrire.md")
    assert "docs/pictures/letter-375-dark.png" in targets(ROOT / "README.md")


def test_every_page_stands_in_the_menu_and_every_french_one_beside_its_english_one() -> None:
    parts = tomllib.loads((DOCS / "menu.toml").read_text("utf-8"))["part"]
    listed = [page for part in parts for page in part["pages"]] + [{"en": "index", "fr": "index"}]
    there = {page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")}
    assert {page["en"] for page in listed} == {page for page in there if not page.startswith("fr/")}
    assert {f"fr/{page['fr']}" for page in listed if "fr" in page} == {
        page for page in there if page.startswith("fr/")
    }


@pytest.mark.parametrize("page", sorted((DOCS / "fr").glob("*.md")), ids=name)
def test_french_pages_are_typeset_as_french_is(page: Path) -> None:
    wrong = [text for text in texts(page) if re.search(r" [:;!?»%](\s|$)|« |[a-zà-ÿ]'[a-zà-ÿ]", text)]
    assert wrong == []
