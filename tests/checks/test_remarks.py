"""What colleagues remarked is told where its words stand, until it is deleted, and reaches no reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.archive.words_hash import words_hash
from cenum.edition.render import render
from cenum.finding import Severity
from cenum.issue.reader import read
from tests.checks.samples import issue_of, read_again
from tests.edition.samples import settings, templates

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding

BODY = """\
# L'édito {#edito}

Ils sont 1942 à le dire, soit 42% d'entre eux.

- L'IA a ouvert ses portes à l'École.

::: event 2026-02-03 Médiathèque de Blois
Un atelier.
:::

# La veille {#veille}

Rien de plus.\
"""


def remarked(folder: Path, remarks: str, more: str = "") -> list[Finding]:
    """What is found of the remarks of an issue whose text begins on line 9."""
    head = f"title: Un titre\n{more}remarks:\n{remarks}"
    return [finding for finding in read_again(folder, BODY, head) if finding.rule == "remark-left"]


WHERE = [
    ("42 %", "Ils sont 1942"),  # as a word first, and however it is typeset
    ("l’ia a ouvert", "- L'IA"),
    ("42", "Ils sont 1942"),
    ("94", "Ils sont 1942"),  # within a word where it is none
    ("médiathèque", "::: event"),
    ("La veille", "# La veille"),
    ("Un titre", "title:"),
    ("nulle part", "  - {"),
    ("", "  - {"),
    ("…", "  - {"),
]


@pytest.mark.parametrize(("at", "begins"), WHERE)
def test_a_remark_is_told_where_its_words_stand_or_at_its_own_line(tmp_path: Path, at: str, begins: str) -> None:
    (finding,) = remarked(tmp_path, f'  - {{at: "{at}", by: Cécile, says: "Vérifier."}}')
    assert finding.place.line is not None
    line = (tmp_path / "2026-01-02.md").read_text("utf-8").splitlines()[finding.place.line - 1]
    assert line.startswith(begins)
    assert finding.severity is Severity.ERROR


SAID = [
    ("{at: 42 %, by: Cécile, says: Vérifier ce chiffre}", "Cécile asks: Vérifier ce chiffre (“42 %”)"),
    ("{at: 42 %, says: Vérifier ce chiffre}", "a colleague asks: Vérifier ce chiffre (“42 %”)"),
    ("{by: Cécile, says: Vérifier ce chiffre}", "Cécile asks: Vérifier ce chiffre"),
    ("{says: Vérifier ce chiffre}", "a colleague asks: Vérifier ce chiffre"),
    ("{at: lien à ajouter}", "“lien à ajouter” was marked in the document"),
    ("{at: lien à ajouter, by: Jean}", "“lien à ajouter” was marked by Jean"),
    ("{by: Jean}", "a remark says nothing"),
    (f"{{at: {'mot ' * 30}}}", f"“{('mot ' * 15).strip()}…” was marked in the document"),
    ('{says: "Vérifier\\nce  chiffre"}', "a colleague asks: Vérifier ce chiffre"),
]


@pytest.mark.parametrize(("remark", "message"), SAID)
def test_a_remark_is_told_with_who_made_it_and_what_it_is_about(tmp_path: Path, remark: str, message: str) -> None:
    (finding,) = remarked(tmp_path, f"  - {remark}")
    assert finding.message == message
    assert "delete the remark" in finding.remedy


def test_a_draft_says_its_remarks_too_and_each_on_its_own(tmp_path: Path) -> None:
    found = remarked(tmp_path, "  - {says: Un}\n  - {says: Deux}\n  - {says: Un, at: École}", "draft: true\n")
    assert [finding.message for finding in found] == [
        "a colleague asks: Un",
        "a colleague asks: Deux",
        "a colleague asks: Un (“École”)",
    ]


def test_a_letter_with_other_errors_says_its_remarks_beside_them(tmp_path: Path) -> None:
    file = tmp_path / "2026-01-02.md"
    file.write_text(
        f"---\ntitle: Un titre\nremarks: [{{at: École, says: Sûre}}]\n---\n\n{BODY}\n![](rien.png)\n", "utf-8"
    )
    reading = read(file, settings(), root=tmp_path)
    assert reading.issue is None
    assert [finding.rule for finding in reading.findings] == ["remark-left", "image-alt", "image-missing"]


def test_what_a_remark_says_is_no_prose_of_the_letter(tmp_path: Path) -> None:
    """No mark in it is stray, no word misspelt: nobody is shown it."""
    head = "title: Un titre\nremarks: [{at: '[[lien]]', says: '**gras** {{nom}} TODO ## ==fin=='}]"
    assert {finding.rule for finding in read_again(tmp_path, BODY, head)} == {"remark-left"}


def test_no_reader_is_sent_a_remark(tmp_path: Path) -> None:
    plain, remarked_head = "title: Un titre", "title: Un titre\nremarks: [{at: École, by: Cécile, says: Sûre ?}]"
    without = render(issue_of(tmp_path, BODY, plain), settings(), templates())
    with_it = render(issue_of(tmp_path, BODY, remarked_head), settings(), templates())
    assert with_it == without
    assert with_it.digest == without.digest


def test_a_remark_deleted_after_sending_changed_no_word_of_the_letter() -> None:
    texts = [f"---\ntitle: Un titre\n{more}---\n\n{BODY}\n" for more in ("", "remarks: [{says: Sûre ?}]\n")]
    assert words_hash(texts[0]) == words_hash(texts[1])
