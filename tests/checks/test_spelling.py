from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.analysis.passages import Passage, PassageKind
from cenum.checks.spelling import spelling
from cenum.dictionary import Vocabulary, vocabulary
from cenum.errors import Mistakes
from cenum.issue.reader import read
from cenum.workspace import Workspace
from tests.checks.samples import issue_of, view
from tests.edition.samples import ROOT, settings

if TYPE_CHECKING:
    from cenum.finding import Finding
    from cenum.settings import Settings

WORDS = (
    *("le", "la", "les", "un", "une", "est", "dans", "atelier", "développement", "accueil", "parmi", "numérique"),
    *("aujourd'hui", "citoyen", "arriver", "dit-il", "animé", "outil"),
)
SHARED = ROOT.parent / "shared" / "content" / "2025-04-18.md"
DEBIAN = "/usr/share/hunspell"


class Few:
    """A dictionary of a handful of words, which knows elided ones as Hunspell does."""

    def spell(self, word: str) -> bool:
        return word in WORDS or word.partition("'")[2] in WORDS


def told(text: str, own: frozenset[str] = frozenset(), kind: PassageKind = PassageKind.TEXT) -> list[Finding]:
    return spelling(view(passages=[Passage(text, "issues/a.md", 10, kind, 1)], vocabulary=Vocabulary(Few(), own)))


def unknown(text: str) -> list[str]:
    return [finding.message.partition("“")[2].partition("”")[0] for finding in told(text)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("dévelopement", "développement"), ("acceuil", "accueil"), ("numerique", "numérique"), ("arivver", "correct")],
)
def test_the_commonest_slips_are_told_with_what_was_meant(word: str, meant: str) -> None:
    (finding,) = told(f"un {word}")
    assert finding.rule == "spelling"
    assert str(finding.place) == "issues/a.md:10"
    assert meant in finding.remedy
    assert "words.txt" in finding.remedy


def test_a_letter_too_many_or_another_one_is_found_where_no_commoner_slip_was() -> None:
    (finding,) = told("un atelixer, un ouxil")[:1]
    assert "“atelier”" in finding.remedy


def test_a_word_is_told_once_with_all_its_lines() -> None:
    (finding,) = told("un acceuil\nun acceuil")
    assert "10, 11" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "l’outil, qu'un atelier, L’atelier, aujourd’hui, dit-il",
        "co-animé, éco-citoyen, citoyen·ne·s",
        "Un atelier de Wxyz Abcdé, l’Wxyz, HTMLX, iPhonx, ChatGPX",
        "wxyz@exemple.fr, @wxyz, #wxyz, exemple.fr, 3wxyz, wxyz_abc, fichier.pdfx, https://wxyz",
        "citoyen(s), à, n, ok",
        "le numérique\u00a0: un outil",
        "un \ufffc est la",
        "The medium is the message and this is what we have been told for so many years by them",
    ],
)
def test_names_addresses_and_what_french_makes_of_words_are_left_alone(text: str) -> None:
    assert [word for word in unknown(text) if word not in {"de", "et", "des"}] == []


def test_the_first_word_of_a_sentence_is_told_only_where_it_is_surely_no_name() -> None:
    assert unknown("Acceuil dans un atelier. Guillaud est dans la") == ["acceuil"]


def test_the_teams_own_words_are_known_in_the_plural_too() -> None:
    assert told("un deepfake, les deepfakes, Deepfake", frozenset({"deepfake"})) == []


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_each_finding_says_what_to_do(text: str) -> None:
    assert all(finding.remedy and finding.place.line for finding in told(text))


def test_a_whole_foreign_letter_does_not_take_for_ever() -> None:
    asked = []

    class Counting(Few):
        def spell(self, word: str) -> bool:
            asked.append(word)
            return super().spell(word)

    text = " ".join(f"xq{chr(97 + number % 26)}zw{chr(97 + number // 26)}kj" for number in range(600))
    assert (
        len(spelling(view(passages=[Passage(text, "a", 1, PassageKind.TEXT, 1)], vocabulary=Vocabulary(Counting()))))
        == 600
    )
    assert len(asked) < 100_000


def letter(**changes: str) -> Settings:
    chosen = settings()
    return replace(chosen, writing=replace(chosen.writing, **changes))


def own_dictionary(folder: Path) -> None:
    (folder / "fr.aff").write_text("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", "utf-8")
    (folder / "fr.dic").write_text("3\natelier/S\nun\nles\n", "utf-8")


def test_a_dictionary_in_the_folder_and_the_words_beside_it_are_read(tmp_path: Path) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    own_dictionary(tmp_path)
    (tmp_path / "words.txt").write_text("\ufeff# ours\nMédialab # a place\n\n", "utf-8")
    known = vocabulary(letter(dictionary="fr.dic"), tmp_path, {})
    assert known is not None
    assert known.has("ateliers")
    assert known.has("médialab")
    assert not known.has("atelir")
    issue = issue_of(tmp_path, "# Un {#une}\n\nLes ateliers, un atelir.")
    assert str(spelling(view(issue=issue, vocabulary=known))[-1].place) == "2026-01-02.md:7"


def test_an_installed_dictionary_is_found_by_the_language(tmp_path: Path) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    own_dictionary(tmp_path)
    at = {"DICPATH": f"/nowhere{os.pathsep}{tmp_path}"}
    assert vocabulary(settings(), tmp_path, at) is not None
    english = replace(settings(), newsletter=replace(settings().newsletter, language="en"))
    assert vocabulary(english, tmp_path, at) is None


def test_without_a_dictionary_nothing_is_said(tmp_path: Path) -> None:
    assert vocabulary(settings(), tmp_path, {"DICPATH": str(tmp_path)}) is None


def test_a_dictionary_that_is_not_there_is_said(tmp_path: Path) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    with pytest.raises(Mistakes, match=r"fr\.dic") as found:
        vocabulary(letter(dictionary="fr.dic"), tmp_path, {})
    assert found.value.findings[0].place.file == "cenum.toml"


def test_words_that_are_no_text_are_said(tmp_path: Path) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    own_dictionary(tmp_path)
    (tmp_path / "words.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Mistakes) as found:
        vocabulary(letter(dictionary="fr.dic"), tmp_path, {})
    assert found.value.findings[0].place.file == "words.txt"


@pytest.fixture
def french() -> Vocabulary:
    """Debian's."""
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    found = vocabulary(settings(), Path("/nowhere"), {"DICPATH": DEBIAN})
    if found is None:
        pytest.skip("Hunspell's French dictionary is not installed (apt-get install hunspell-fr)")
    return found


def test_the_sample_letters_have_no_misspelt_word(french: Vocabulary) -> None:
    for path in Workspace(ROOT, settings()).dated_issues():
        issue = read(path, settings(), root=ROOT).issue
        assert issue is not None
        assert spelling(view(issue=issue, vocabulary=french)) == [], path


def test_what_it_says_of_the_real_letter_is_foreign_or_new(french: Vocabulary) -> None:
    if not SHARED.exists():
        pytest.skip("the real letter is not here")
    issue = read(SHARED, settings(), root=SHARED.parent).issue
    assert issue is not None
    told = [
        finding.message.partition("“")[2].partition("”")[0]
        for finding in spelling(view(issue=issue, vocabulary=french))
    ]
    # A new word, and English ones in the names of things.
    assert told == ["enshittification", "mid-terms", "centered", "artificial"]
