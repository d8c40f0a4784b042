"""The head of an issue as a form: what it shows, and what it changes, which is no other line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cenum.errors import UsageMistake
from cenum.issue.front_matter import table
from cenum.issue.scaffold import new_issue
from cenum.preview.head_form import HeadValues, head_edit, head_values, hints
from cenum.settings import load
from tests.edition.samples import ROOT
from tests.in_process import spoken

HEAD = """---
# Ce commentaire reste.
title: "Un titre" # et celui-ci part avec lui
number: 36
teasers: [Un premier, Un second]

introduction: >-
  Une phrase,
  et une autre.

  Un paragraphe.
credits: {authors: [Jeanne]}
draft: true
---

# Un titre {#edito}

Un mot 🎉.
"""


def changed(text: str, **values: Any) -> str:
    """``text`` after the edit, whose places are counted as scripts do."""
    edit = head_edit(text, HeadValues(**values))
    units = text.encode("utf-16-le")
    after = units[: 2 * edit.start] + edit.insert.encode("utf-16-le") + units[2 * edit.end :]
    return after.decode("utf-16-le")


def test_it_shows_what_the_head_says() -> None:
    assert head_values(HEAD) == {
        "title": "Un titre",
        "teasers": "Un premier\nUn second",
        "preheader": "",
        "introduction": "Une phrase, et une autre.\n\nUn paragraphe.",
        "authors": "Jeanne",
        "image": "",
        "alt": "",
        "credit": "",
        "draft": True,
    }


def test_words_that_wait_for_others_are_told() -> None:
    begun = head_values(new_issue(date(2026, 12, 4), load(ROOT / "cenum.toml")))
    assert hints(begun) == ["title", "teasers", "introduction", "authors"]
    assert hints({**begun, "title": "Un an", "teasers": "Et encore ceci\nUn point"}) == ["introduction", "authors"]
    assert hints(head_values(HEAD)) == []


def test_what_is_not_asked_for_stays_to_the_byte() -> None:
    assert head_edit(HEAD, HeadValues()).insert == ""
    assert changed(HEAD, title="Un autre") == HEAD.replace(
        'title: "Un titre" # et celui-ci part avec lui', "title: Un autre"
    )
    assert changed(HEAD, teasers="Un seul") == HEAD.replace(
        "teasers: [Un premier, Un second]", "teasers:\n  - Un seul"
    )
    assert changed(HEAD, introduction="Bref.") == HEAD.replace(
        ">-\n  Une phrase,\n  et une autre.\n\n  Un paragraphe.", "|\n  Bref."
    )


def test_a_key_that_is_missing_gets_its_usual_place() -> None:
    after = changed(HEAD, image="media/a.png", alt="Une carte", credit="Jeanne")
    assert after == HEAD.replace(
        "credits:", 'illustration:\n  image: "media/a.png"\n  alt: "Une carte"\n  credit: "Jeanne"\ncredits:'
    )
    assert changed("---\ndraft: true\n---\n", title="Un titre") == "---\ntitle: Un titre\ndraft: true\n---\n"
    assert changed("---\n---\n\nx\n", title="Un titre") == "---\ntitle: Un titre\n---\n\nx\n"


def test_the_line_in_the_inbox_is_written_and_taken_out() -> None:
    text = "---\ntitle: A\n---\n"
    written = changed(text, preheader="Ce qu'on lira : tout")
    assert written == "---\ntitle: A\npreheader: Ce qu'on lira : tout\n---\n"
    assert head_values(written)["preheader"] == "Ce qu'on lira : tout"
    assert changed(written, preheader="") == text


def test_who_signs_it_is_written_and_who_drew_it_stays() -> None:
    drawn = HEAD.replace("{authors: [Jeanne]}", "{authors: [Jeanne], illustrator: Léa}")
    assert changed(drawn, authors="Nora Benali\nClaire, la stagiaire") == drawn.replace(
        "credits: {authors: [Jeanne], illustrator: Léa}",
        'credits:\n  authors:\n    - Nora Benali\n    - Claire, la stagiaire\n  illustrator: "Léa"',
    )
    assert table(changed(HEAD, authors="").split("---\n")[1]).keys() == {
        "title",
        "number",
        "teasers",
        "introduction",
        "draft",
    }


def test_a_letter_is_a_draft_no_longer_and_one_again() -> None:
    commented = HEAD.replace("draft: true", "draft: true   # à retirer")
    ready = HEAD.replace("draft: true\n", "")
    assert changed(commented, draft=False) == ready
    assert changed(ready, draft=True) == HEAD
    assert changed(ready, draft=False) == ready


def test_what_is_emptied_is_gone() -> None:
    after = changed(HEAD, title="", teasers="\n \n", introduction="")
    assert table(after.split("---\n")[1]) == {"number": 36, "credits": {"authors": ["Jeanne"]}, "draft": True}
    shown = changed(HEAD, image="media/a.png", alt="Une carte")
    assert changed(shown, image="", alt="", credit="") == HEAD


@pytest.mark.parametrize(
    "value",
    [
        "Café IA #3 : la suite",
        "12:30",
        "[Café IA] un an",
        "- un point",
        '"Cité" et plus',
        "# dièse",
        "oui",
        "🎉 Fête",
        "a\tb",
    ],
)
def test_whatever_is_typed_is_what_the_head_says(value: str) -> None:
    after = changed(HEAD, title=value, teasers=f"{value}\nUn autre", introduction=f"{value}\n\nfin")
    shown = head_values(after)
    said = " ".join(value.split())
    assert (shown["title"], shown["teasers"]) == (said, f"{said}\nUn autre")
    assert str(shown["introduction"]).split() == [*value.split(), "fin"]


def test_a_line_between_the_borders_of_the_head_is_not_one_of_them() -> None:
    after = changed(HEAD, introduction="a\n---\nb")
    assert head_values(after)["introduction"] == "a\n---\nb"
    assert after.endswith(HEAD.partition("draft")[2])


@pytest.mark.parametrize("text", ["", "# Un titre\n", "---\ntitle: x\n", "--\ntitle: x\n--\n"])
def test_a_text_without_a_head_is_refused_in_words(text: str) -> None:
    with spoken("en"), pytest.raises(UsageMistake) as refused:
        head_values(text)
    assert refused.value.message
    assert refused.value.remedy


def test_a_picture_needs_its_description_and_a_head_has_its_limit() -> None:
    with pytest.raises(UsageMistake):
        head_edit(HEAD, HeadValues(image="media/a.png", alt=" "))
    with pytest.raises(UsageMistake):
        head_edit(HEAD, HeadValues(introduction="x" * 17_000))
