"""What stands around a letter's text is left out, and told word by word."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import html

from cenum.imported.letter_frame import without_frame
from cenum.imported.letter_head import HeadPicture, LetterHead
from cenum.imported.tree_reading import said
from cenum.imported.words import words_of
from tests.issue.desk import settings

_SETTINGS = settings(masthead="La lettre", tagline="Chaque vendredi")
_TEXT = "<h2>La veille</h2><p>Un texte.</p>"


def _words(inside: str) -> Counter[str]:
    return Counter(words_of(said(html.fragment_fromstring(inside, create_parent="body"))))


def _left(inside: str) -> tuple[str, list[str], LetterHead]:
    body = html.fragment_fromstring(inside, create_parent="body")
    frame = without_frame(body, _SETTINGS)
    return (
        "".join(html.tostring(one, encoding="unicode") for one in body),
        [one.left for one in frame.told],
        frame.head,
    )


@pytest.mark.parametrize(
    "line",
    [
        "<p><a href='https://x.org'>Voir cet e-mail dans votre navigateur</a></p>",
        "<p>View this email in your browser</p>",
        "<p>Cénum</p>",
        "<h1>La lettre</h1>",
        "<p>Vendredi 13 novembre 2026 · n° 62 · 4 min de lecture</p>",
        "<p>Vendredi 13 novembre 2026, n° 62</p>",
        "<p>Bonjour, nous sommes le vendredi 13 novembre 2026.</p>",
        "<p>Bonjour à toutes et à tous,</p>",
        "<ul><li><a href='#a'>La veille</a></li></ul>",
        "<p><strong>Au sommaire</strong></p><ul><li>La veille</li><li>Et le reste</li></ul>",
    ],
)
def test_what_stands_above_a_letter_is_left_out(line: str) -> None:
    rest, left, _head = _left(line + _TEXT)
    assert rest == _TEXT
    assert Counter(words_of(" ".join(left))) == _words(line)


@pytest.mark.parametrize(
    "line",
    [
        "<p><a href='https://x.org'>Se désinscrire</a> · <a href='https://x.org'>Mentions légales</a></p>",
        "<p>Vous recevez cette lettre parce que vous vous y êtes inscrit·e.</p>",
        "<p>© 2026 Cénum</p>",
        "<p>Unsubscribe from this list</p>",
        "<p><a href='https://lettre.example.org/out'>Ne plus rien recevoir</a></p>",
        "<h2>👋 Avant de partir</h2><p>Cette lettre vous a plu ? Transférez-la.</p><hr><p>Se désinscrire</p>",
    ],
)
def test_what_stands_below_a_letter_is_left_out(line: str) -> None:
    rest, left, _head = _left(_TEXT + line)
    assert rest.removesuffix("<hr>") == _TEXT
    assert Counter(words_of(" ".join(left))) == _words(line)


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Vendredi 13 novembre 2026, le Conseil a rendu public son rapport sur les guichets.</p>" + _TEXT,
        "<p>Bonjour les chaises : cette semaine nous avons rangé la salle des fêtes de Saint-Aubin.</p>" + _TEXT,
        "<ul><li>Du café</li><li>Des chaises</li></ul>" + _TEXT,
        _TEXT + "<p>La CNIL dit comment protéger vos données.</p>",
        _TEXT + "<p>Photo © AFP</p>",
        _TEXT + f"<p>{'Se désabonner des réseaux est un métier. ' * 6}</p>",
        _TEXT + "<p>Se désinscrire prend une minute.</p><p>C'est notre enquête de la semaine.</p>",
        _TEXT + f"<p>{'Un long paragraphe. ' * 40} Se désinscrire.</p>",
        _TEXT + "<h2>Avant de partir</h2><p>Un texte.</p>",
    ],
)
def test_a_letters_own_text_stays(inside: str) -> None:
    assert _left(inside)[:2] == (inside, [])


def test_title_teasers_picture_and_credits_move_into_the_front_matter() -> None:
    rest, left, head = _left(
        "<h1>Un titre</h1><p>Mais aussi : Un thé ✦ Une tasse</p><p><img src='a.png' alt='Une tasse'></p>"
        "<p>Illustration : Léa Dessin</p>"
        + _TEXT
        + "<p>Lettre écrite par Ève Noël, Zoé Ça et Ali Baba, illustrée par Léa Dessin.</p>"
    )
    assert rest == _TEXT
    assert head == LetterHead(
        "Un titre",
        None,
        "Mais aussi",
        ("Un thé", "Une tasse"),
        ("Ève Noël", "Zoé Ça", "Ali Baba"),
        "Léa Dessin",
        HeadPicture("a.png", "Une tasse", "Léa Dessin"),
    )
    assert sorted(words_of(" ".join(left))) == sorted(words_of("✦ Illustration Lettre écrite par et illustrée par"))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Lettre 48 – Cénum", "Lettre 48 – Cénum"),
        ("Cénum n° 12 du vendredi 4 décembre 2026", "Cénum n° 12 du vendredi 4 décembre 2026"),
        ("Newsletter #7 (ne pas renommer)", "Newsletter #7 (ne pas renommer)"),
        ("Cénum se raconte en 12 lettres", ""),
        ("La veille 2026", ""),
    ],
)
def test_a_heading_that_says_only_which_letter_it_is_is_its_title_on_any_level(heading: str, title: str) -> None:
    body = html.fragment_fromstring(f"<h2>{heading}</h2>{_TEXT}", create_parent="body")
    frame = without_frame(body, _SETTINGS)
    assert frame.head.title == title
    assert [one.kind for one in frame.told] == (["title-doubtful"] if title else [])
    assert all(one.look for one in frame.told)


def test_its_number_is_the_letters() -> None:
    for above, heading in (("", "<h1>Cénum n° 12</h1>"), ("<h1>Des chaises</h1>", "<h2>Cénum n° 12</h2>")):
        assert _left(above + heading + _TEXT)[2].number == 12


def test_such_a_heading_is_left_out_where_the_source_is_called_otherwise() -> None:
    body = html.fragment_fromstring(f"<h2>Cénum n° 12</h2>{_TEXT}", create_parent="body")
    frame = without_frame(body, _SETTINGS, "Des chaises")
    assert [(one.kind, one.left) for one in frame.told] == [("frame-left-out", "Cénum n° 12")]


def test_a_picture_above_the_title_is_that_of_the_letter() -> None:
    rest, left, head = _left("<p><img src='a.png' alt='Une tasse'></p><h1>Un titre</h1>" + _TEXT)
    assert (rest, left, head.picture) == (_TEXT, [], HeadPicture("a.png", "Une tasse"))
