"""Markdown of other programs becomes a letter whose words are counted before anything is made of them."""

from __future__ import annotations

import base64
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cenum.imported.clean import cleaned
from cenum.imported.markdown_source import letter_of_markdown
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, WordKind
from cenum.imported.tree_reading import said
from cenum.imported.words import words_of
from tests.edition.samples import samples
from tests.imported.trees import NASTY

if TYPE_CHECKING:
    from cenum.imported.source_letter import SourceLetter

_PNG = b"\x89PNG\r\n\x1a\n"
_DATA = f"data:image/png;base64,{base64.b64encode(_PNG).decode()}"


def _letter(text: str) -> SourceLetter:
    return letter_of_markdown("lettre.md", text.encode())


def _markdown(text: str) -> str:
    return to_markdown(cleaned(_letter(text).html).body)[0].rstrip("\n")


_DIALECTS = {
    # Any: headings over lines, code by its margin, lists with stars, breaks of two spaces.
    "Titre\n=====\n\nSujet\n---\n\n* a\n* b\n\nx  \ny": "# Titre\n\n## Sujet\n\n- a\n- b\n\nx\\\ny",
    # Google Docs.
    "# **Titre** {#titre}\n\nUn \\- mot\\!": "# Titre\n\nUn - mot!",
    f"![][image1]\n\n[image1]: <{_DATA}>": "![](picture-1.png)",
    # GitHub.
    "- [ ] à faire\n- [x] fait": "- à faire\n- fait",
    "> [!NOTE]\n> Attention": "> Attention",
    "~~vieux~~ :tada:": "~~vieux~~ 🎉",
    # Pandoc.
    "## Un sujet {#a .b c=d}\n\nDes [mots]{.smallcaps} et [the words]{lang=en}": (
        "## Un sujet\n\nDes mots et [the words]{lang=en}"
    ),
    "::: {.note}\nUne note\n:::": "Une note",
    "::: warning Attention\nAu chien\n:::": "Attention\n\nAu chien",
    "Un mot[^a] et un autre^[Une *note*.]\n\n[^a]: Deux\n\n    paragraphes": (
        "Un mot[^1] et un autre[^2]\n\n[^1]: Deux\n\n    paragraphes\n\n[^2]: Une *note*."
    ),
    # Obsidian.
    "[[Une page]], [[page|une autre]], ==marqué==": "Une page, une autre, marqué",
    "![[carte.png]]": "![](carte.png)",
    "> [!warning]- Attention\n> Au chien": "> **Attention**\n>\n> Au chien",
    "> [!note] Une *note*": "> Une *note*",
    "Un %%à revoir%% mot. ^ancre-1": "Un mot.",
    "a\n\n%%\nb\n\nc\n%%\n\nd": "a\n\nd",
    "a\n%% b %%\nc": "a\n\nc",
    "`%%a%%`, 100 %% et plus": "`%%a%%`, 100 %% et plus",
    "a\n\n```dataview\nLIST\n```": "a",
    # Pandoc again.
    "H~2~O, 10^2^, 1^er^ et ~non~": "H₂O, 10², 1er et ~non~",
    # HTML within, as of Buttondown and Ghost.
    "<div align='center'>\n\n**Gras**\n\n</div>\n\n<p>Un <b>mot</b></p>": "**Gras**\n\nUn **mot**",
    "Un <u>mot</u><!-- rien -->": "Un mot",
    "La balise <style> et <script>": "La balise \\<style> et \\<script>",
}


@pytest.mark.parametrize(("text", "wanted"), _DIALECTS.items())
def test_other_dialects_become_our_own(text: str, wanted: str) -> None:
    assert _markdown(text) == wanted


@pytest.mark.parametrize("text", _DIALECTS)
def test_all_words_of_other_dialects_are_counted_and_kept(text: str) -> None:
    letter = _letter(text)
    taken = [passage for passage in letter.passages if passage.kind.taken]
    counted = Counter(word for passage in taken for word in words_of(passage.words))
    assert Counter(words_of(said(cleaned(letter.html).body))) == counted


def test_comments_are_remarks_beside_their_words_and_queries_are_hidden() -> None:
    letter = _letter(
        "%%en tête%%\n\nUn **mot** %% photo ? %%, ![une %%carte%%](a.png)\n\n%%\nrelire\n\ntout\n%%\n\n"
        "```dataview\nLIST\n```\n\nUn %% reste"
    )
    assert [(one.at, one.says) for one in letter.remarks] == [
        *(("", "en tête"), ("Un mot", "photo ?"), ("Un mot ,", "carte"), ("Un mot ,", "relire tout"))
    ]
    assert [one.words.split() for one in letter.passages if one.kind is WordKind.COMMENT] == [
        *(["en", "tête"], ["photo", "?"], ["carte"], ["relire", "tout"])
    ]
    assert [one.words for one in letter.passages if one.kind is WordKind.HIDDEN] == ["LIST\n"]
    assert [(one.kind, one.at) for one in letter.told] == [("comment-open", "Un %% reste")]


_PARTS = (
    *(
        "\n",
        "\n\n",
        "    ",
        "  \n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n|a|b|\n|-|-|\n",
        "\n---\n",
        "\n===\n",
        "[[x|y]]",
        "%%",
        "\n%%",
        "~2~",
        "^2^",
        " ^a",
        "\n```dataview\n",
        "==m==",
    ),
    *("![[a.png]]", "\n- [ ] ", "\n> [!note] ", "\n::: x y\n", "\n:::\n", "^[n]", "[^1]", "\n[^1]: z\n", "{.a #b}"),
    *("<div>", "</div>", "<p>", "<span style='display:none'>", "</span>", "<img alt='x y'>", "<br>", "<!-- c -->"),
    *("<script>", "<style>", "</style>", "<!--"),
)
_markdown_texts = st.lists(st.sampled_from((*NASTY, *_PARTS)), max_size=14).map("".join)


@given(_markdown_texts)
def test_no_word_of_any_text_gets_lost_on_the_way_to_html(text: str) -> None:
    try:
        letter = _letter(f"mot\n\n{text}")
    except ImportRefusal:
        return
    clean = cleaned(letter.html)
    counted = Counter(word for passage in letter.passages if passage.kind.taken for word in words_of(passage.words))
    left = Counter(word for one in clean.told for word in words_of(one.left))
    assert Counter(words_of(said(clean.body))) + left == counted


def test_the_head_of_a_file_says_its_facts() -> None:
    letter = _letter(
        "---\ntitle: 'Un titre : le bon'\ndate: 2025-04-18T07:00:00Z\nauthors: [Ève Noël, Zoé Ça]\n"
        "subtitle: Une ligne\ncanonical_url: https://blog.example.org/p/un-titre\ndraft: true\n"
        "tags: [a]\nx: {y: z}\n---\nBonjour"
    )
    assert letter.facts == SourceFacts(
        title="Un titre : le bon",
        teaser="Une ligne",
        authors=("Ève Noël", "Zoé Ça"),
        day=date(2025, 4, 18),
        address="https://blog.example.org/p/un-titre",
        published=False,
    )
    (told,) = letter.told
    assert told.kind == "head-left-out"
    assert "tags: a; x: y, z" in told.message
    assert [passage.words for passage in letter.passages] == ["Bonjour"]


@pytest.mark.parametrize("head", ["- a\n- b", "a: [", "x" * 20_000, "&a [*a]", "? {}\n: {}"])
def test_what_is_no_head_is_text_and_no_mistake(head: str) -> None:
    assert "Bonjour" in _letter(f"---\n{head}\n---\n\nBonjour").passages[-1].words


def test_pictures_in_the_text_are_files_of_the_letter() -> None:
    letter = _letter(f"![Une carte]({_DATA}) ![][b]\n\n[b]: <{_DATA}>")
    assert letter.pictures == {"picture-1.png": _PNG, "picture-2.png": _PNG}
    assert [passage.words for passage in letter.passages if passage.words.strip()] == ["Une carte"]


def test_what_readers_will_see_otherwise_is_told() -> None:
    letter = _letter("- [ ] a\n\n> [!tip]\n> b\n\n> [!todo] g\n> h\n\n:::x\nc\n:::\n\n[[d]][^1] e[^1]\n\n[^1]: f")
    assert [one.kind for one in letter.told] == [
        *(
            "wiki-links-undone",
            "boxes-undone",
            "callouts-undone",
            "callout-to-do",
            "container-undone",
            "note-called-once",
        )
    ]


@pytest.mark.parametrize("letter", samples(), ids=lambda letter: letter.name)
def test_an_issue_is_no_source_of_one(letter: object) -> None:
    with pytest.raises(ImportRefusal, match="is an issue of cenum already"):
        letter_of_markdown("lettre.md", letter.file.read_bytes())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"---\ntitle: x\n---\n",
        b"<!-- x -->",
        b"[" * 6_000,
        b"a" * 400_000,
        b"a\n\n" * 9_000,
        b":::\n" * 3_000,
    ],
)
def test_what_is_no_letter_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefusal):
        letter_of_markdown("lettre.md", content)
