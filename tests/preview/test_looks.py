from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.preview.looks import Letter, Look, with_pictures
from tests.chromium import needs_chromium
from tests.edition.samples import ROOT
from tests.preview.site import folder, library

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

KEY = "2026-11-06"


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Letter:
    import shutil  # noqa: PLC0415  only here

    at: Path = folder(tmp_path_factory.mktemp("letter"))
    shutil.copytree(ROOT / "issues", at / "issues", dirs_exist_ok=True)
    preview = library(at).preview(KEY)
    assert preview
    assert preview.good
    return preview.good.letter


def test_dark_rules_hold_in_the_dark_look_alone(letter: Letter) -> None:
    for look in Look:
        assert "prefers-color-scheme" not in letter.look(look)
        assert ("@media (min-width: 0px)" in letter.look(look)) is (look is Look.DARK)


def test_without_pictures_their_words_stand_in_their_place(letter: Letter) -> None:
    html = letter.look(Look.PICTURELESS)
    assert "<img" not in html
    assert "url(" not in html
    assert "une table ronde de café" in html


def test_without_styles_no_sheet_is_left(letter: Letter) -> None:
    assert "<style" not in letter.look(Look.STYLELESS)
    assert 'style="' in letter.look(Look.STYLELESS)


def test_turned_over_the_card_is_dark(letter: Letter) -> None:
    assert "#fffdf8" not in letter.look(Look.TURNED)
    assert "#1d1b18" in letter.look(Look.TURNED)


def test_word_gets_what_was_written_for_it(letter: Letter) -> None:
    html = letter.look(Look.OUTLOOK)
    assert "<!--[if" not in html
    assert "border-radius" not in html
    assert html.count("<table") > letter.look(Look.SENT).count("\n<table")


def test_a_look_is_made_once(letter: Letter) -> None:
    assert letter.look(Look.DARK) is letter.look(Look.DARK)


def test_pictures_get_the_addresses_that_they_are_given() -> None:
    assert with_pictures('<img src="a">', {"a": "data:,"}) == '<img src="data:,">'


@needs_chromium
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_every_look_but_the_one_of_word_fits_the_screen(letter: Letter, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    try:
        for look in [one for one in Look if one is not Look.OUTLOOK]:
            page.set_content(letter.look(look))
            assert page.evaluate("document.documentElement.scrollWidth") == width, look
    finally:
        page.close()
