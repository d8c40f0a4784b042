"""What people wrote where no reader sees it is told, and what programs wrote there is not."""

from __future__ import annotations

import pytest

from cenum.imported.html_source import letter_of_text
from cenum.imported.source_letter import WordKind
from cenum.imported.word_ledger import balance


def unseen(html: str) -> list[str]:
    return [one.words for one in letter_of_text("a.html", html).passages if one.kind is WordKind.UNSEEN]


TOLD = {
    "a comment": ("<p>Un mot.<!-- à relire par Jeanne --></p>", ["à relire par Jeanne"]),
    "two comments": ("<!--un--><p>Un mot.</p><!-- deux -->", ["un", "deux"]),
    "a paragraph that was taken out": ("<p>Un mot.</p><!-- <p>Un <b>ancien</b> mot.</p> -->", ["Un ancien mot."]),
    "what an abbreviation means": ("<p>L’<abbr title='Agence du four'>ADF</abbr>.</p>", ["Agence du four"]),
    "what a picture says below the pointer": (
        "<p>a <img src=a alt=b title='Le four, en mai'></p>",
        ["Le four, en mai"],
    ),
    "a tooltip twice": ("<p><a title='Vers le four'>a</a> <a title='Vers le four'>b</a></p>", ["Vers le four"]),
}  # fmt: skip


@pytest.mark.parametrize(("html", "words"), TOLD.values(), ids=TOLD)
def test_what_no_reader_sees_is_told_in_one_line(html: str, words: list[str]) -> None:
    letter = letter_of_text("a.html", html)
    assert unseen(html) == words
    (told,) = [one for one in balance(letter, (), (), "a.md").told if one.kind == "unseen-left"]
    assert told.left.split("\n") == words
    assert all(one in told.message for one in words)


OF_PROGRAMS = {
    "a condition for Outlook": "<!--[if mso]><table><tr><td>Un mot.</td></tr></table><![endif]-->",
    "the marks of a clipboard": "<!--StartFragment--><!--EndFragment-->",
    "WordPress": "<!-- wp:paragraph --><!-- /wp:paragraph --><!--more-->",
    "Notion": "<!-- notionvc: 1234-abcd -->",
    "a template": "<!-- // BEGIN HEADER --><!-- ========== --><!--[endif]---->",
    "code": "<!-- var a = 1; --><!-- p { color: red } -->",
    "a saved page": "<!-- saved from url=(0013)about:internet -->",
    "the note that a page has": "<p><a title='Un mot.' href='#n'>1</a></p>",
    "the description of a picture": "<p><img src=a alt='Le four' title='Le four'></p>",
    "nothing": "<!-- --><!----><p title='  '>a</p>",
}


@pytest.mark.parametrize("html", OF_PROGRAMS.values(), ids=OF_PROGRAMS)
def test_what_programs_write_there_is_not(html: str) -> None:
    assert unseen(f"<p>Un mot.</p>{html}") == []


OFFICE = "<meta name='generator' content='LibreOffice 24.2 (Linux)'>"


def test_a_comment_of_libreoffice_is_a_colleagues() -> None:
    letter = letter_of_text("a.html", f"{OFFICE}<p>Trois <b>fours</b><!-- Trop ? -->, et un.</p>")
    assert [(one.at, one.says) for one in letter.remarks] == [("Trois fours", "Trop ?")]
    assert [one.words for one in letter.passages if one.kind is WordKind.COMMENT] == ["Trop ?"]


def test_what_libreoffice_prints_on_each_page_is_left_out() -> None:
    page = "<div title='header'><p>Modèle</p></div><p>Texte.</p><div title='footer'><p>Page</p></div>"
    kinds = [one.kind for one in letter_of_text("a.html", OFFICE + page).passages]
    assert kinds == [WordKind.PAGE_HEADER, WordKind.TEXT, WordKind.PAGE_FOOTER]
    assert {one.kind for one in letter_of_text("a.html", page).passages} == {WordKind.TEXT}


def test_what_is_only_read_out_is_hidden() -> None:
    found = letter_of_text("a.html", "<p>Un mot.</p><h2 class='titre visually-hidden'>Notes</h2>").passages
    assert [(one.kind, one.words) for one in found] == [(WordKind.TEXT, "Un mot."), (WordKind.HIDDEN, "Notes")]
