"""What the template says to greet its readers is not said twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cenum.process import process
from cenum.workspace import Workspace
from tests.edition.samples import ROOT, every_letter, made, settings

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.finding import Finding
    from tests.edition.samples import Letter

DAY = "2027-01-08"
TWICE = [
    "Bonjour à toutes et tous ! Nous sommes le vendredi 8 janvier 2027. Bonne lecture ! Un an cette semaine.",
    "Bonjour à toutes et tous ! Nous sommes le vendredi 9 janvier 2027. Bonne lecture. Un an cette semaine.",
    "Bonjour, un an cette semaine.",
    "Bonjour ! Un an cette semaine.",
    "Bonjour à tous, un an cette semaine.",
    "Bonsoir à toutes et à tous. Un an cette semaine.",
    "Chères lectrices, chers lecteurs, un an cette semaine.",
    "Chers abonnés, un an cette semaine.",
    "Un an cette semaine. Nous sommes le vendredi 8 janvier.",
    "Nous sommes vendredi, et un an a passé.",
    "Un an cette semaine. Bonne lecture !",
    "Un an cette semaine. Très bonne lecture à toutes et à tous !",
    "Un an cette semaine.\n  Belle lecture !",
]
ONCE = [
    "Un an cette semaine.",
    "Un an cette semaine, où l’on se dit encore bonjour.",
    "Bonjour tristesse a soixante ans.",
    "Nous sommes le pays des médiathèques.",
    "La bonne lecture de ce rapport demande du temps.",
    "Un an cette semaine. À la semaine prochaine !",
]
ENDS_TWICE = ["Bonne lecture !", "Bonne lecture !\n\nL’équipe", "Merci de nous lire. Belle lecture à vous !"]
ENDS_ONCE = ["À la semaine prochaine !", "Bonne semaine !", "Une bonne lecture de plage.", "Bonjour Paris, dit-elle."]


STARTS_TWICE = [
    "Bonjour à toutes et tous, voici la lettre.",
    "Bonjour, nous sommes le vendredi 8 janvier 2027.",
    "Chères lectrices, chers lecteurs, voici la lettre.",
]
STARTS_ONCE = [
    "Bonjour, je suis Ada et j’anime un atelier.",
    "« Bonjour à tous », dit-elle.",
    "::: testimony Ada Martin\nBonjour à tous, dit-elle.\n:::",
    "## Un titre\n\nVoici la lettre. On se dit bonjour à tous les étages.",
]


def said(
    folder: Path, introduction: str, end: str = "Un rapport.", start: str = "Un mot.", **wording: str
) -> list[Finding]:
    """What is found of a letter whose template says this ``wording``."""
    (folder / "issues").mkdir()
    place = Workspace(folder, settings())
    place.templates.mkdir()
    for file in (ROOT / "templates").iterdir():
        if file.is_file():
            (place.templates / file.name).write_bytes(file.read_bytes())
    words = (place.templates / "wording.j2").read_text("utf-8")
    more = "".join(f"{{% set {name} = {json.dumps(text)} %}}\n" for name, text in wording.items())
    (place.templates / "wording.j2").write_text(words + more, "utf-8")
    issue = place.issues / f"{DAY}.md"
    head = f"title: Un an\nintroduction: >-\n  {introduction}"
    issue.write_text(f"---\n{head}\n---\n\n# A {{#a}}\n\n{start}\n\n# B {{#b}}\n\n{end}\n", "utf-8")
    return [one for one in process(issue, place).findings if one.rule == "greeting-twice"]


@pytest.mark.parametrize("introduction", TWICE)
def test_a_greeting_that_was_pasted_in_is_told_once(tmp_path: Path, introduction: str) -> None:
    (finding,) = said(tmp_path, introduction)
    assert finding.place.line == 3


@pytest.mark.parametrize("introduction", ONCE)
def test_an_introduction_that_does_not_greet_is_left_alone(tmp_path: Path, introduction: str) -> None:
    assert said(tmp_path, introduction) == []


@pytest.mark.parametrize("end", ENDS_TWICE)
def test_what_ends_a_letter_that_wished_it_before_is_told_at_its_line(tmp_path: Path, end: str) -> None:
    (finding,) = said(tmp_path, "Un an.", end)
    assert finding.place.line == 13


@pytest.mark.parametrize("end", ENDS_ONCE)
def test_what_ends_a_letter_and_stands_nowhere_else_is_left_alone(tmp_path: Path, end: str) -> None:
    assert said(tmp_path, "Un an.", end) == []


@pytest.mark.parametrize("start", STARTS_TWICE)
def test_a_greeting_below_the_first_heading_is_told_too(tmp_path: Path, start: str) -> None:
    (finding,) = said(tmp_path, "Un an.", start=start)
    assert finding.place.line == 9


@pytest.mark.parametrize("start", STARTS_ONCE)
def test_who_says_hello_without_greeting_everybody_is_left_alone(tmp_path: Path, start: str) -> None:
    assert said(tmp_path, "Un an.", start=start) == []


def test_what_the_template_says_is_named(tmp_path: Path) -> None:
    (finding,) = said(tmp_path, TWICE[0])
    assert "Bonjour à toutes et tous" in finding.message
    for words in ("Bonjour,", "Bonne lecture"):
        assert words in finding.message.partition("template")[2]


def test_a_template_that_does_not_greet_leaves_it_to_the_editor(tmp_path: Path) -> None:
    assert said(tmp_path, TWICE[0], "Bonne lecture !", greeting="", good_reading="") == []


def test_a_template_that_takes_leave_is_heard_too(tmp_path: Path) -> None:
    (finding,) = said(tmp_path, "Un an.", "À la semaine prochaine !", farewell_heading="Bonne semaine")
    assert "“Bonne semaine”" in finding.message.replace("👋 ", "")


def test_a_greeting_of_the_editors_alone_is_none_of_the_template(tmp_path: Path) -> None:
    """“Bonne lecture” stands twice in the letter, both times because the editor wrote it."""
    found = said(tmp_path, "Un an. Bonne lecture !", "Bonne lecture !", greeting="Nous y voilà.", good_reading="")
    assert found == []


@pytest.mark.parametrize("letter", every_letter())
def test_no_letter_that_was_written_greets_twice(letter: Letter) -> None:
    assert [str(one) for one in made(letter).findings if one.rule in {"greeting-twice", "copied-part"}] == []
