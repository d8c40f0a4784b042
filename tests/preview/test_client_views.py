from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.preview.client_views import ClientView, LetterViews, with_files
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import ROOT
from tests.preview.site import folder, library

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

KEY = "2026-11-06"


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> LetterViews:
    import shutil  # noqa: PLC0415  only here

    at: Path = folder(tmp_path_factory.mktemp("letter"))
    shutil.copytree(ROOT / "issues", at / "issues", dirs_exist_ok=True)
    preview = library(at).preview(KEY)
    assert preview
    assert preview.good
    return preview.good.views


def test_dark_rules_hold_in_the_dark_view_alone(letter: LetterViews) -> None:
    for view in ClientView:
        assert "prefers-color-scheme" not in letter.html(view)
        assert ("@media (min-width: 0px)" in letter.html(view)) is (view is ClientView.DARK)


def test_without_pictures_their_words_stand_in_their_place(letter: LetterViews) -> None:
    html = letter.html(ClientView.PICTURELESS)
    assert "<img" not in html
    assert "url(" not in html
    assert "une table ronde de café" in html


def test_without_styles_no_sheet_is_left(letter: LetterViews) -> None:
    assert "<style" not in letter.html(ClientView.STYLELESS)
    assert 'style="' in letter.html(ClientView.STYLELESS)


def test_turned_over_the_card_is_dark(letter: LetterViews) -> None:
    assert "#fffdf8" not in letter.html(ClientView.INVERTED)
    assert "#1d1b18" in letter.html(ClientView.INVERTED)


def test_word_gets_what_was_written_for_it(letter: LetterViews) -> None:
    html = letter.html(ClientView.OUTLOOK)
    assert "<!--[if" not in html
    assert "border-radius" not in html
    assert html.count("<table") > letter.html(ClientView.SENT).count("\n<table")


def test_a_view_is_made_once(letter: LetterViews) -> None:
    assert letter.html(ClientView.DARK) is letter.html(ClientView.DARK)


def test_pictures_get_the_addresses_that_they_are_given() -> None:
    assert with_files('<img src="a">', {"a": "data:,"}) == '<img src="data:,">'


@needs_chromium
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_every_view_but_the_one_of_word_fits_the_screen(letter: LetterViews, browser: Browser, width: int) -> None:
    with empty_page(browser, width) as page:
        for view in [one for one in ClientView if one is not ClientView.OUTLOOK]:
            page.set_content(letter.html(view))
            assert page.evaluate("document.documentElement.scrollWidth") == width, view
