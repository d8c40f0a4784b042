"""What looks like a button, a testimony, an event is proposed as one; what only nearly does stays text."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from lxml import html

from cenum.imported.markdown_writer import to_markdown
from cenum.imported.proposed_blocks import proposed_blocks
from cenum.imported.tree_reading import said
from cenum.imported.words import words_of
from cenum.issue.containers import blocks
from cenum.issue.markdown import MarkdownReader, tokens_of

_DAY = date(2026, 11, 13)
_PROPOSED = {
    "<p><a href='https://x.org/a'><strong>S'inscrire</strong></a></p>": "::: button https://x.org/a\nS'inscrire\n:::",
    "<p>« C'était bien ! »</p><p>— Jeanne, 72 ans</p>": "::: testimony Jeanne, 72 ans\n« C'était bien ! »\n:::",
    "<p><strong>« Bien ! »</strong></p><p>Ce qu'elle raconte.</p><p><strong>Jeanne Morel</strong></p>": (
        "::: testimony Jeanne Morel\n**« Bien ! »**\n\nCe qu'elle raconte.\n:::"
    ),
    "<p>« C'était bien ! »<br>— Jeanne</p>": "::: testimony Jeanne\n« C'était bien ! »\n:::",
    "<blockquote><p>Bien.<br>— Jeanne</p></blockquote>": "::: testimony Jeanne\nBien.\n:::",
    "<blockquote><p>Bien.</p><p>– Jeanne</p></blockquote>": "::: testimony Jeanne\nBien.\n:::",
    "<blockquote><p><em>Bien.</em></p></blockquote><p>Jeanne Morel, maire d'Arras</p>": (
        "::: testimony Jeanne Morel, maire d'Arras\nBien.\n:::"
    ),
    "<p>Jeudi 26 novembre 2026 à 13h30, Médiathèque Voyelles, Arras</p><p>Un atelier.</p><p>Suite.</p>": (
        "::: event 2026-11-26 13h30 Médiathèque Voyelles, Arras\nUn atelier.\n:::\n\nSuite."
    ),
    "<h3>1er décembre 2026, de 9 h à 12 h 30 – Mairie</h3><p>Un atelier.</p>": (
        "::: event 2026-12-01 9h-12h30 Mairie\nUn atelier.\n:::"
    ),
    "<p>03/12/2026 · en ligne</p><p>Un <a href='https://x.org'>café</a>.</p><ol><li>a</li></ol>"
    "<p><a href='#agenda'>Ajouter à mon agenda</a></p>": (
        "::: event 2026-12-03 en ligne\nUn [café](https://x.org).\n\n1. a\n:::"
    ),
    "<p><strong>Un guide</strong></p><p>Quarante pages.</p><p><a href='https://x.org'>Lire le guide</a></p>": (
        "::: resource https://x.org\n**Un guide**\n\nQuarante pages.\n:::"
    ),
    "<p>Entretien avec Zoé Ça, médiatrice</p><h3>Qui êtes-vous ?</h3><p>Moi.</p><h2>Ailleurs</h2><p>a</p>": (
        "::: interview Zoé Ça, médiatrice\n### Qui êtes-vous ?\n\nMoi.\n:::\n\n## Ailleurs\n\na"
    ),
}

_OF_CENUM = {
    "<p>jeudi<br><strong>26</strong><br>novembre</p><p><strong>À 13h30</strong>, Médiathèque Voyelles, Arras</p>"
    "<p>Un atelier.</p><p><a href='https://x.org/a.ics'>Ajouter à mon agenda</a></p><p>Suite.</p>": (
        "::: event 2026-11-26 13h30 Médiathèque Voyelles, Arras\nUn atelier.\n:::\n\nSuite."
    ),
    "<p>dimanche<br><strong>1er</strong><br>novembre</p><p><strong>De 9h à 12h30</strong>, en ligne</p>"
    "<p data-title='1'><strong>Un café</strong></p><p>a</p><p>Ajouter à mon agenda</p>": (
        "::: event 2026-11-01 9h-12h30 en ligne\n**Un café**\n\na\n:::"
    ),
    "<p>mercredi<br><strong>3</strong><br>février<br>2027</p><p>Mairie</p><p>a</p><p>b</p>": (
        "::: event 2027-02-03 Mairie\na\n:::\n\nb"
    ),
    "<p>Thursday<br><strong>26</strong><br>November</p><p><strong>From 13:30 to 15:00</strong>, online</p><p>a</p>": (
        "::: event 2026-11-26 13h30-15h00 en ligne\na\n:::"
    ),
    "<p>“</p><p data-title='1'><em>« Bien ! »</em></p><p>Ce <em>qu'elle</em> dit.</p>"
    "<p><img src='a.png' alt='Jeanne'></p><p><strong>Jeanne Morel</strong>, maire<br><em>Léa</em></p><p>Suite.</p>": (
        '::: testimony Jeanne Morel, maire\n![Jeanne](a.png "Léa")\n\n**« Bien ! »**\n\nCe *qu\'elle* dit.\n:::\n\n'
        "Suite."
    ),
    "<p>“</p><p>Bien.</p><ul><li>a</li></ul><p><strong>Jeanne, 72 ans</strong></p>": (
        "::: testimony Jeanne, 72 ans\nBien.\n\n- a\n:::"
    ),
    "<p>Avant.</p><p><img src='a.png' alt='Zoé'></p><p>Photo : Léa</p><p><strong>Entretien avec</strong></p>"
    "<p data-title='1'><strong>Zoé Ça</strong>, médiatrice</p><h2>Qui êtes-vous ?</h2><p>Moi.</p>": (
        'Avant.\n\n::: interview Zoé Ça, médiatrice\n![Zoé](a.png "Photo : Léa")\n\n## Qui êtes-vous ?\n\nMoi.\n:::'
    ),
    "<p>a</p><p>An interview with</p><p data-title='1'><strong>Zoé</strong></p><h2>Ah?</h2><p>b</p>": (
        "a\n\n::: interview Zoé\n## Ah?\n\nb\n:::"
    ),
    "<p data-title='1'><a href='https://x.org'><strong>Un guide</strong></a></p><p>En 40 pages.</p><p>Suite.</p>": (
        "::: resource https://x.org\n**Un guide**\n\nEn 40 pages.\n:::\n\nSuite."
    ),
    "<p>Un guide sans titre.</p><p><a href='https://x.org'>Découvrir la ressource</a></p>": (
        "::: resource https://x.org\nUn guide sans titre.\n:::"
    ),
}
_PROPOSED |= _OF_CENUM


def _proposed(inside: str) -> str:
    body = html.fragment_fromstring(inside, create_parent="body")
    told = proposed_blocks(body, "fr", _DAY)
    assert all(one.kind == "block-proposed" and one.look and one.at for one in told)
    return to_markdown(body)[0].rstrip("\n")


@pytest.mark.parametrize(("inside", "wanted"), _PROPOSED.items())
def test_what_looks_like_a_block_is_proposed_as_one(inside: str, wanted: str) -> None:
    assert _proposed(inside) == wanted


@pytest.mark.parametrize("inside", _PROPOSED)
def test_what_a_proposal_leaves_out_is_told_word_by_word(inside: str) -> None:
    body = html.fragment_fromstring(inside, create_parent="body")
    before = Counter(words_of(said(body)))
    told = proposed_blocks(body, "fr", _DAY)
    findings: list[object] = []
    reader = MarkdownReader("", lambda line: line, language="fr", anchors=(), findings=findings)  # type: ignore[arg-type]
    made = blocks(tokens_of(to_markdown(body)[0]), reader)
    own = " ".join(block.facts.words for block in made if block.facts.children)
    assert findings == []
    own += "".join(f" {picture.get('title', '')}" for picture in body.iter("img"))
    assert Counter(words_of(f"{said(body)} {own}")) + Counter(words_of(" ".join(one.left for one in told))) == before


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Voir <a href='https://x.org'>ceci</a></p>",
        "<p><a href='https://x.org'>https://x.org</a></p>",
        "<p><a href='rapport.pdf'>Le rapport</a></p>",
        "<p><a href='https://x.org'><img src='a.png' alt='Une image'></a></p>",
        "<p><a href='https://x.org'>Un</a></p><p><a href='https://x.org'>Deux</a></p>",
        f"<p><a href='https://x.org'>{'mot ' * 9}</a></p>",
        "<ul><li><p><a href='https://x.org'>S'inscrire</a></p></li></ul>",
        "<blockquote><p>Bien.</p></blockquote><p>Et la suite du texte, qui n'est pas un nom.</p>",
        "<p>« Bien ! »</p><p>Il l'a dit.</p>",
        "<p>« Bien ! » dit-elle.</p><p>— Jeanne</p>",
        "<p>Jeudi 26 novembre 2026, Médiathèque</p>",
        "<p>Jeudi 31 novembre 2026, Médiathèque</p><p>Un atelier.</p>",
        "<p>Le 26 novembre 2026, le Conseil a parlé.</p><p>Un atelier.</p>",
        "<p>Jeudi 26 novembre 2026</p><p>Un atelier.</p>",
        f"<p>26 novembre 2026, {'mot ' * 17}</p><p>Un atelier.</p>",
        "<p>26 novembre 2026 de 15h à 14h, Mairie</p><p>Un atelier.</p>",
        "<p>Un guide</p><p><a href='https://x.org'>Lire le guide</a> ou pas.</p>",
        "<p>Entretien avec Zoé Ça</p><p>Elle ne répond pas.</p>",
        "<h2>Jeudi 26 novembre 2026, Médiathèque</h2><h2>Autre chose</h2>",
        # A day that is another weekday; of no month; without a place, or with a link for one; a poem.
        "<p>lundi<br>26<br>novembre</p><p>À 13h30, en ligne</p><p>a</p>",
        "<p>jeudi<br>26<br>brumaire</p><p>À 13h30, en ligne</p><p>a</p>",
        "<p>jeudi<br>26<br>novembre</p><h2>Une rencontre</h2><p>a</p>",
        "<p>jeudi<br>26<br>novembre</p><p><a href='https://x.org'>En ligne</a> ou pas</p><p>a</p>",
        f"<p>jeudi<br>26<br>novembre</p><p>{'mot ' * 17}</p><p>a</p>",
        "<p>jeudi<br>un jour<br>de novembre</p><p>En ligne</p><p>a</p>",
        # A mark that stands alone, without a name; with one that is a sentence, or only begins in bold.
        "<p>“</p><p>Bien.</p><p>Et la suite.</p>",
        "<p>“</p><p>Bien.</p><p><strong>C'est tout.</strong></p>",
        "<p>“</p><p>Bien.</p><p><strong>Jeanne</strong> l'a dit</p>",
        "<p>“</p><p><strong>Jeanne Morel</strong></p>",
        # A label without a person, without questions; the words in a text.
        "<p>Entretien avec</p><p>Zoé Ça.</p><h2>Qui êtes-vous ?</h2><p>Moi.</p>",
        "<p>Entretien avec</p><p><strong>Zoé Ça</strong></p><p>Elle ne répond pas.</p>",
        # Links that are titles elsewhere, and a link that says what it leads to.
        "<p><strong><a href='https://x.org'>Un guide</a> de plus</strong></p><p>a</p>",
        "<h2><a href='https://x.org'>Un guide</a></h2><p>Quarante pages.</p>",
        "<p data-title='1'><strong>Un guide</strong></p><p>Quarante pages.</p>",
    ],
)
def test_what_only_nearly_looks_like_a_block_stays_text(inside: str) -> None:
    assert ":::" not in _proposed(inside)


def test_a_day_without_a_year_is_no_event_where_nobody_knows_the_letters_own() -> None:
    inside = next(iter(_OF_CENUM))
    body = html.fragment_fromstring(inside, create_parent="body")
    proposed_blocks(body, "fr")
    assert "::: event" not in to_markdown(body)[0]


def test_a_portrait_is_only_what_stands_right_above_the_label() -> None:
    inside = "<p>Entretien avec</p><p><strong>Zoé Ça</strong></p><h2>Qui êtes-vous ?</h2><p>Moi.</p>"
    for above in ("<p>Une phrase.</p>", "<p><img src='a.png' alt='b'></p><p>Une phrase.</p>"):
        made = _proposed(above + inside)
        assert made.endswith("Une phrase.\n\n::: interview Zoé Ça\n## Qui êtes-vous ?\n\nMoi.\n:::")


def test_a_block_that_stands_last_is_no_answer() -> None:
    inside = "<p>Entretien avec</p><p><strong>Zoé Ça</strong></p><h2>Qui êtes-vous ?</h2><p>Moi.</p>"
    button = "<p><a href='https://x.org'>S'inscrire</a></p>"
    assert _proposed(inside + button).endswith("Moi.\n:::\n\n::: button https://x.org\nS'inscrire\n:::")
    assert _proposed(f"{inside}{button}<h2>Et puis ?</h2><p>b</p>").endswith("b\n::::")
