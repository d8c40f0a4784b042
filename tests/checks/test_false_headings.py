"""A line in bold, or in capitals, that stands for a heading is told; all else that is bold is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.checks.false_headings import false_headings
from tests.checks.samples import issue_of, view
from tests.edition.samples import every_letter, made

if TYPE_CHECKING:
    from pathlib import Path

    from tests.edition.samples import Letter

TEXT = "Il est paru mardi, et tout le monde en parle."
LIKE = [
    f"**Nos actualités**\n\n{TEXT}",
    f"***Nos actualités***\n\n{TEXT}",
    f"__Nos actualités__\n\n{TEXT}",
    f"_**Nos actualités**_\n\n{TEXT}",
    f"**Nos *nouvelles* du mois**\n\n{TEXT}",
    f"**Nos actualités :**\n\n{TEXT}",
    f"**Nos actualités** :\n\n{TEXT}",
    f"📣 **Nos actualités**\n\n{TEXT}",
    f"**Que dit le rapport ?**\n\n{TEXT}",
    f"**3 questions**\n\n{TEXT}",
    f"**Nos actualités**\n{TEXT}",
    f"**Nos actualités**  \n{TEXT}",
    f"**Nos actualités**\\\n{TEXT}",
    f"NOS ACTUALITÉS\n\n{TEXT}",
    f"**L’ACTUALITÉ DU MOIS**\n\n{TEXT}",
    "**Nos actualités**\n\n- Un point\n- Un autre",
    "**Nos actualités**\n\n| a | b |\n| --- | --- |\n| c | d |",
    f"**Nos actualités**\n\n> {TEXT}",
    f"**L’agenda**\n\n::: event 2027-01-15 Paris\n{TEXT}\n:::",
    f"::: interview Ada Martin\n**Pourquoi un café ?**\n\n{TEXT}\n:::",
]
UNLIKE = [
    f"## Nos actualités\n\n{TEXT}",
    f"**Un rapport est paru.**\n\n{TEXT}",
    f"**Inscrivez-vous !**\n\n{TEXT}",
    f"**Nos actualités.** {TEXT}",
    f"**Nos actualités** sont là.\n\n{TEXT}",
    f"**Il est paru mardi, et tout le monde en parle, dans les mairies et dans les médiathèques du pays**\n\n{TEXT}",
    f"**« Une belle énergie »**\n\n{TEXT}",
    f"**“Une belle énergie”**\n\n{TEXT}",
    f"**[Un rapport](https://www.arcep.fr)**\n\n{TEXT}",
    f"[**Un rapport**](https://www.arcep.fr)\n\n{TEXT}",
    f"**et c’est tout**\n\n{TEXT}",
    f"**97 %**\n\n{TEXT}",
    f"**Le Conseil du numérique**\norganise un débat. {TEXT}",
    f"## Un rapport\n\n**Ce que l’on en dit**\n\n{TEXT}",
    f"**Par Ada Martin**\n\n{TEXT}",
    f"**Ada Martin**\n\n{TEXT}",
    f"{TEXT}\n\n**Ada Martin**",
    f"{TEXT}\n\n**Zoé Petit**\nélue à Arras",
    f"{TEXT}\n\n**Zoé Petit**\nÉlue à Arras",
    f"{TEXT}\n\n**Médiathèque Voyelles**\n\n2 place Jacques-Félix",
    f"{TEXT}\n\n**Nos actualités**\n\n## Un rapport\n\n{TEXT}",
    f"{TEXT}\n\n**Nos actualités**\n\n---\n\n{TEXT}",
    f"{TEXT}\n\n**Il reste des places**\n\n::: button https://www.arcep.fr\nS’inscrire\n:::",
    f"**Le matin :**\n\n{TEXT}\n\n**Le matin :**\n\n{TEXT}",
    f"- **Nos actualités**\n\n  {TEXT}",
    f"> **Nos actualités**\n>\n> {TEXT}",
    f"*Nos actualités*\n\n{TEXT}",
    f"RGP\n\n{TEXT}",
    f"::: testimony Ada Martin\n**Une belle énergie**\n\n{TEXT}\n:::",
    f"::: resource https://www.arcep.fr\n**La frise des machines**\n\n{TEXT}\n:::",
    f"::: note\n**À savoir**\n\n{TEXT}\n:::",
]


def told(folder: Path, body: str) -> list[tuple[int | None, str]]:
    issue = issue_of(folder, f"# Une {{#une}}\n\n{body}", "credits: {authors: [Ada Martin]}\ntitle: Un titre")
    return [(one.place.line, one.remedy) for one in false_headings(view(issue=issue))]


@pytest.mark.parametrize("body", LIKE)
def test_a_line_that_stands_for_a_heading_is_told(tmp_path: Path, body: str) -> None:
    line = 9 if ":::" in body and body.startswith(":::") else 8
    ((place, remedy),) = told(tmp_path, body)
    words = body.replace("*", "").replace("_", "").split("\n")[line - 8].rstrip(" :\\")
    assert (place, remedy.replace("\u202f", " ")) == (line, f"make it a heading: `## {words}`")


@pytest.mark.parametrize("body", UNLIKE)
def test_what_is_bold_for_another_reason_is_left_alone(tmp_path: Path, body: str) -> None:
    assert told(tmp_path, body) == []


def test_the_level_is_the_one_below_the_heading_above(tmp_path: Path) -> None:
    body = f"{TEXT}\n\n## Un\n\n{TEXT}\n\n**Deux**\n\n{TEXT}\n\n### Trois\n\n{TEXT}\n\n**Quatre**\n\n{TEXT}"
    assert told(tmp_path, body) == [(14, "make it a heading: `### Deux`"), (22, "make it a heading: `#### Quatre`")]


def test_those_of_one_level_are_one_finding_with_its_lines(tmp_path: Path) -> None:
    body = "\n\n".join(f"**{word}**\n\n{TEXT}" for word in ("Un", "Deux", "Trois"))
    issue = issue_of(tmp_path, f"# Une {{#une}}\n\n{body}")
    (found,) = false_headings(view(issue=issue))
    assert found.message.endswith("(3 times, lines 7, 11, 15)")


@pytest.mark.parametrize("letter", every_letter())
def test_the_letters_have_none(letter: Letter) -> None:
    assert list(false_headings(view(issue=made(letter).issue))) == []
