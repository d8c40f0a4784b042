"""What looks like a button, a testimony, an event is proposed as one; what only nearly does stays text."""

from __future__ import annotations

from collections import Counter

import pytest
from lxml import html

from cenum.imported.markdown_writer import to_markdown
from cenum.imported.proposed_blocks import proposed_blocks
from cenum.imported.tree_reading import said
from cenum.imported.words import words_of
from cenum.issue.containers import blocks
from cenum.issue.markdown import MarkdownReader, tokens_of

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


def _proposed(inside: str) -> str:
    body = html.fragment_fromstring(inside, create_parent="body")
    told = proposed_blocks(body, "fr")
    assert all(one.kind == "block-proposed" and one.look and one.at for one in told)
    return to_markdown(body)[0].rstrip("\n")


@pytest.mark.parametrize(("inside", "wanted"), _PROPOSED.items())
def test_what_looks_like_a_block_is_proposed_as_one(inside: str, wanted: str) -> None:
    assert _proposed(inside) == wanted


@pytest.mark.parametrize("inside", _PROPOSED)
def test_what_a_proposal_leaves_out_is_told_word_by_word(inside: str) -> None:
    body = html.fragment_fromstring(inside, create_parent="body")
    before = Counter(words_of(said(body)))
    told = proposed_blocks(body, "fr")
    findings: list[object] = []
    reader = MarkdownReader("", lambda line: line, language="fr", anchors=(), findings=findings)  # type: ignore[arg-type]
    made = blocks(tokens_of(to_markdown(body)[0]), reader)
    own = " ".join(block.facts.words for block in made if block.facts.children)
    assert findings == []
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
    ],
)
def test_what_only_nearly_looks_like_a_block_stays_text(inside: str) -> None:
    assert ":::" not in _proposed(inside)
