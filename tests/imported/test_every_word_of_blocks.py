"""Whatever blocks a letter consists of: each of its words is in the issue once, or it is told why it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from cenum.imported.found_sections import found_sections
from cenum.imported.issue_text import issue_text
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.proposed_blocks import proposed_blocks
from cenum.imported.source_letter import SourceFacts, SourceLetter, SourcePassage, WordKind
from cenum.imported.tree_reading import said
from cenum.imported.word_ledger import balance, words_written
from cenum.issue.reader import read_so_far
from cenum.settings import load
from tests.imported.trees import bodies
from tests.issue.desk import ROOT
from tests.tried import up_to

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from lxml.html import HtmlElement

_SETTINGS = load(ROOT / "cenum.toml")
_BLOCKS = (
    *("<h1>Un titre</h1>", "<h1>La lettre de la société numérique</h1>", "<h2>L'édito</h2>", "<h2>L'édito</h2>"),
    *(
        "<h2>🔎 Vu</h2>",
        "<h2>La veille</h2>",
        "<h3>Agenda</h3>",
        "<h3>Un sujet ?</h3>",
        "<h2>Avant de partir</h2>",
        "<hr>",
    ),
    *("<p>Voir en ligne</p>", "<p>Cénum</p>", "<p>Vendredi 13 novembre 2026 · n° 62</p>", "<p>Bonjour à tous,</p>"),
    *(
        "<p>Bonne lecture !</p>",
        "<p>Au sommaire</p>",
        "<ul><li>L'édito</li><li>Agenda</li></ul>",
        "<p>Mais : a ✦ b</p>",
    ),
    *("<p><img src='https://x.org/a.png' alt='Une tasse'></p>", "<p>Illustration : Léa</p>", "<p>Par Ève Noël</p>"),
    *(
        "<p>« Bien ! »</p>",
        "<p>— Jeanne, 72 ans</p>",
        "<p>« Oui. »<br>— Jeanne</p>",
        "<blockquote><p>a</p></blockquote>",
    ),
    *("<p>26 novembre 2026 à 18h, Mairie</p>", "<p>3/12/2026, en ligne</p>", "<h3>1er décembre 2026 – Ici</h3>"),
    *(
        "<p>Ajouter à mon agenda</p>",
        "<p>Entretien avec Zoé Ça</p>",
        "<p><strong>Un guide</strong></p>",
        "<p>Texte.</p>",
    ),
    *("<p><a href='https://x.org'>Lire le guide</a></p>", "<p><a href='https://x.org'>Ici</a></p>", "<p>Texte.</p>"),
    *("<p>Lettre écrite par A et B, illustrée par C.</p>", "<p><a href='https://x.org'>Se désinscrire</a></p>"),
    *(
        "<p>un<a data-note='n1'></a></p>",
        "<div data-note='n1'><p>Une note.</p></div>",
        "<table><tr><td>a</td></tr></table>",
    ),
)
_facts = st.builds(
    lambda title, subject, teaser, authors: SourceFacts(title=title, subject=subject, teaser=teaser, authors=authors),
    *(
        st.sampled_from(("", "Un titre", "L'édito", "La lettre de la société numérique", "Autre – v2"))
        for _two in range(2)
    ),
    st.sampled_from(("", "Une ligne")),
    st.sampled_from(((), ("Ève Noël",))),
)


def _parsed(blocks: list[str]) -> HtmlElement:
    notes = sorted(set(filter(lambda block: block.startswith("<div"), blocks)))
    return html.fragment_fromstring(
        "".join([*(block for block in blocks if not block.startswith("<div")), *notes]), create_parent="body"
    )


@settings(max_examples=up_to(1000) // 6)
@given(st.one_of(st.lists(st.sampled_from(_BLOCKS), min_size=1, max_size=14).map(_parsed), bodies()), _facts)
def test_every_word_is_in_the_issue_or_told(
    tmp_path_factory: pytest.TempPathFactory, body: HtmlElement, facts: SourceFacts
) -> None:
    path = tmp_path_factory.getbasetemp() / "2026-11-27.md"
    text, ledger_of = _issue_of(body, facts, path)
    assert ledger_of == (), text


def _issue_of(body: HtmlElement, facts: SourceFacts, path: Path) -> tuple[str, tuple[object, ...]]:
    for box in [one for one in body.iter("div", "h1") if one.get("data-block") or one.get("data-id")]:
        # What the steps put there themselves.
        box.attrib.pop("data-id", None)
        if box.get("data-block"):
            box.drop_tag()
    passages = (SourcePassage(WordKind.TEXT, said(body)),)
    found = found_sections(body, facts, _SETTINGS)
    told = [*found.told, *proposed_blocks(body, "fr")]
    introduction, introduced = to_markdown(found.introduction)
    markdown, written = to_markdown(body)
    text, made = issue_text(found.head, introduction, markdown, facts)
    path.write_text(text, "utf-8")
    issue = read_so_far(path, _SETTINGS, root=path.parent).issue
    assert issue is not None, text
    source = SourceLetter("x.html", "", passages, facts)
    return text, balance(source, [*told, *introduced, *written, *made], words_written(issue), path.name).astray
