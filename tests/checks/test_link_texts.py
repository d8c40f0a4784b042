from __future__ import annotations

import pytest

from cenum.checks.link_texts import link_texts
from cenum.finding import Place
from cenum.issue.reader import read
from cenum.links.collect import links_of_issue
from cenum.links.link import Link
from cenum.settings import load
from tests.checks.samples import view
from tests.edition.samples import REAL, ROOT, needs_the_real_letter, samples

PLACE = Place("issues/2026-11-27.md", 4)


def rules(*links: tuple[str, str]) -> list[str]:
    return [finding.rule for finding in link_texts(view(links=[Link(url, text, PLACE) for text, url in links]))]


@pytest.mark.parametrize(
    "text",
    [
        "ici",
        "Ici",
        "ici.",
        "Cliquez ici !",
        "cliquez ici",
        "là",
        "Lire la suite",
        "En savoir plus →",
        "here",
        "Read more",
        "➡️",
    ],
)
def test_a_link_that_says_nothing_is_said_so(text: str) -> None:
    assert rules((text, "https://a.fr/")) == ["link-text-vague"]


@pytest.mark.parametrize("text", ["https://www.arcep.fr/x", "www.arcep.fr", "arcep.fr/rapport"])
def test_an_address_is_no_text(text: str) -> None:
    assert rules((text, "https://www.arcep.fr/x")) == ["link-text-address"]


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_no_text_at_all_is_an_error(text: str) -> None:
    assert rules((text, "https://a.fr/")) == ["link-text"]


@pytest.mark.parametrize(
    "text",
    ["le rapport de l’Arcep", "Arcep", "ici et maintenant, la revue", "arcep.fr", "moi@arcep.fr", "中文", "AI Act"],
)
def test_a_text_that_says_where_it_leads_is_left_alone(text: str) -> None:
    assert rules((text, "https://a.fr/")) == []


def test_the_same_words_for_two_pages_are_said_at_the_second() -> None:
    assert rules(("le rapport", "https://a.fr/1"), ("Le rapport", "https://a.fr/2")) == ["link-text-twice"]
    assert rules(("le rapport", "https://a.fr/1"), ("le rapport", "https://a.fr/1")) == []


def test_two_texts_for_one_page_are_said_at_the_second() -> None:
    assert rules(("le rapport", "https://a.fr/1"), ("l’étude", "https://a.fr/1")) == ["link-target-twice"]
    assert rules(("été", "https://a.fr/é"), ("Été !", "https://a.fr/%C3%A9")) == []


def test_a_picture_is_no_link() -> None:
    assert link_texts(view(links=[Link("https://a.fr/i.png", "", PLACE, image=True)])) == []


@pytest.mark.parametrize(
    "file", [*(letter.file for letter in samples()), pytest.param(REAL, marks=needs_the_real_letter)]
)
def test_no_letter_that_was_written_with_care_is_bothered(file: object) -> None:
    issue = read(file, load(ROOT / "cenum.toml"), root=ROOT).issue  # type: ignore[arg-type]  # a path
    assert issue is not None
    assert link_texts(view(links=links_of_issue(issue))) == []
