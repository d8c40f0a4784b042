"""What the checks say of a letter that went out, and of what was seen in others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.samples import read_again
from tests.edition.samples import REAL, made, needs_the_real_letter, real

if TYPE_CHECKING:
    from pathlib import Path

# Every finding on the real letter, and why it is right.
JUSTIFIED = {
    ("subject-length", 2): "56 characters: an iPhone's Mail stops at “mainteneurs du mo…”",
    ("apostrophes-mixed", 5): "17 straight apostrophes among the curly ones",
    ("sentence-long", 22): "62 words, from “Qu’il s’agisse d’un atelier” on",
    ("percent-mixed", 26): "85% once, all others with a space",
    ("capital-accent", 28): "Etat three times, État once",
    ("quote-open", 54): "the testimony’s « L’IA, c’est un miroir is never closed",
    ("capital-accent", 85): "Etats-Unis three times",
    ("sentence-long", 87): "107 words, from “En tant que médias” on",
    ("word-twice", 89): "de deux deux choses l’une",
}
# The addresses that are not known any more stand as an example's: each of them would be a dead link.
EXAMPLES = [22, 26, 36, 38, 46, 46, 47, 71, *[79] * 7]


@needs_the_real_letter
def test_the_real_letters_slips_are_found_and_nothing_else_is_said() -> None:
    found = [(finding.rule, finding.place.line) for finding in made(real()).findings if finding.place.file == REAL.name]
    assert sorted(line for rule, line in found if rule == "link-example") == EXAMPLES
    assert sorted(place for place in found if place[0] != "link-example") == sorted(JUSTIFIED)
