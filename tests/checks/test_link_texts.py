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


def test_words_that_are_still_to_be_written_are_not_compared() -> None:
    text = "[titre à compléter]"
    assert rules((text, "https://a.fr/1"), (text, "https://a.fr/2"), ("Un titre", "https://a.fr/2")) == []


def test_another_file_is_named_and_this_one_is_not() -> None:
    links = [
        Link(f"https://a.fr/{number}", "le rapport", place)
        for number, place in enumerate([Place("cenum.toml", 7), PLACE])
    ]
    (found,) = link_texts(view(links=links))
    assert found.message.endswith("here, and in cenum.toml:7")


def test_the_same_words_for_two_pages_are_said_at_the_second() -> None:
    assert rules(("le rapport", "https://a.fr/1"), ("Le rapport", "https://a.fr/2")) == ["link-text-twice"]
    assert rules(("le rapport", "https://a.fr/1"), ("le rapport", "https://a.fr/1")) == []


def test_two_texts_for_one_page_are_said_at_the_second() -> None:
    assert rules(("le rapport", "https://a.fr/1"), ("l’étude", "https://a.fr/1")) == ["link-target-twice"]
    assert rules(("Arcep", "https://a.fr/1"), ("le rapport de l’Arcep", "https://a.fr/1")) == ["link-target-twice"]
    assert rules(("une", "https://a.fr/1"), ("les", "https://a.fr/1")) == ["link-target-twice"]
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


def told(*links: tuple[str, str]) -> list[str]:
    made = [Link(url, text, Place(PLACE.file, line)) for line, (text, url) in enumerate(links, start=10)]
    return [f"{finding.place.line} {finding.message}" for finding in link_texts(view(links=made))]


def test_two_texts_of_many_links_are_two_findings_that_name_the_lines() -> None:
    pages = [(text, f"https://{text}.fr/{nth}") for nth in range(3) for text in ("git", "forum")]
    assert told(*pages) == [
        "12 “git” leads to 3 different pages: in line 10, and here (2 times, lines 12, 14)",
        "13 “forum” leads to 3 different pages: in line 11, and here (2 times, lines 13, 15)",
    ]


def test_many_texts_of_one_page_are_one_finding() -> None:
    assert told(*((text, "https://a.fr/1") for text in ("un", "deux", "trois", "un", "trois"))) == [
        "11 “deux”, “trois” and “un” (line 10) lead to the same page (3 times, lines 11, 12, 14)"
    ]


def test_of_very_many_texts_three_are_named() -> None:
    (said,) = told(*((f"texte {nth}", "https://a.fr/1") for nth in range(9)))
    assert said.startswith("11 “texte 1”, “texte 2”, “texte 3”, … and “texte 0” (line 10) lead")


def test_a_list_of_addresses_is_one_habit() -> None:
    (said,) = told(*((f"https://a.fr/{nth}", f"https://a.fr/{nth}") for nth in range(20)))
    assert said == (
        "10 the link's text is its address: https://a.fr/0 "
        "(20 times, lines 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21…)"
    )


def test_whoever_names_every_page_in_two_ways_is_told_once() -> None:
    links = [
        Link(f"https://a.fr/{page}", f"{word} {page}", Place(PLACE.file, page))
        for page in range(1, 7)
        for word in ("Le livre", "Le compte rendu")
    ]
    (found,) = link_texts(view(links=links))
    assert (found.rule, found.url) == ("link-target-twice", "")
    assert found.message.endswith("(6 times, lines 1, 2, 3, 4, 5, 6)")
    assert len(list(link_texts(view(links=links[:10])))) == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("La marée basse", "marées basses"),
        ("le phare", "Un phare"),
        ("Phare", "le phare de Cordouan"),
        ("The summer school", "summer school"),
    ],
)
def test_texts_of_one_page_that_differ_by_an_article_a_plural_or_their_end_are_alike(one: str, other: str) -> None:
    assert rules((one, "https://a.fr/1"), (other, "https://a.fr/1")) == []
    assert rules((other, "https://a.fr/1"), (one, "https://a.fr/1")) == []


@pytest.mark.parametrize(
    ("links", "rule"),
    [
        ([("", f"https://a.fr/{nth}") for nth in range(600)], "link-text"),
        ([(f"rapport {nth // 2}", f"https://a.fr/{nth}") for nth in range(1_200)], "link-text-twice"),
        (
            [(f"{'le' * (nth % 2)}sujet {nth}", f"https://a.fr/{nth // 2}") for nth in range(1_200)],
            "link-target-twice",
        ),
    ],
)
def test_what_is_done_all_over_the_letter_is_told_once(links: list[tuple[str, str]], rule: str) -> None:
    given = [Link(url, text, Place("a.md", nth + 1)) for nth, (text, url) in enumerate(links)]
    (found,) = link_texts(view(links=given))
    assert found.rule == rule
    assert "lines" in found.message
