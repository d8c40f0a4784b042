from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cenum.analysis.slips import elision, is_slip, meant

WORDS = (
    *("accueil", "aujourd'hui", "bien", "cœur", "développement", "femme", "histoire", "intelligent", "l'école"),
    *("occasionnel", "outil", "parole", "photographie", "porte", "semaine", "sûr", "toujours", "week-end"),
    *("école", "événement", "œuvre"),
)


def known(word: str) -> bool:
    return word in WORDS


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("evenement", "événement"),
        ("coeur", "cœur"),
        ("acceuil", "accueil"),
        ("ocasionel", "occasionnel"),
        ("istoire", "histoire"),
        ("fotographie", "photographie"),
        ("inteligent", "intelligent"),
        ("toujour", "toujours"),
        ("semmaine", "semaine"),
        ("semaiine", "semaine"),
        ("semine", "semaine"),
        ("semaune", "semaine"),
        ("weekend", "week-end"),
        ("biensûr", "bien sûr"),
        ("aujourdhui", "aujourd'hui"),
        ("lécole", "l'école"),
        ("l'ecole", "l'école"),
        ("porte-parolle", "porte-parole"),
        ("dévelopement", "développement"),
    ],
)
def test_what_was_meant_is_found(word: str, right: str) -> None:
    assert right in meant(word, known)


def test_no_consonant_follows_what_is_elided() -> None:
    assert meant("l'outiil", known) == ["l'outil"]
    assert meant("l'emme", known) == []


def test_a_word_of_the_team_comes_first_whatever_its_letters() -> None:
    assert meant("xqzwkj", known, ["qxzwkj", "xqzwk", "abc"]) == ["qxzwkj", "xqzwk"]
    assert meant("ecole", lambda word: word == "école", ["ecola"]) == ["ecola"]


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("coeur", "cœur"),
        ("l'oeuvre", "l'œuvre"),
        ("porte-coeur", "porte-cœur"),
        ("jusqu'oeuvre", "jusqu'œuvre"),
    ],
)
def test_an_oe_that_no_keyboard_has_comes_before_all_else(word: str, right: str) -> None:
    near = ["codeur", "cour", "ouvre", "oeuvres", "couer"]
    assert meant(word, lambda one: known(one) or one in near, near) == [right]


def test_an_accent_may_be_missing_beside_the_oe() -> None:
    assert meant("oedème", lambda word: word == "œdème") == ["œdème"]
    assert meant("oecumenique", lambda word: word == "œcuménique") == ["œcuménique"]


def test_what_nobody_wants_to_read_is_offered_to_nobody() -> None:
    assert meant("pronos", lambda word: word in {"pornos", "promos"}) == ["promos"]
    assert meant("pronos", lambda word: word == "pornos") == []


def test_only_what_is_near_is_looked_for_where_nothing_more_is_asked() -> None:
    assert meant("acceuil", known, far=False) == ["accueil"]
    assert meant("semine", known, far=False) == []


def test_only_the_commonest_slips_are_sure() -> None:
    assert is_slip("acceuil", known)
    assert is_slip("l'ecole", known)
    assert is_slip("coeur", known)
    assert not is_slip("istoire", known)
    assert not is_slip("semine", known)


def test_what_is_elided_stands_apart() -> None:
    assert elision("l'école") == ("l'", "école")
    assert elision("Jusqu'ici") == ("Jusqu'", "ici")
    assert elision("aujourd'hui") == ("", "aujourd'hui")
    assert elision("d'") == ("", "d'")


@given(st.text(min_size=1, max_size=60))
@example("·")
@example("l")
def test_no_word_breaks_it_nor_takes_more_than_its_share_of_questions(word: str) -> None:
    asked = []

    def unknown(one: str) -> bool:
        asked.append(one)
        return False

    assert meant(word, unknown) == []
    assert len(asked) <= 150 + 2 * len(word)
    assert not is_slip(word, unknown)
