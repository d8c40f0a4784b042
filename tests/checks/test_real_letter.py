"""What the checks say of a letter that went out, and of what was seen in others of the years 2021 to 2025."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cenum.rule import Example
from tests.checks.samples import read_again
from tests.edition.samples import REAL, made, needs_the_real_letter, real
from tests.trial import found as found_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.edition.samples import Desk

# Every finding on the real letter, and why it is right.
JUSTIFIED = {
    ("subject-length", 2): "56 characters: an iPhone's Mail stops at “mainteneurs du mo…”",
    ("apostrophes-mixed", 5): "17 straight apostrophes among the curly ones",
    ("sentence-long", 22): "62 words, from “Qu’il s’agisse d’un atelier” on",
    ("percent-mixed", 26): "85% once, all others with a space",
    ("capital-accent", 28): "Etat three times, État once",
    ("quote-open", 54): "the testimony’s « L’IA, c’est un miroir is never closed",
    ("word-mistaken", 79): "où encore à Paris, at the end of a list of towns",
    ("capital-accent", 85): "Etats-Unis three times",
    ("sentence-long", 87): "107 words, from “En tant que médias” on",
    ("word-twice", 89): "de deux deux choses l’une",
    ("word-mistaken", 95): "an Institut within an English name",
}
# The addresses that are not known any more stand as an example's, which is what this rule is for.
EXAMPLES = [22, 26, 36, 38, 46, 46, 47, 71, *[79] * 7]
# What was seen in the other issues, in our own words: the text, and what is said of it.
SEEN = [
    ("Mickael Dupond pose la question.\n\nMickaël Dupond y répond.", {"name-two-spellings"}),
    ("L’Etat, ses services, et tout ce que l’État délègue.", {"capital-accent"}),
    ("Ils sont 97 % à le dire, et 85% à le faire.", {"percent-mixed"}),
    ("Elle parle de “médiation, puis se tait.", {"quote-open"}),
    ("Relire [la dernière lettre](https://hubtr.lettre.fr/mirror12/345/).", {"link-personal"}),
    ("[S’inscrire](https://hubtr.lettre.fr/clic12/345/6/aB3dE)", {"link-personal"}),
    # Without an introduction the template wishes none.
    ("Bonne lecture!", set()),
    ("Rendez-vous à 13h30, ou de 17h à 18h30.", set()),
    ("Des participant·e·s convaincu·e·s, des Cafés IA, un Café IA.", set()),
    ("Elle écrit : « Il faut ouvrir [...] et apprendre. »", set()),
    ("Numérique en Commun[s] a lieu chaque année.", set()),
    ("**Un intertitre au fil du texte.** Et la suite — longue — du paragraphe.", set()),
    ("Et aussi : un livre ✦ Un film ✦Un débat.", set()),
    ("Il dit : « Un “miroir” de nous-mêmes. »", set()),
]
# The openings of three issues, as they are restated in ../shared: what is said of them, and why it is right.
OPENINGS: dict[str, dict[str, str]] = {
    # Its sections are lines in capitals.
    "2022-09-no35": {
        "heading-unmarked": (
            "“LA RENTRÉE DU CONSEIL, AVEC LE MINISTRE” looks like a heading, and is none for screen readers "
            "(2 times, lines 11, 19)"
        )
    },
    "2024-10-04": {},
    "2025-09-26": {},
}


@needs_the_real_letter
def test_the_real_letters_slips_are_found_and_nothing_else_is_said() -> None:
    found = [(finding.rule, finding.place.file, finding.place.line) for finding in made(real()).findings]
    here = [(rule, line) for rule, file, line in found if file == REAL.name]
    assert [line for rule, line in here if rule == "link-example"] == EXAMPLES
    assert [place for place in here if place[0] != "link-example"] == list(JUSTIFIED)
    # The settings are those of the sample letters, and so are their addresses.
    assert {(rule, file) for rule, file, _line in found if file != REAL.name} == {("link-example", "cenum.toml")}


@pytest.mark.parametrize(("text", "rules"), SEEN)
def test_what_was_seen_in_other_issues_is_found_or_rightly_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, rules: set[str]
) -> None:
    assert found_in(Example(text, ""), text, tmp_path, monkeypatch) == rules


@needs_the_real_letter
@pytest.mark.parametrize("name", OPENINGS)
def test_the_openings_of_other_issues_give_no_false_alarm(tmp_path: Path, name: str) -> None:
    source = (REAL.parent / f"{name}.txt").read_text("utf-8")
    body = re.sub(r"^#.*\n", "", source, flags=re.MULTILINE).replace("[", "(").replace("]", ")").strip()
    day = re.search(r"\d{4}-\d{2}-\d{2}", name)
    found = read_again(tmp_path, f"# A {{#a}}\n\n{body}", day=day[0] if day else "2022-09-16")
    assert {finding.rule: finding.message for finding in found} == OPENINGS[name]


@pytest.mark.parametrize(
    ("written", "set_"),
    [("Bonjour à tous!", "Bonjour à tous\u202f!"), ("Un livre ✦Un film✦ Oui.", "Un livre ✦ Un film ✦ Oui.")],
)
def test_spaces_that_neighbouring_issues_put_or_forgot_are_set(desk: Desk, written: str, set_: str) -> None:
    assert set_ in desk.section(written).text
