"""Whole documents, as three programs write them: what an editor finds in the issue, and is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cenum.imported.recognised import letter_of
from cenum.imported.words import words_of
from tests.test_cli import Letter

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
KEY = "2026-12-04"


@pytest.fixture
def letter(tmp_path: Path) -> Letter:
    (tmp_path / "letter").mkdir()
    return Letter(tmp_path / "letter")


def imported(letter: Letter, file: Path) -> tuple[str, Mapping[str, Any]]:
    """The text of the issue, and the report."""
    done = letter.run("import", str(file), "--json")
    assert done.code == 0, done.out
    return (letter.folder / "issues" / f"{KEY}.md").read_text("utf-8"), done.data


def at_its_line(text: str, told: Mapping[str, Any]) -> str:
    """The line of the issue that the report names."""
    return text.split("\n")[told["line"] - 1] if told["line"] else ""


def test_a_word_document_with_everything_in_it(letter: Letter) -> None:
    text, report = imported(letter, HERE / "docx" / "word.docx")
    words = report["words"]
    assert (words["source"], words["left"], words["added"], words["issue"]) == (266, 16, 0, 250)
    lines = text.split("\n")
    assert [line for line in lines if line.startswith("# ")] == [
        "# Édito : les conseillers numériques, mainteneurs du monde moderne {#edito}",
        "# ☕ Le reste des actualités de Café IA ! {#cafe-ia}",
        "# 🔎 La veille du Conseil {#veille}",
    ]
    for wanted in (
        "title: Lettre du 17 avril – v3 RELUE",
        "[le rapport de la Cour](https://www.ccomptes.fr/fr/publications/conseillers)",
        "[l’enquête](https://www.lemonde.fr/pixels/article/2025/04/10/enquete_1.html)",
        "La ministre a accepté de répondre.",
        "[lien à ajouter] ~~barré~~ souligné H₂O, 1er",
        "[^1]: Cour des comptes, rapport du 3 mars 2025.",
        "  - Sous-point",
        "| Lille | 30 avril \\| complet | 0 |",
        "> « Une citation en style Citation. »",
        f"![Carte des ateliers de l’automne](media/{KEY}-1.png)",
        "Encadré dans une zone de texte",
        "peut‑être, anticonstitutionnel",
    ):
        assert wanted in text
    for left in ("refusé", "caché", "NE PAS DIFFUSER", "google.com", "safelinks"):
        assert left not in text
    assert sorted(path.name for path in (letter.folder / "issues" / "media").iterdir()) == [
        f"{KEY}-{number}.png" for number in (1, 2, 3)
    ]
    told = {one["kind"]: one for one in report["told"]}
    assert told["comment-kept"]["message"] == "Cécile commented, kept as a remark: “Qui a dit cela ? Source ?”"
    assert at_its_line(text, told["comment-kept"]) == "Cette phrase est à vérifier avant vendredi."
    assert at_its_line(text, told["mark-kept"]).startswith("[lien à ajouter]")
    assert at_its_line(text, told["deletion-left"]) == "La ministre a accepté de répondre."
    assert at_its_line(text, told["hidden-left"]).startswith("[lien à ajouter]")
    assert told["deletion-left"]["left"] == "refusé"
    assert told["move-left"]["message"].startswith("moved by J")
    assert told["page-header-left"]["left"] == "DOCUMENT DE TRAVAIL – NE PAS DIFFUSER"
    # Nothing but what the document itself lacks.
    assert {one["rule"] for one in report["findings"]} == {"image-alt"}
    found = letter.run("check", KEY, "--offline", "--json").data["findings"]
    assert [one["rule"] for one in found].count("remark-left") == 2


def test_what_google_docs_puts_on_the_clipboard(letter: Letter) -> None:
    text, report = imported(letter, HERE / "pages" / "gdocs.html")
    assert "# ☕ Le reste des actualités de Café IA ! {#cafe-ia}" in text
    assert "**Une présence discrète.** Il baisse de 18 %, *in fine* : « on nous a oubliés »." in text
    assert "[le rapport](https://www.ccomptes.fr/fr/publications/conseillers)" in text
    assert "- **Reims** : 12 places\n  - sous-point 1. a_b_c \\<b> \\* [x]\n- Lille\n" in text
    told = {one["kind"]: one for one in report["told"]}
    assert "images/image1.png" in told["picture-left"]["message"]
    assert at_its_line(text, told["picture-left"]) == at_its_line(text, told["comment-kept"]) == "[lien à ajouter]"
    assert report["findings"] == []
    assert report["words"]["source"] == report["words"]["issue"]


def test_what_word_puts_on_the_clipboard(letter: Letter) -> None:
    text, report = imported(letter, HERE / "pages" / "word.html")
    assert "# Édito : l’été {#edito}" in text
    assert "4 000 conseillers sont là : « oubliés »" in text.replace("\u00a0", " ")
    assert "- Premier point\n  - Sous-point\n" in text
    assert "1. Numéroté" in text
    assert re.search(r"\[ici\]\(https://example\.org/x\).* accepté", text)
    assert "refusé" not in text
    assert {one["kind"] for one in report["told"]} >= {"deletion-left", "insertion-taken"}
    assert report["findings"] == []


def test_the_sign_of_a_comment_in_word_leaves_no_space(letter: Letter) -> None:
    text, report = imported(letter, HERE / "pages" / "word_comment.html")
    assert "\nElle dit oui, contre douze non.\n" in text
    assert [(one["kind"], one["at"]) for one in report["told"] if "Qui le dit" in one["message"]] == [
        ("comment-kept", "Elle dit oui")
    ]


@pytest.mark.parametrize("file", ["docx/word.docx", "pages/gdocs.html", "pages/word.html", "pages/word_comment.html"])
def test_every_word_of_the_source_is_in_the_file_or_in_the_report(letter: Letter, file: str) -> None:
    """As somebody sees it who knows no ledger: the file's own text, and what the report says was left."""
    text, report = imported(letter, HERE / file)
    source = letter_of(file, (HERE / file).read_bytes())
    said = " ".join(one.words for one in source.passages)
    left = " ".join(one["left"] for one in report["told"])
    there = re.sub(r"[*~\\]", "", text)
    assert set(words_of(said)) - set(words_of(f"{there} {left}")) == set()
    words = report["words"]
    assert words["source"] - words["left"] + words["added"] == words["issue"]
    again = letter.run("import", str(HERE / file))
    assert again.code == 0
    assert "nothing differs" in again.out
