"""What cenum's letters say each week is known in each of their languages, and as their teams have it."""

from __future__ import annotations

from datetime import date

import pytest

from cenum.imported.days_in_words import day_of_parts, day_said
from cenum.imported.own_words import own_words
from cenum.issue.calendar import day_parts, in_words
from tests.issue.desk import SETTINGS

_WHY = (
    "Vous recevez Cénum, qui paraît chaque semaine, parce que vous vous y êtes inscrit·e. Cette lettre ne contient "
    "aucun traceur d’ouverture."
)
_MARKS = " ,.!\u202f"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("greeting", "Bonjour,"),
        ("greeting", "Hello,"),
        ("good_reading", "Bonne lecture\u202f!"),
        ("contents", "In this letter"),
        ("why", _WHY),
        ("publisher", "Cénum is published by Conseil."),
    ],
)
def test_its_sentences_are_known_in_both_languages(name: str, words: str) -> None:
    own = own_words(SETTINGS.newsletter)
    assert own.says(name, words)
    assert own.begins(name, f"{words} Et plus.")
    assert not own.says(name, f"{words} Et plus.")
    assert not own.begins(name, f"{words.strip(_MARKS)}ment")


def test_without_a_newsletter_nothing_is_known_that_names_it() -> None:
    assert own_words().says("greeting", "Bonjour,")
    assert not own_words().begins("publisher", " est publiée par .")


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("5 min de lecture", None),
        ("12 min read", None),
        ("par la rédaction · 5 min de lecture", "la rédaction"),
        ("by Ann · Bob · 1 min read", "Ann · Bob"),
    ],
)
def test_the_line_below_a_title_says_who_wrote(line: str, who: str | None) -> None:
    found = own_words().reading(line)
    assert found is not None
    assert found["who"] == who


@pytest.mark.parametrize("line", ["", "min de lecture", "5 min de lecture.", "par Ann", "Lire : 5 min de lecture"])
def test_what_is_only_like_that_line_is_not(line: str) -> None:
    assert own_words().reading(line) is None


def test_what_a_team_made_of_its_words_is_known_beside_them() -> None:
    theirs = '{% set greeting = "Salut !" %}{% set mine = 3 %}{% set why %}Pour {{ newsletter.name }}{% endset %}'
    own = own_words(SETTINGS.newsletter, theirs)
    assert all(own.says("greeting", words) for words in ("Salut !", "Bonjour,"))
    assert own.says("why", "Pour Cénum")


@pytest.mark.parametrize("theirs", ["{% set greeting =", "{" * 200_000, "{% set a = " + "(" * 900 + "1"])
def test_a_file_that_no_template_is_made_of_adds_nothing(theirs: str) -> None:
    assert own_words(None, theirs).says("greeting", "Bonjour,")


@pytest.mark.parametrize("language", ["fr", "en", "de", "ar", "fr-CA"])
def test_a_day_is_read_as_it_was_written(language: str) -> None:
    for day in (date(2026, 1, 1), date(2024, 2, 29), date(2026, 11, 13)):
        assert day_said(f"{in_words(day, language).capitalize()}, n° 62", language) == day
        assert day_of_parts(*day_parts(day, language), day.year, language) == day


@pytest.mark.parametrize(
    "words",
    [
        "lundi 13 novembre 2026",
        "vendredi 31 novembre 2026",
        "13 novembre 2026",
        "vendredi 13 novembre 9999999",
        "vendredi 13 brumaire 2026",
        "vendredi 13 novembre 0000",
    ],
)
def test_a_day_that_is_none_is_not_read(words: str) -> None:
    assert day_said(words, "fr") is None


def test_the_parts_of_a_day_that_is_none_are_not_read() -> None:
    assert day_of_parts("jeudi", "29", "février", 2027, "fr") is None
    assert day_of_parts("jeudi", "deux", "février", 2027, "fr") is None
    assert day_of_parts("jeudi", "1", "janvier", 0, "fr") is None
