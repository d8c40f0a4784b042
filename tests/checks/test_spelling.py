from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.analysis.passages import Passage, PassageKind
from cenum.analysis.slips import meant
from cenum.cache import Cache
from cenum.checks.spelling import spelling
from cenum.dictionary import Vocabulary, _remembered, vocabulary
from cenum.errors import Mistakes
from cenum.finding import Place
from cenum.issue.reader import read
from cenum.links.link import Link
from cenum.process import process
from cenum.workspace import Workspace
from tests.checks.samples import issue_of, view
from tests.edition.samples import ROOT, settings

if TYPE_CHECKING:
    from cenum.finding import Finding
    from cenum.settings import Settings
    from tests.edition.samples import Desk

WORDS = (
    *("le", "la", "les", "un", "une", "est", "dans", "atelier", "développement", "accueil", "parmi", "numérique"),
    *("aujourd'hui", "citoyen", "arriver", "dit-il", "animé", "outil", "cœur", "œuvre", "œuvres", "sacré"),
)
SHARED = ROOT.parent / "shared" / "content" / "2025-04-18.md"
DEBIAN = "/usr/share/hunspell"


class Few:
    """A dictionary of a handful of words, which knows elided ones as Hunspell does."""

    def spell(self, word: str) -> bool:
        return word in WORDS or word.partition("'")[2] in WORDS

    def keep(self) -> None:
        """Nothing is kept."""


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


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("un co-anmé", "co-animé"),
        ("un citoyenn·ne·s", "citoyen·ne·s"),
        ("l’acceuil", "l'accueil"),
        ("un acceuil-atelier", "accueil-atelier"),
    ],
)
def test_a_slip_within_what_french_makes_of_words_is_found(text: str, right: str) -> None:
    (finding,) = told(text)
    assert f"“{right}”" in finding.remedy


def test_a_word_is_told_once_with_all_its_lines() -> None:
    (finding,) = told("un acceuil\nun acceuil")
    assert "10, 11" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "l’outil, qu'un atelier, L’atelier, aujourd’hui, dit-il",
        "co-animé, éco-citoyen, citoyen·ne·s",
        "Un atelier de Wxyz Abcdé, l’Wxyz, HTMLX, iPhonx, ChatGPX",
        "un wxm², 5 wxm³, wxyz@exemple.fr, @wxyz, #wxyz, exemple.fr, 3wxyz, wxyz_abc, fichier.pdfx, https://wxyz",
        "citoyen(s), à, n, ok",
        "le numérique\u00a0: un outil",
        "un \ufffc est la",
        "The medium is the message and this is what we have been told for so many years by them",
        "Software is much more\nthan just code. It is time – or is it? – to (always)\nconfront all of its lacenses.",
    ],
)
def test_names_addresses_and_what_french_makes_of_words_are_left_alone(text: str) -> None:
    assert [word for word in unknown(text) if word not in {"de", "et", "des"}] == []


def test_a_few_words_of_english_are_no_slips_and_tea_is() -> None:
    assert unknown("un outil, the road so far, et un atelier: that's all") == []
    assert unknown("un outil, my\nvery, own Wxyz and only") == []
    assert unknown("un the, la the est un") == ["the"]
    assert unknown("un acceuil, un outil the") == ["acceuil", "the"]


def test_the_first_word_of_a_sentence_is_told_only_where_it_is_surely_no_name() -> None:
    assert unknown("Acceuil dans un atelier. Guillaud est dans la") == ["acceuil"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("le coeur", "cœur"),
        ("Coeur", "cœur"),
        ("LE COEUR", "cœur"),
        ("les oeuvres", "œuvres"),
        ("un Sacré-Coeur", "sacré-cœur"),
        ("l’oeuvre", "l'œuvre"),
        ("dans l’Oeuvre", "l'œuvre"),
    ],
)
def test_an_oe_in_two_letters_is_told_with_or_without_capitals(text: str, right: str) -> None:
    (finding,) = told(text, frozenset({"codeur", "cour"}))
    assert f"write “{right}”;" in finding.remedy


def test_a_name_that_has_o_and_e_stays_one() -> None:
    assert unknown("un Goethe, la Boeing, le MOOC de Joe, un Zoe-Coer") == []


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
    found = spelling(view(passages=[Passage(text, "a", 1, PassageKind.TEXT, 1)], vocabulary=Vocabulary(Counting())))
    assert found[-1].message.startswith("600 words")
    assert len(asked) < 4_000


def test_however_much_is_pasted_so_much_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Counting(Few):
        def spell(self, word: str) -> bool:
            asked.append(word)
            return super().spell(word)

    monkeypatch.setattr("cenum.checks.spelling._MOST_QUESTIONS", 300)
    text = " ".join(f"xq{chr(97 + number % 26)}zw{chr(97 + number // 26)}kj" for number in range(600))
    found = spelling(view(passages=[Passage(text, "a", 1, PassageKind.TEXT, 1)], vocabulary=Vocabulary(Counting())))
    assert len(asked) == 300
    assert found[-1].message.startswith("300 words")
    assert not any("“" in finding.remedy for finding in found)


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
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The dictionaries that Hunspell has read; no verdict is remembered from another test."""
    hunspell = pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    read_ones: list[str] = []

    def reading(name: str, hunspell_data_dir: str) -> object:
        read_ones.append(name)
        return engine(name, hunspell_data_dir=hunspell_data_dir)

    engine = hunspell.Hunspell
    monkeypatch.setattr(hunspell, "Hunspell", reading)
    _remembered.cache_clear()
    return read_ones


def command(folder: Path, cache: Cache, words: str) -> list[bool]:
    """What the vocabulary of a command of its own says of each of ``words``."""
    _remembered.cache_clear()
    known = vocabulary(letter(dictionary="fr.dic"), folder, {}, cache)
    assert known is not None
    said = [known.has(word) for word in words.split()]
    known.engine.keep()
    return said


def test_hunspell_is_loaded_only_for_a_word_that_it_was_never_asked_about(tmp_path: Path, loaded: list[str]) -> None:
    own_dictionary(tmp_path)
    cache = Cache(tmp_path / "cache")
    assert command(tmp_path, cache, "ateliers un atelir") == [True, True, False]
    assert loaded == ["fr"]
    assert command(tmp_path, cache, "atelir ateliers") == [False, True]
    assert loaded == ["fr"]
    assert command(tmp_path, cache, "ateliers les") == [True, True]
    assert loaded == ["fr", "fr"]


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path, loaded: list[str]) -> None:
    own_dictionary(tmp_path)
    cache = Cache(tmp_path / "cache")
    command(tmp_path, cache, "ateliers")
    (kept,) = (tmp_path / "cache" / "spelling").iterdir()
    kept.unlink()
    known = vocabulary(letter(dictionary="fr.dic"), tmp_path, {}, cache)
    assert known is not None
    assert known.has("ateliers")
    known.engine.keep()
    assert not kept.exists()
    assert loaded == ["fr"]


def test_another_dictionary_of_the_same_name_is_asked_anew_at_once(tmp_path: Path, loaded: list[str]) -> None:
    own_dictionary(tmp_path)
    cache = Cache(tmp_path / "cache")
    chosen = letter(dictionary="fr.dic")
    known = vocabulary(chosen, tmp_path, {}, cache)
    assert known is not None
    assert not known.has("atelir")
    (tmp_path / "fr.dic").write_text("1\natelir\n", "utf-8")
    known = vocabulary(chosen, tmp_path, {}, cache)
    assert known is not None
    assert known.has("atelir")
    assert len(loaded) == 2


def test_verdicts_are_bounded_and_the_latest_stay(
    tmp_path: Path, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own_dictionary(tmp_path)
    cache = Cache(tmp_path / "cache")
    monkeypatch.setattr("cenum.dictionary._MOST_VERDICTS", 3)
    command(tmp_path, cache, "a b c d e un les")
    assert command(tmp_path, cache, "les") == [True]
    assert len(loaded) == 1
    command(tmp_path, cache, "a")
    assert len(loaded) == 2


def test_a_command_that_ends_leaves_its_verdicts_to_the_next(desk: Desk, loaded: list[str]) -> None:
    own_dictionary(desk.folder)
    assert desk.templates.exists()
    path = desk.folder / "2026-01-02.md"
    path.write_text("---\ntitle: Un\n---\n\n# Un {#une}\n\nUn atelir.\n", "utf-8")
    workspace = Workspace(desk.folder, letter(dictionary="fr.dic"), Cache(desk.folder / "cache"))
    first, second = ({one.message for one in _again(path, workspace)} for _time in range(2))
    assert first == second
    assert any("“atelir”" in message for message in first)
    assert loaded == ["fr"]


def _again(path: Path, workspace: Workspace) -> tuple[Finding, ...]:
    _remembered.cache_clear()
    return process(path, workspace).findings


def test_a_word_that_the_dictionary_has_no_characters_for_is_left_alone(tmp_path: Path) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    (tmp_path / "fr.aff").write_text("SET ISO8859-1\n", "ascii")
    (tmp_path / "fr.dic").write_text("1\nété\n", "latin-1")
    known = vocabulary(letter(dictionary="fr.dic"), tmp_path, {})
    assert known is not None
    assert [known.has(word) for word in ("été", "etez", "cœur", "мир")] == [True, False, True, True]


def test_files_that_are_no_dictionary_break_nothing(tmp_path: Path) -> None:
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    for aff, dic in ((b"", b""), (b"\xff\x00" * 99, b"1\nun\n"), (b"SET UTF-8\n", b"99999999999\nun\n")):
        (tmp_path / "fr.aff").write_bytes(aff)
        (tmp_path / "fr.dic").write_bytes(dic)
        known = vocabulary(letter(dictionary="fr.dic"), tmp_path, {})
        assert known is not None
        assert not known.has("atelier")
    (tmp_path / "fr.dic").unlink()
    (tmp_path / "fr.dic").mkdir()
    with pytest.raises(Mistakes, match=r"fr\.dic"):
        vocabulary(letter(dictionary="fr.dic"), tmp_path, {})


@pytest.fixture
def french() -> Vocabulary:
    """Debian's."""
    pytest.importorskip("hunspell", reason="cenum[spelling] is not installed")
    found = vocabulary(settings(), Path("/nowhere"), {"DICPATH": DEBIAN})
    if found is None:
        pytest.skip("Hunspell's French dictionary is not installed (apt-get install hunspell-fr)")
    return found


def test_what_was_meant_is_among_the_first_three_of_nineteen_slips_in_twenty(french: Vocabulary) -> None:
    """288 of 300 with Debian's dictionary of 2020, 278 of them in the first place, for 57 questions each."""
    lines = (Path(__file__).parent / "slips.tsv").read_text("utf-8").splitlines()
    slips = [line.split("\t") for line in lines if not line.startswith("#")]
    found = {wrong: meant(wrong, french.has) for wrong, _right in slips}
    assert len(slips) == len(found) == 300
    assert not any(french.has(wrong) for wrong in found)
    assert sum(right in found[wrong] for wrong, right in slips) >= 285
    assert sum(found[wrong][:1] == [right] for wrong, right in slips) >= 270


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
    (told,) = spelling(view(issue=issue, vocabulary=french))
    # A new word, and English ones in the names of things.
    for word in ("enshittification", "mid-terms", "centered", "artificial"):
        assert f"“{word}” (line " in told.message


def test_many_words_that_are_like_no_other_are_named_in_one_finding() -> None:
    strange = ["bibanouk", "fragouvi", "klastrup", "zibouquet", "trouvagne", "gnasquik", "plouvekar"]
    found = told("\n".join(f"un {word}" for word in [*strange[:4], "acceuil", *strange[4:]]))
    assert [one.message.partition("”")[0].strip("“") for one in found[:-1]] == ["acceuil"]
    assert found[-1].message.startswith("7 words are in no dictionary: “bibanouk” (line 10), “fragouvi” (line 11)")
    assert found[-1].message.endswith("“plouvekar” (line 17)")
    assert (found[-1].place.line, len(found)) == (10, 2)


def test_a_word_that_comes_often_is_one_of_a_trade() -> None:
    slips = ["un bibanouk", "un fragouvi", "un acceuil"]
    assert [one.remedy[:7] for one in told("\n".join(slips))] == ["correct"] * 2 + ["write “"]
    (together,) = told("\n".join(slips + ["un acceuil"] * 4))
    assert together.message.startswith("3 words are in no dictionary")
    assert "“acceuil” (line 12: “accueil”?)" in together.message


def test_words_that_only_look_somewhat_like_others_are_of_a_trade_with_what_may_be_meant() -> None:
    (slip, together) = told("un atelixer, un ouxil\nun klastrup, un acceuil")
    assert "write “accueil”" in slip.remedy
    assert together.message.startswith("3 words are in no dictionary: “atelixer” (line 10: “atelier”?)")
    assert "“klastrup” (line 11)" in together.message


def test_two_letters_that_changed_places_in_a_short_word_are_no_slip_for_sure() -> None:
    (together,) = told("un els, un klastrup, un bibanouk")
    assert together.message.startswith("3 words are in no dictionary: “els” (line 10: “les”?)")
    (accent, ligature, together) = told("un klastrup, un bibanouk, un fragouvi\nun anime, un coeur")
    assert "write “animé”" in accent.remedy
    assert "write “cœur”" in ligature.remedy
    assert together.message.startswith("3 words")


def linked(text: str, url: str, language: str = "fr") -> list[str]:
    chosen = settings()
    chosen = replace(chosen, newsletter=replace(chosen.newsletter, language=language))
    passages = [Passage(text, "issues/a.md", 10, PassageKind.TEXT, 1)]
    links = [Link(url, "la page", Place("issues/a.md", 10))]
    found = spelling(view(passages=passages, vocabulary=Vocabulary(Few()), links=links, settings=chosen))
    return [one.message.partition("“")[2].partition("”")[0] for one in found]


def test_what_an_address_of_the_letter_names_too_is_a_name() -> None:
    assert linked("un klastrup, un outil bibanouk-fragouvi", "https://klastrup.org/bibanouk-fragouvi/wiki") == []
    assert linked("un fragouvi", "https://example.org/%66ragouvi-bibanouk") == []
    assert linked("un klastrup", "https://klastruporama.org") == ["klastrup"]
    # Addresses have no accents, and may repeat a slip.
    assert linked("un outil numerique, un acceuil", "https://numerique.org/acceuil") == ["numerique", "acceuil"]


def test_english_is_no_foreign_language_in_a_letter_in_english() -> None:
    text = "The medium is the klastrup and this is what we have been told for so many years by them"
    assert linked(text, "https://example.org") == []
    assert "klastrup" in str(spelled_in_english(text))


def spelled_in_english(text: str) -> list[Finding]:
    chosen = settings()
    chosen = replace(chosen, newsletter=replace(chosen.newsletter, language="en-GB"))
    passages = [Passage(text, "issues/a.md", 10, PassageKind.TEXT, 1)]
    return spelling(view(passages=passages, vocabulary=Vocabulary(Few()), settings=chosen))


def test_a_title_in_english_is_no_slip_whatever_french_has_too() -> None:
    assert told("un atelier : « What helps and hinders outil replication », dans un accueil") == []
    assert unknown("un atelier dans la rechrche et le consensis of accueil") == ["rechrche"]
