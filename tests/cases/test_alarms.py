"""Letters of which too much was said, or said in pieces."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cenum.process import process
from cenum.workspace import Workspace
from tests.edition.samples import settings, templates, words

if TYPE_CHECKING:
    from cenum.process import Result

DEBIAN = "/usr/share/hunspell"
WRITING = Path(__file__).parent / "writing"


def result(name: str, folder: Path) -> Result:
    file = folder / "issues" / "2026-01-02.md"
    file.parent.mkdir()
    (source,) = WRITING.glob(f"{name}-*.md")
    shutil.copy(source, file)
    return process(file, Workspace(folder, settings()), templates())


def said(name: str, folder: Path, *rules: str) -> list[tuple[str, int | None]]:
    return [(one.rule, one.place.line) for one in result(name, folder).findings if one.rule in rules]


def test_a_name_after_a_preposition_and_at_a_sentences_beginning_is_one(tmp_path: Path) -> None:
    assert said("09", tmp_path, "name-two-spellings") == []


def test_an_english_paragraph_is_told_once_wherever_its_lines_are_broken(tmp_path: Path) -> None:
    assert said("10", tmp_path, "language-passage", "spelling") == [("language-passage", 9)]


def test_arabic_and_hebrew_are_read_from_the_right(tmp_path: Path) -> None:
    made = result("11", tmp_path)
    html = made.edition.html
    assert [str(one) for one in made.findings if not one.waived] == []
    assert '<div lang="ar" dir="rtl" class="rtl"' in html
    assert '<span lang="he" dir="rtl">שלום</span>' in html


def test_accents_in_two_characters_are_typeset_as_any_other(tmp_path: Path) -> None:
    made = result("13", tmp_path).edition
    sentence = "Le café ! L’été ? Un marché : oui."
    assert "Le café\u202f! L’été\u202f? Un marché\u00a0: oui." in made.html
    assert sentence in words(made.text)


def test_an_oe_in_two_letters_is_told_with_the_one_that_it_wants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    if not Path(f"{DEBIAN}/fr.dic").exists():
        pytest.skip("Debian's French dictionary is not installed")
    monkeypatch.setenv("DICPATH", DEBIAN)
    remedies = {one.message.split("”")[0].strip("“"): one.remedy for one in result("14", tmp_path).findings}
    for word, right in {"coeur": "cœur", "l'oeuvre": "l'œuvre", "soeur": "sœur", "voeu": "vœu"}.items():
        assert remedies[word].startswith(f"write “{right}”;")


def test_two_texts_of_many_links_are_two_findings(tmp_path: Path) -> None:
    assert said("15", tmp_path, "link-text-twice", "link-target-twice") == [("link-text-twice", 10)] * 2
