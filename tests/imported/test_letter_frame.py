"""What stands around a letter's text is left out, and told word by word."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from lxml import html

from cenum.imported.letter_frame import Unframed, without_frame
from cenum.imported.letter_head import HeadPicture, LetterHead
from cenum.imported.own_words import own_words
from cenum.imported.tree_reading import said
from cenum.imported.words import words_of
from tests.issue.desk import settings

_SETTINGS = settings(masthead="La lettre", tagline="Chaque vendredi")
_TEXT = "<h2>La veille</h2><p>Un texte.</p>"


_LINE = "<p>par Ève Noël · 5 min de lecture</p>"
_TITLE = "<h1>Un titre</h1>"


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


def _frame(inside: str) -> tuple[str, Unframed]:
    body = html.fragment_fromstring(inside, create_parent="body")
    frame = without_frame(body, _SETTINGS)
    return "".join(html.tostring(one, encoding="unicode") for one in body), frame


_MASTHEAD = (
    "<p><strong>Cénum</strong></p><p>Chaque vendredi</p><p>Vendredi 13 novembre 2026, <strong>n° 62</strong></p>"
    "<p><a href='https://x.org'>Lire en ligne</a></p>"
)
_INTRODUCTION = "<p>Bonjour,</p><p>Une <em>chose</em>.</p><ul><li>Et une autre.</li></ul><p>Bonne lecture !</p>"
_PICTURE = "<p><img src='a.png' alt='Une tasse'></p><p>Illustration : Léa Dessin</p>"
_CONTENTS = (
    "<p><strong>Au sommaire</strong></p><ul><li>Du thé ✦ Du café</li>"
    "<li><p>☕ <strong>La veille</strong></p><p>Des chaises</p></li></ul>"
)
_OF_CENUM = f"{_MASTHEAD}<p><strong>L’édito</strong></p>{_TITLE}{_LINE}{_INTRODUCTION}{_PICTURE}{_CONTENTS}"
_BELOW = "<p>Un début.</p><h2>La veille</h2><p>Un texte.</p>"


def test_the_opening_of_a_letter_of_cenums_is_taken_whole() -> None:
    rest, frame = _frame(_OF_CENUM + _BELOW)
    opening = frame.opening
    assert rest == _BELOW
    assert frame.head == LetterHead(
        "Un titre",
        62,
        teasers=("Du thé", "Du café", "Des chaises"),
        picture=HeadPicture("a.png", "Une tasse", "Léa Dessin"),
    )
    assert frame.day == date(2026, 11, 13)
    assert opening is not None
    assert opening.section is not None
    assert (opening.section.id, opening.by) == ("edito", "Ève Noël")
    assert opening.listed == frozenset({"la veille"})
    assert [said(block) for block in opening.introduction] == ["Une chose.", "Et une autre."]
    told = Counter(words_of(" ".join((*(one.left for one in frame.told), opening.label))))
    kept = " ".join(("Un titre Ève Noël Une tasse Léa Dessin Une chose Et une autre", *frame.head.teasers))
    assert told == _words(_OF_CENUM) - Counter(words_of(kept))


@pytest.mark.parametrize(
    ("opening", "lead", "teasers"),
    [
        (_CONTENTS.replace("Au sommaire", "Mais aussi"), "Mais aussi", ("Du thé", "Du café", "Des chaises")),
        ("<p><strong>Au sommaire</strong></p><ul><li>Du thé</li></ul>", "", ("Du thé",)),
        ("<p><strong>In this letter</strong></p><ul><li><strong>La veille</strong></li></ul>", "", ()),
    ],
)
def test_contents_are_teasers_and_what_the_letter_calls_them(
    opening: str, lead: str, teasers: tuple[str, ...]
) -> None:
    rest, frame = _frame(_TITLE + "<p>5 min read</p>" + opening + _BELOW)
    assert (rest, frame.head.teasers_lead, frame.head.teasers) == (_BELOW, lead, teasers)


def test_a_letter_that_is_called_as_always_is_known_too() -> None:
    rest, frame = _frame(f"<h1>Cénum</h1><p>Chaque vendredi</p><p>3 min de lecture</p>{_PICTURE}{_CONTENTS}{_BELOW}")
    assert rest == _BELOW
    assert frame.head.picture == HeadPicture("a.png", "Une tasse", "Léa Dessin")


def test_words_that_a_team_has_of_its_own_are_known() -> None:
    theirs = '{% set greeting = "Chères toutes," %}{% set reading = "lecture : %d min" | format(minutes) %}'
    body = html.fragment_fromstring(
        f"{_TITLE}<p>lecture : 5 min</p><p>Chères toutes,</p><p>Une chose.</p><p>Bonne lecture !</p>{_BELOW}",
        create_parent="body",
    )
    frame = without_frame(body, _SETTINGS, words=own_words(_SETTINGS.newsletter, theirs))
    assert frame.opening is not None
    assert [said(block) for block in frame.opening.introduction] == ["Une chose."]


@pytest.mark.parametrize(
    "inside",
    [
        # How long it is, elsewhere than below the first heading; and in a sentence.
        "<h2>Un titre</h2><p>5 min de lecture</p><p>a</p>",
        "<h1>Un titre</h1><p>Un texte.</p><p>5 min de lecture</p>",
        "<h1>Un titre</h1><h2>Une autre</h2><p>5 min de lecture</p>",
        "<h1>Un titre</h1><p>5 min de lecture suffisent.</p>",
        "<h1>Un titre</h1><p>Il faut 5 min de lecture</p>",
        f"<h1>Cénum</h1><p>{'mot ' * 20}</p><p>5 min de lecture</p>",
    ],
)
def test_a_letter_that_says_how_long_it_is_elsewhere_is_not_cenums(inside: str) -> None:
    rest, frame = _frame(inside + _TEXT)
    assert frame.opening is None
    assert "5 min de lecture" in rest


@pytest.mark.parametrize(
    "after",
    [
        "<p>Bonjour,</p><p>Un texte, et nul vœu.</p>",
        "<p>Un texte.</p><p>Bonjour,</p><p>Une lettre citée.</p><p>Bonne lecture !</p>",
        "<p>Bonjour,</p><h2>Un sujet</h2><p>a</p><p>Bonne lecture !</p>",
        "<p><strong>Au menu</strong></p><ul><li>Du thé</li></ul>",
        "<p><strong>Au sommaire</strong></p><ul><li>La veille</li><li>Du thé</li><li>Du lait</li></ul>",
        "<p>Au menu</p><ul><li>La veille</li></ul><p>a</p>",
    ],
)
def test_below_that_line_alone_another_letters_text_stays(after: str) -> None:
    _rest, frame = _frame(_TITLE + _LINE + after + _TEXT)
    assert frame.opening is not None
    assert not frame.opening.is_sure
    assert [one.left for one in frame.told if "min de lecture" in one.left] == ["5 min de lecture"]
    assert frame.head.teasers == ()
    assert not [one.left for one in frame.told if "texte" in one.left or "thé" in one.left or "citée" in one.left]


def test_in_another_letter_the_titles_of_parts_are_headings() -> None:
    rest, frame = _frame("<h1>Un titre</h1><p data-title='1'><strong>Une partie</strong></p><p>a</p>" + _TEXT)
    assert rest == "<h2>Une partie</h2><p>a</p>" + _TEXT
    assert frame.head.title == "Un titre"


@pytest.mark.parametrize(
    ("line", "authors", "illustrator"),
    [
        ("Written by Ann Lee and Bob Ray, illustrated by Léa Dessin.", ("Ann Lee", "Bob Ray"), "Léa Dessin"),
        ("Lettre illustrée par Léa Dessin.", (), "Léa Dessin"),
        ("Illustrated by the editors.", (), "the editors"),
    ],
)
def test_credits_in_every_form_that_letters_have(line: str, authors: tuple[str, ...], illustrator: str) -> None:
    rest, left, head = _left(f"{_TEXT}<p>{line}</p>")
    assert (rest, head.authors, head.illustrator) == (_TEXT, authors, illustrator)
    kept = Counter(words_of(" ".join((*authors, illustrator))))
    assert Counter(words_of(" ".join(left))) == Counter(words_of(line)) - kept


@pytest.mark.parametrize("line", ["Written by hand.", "Illustrée par des photos, et par des cartes."])
def test_a_last_line_that_names_nobody_stays(line: str) -> None:
    assert _left(f"{_TEXT}<p>{line}</p>")[:2] == (f"{_TEXT}<p>{line}</p>", [])


_FAREWELL = (
    "<h2>👋 Before you go</h2><p>A remark, an idea, an objection? Just reply to this message: somebody will read "
    "you. Or write to <a href='mailto:a@x.org'>a@x.org</a>.</p><p>Did you like this letter? Pass it on, or share "
    "its public address.<br><a href='https://x.org'>The public address of this letter</a></p><p>Was it passed on to "
    "you? <a href='https://x.org'>Subscribe to Cénum</a></p>"
)
_IMPRINT = "<p>Cénum is published by Conseil.<br>12 rue des Lilas, bâtiment C, escalier 3, 75000 Paris, France</p>"
_WHY = (
    "<p>You receive Cénum, which appears every week, because you subscribed to it. This letter holds nothing that "
    "tracks who opens it.</p>"
)


@pytest.mark.parametrize("foot", [_FAREWELL, _IMPRINT, _WHY])
def test_the_foot_of_a_letter_of_cenums_is_left_out_in_any_language(foot: str) -> None:
    rest, left, _head = _left(f"{_TEXT}{foot}<p>Unsubscribe</p>")
    assert rest == _TEXT
    assert Counter(words_of(" ".join(left))) == _words(f"{foot}<p>Unsubscribe</p>")
