"""A letter begun as a copy of an earlier one: what was not replaced is told, what recurs is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checks.samples import read_again
from tests.edition.samples import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ONE = "Cette semaine, un édito sur les conseillers numériques, mainteneurs du monde moderne."
TWO = "Une semaine de débats dans les médiathèques. Les bibliothécaires y préparent la suite."
EDITO = "Il y a, dans la salle des fêtes, quarante chaises.\n\nOn les avait mises en cercle, [ici](https://a.fr/ici)."


def letter(title: str = "", introduction: str = "", edito: str = "Un mot.", picture: str = "") -> tuple[str, str]:
    """Head and body."""
    head = [f"title: {title}"] * bool(title) + [f"introduction: {introduction}"] * bool(introduction)
    head += [f"illustration: {{image: {picture}, alt: Une carte}}"] * bool(picture)
    return "\n".join(head or ["number: 1"]), f"# A {{#a}}\n\n{edito}\n\n# B {{#b}}\n\nAutre chose."


def told(folder: Path, now: tuple[str, str], *before: tuple[str, str]) -> list[tuple[int | None, str]]:
    """The lines and the sentences; ``before`` are the issues of the weeks before, the latest first."""
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes((ROOT / "issues" / "media" / "2026-11-06-carte.png").read_bytes())
    for day, (head, body) in zip(("2025-12-26", "2025-12-19", "2025-12-12", "2025-12-05"), before, strict=False):
        (folder / f"{day}.md").write_text(f"---\n{head}\n---\n\n{body}\n", "utf-8")
    return [(one.place.line, one.message) for one in read_again(folder, now[1], now[0]) if one.rule == "copied-part"]


@pytest.mark.parametrize(
    ("now", "before", "line", "says"),
    [
        (letter(title="Un titre"), letter(title="Un titre"), 2, "the title is that of vendredi 26 décembre 2025"),
        (letter(title="Un titre"), letter(title='"Un titre"'), 2, "the title"),
        (letter(title="L’été"), letter(title="L'été"), 2, "the title"),
        (letter("A", TWO), letter("B", TWO), 3, "the introduction"),
        (letter("A", TWO), letter("B", ">-\n  " + TWO.replace(". ", ".\n  ")), 3, "the introduction"),
        (letter("A", edito=EDITO), letter("B", edito=EDITO), 5, "the first section"),
        (letter("A", edito=EDITO), letter("B", edito=EDITO.replace(" ", "\n", 3)), 5, "the first section"),
        (letter("A", picture="a.png"), letter("B", picture="a.png"), 3, "the illustration"),
        (
            letter("A", picture="a.png"),
            ("title: B\nillustration:\n  image: a.png\n  alt: Autre", "# A\n\nB."),
            3,
            "the ill",
        ),
    ],
)
def test_each_part_that_was_copied_is_told_with_the_day_of_the_other(
    tmp_path: Path, now: tuple[str, str], before: tuple[str, str], line: int, says: str
) -> None:
    ((where, message),) = told(tmp_path, now, before)
    assert where == line
    assert says in message


def test_a_letter_that_is_last_weeks_is_told_part_by_part(tmp_path: Path) -> None:
    whole = letter("Un titre", TWO, EDITO, "a.png")
    assert [line for line, _message in told(tmp_path, whole, whole)] == [2, 3, 4, 7]


def test_an_older_letter_is_named_by_its_own_day(tmp_path: Path) -> None:
    ((_line, message),) = told(tmp_path, letter("A", edito=EDITO), letter("B"), letter("C"), letter("D", edito=EDITO))
    assert "12 décembre 2025" in message


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (letter(title="Un titre"), [letter(title="Un titre qui va plus loin")]),
        (letter(), [letter()]),
        (letter("A", "Au sommaire cette semaine"), [letter("B", "Au sommaire cette semaine"), letter("C", TWO)]),
        (letter("A", edito="Bonne fin d’année !"), [letter("B", edito="Bonne fin d’année !")]),
        (letter("A", edito=EDITO), [letter("B", edito=f"{EDITO} Et la suite.")]),
        (letter("A", picture="a.png"), [letter("B", picture="b.png")]),
        (letter("A", picture="a.png"), [letter("B", edito="![Une carte](a.png)")]),
        # What two of them share is the letter's own.
        (letter("La lettre"), [letter("La lettre"), letter("La lettre")]),
        (letter("A", TWO), [letter("B", TWO), letter("C", TWO)]),
        (letter("A", picture="a.png"), [letter("B", picture="a.png"), letter("C", picture="a.png")]),
        # One sentence may open every letter, and the second one of all can't tell.
        (letter("A", ONE), [letter("B", ONE)]),
        (letter("A", ONE), [letter("B", ONE), letter("C")]),
        (letter("A", ONE), []),
    ],
)
def test_what_is_new_or_recurs_is_not_told(
    tmp_path: Path, now: tuple[str, str], before: list[tuple[str, str]]
) -> None:
    assert told(tmp_path, now, *before) == []


def test_one_sentence_is_told_where_more_was_copied(tmp_path: Path) -> None:
    found = told(tmp_path, letter("A", ONE, EDITO), letter("B", ONE, EDITO))
    assert [line for line, _message in found] == [3, 6]


def test_one_sentence_is_told_where_other_issues_have_another(tmp_path: Path) -> None:
    ((line, message),) = told(tmp_path, letter("A", ONE), letter("B", ONE), letter("C", TWO))
    assert (line, "word for word" in message) == (3, True)


def test_a_draft_is_no_earlier_issue(tmp_path: Path) -> None:
    head, body = letter("Un titre")
    assert told(tmp_path, (head, body), (f"{head}\ndraft: true", body)) == []
