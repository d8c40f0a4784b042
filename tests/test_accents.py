from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.accents import composed, either_form, normalised
from cenum.dictionary import _own
from cenum.issue.source import text_as_it_is
from cenum.letter_folder import LetterFolder
from cenum.settings import parse
from tests.edition.samples import ROOT
from tests.issue import desk

if TYPE_CHECKING:
    from pathlib import Path

CAFE = "cafe\u0301"


@pytest.mark.parametrize(
    ("text", "put_together"),
    [
        (f"Le {CAFE}! L’e\u0301te\u0301?", "Le café! L’été?"),
        ("garc\u0327on, nai\u0308f, Noe\u0308l, E\u0301cole, s\u0323\u0307", "garçon, naïf, Noël, École, ṩ"),
        ("か\u3099", "が"),
        ("a\u0301\u0323", "ạ\u0301"),
        (f"[{CAFE}](https://a.fr/{CAFE}?q={CAFE}) {CAFE}", f"[café](https://a.fr/{CAFE}?q={CAFE}) café"),
        # What form C would make something else of.
        ("\u037e \u1fef \u212b \uf900 = \u2260 =\u0338 x\u0302 1\u20e3 🏳\ufe0f", None),
        ("déjà", None),
        ("\u0301 seul", None),
    ],
)
def test_a_letter_and_its_accent_become_one(text: str, put_together: str | None) -> None:
    assert composed(text) == (text if put_together is None else put_together)


@given(st.text())
def test_lines_and_all_that_is_read_stay(text: str) -> None:
    again = composed(text)
    assert composed(again) == again
    assert again.count("\n") == text.count("\n")
    assert unicodedata.normalize("NFD", again) == unicodedata.normalize("NFD", text)


def test_an_issue_is_read_as_if_it_had_been_typed(tmp_path: Path) -> None:
    apart = unicodedata.normalize(
        "NFD", "---\ntitle: L'été\n---\n# Édito {#edito}\n\nLe café! Un marché: oui, [déjà](#edito).\n"
    )
    issue = desk.issue(tmp_path, apart)
    assert issue.title == "L’été"
    assert issue.sections[0].heading == "Édito"
    (prose,) = issue.sections[0].blocks
    assert next(prose.texts()).words == "Le café\u202f! Un marché\u00a0: oui, déjà."
    assert text_as_it_is(tmp_path / "issues" / "2026-11-27.md") == unicodedata.normalize("NFC", apart)


def test_the_settings_and_the_teams_words_are_read_so_too(tmp_path: Path) -> None:
    text = (ROOT / "cenum.toml").read_text("utf-8").replace('publisher = "', 'publisher = "Éé ')
    settings = parse(unicodedata.normalize("NFD", text).encode(), "cenum.toml")
    assert settings.newsletter.publisher.startswith("Éé ")
    (tmp_path / "words.txt").write_text(unicodedata.normalize("NFD", "médialab\n"), "utf-8")
    assert _own(tmp_path, "words.txt") == {"médialab"}


@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_a_picture_is_found_however_its_name_spells_its_accents(
    tmp_path: Path, on_disk: Literal["NFC", "NFD"], written: Literal["NFC", "NFD"]
) -> None:
    media = tmp_path / "issues" / "media"
    media.mkdir(parents=True)
    (media / unicodedata.normalize(on_disk, "été.png")).write_bytes(desk.PNG)
    name = unicodedata.normalize(written, "media/été.png")
    issue = desk.issue(tmp_path, f"{desk.HEAD}{desk.SECTION}\n![Un mur]({name})\n")
    (image,) = issue.images.values()
    assert image.file is not None
    assert image.file.is_file()


def test_a_name_without_accents_stays_as_it_is(tmp_path: Path) -> None:
    assert either_form(LetterFolder(tmp_path), "a.png") == tmp_path / "a.png"
    assert either_form(LetterFolder(tmp_path), CAFE) == tmp_path / CAFE


def test_more_marks_than_any_letter_has_are_put_in_order_in_parts() -> None:
    marks = "\u0301\u0323" * 2_000
    formed = normalised("NFD", f"a{marks}")
    assert sorted(formed) == sorted(f"a{marks}")
    assert formed != unicodedata.normalize("NFD", f"a{marks}")
