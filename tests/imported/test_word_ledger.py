"""Every word of a source is in the issue once, or is told; whatever else happens to one is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cenum.imported.source_letter import Remark, SourceLetter, SourcePassage, Told, WordKind
from cenum.imported.word_ledger import WrittenWords, balance, words_written
from cenum.imported.words import words_of
from tests.checks.samples import issue_of

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from cenum.imported.word_ledger import WordLedger

FILE = "issues/2026-12-04.md"
WORD = st.sampled_from(["le", "la", "IA", "été", "42", "☕", "peut-être", "l’eau", "€", "1er", "mot"])
PARAGRAPHS = st.lists(st.lists(WORD, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=8)


def source(*passages: SourcePassage, told: tuple[Told, ...] = (), remarks: tuple[Remark, ...] = ()) -> SourceLetter:
    return SourceLetter("lettre.docx", "", passages, told=told, remarks=remarks)


def texts(*words: str) -> list[SourcePassage]:
    return [SourcePassage(WordKind.TEXT, one) for one in words]


def held(letter: SourceLetter, *issue: str, told: tuple[Told, ...] = ()) -> WordLedger:
    return balance(letter, told, [WrittenWords(one, nth) for nth, one in enumerate(issue, 1)], FILE)


@given(PARAGRAPHS, st.randoms())
def test_words_may_stand_in_any_order_and_in_other_paragraphs(paragraphs: list[str], random: Random) -> None:
    moved = " ".join(paragraphs).split()
    random.shuffle(moved)
    ledger = held(source(*texts(*paragraphs)), " ".join(moved))
    assert ledger.astray == ()
    assert ledger.source == ledger.issue == sum(len(words_of(one)) for one in paragraphs)


@given(PARAGRAPHS, st.data())
def test_a_word_dropped_anywhere_is_an_error_at_the_source(paragraphs: list[str], data: st.DataObject) -> None:
    words = [words_of(one) for one in paragraphs]
    nth = data.draw(st.integers(0, len(words) - 1))
    dropped = words[nth].pop(data.draw(st.integers(0, len(words[nth]) - 1)))
    (finding,) = held(source(*texts(*paragraphs)), *(" ".join(one) for one in words)).astray
    assert finding.message.startswith(f"“{dropped}” would be missing")
    assert finding.place.file == "lettre.docx"


@given(PARAGRAPHS, st.data())
def test_a_word_that_is_twice_in_the_issue_is_an_error_there(paragraphs: list[str], data: st.DataObject) -> None:
    words = [words_of(one) for one in paragraphs]
    nth = data.draw(st.integers(0, len(words) - 1))
    doubled = words[nth][data.draw(st.integers(0, len(words[nth]) - 1))]
    words[data.draw(st.integers(0, len(words) - 1))].append(doubled)
    (finding,) = held(source(*texts(*paragraphs)), *(" ".join(one) for one in words)).astray
    assert finding.message.startswith(f"“{doubled}” would be in the issue more often")
    assert finding.place.file == FILE
    assert finding.place.line


@given(PARAGRAPHS, st.data())
def test_what_is_told_as_left_is_missing_nowhere_and_only_once(paragraphs: list[str], data: st.DataObject) -> None:
    nth = data.draw(st.integers(0, len(paragraphs) - 1))
    told = Told("anything", "Left out.", left=paragraphs[nth])
    kept = [one for number, one in enumerate(paragraphs) if number != nth]
    ledger = held(source(*texts(*paragraphs)), *kept, told=(told,))
    assert ledger.astray == ()
    assert ledger.source - ledger.left == ledger.issue
    assert held(source(*texts(*paragraphs)), *paragraphs, told=(told,)).astray != ()
    assert held(source(*texts(*paragraphs), told=(told,)), *kept, told=(told,)).astray != ()


def test_a_word_that_is_swapped_for_another_is_two_errors() -> None:
    found = held(source(*texts("Ils sont 412 à le dire.")), "Ils sont 421 à le dire.").astray
    assert [one.message for one in found] == [
        "“412” would be missing in the issue: “Ils sont 412 à le dire”",
        "“421” would be in the issue more often than in the document: “Ils sont 421 à le dire”",
    ]


def test_a_paragraph_that_is_lost_is_one_error_and_named_before_single_words() -> None:
    lost = "Le rapport de la Cour est paru."
    (first, *others) = held(source(*texts("Le mot de la fin.", lost)), "Le mot de la").astray
    assert first.message == "“Le rapport de la Cour est paru” would be missing in the issue: “" + lost[:-1] + "”"
    assert [one.message for one in others] == ["“fin” would be missing in the issue: “Le mot de la fin”"]


def test_of_a_document_that_is_lost_as_a_whole_twenty_places_are_named() -> None:
    found = held(source(*texts(*(f"mot{nth}" for nth in range(50))))).astray
    assert len(found) == 21
    assert found[-1].message == "and at 30 more places"


def test_what_a_step_says_it_added_must_be_there() -> None:
    added = Told("title-made", "A title was made.", added="Un titre")
    assert held(source(*texts("Bonjour.")), "Un titre", "Bonjour.", told=(added,)).astray == ()
    assert held(source(*texts("Bonjour.")), "Bonjour.", told=(added,)).astray != ()
    assert held(source(*texts("Bonjour.")), "Un titre", "Bonjour.").astray != ()


def test_words_that_an_issue_had_before_are_not_of_the_source() -> None:
    before = [WrittenWords("Bonjour à tous.", 1)]
    letter = source(*texts("Bonjour, un mot."))
    after = [*before, WrittenWords("Bonjour, un mot.", 3)]
    assert balance(letter, (), after, FILE, before).astray == ()
    assert balance(letter, (), after, FILE).astray != ()
    assert balance(letter, (), before, FILE, before).astray != ()


class Said(NamedTuple):
    passage: SourcePassage
    kind: str
    message: str
    left: bool


HOW = {
    "hidden": Said(
        SourcePassage(WordKind.HIDDEN, "à relire"),
        "hidden-left",
        "hidden in the document, left out: “à relire”",
        left=True,
    ),
    "deleted by somebody": Said(
        SourcePassage(WordKind.DELETED, "un mot", "Jean"),
        "deletion-left",
        "deleted by Jean, left out: “un mot”",
        left=True,
    ),
    "deleted by nobody": Said(
        SourcePassage(WordKind.DELETED, "un mot"), "deletion-left", "deleted, left out: “un mot”", left=True
    ),
    "inserted": Said(
        SourcePassage(WordKind.INSERTED, "un mot", "Jean"),
        "insertion-taken",
        "inserted by Jean, taken: “un mot”",
        left=False,
    ),
    "moved": Said(
        SourcePassage(WordKind.MOVED, "un mot", "Jean"),
        "move-left",
        "moved by Jean, taken where it stands now: “un mot”",
        left=True,
    ),
    "a page's header": Said(
        SourcePassage(WordKind.PAGE_HEADER, "NE PAS DIFFUSER"),
        "page-header-left",
        "at the top of each page, left out: “NE PAS DIFFUSER”",
        left=True,
    ),
    "a page's footer": Said(
        SourcePassage(WordKind.PAGE_FOOTER, "page 1"),
        "page-footer-left",
        "at the foot of each page, left out: “page 1”",
        left=True,
    ),
}


@pytest.mark.parametrize("case", HOW.values(), ids=HOW)
def test_words_that_are_no_text_are_told_by_what_they_are(case: Said) -> None:
    letter = source(*texts("Bonjour."), case.passage)
    ledger = held(letter, "Bonjour.", *([] if case.left else [case.passage.words]))
    (told,) = ledger.told
    assert (told.kind, told.message) == (case.kind, case.message)
    assert bool(told.left) is case.left
    assert ledger.astray == ()
    assert ledger.source - ledger.left == ledger.issue
    wrong = held(letter, "Bonjour.", *([case.passage.words] if case.left else []))
    assert wrong.astray != (), "a deletion in the letter, an insertion that is not"


@pytest.mark.parametrize("kind", [WordKind.NOTE, WordKind.BOX, WordKind.DESCRIPTION])
def test_notes_boxes_and_descriptions_are_the_letters(kind: WordKind) -> None:
    letter = source(SourcePassage(kind, "Une source."))
    assert held(letter, "Une source.").astray == ()
    assert held(letter).astray != ()
    assert held(letter).told == ()


def test_a_comment_lasts_as_a_remark_or_it_is_missing() -> None:
    comment = SourcePassage(WordKind.COMMENT, "Vérifier ce chiffre", "Cécile", "42 %")
    letter = source(*texts("Ils sont 42 %."), comment, remarks=(Remark("42 %", "Cécile", "Vérifier ce chiffre"),))
    ledger = held(letter, "Ils sont 42 %.", "Vérifier ce chiffre")
    assert ledger.astray == ()
    (told,) = ledger.told
    assert (told.message, told.at) == ("Cécile commented, kept as a remark: “Vérifier ce chiffre”", "42 %")
    assert [one.message for one in held(letter, "Ils sont 42 %.").astray] == [
        "“Vérifier ce chiffre” would be missing in the issue: “Vérifier ce chiffre”"
    ]


def test_what_was_marked_is_told_and_stays_in_the_text() -> None:
    ledger = held(source(*texts("[lien à ajouter]"), remarks=(Remark("lien à ajouter", "", ""),)), "[lien à ajouter]")
    assert ledger.astray == ()
    assert [one.message for one in ledger.told] == ["marked in the document, kept as a remark: “lien à ajouter”"]


ISSUE = """\
# ☕ L'édito du jour {#edito by="Jeanne Ode"}

Un **ré**cit[^1] en `deux` mots, [un *lien*](https://example.org/rien)
sur deux lignes.[^1]

![Une carte](carte.png "Crédit Atlas") H₂O ~~barré~~

| Ville | Date |
| --- | --- |
| Arras | 1er mars |

[^1]: La source.

::: testimony Noé Ré, élu
**« Oui »**
:::

::: button https://example.org/inscription
S'inscrire
:::

::: event 2026-11-26 13h30-15h Médiathèque
Venez.
:::

:::: interview Ada L.
::: note
Incise
:::
::::

```text
code noir
```

# Un titre long {#veille}

Fin.
"""
HEAD = """\
title: "Un titre long"
teasers_lead: Aussi
teasers: [Point un, Point deux]
introduction: Une **intro**duction.
illustration: {image: carte.png, alt: Alt du haut, credit: Photo Léa}
credits: {authors: [Max], illustrator: Zoé}
remarks: [{at: Arras, by: Cécile, says: Vraiment ?}]
subject: Nulle part
preheader: Non plus\
"""
WORDS = """
Un titre long Aussi Point un Point deux Alt du haut Photo Léa Max Zoé ☕ L édito du jour Jeanne Ode
Une introduction Un récit en deux mots un lien sur deux lignes Une carte Crédit Atlas H2O barré
Ville Date Arras 1er mars La source Noé Ré élu Oui S inscrire Médiathèque Venez Ada L Incise code noir
Fin Vraiment
"""


def test_all_words_of_an_issue_are_counted_each_once_and_none_of_cenums_own(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "carte.png")
    issue = issue_of(tmp_path, ISSUE, HEAD)
    written = words_written(issue)
    assert sorted(word for one in written for word in words_of(one.words)) == sorted(words_of(WORDS))
    assert all(one.line for one in written)
