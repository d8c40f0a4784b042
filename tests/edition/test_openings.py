from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.edition.openings import linked_title, portrait_and_rest, titled
from cenum.finding import Place
from cenum.issue.blocks import Note, Prose, texts
from tests.checks.samples import issue_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cenum.issue.blocks import Block
    from cenum.issue.model import Issue

FACE = '![Jeanne sourit](https://lettre.example.org/jeanne.jpg "Ada")'
URL = "https://www.example.org/guide"


def body_of(folder: Path, markdown: str) -> tuple[Issue, tuple[Block, ...]]:
    """An issue with a testimony, and what stands in that."""
    issue = issue_of(folder, f"# A {{#a}}\n\n:::: testimony Jeanne\n{markdown}\n::::")
    return issue, issue.blocks[0].facts.children


def said(blocks: Sequence[Block]) -> list[str]:
    return [text.words for text in texts(blocks)]


def inline_of(block: Block) -> list[str]:
    """The inline tokens of a paragraph or heading, those of empty words aside."""
    assert isinstance(block, Prose)
    return [child.type for child in block.tokens[1].children or () if child.type != "text" or child.content]


def test_a_picture_alone_at_the_head_is_a_portrait(tmp_path: Path) -> None:
    issue, body = body_of(tmp_path, f"{FACE}\n\nUn mot.\n\nUn autre.\n\n::: note\nDedans.\n:::")
    portrait, rest = portrait_and_rest(body, issue.images, issue.place.file)
    assert portrait is not None
    assert (portrait.alt, portrait.credit, portrait.file) == ("Jeanne sourit", "Ada", None)
    assert portrait.place == Place("2026-01-02.md", 8)
    assert said(rest) == ["Un mot.", "Un autre.", "Dedans."]
    assert [block.line for block in rest] == [10, 14]
    assert isinstance(rest[1], Note)


def test_nothing_need_follow_a_portrait(tmp_path: Path) -> None:
    issue, body = body_of(tmp_path, FACE)
    portrait, rest = portrait_and_rest(body, issue.images, issue.place.file)
    assert portrait is not None
    assert rest == ()


@pytest.mark.parametrize(
    "markdown",
    [
        "Un mot.",
        f"Un mot.\n\n{FACE}",
        f"{FACE} et des mots",
        f"[{FACE}](https://a.fr)",
        f"- {FACE}",
        f"> {FACE}",
        f"::: note\n{FACE}\n:::",
        f"{FACE}\n![Un chat](https://lettre.example.org/b.jpg)",
    ],
)
def test_no_other_picture_is_one(markdown: str, tmp_path: Path) -> None:
    issue, body = body_of(tmp_path, markdown)
    assert portrait_and_rest(body, issue.images, issue.place.file) == (None, body)


def test_one_picture_may_have_two_descriptions(tmp_path: Path) -> None:
    again = FACE.replace("Jeanne sourit", "La même").replace(' "Ada"', "")
    issue, body = body_of(tmp_path, f"{again}\n\n{FACE}")
    portrait, _rest = portrait_and_rest(body, issue.images, issue.place.file)
    assert portrait is not None
    assert (portrait.alt, portrait.credit) == ("La même", "")


def test_a_paragraph_in_bold_has_the_class_of_a_title(tmp_path: Path) -> None:
    _issue, body = body_of(tmp_path, "**Un *bon* guide**\n\nDu texte.\n\n**Du gras**")
    first, rest = titled(body)
    assert isinstance(first, Prose)
    assert first.tokens[0].attrs == {"class": "title"}
    assert said([first, rest]) == said(body)
    # What the issue holds is as it was: its tokens are shared.
    assert isinstance(body[0], Prose)
    assert body[0].tokens[0].attrs == {}


@pytest.mark.parametrize(
    "markdown", ["Du texte.", "**Gras** et maigre", "Maigre et **gras**", "## Un titre", "- **a**"]
)
def test_nothing_else_has_it(markdown: str, tmp_path: Path) -> None:
    _issue, body = body_of(tmp_path, f"{markdown}\n\nDu texte.")
    assert titled(body) == body


@pytest.mark.parametrize(
    ("markdown", "inside"),
    [
        ("## Un guide\n\nDu texte.", ["link_open", "text", "link_close"]),
        ("**Un guide**", ["link_open", "strong_open", "text", "strong_close", "link_close"]),
        ("**Un** : texte", ["link_open", "strong_open", "text", "strong_close", "link_close", "text"]),
        (
            "**Un __vieux__ guide** de",
            [
                *("link_open", "strong_open", "text", "strong_open", "text", "strong_close", "text", "strong_close"),
                *("link_close", "text"),
            ],
        ),
        (
            "**Un** [lien](https://a.fr)",
            [
                *("link_open", "strong_open", "text", "strong_close", "link_close"),
                *("text", "link_open", "text", "link_close"),
            ],
        ),
    ],
)
def test_the_title_is_the_link(markdown: str, inside: list[str], tmp_path: Path) -> None:
    _issue, body = body_of(tmp_path, markdown)
    linked = linked_title(body, URL)
    assert inline_of(linked[0]) == inside
    assert said(linked) == said(body)
    assert isinstance(linked[0], Prose)
    link = next(child for child in linked[0].tokens[1].children or () if child.type == "link_open")
    assert (link.attrs, link.meta) == ({"href": URL}, {"line": 8})


@pytest.mark.parametrize(
    "markdown",
    [
        "Du texte.",
        "Maigre et **gras**",
        "[**Un guide**](https://a.fr)",
        "**Un [guide](https://a.fr)**",
        "## Un [guide](https://a.fr)",
        "- **Un guide**",
        "::: note\n**Un guide**\n:::",
    ],
)
def test_without_a_title_and_with_a_link_in_it_there_is_none(markdown: str, tmp_path: Path) -> None:
    _issue, body = body_of(tmp_path, markdown)
    assert linked_title(body, URL) == ()
