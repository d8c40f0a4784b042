"""The rules of the writing that need the issues before."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cenum.analysis.passages import Passage, PassageKind
from cenum.analysis.same_page import cited
from cenum.checks.since_earlier_issues import since_earlier_issues
from cenum.checks.wording import wording
from cenum.issue.earlier_issues import earlier_issues_of
from tests.checks.samples import issue_of, read_again, view
from tests.edition.samples import settings

if TYPE_CHECKING:
    from pathlib import Path

LAST = "2025-12-26"
LINK = "[Le rapport](https://a.fr/rapport)"
# A rule, what the issue before says, what this one says, and what it may well say.
CASES = [
    ("link-again", LINK, LINK, "[Un autre](https://a.fr/autre)"),
    ("link-again", "<https://www.a.fr/rapport/?utm_source=x#un>", LINK, "[Arcep](https://a.fr/)"),
    ("link-again", "::: resource https://a.fr/rapport\nOui\n:::", LINK, "::: button https://a.fr/rapport\nLire\n:::"),
    ("link-again", LINK, LINK, f"::: event 2026-01-09 Paris\n{LINK}\n:::"),
    ("name-two-spellings", "Mickaël Dupond parle.", "Voici Mickael Dupond.", "Voici Mickaël Dupond."),
    ("name-two-spellings", "Jean Pierre Martin.", "Voici Jean-Pierre Martin.", "Voici Jean-Paul Martin."),
    ("name-two-spellings", "Voici Mathieu Durand.", "Voici Matthieu Durand.", "Voici Martine Durand."),
    ("name-two-spellings", "Voici Nathalie Collin.", "Voici Nathalie Colin.", "Voici Nathalie Molin."),
    ("name-two-spellings", "Anne Leroy.", "Rien.\n\nAnthony Smith, Antony Smith.", "Anne Leroi, Marie Leroy."),
    ("name-two-spellings", "Cathy Louis.", "Voici Cathy Louys.", "Ministre du Travail, Ministère du Travail."),
    ("name-two-spellings", "Le Café Numérique.", "Le Cafe Numérique.", "Les Cafés Numériques."),
    ("name-two-spellings", "Selon la Banque Postale, oui.", "La Banque Postâle ferme.", "La Banque Postale ferme."),
    ("name-two-spellings", "Charles de Gaulle.", "Charles De Gaulle.", "De Charles de Gaulle, on sait tout."),
]


def before(folder: Path, text: str, day: str = LAST, head: str = "title: Avant") -> None:
    (folder / f"{day}.md").write_text(f"---\n{head}\n---\n\n# A {{#a}}\n\n{text}\n", "utf-8")


def rules(folder: Path, text: str, head: str = "title: Un titre") -> list[str]:
    return [finding.rule for finding in read_again(folder, f"# A {{#a}}\n\n{text}", head)]


@pytest.mark.parametrize(("rule", "earlier", "wrong", "right"), CASES)
def test_what_was_said_already_or_otherwise(tmp_path: Path, rule: str, earlier: str, wrong: str, right: str) -> None:
    before(tmp_path, earlier)
    assert rules(tmp_path, wrong) == [rule]
    assert rules(tmp_path, right) == []


@pytest.mark.parametrize(
    "text",
    [
        "Selon la Banque Postale, les retraits baissent. La Banque Postale ferme des agences.",
        "Dans le Grand Est, tout va. Le Grand Est avance.",
        "Pour le Défenseur des Droits, il faut agir. Le Défenseur des Droits le redit.",
        "Avec Les Bases, on lit. Les Bases du Numérique, les Bases du Numérique.",
        "Chez Emmaüs Connect, on aide. Emmaüs Connect aide. À Emmaüs Connect aussi.",
        "Mais la Poste Mobile le dit. La Poste Mobile, et De la Poste Mobile.",
    ],
)
def test_a_sentences_first_words_are_of_no_name(tmp_path: Path, text: str) -> None:
    before(tmp_path, text)
    assert "name-two-spellings" not in rules(tmp_path, text)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("La lettre du 26 décembre.", "La lettre du 2 janvier."),
        ("Nous sommes le vendredi 26 décembre.", "Nous en parlions le 26 décembre dernier, la semaine dernière."),
        ("Rendez-vous vendredi 26 décembre.", "Rendez-vous samedi 27 décembre."),
    ],
)
def test_last_weeks_date_is_not_left_in(tmp_path: Path, wrong: str, right: str) -> None:
    before(tmp_path, "Oui.")
    assert rules(tmp_path, "Oui.", f"introduction: {wrong}") == ["date-last-issue"]
    assert rules(tmp_path, "Oui.", f"introduction: {right}") == []


def test_what_an_earlier_issue_explained_or_readers_know_needs_no_explanation(tmp_path: Path) -> None:
    text = "Le DSA. Le DSA."
    assert rules(tmp_path, text) == ["acronym-unexplained"]
    before(tmp_path, "Le règlement sur les services numériques (DSA).")
    assert rules(tmp_path, text) == []
    before(tmp_path, "Le DSA. Le DSA.")
    assert rules(tmp_path, text) == ["acronym-unexplained"]
    assert (
        wording(
            view(
                passages=[Passage(text, "a.md", 1, PassageKind.TEXT, 1)],
                settings=settings(writing={"acronyms": ["DSA"]}),
            )
        )
        == []
    )


def test_the_day_and_the_line_of_a_link_are_named(tmp_path: Path) -> None:
    before(tmp_path, LINK, "2025-12-12")
    before(tmp_path, LINK)
    (finding,) = read_again(tmp_path, f"# A {{#a}}\n\nOui,\n{LINK} et {LINK}")
    assert (finding.place.line, finding.url) == (8, "https://a.fr/rapport")
    assert "26 décembre 2025" in finding.message


def test_a_page_that_is_linked_every_week_is_the_letters_own(tmp_path: Path) -> None:
    for day in ("2025-12-12", "2025-12-19", LAST):
        before(tmp_path, LINK, day)
    assert rules(tmp_path, LINK) == []


def test_an_apostrophe_makes_no_other_name_in_a_language_that_keeps_it(tmp_path: Path) -> None:
    before(tmp_path, "Voici Anna Martin’s Book.")
    issue = issue_of(tmp_path, "# A {#a}\n\nVoici Anna Martin's Book.")
    letter = view(
        issue=issue,
        passages=[Passage("Voici Anna Martin's Book.", "a.md", 1, PassageKind.TEXT, 1)],
        earlier_issues=earlier_issues_of(tmp_path / "2026-01-02.md"),
    )
    assert list(since_earlier_issues(letter)) == []


def test_a_name_that_was_written_both_ways_before_is_left_alone(tmp_path: Path) -> None:
    before(tmp_path, "Mickaël Dupond.", "2025-12-19")
    before(tmp_path, "Mickael Dupond.")
    assert rules(tmp_path, "Voici Mickael Dupond.") == []


def test_the_rarer_spelling_of_a_name_is_the_one_that_is_found(tmp_path: Path) -> None:
    text = "# A {#a}\n\nMickael Dupond.\n\nMickaël Dupond.\n\nOui, Mickaël Dupond."
    (finding,) = read_again(tmp_path, text)
    assert finding.place.line == 7
    assert "“Mickael Dupond” here, “Mickaël Dupond” elsewhere (2026-01-02.md:9)" in finding.message


def test_whoever_signs_is_compared_with_the_text(tmp_path: Path) -> None:
    head = "credits: {authors: [Gabriel Ertle]}"
    (finding,) = read_again(tmp_path, "# A {#a}\n\nVoici Gabriel Ertlé.", head)
    assert finding.rule == "name-two-spellings"


def test_later_issues_drafts_and_other_files_are_not_read(tmp_path: Path) -> None:
    before(tmp_path, LINK, "2026-01-09")
    before(tmp_path, LINK, "2025-12-19", "draft: true")
    before(tmp_path, LINK, "notes")
    assert rules(tmp_path, LINK) == []


@pytest.mark.parametrize("says", ["draft: yes", "draft: True", '"draft": true', "draft:   true  # encore"])
def test_a_draft_is_one_however_it_says_so(tmp_path: Path, says: str) -> None:
    before(tmp_path, LINK, "2025-12-19", says)
    assert rules(tmp_path, LINK) == []


def test_a_letter_that_shows_what_a_draft_says_is_none(tmp_path: Path) -> None:
    before(tmp_path, f"{LINK}\n\n```\ndraft: true\n```", "2025-12-19")
    assert rules(tmp_path, LINK) == ["link-again"]


def test_an_earlier_file_that_is_broken_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "2025-12-05.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "2025-12-12.md").mkdir()
    (tmp_path / "2025-12-19.md").write_text("x" * 300_001, "utf-8")
    (tmp_path / "2025-13-99.md").write_text(LINK, "utf-8")
    os.mkfifo(tmp_path / "2025-12-20.md")
    (tmp_path / "2025-12-21.md").write_text(f"---\nnever closed\n{LINK}", "utf-8")
    assert rules(tmp_path, LINK) == ["link-again"]
    assert [manuscript.day.isoformat() for manuscript in earlier_issues_of(tmp_path / "2026-01-02.md").earlier] == [
        "2025-12-21"
    ]


def test_twenty_issues_are_read_at_most(tmp_path: Path) -> None:
    before(tmp_path, LINK, "2025-01-01")
    for month in range(2, 12):
        for day in (1, 15):
            before(tmp_path, "Oui.", f"2025-{month:02}-{day:02}")
    assert len(earlier_issues_of(tmp_path / "2026-01-02.md").earlier) == 20
    assert rules(tmp_path, LINK) == []


def test_a_file_without_a_date_has_none_before_it(tmp_path: Path) -> None:
    before(tmp_path, LINK)
    before(tmp_path, LINK, "notes")
    assert earlier_issues_of(tmp_path / "notes.md").earlier == ()
    assert earlier_issues_of(tmp_path / "nothing.md").text == ""


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.a.fr/x/", "a.fr/x"),
        ("http://a.fr/x#y", "a.fr/x"),
        ("https://a.fr/x?utm_source=y&id=3", "a.fr/x?id=3"),
        ("https://a.fr/?p=3", "a.fr?p=3"),
        ("https://a.fr/%C3%A9", "a.fr/é"),
        ("https://a.fr/é", "a.fr/é"),
        ("https://a.fr", ""),
        ("https://a.fr/", ""),
        ("mailto:a@a.fr", ""),
        ("#edito", ""),
        ("https://[a", ""),
    ],
)
def test_the_page_that_is_cited(url: str, page: str) -> None:
    assert cited(url) == page


def test_a_part_that_stood_there_last_week_is_one_finding(tmp_path: Path) -> None:
    links = [f"- [Atelier {number}](https://a.fr/atelier/{number})" for number in range(1, 7)]
    before(tmp_path, "\n".join(links))
    assert rules(tmp_path, "\n".join(links[:5])) == ["link-again"] * 5
    again = read_again(tmp_path, "# A {#a}\n\n" + "\n".join(links))
    (found,) = (one for one in again if one.rule == "link-again")
    assert found.message.startswith("“Atelier 1” and 5 other pages were already linked on")
    assert found.message.endswith("(lines 7, 8, 9, 10, 11, 12)")
