from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.issue.reader import read
from cenum.links.collect import links_of_issue
from cenum.preview.client_views import ClientView, LetterViews
from cenum.preview.source_lines import LINE, _spots
from cenum.settings import load
from tests.edition.samples import EVERY_BLOCK, TABLES, edition, every_letter, made, own
from tests.edition.samples import Letter as Sample
from tests.preview.site import KEY, folder, library

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
---
title: Une lettre
teasers: [Un point, Un second]
introduction: >-
  L'introduction tient en une phrase.
---

# ☕ La veille {#veille}

Un paragraphe
sur deux lignes, avec [un lien](https://example.org/a).

## Un sujet

- Un point de la liste
- Un *autre* point : voilà !
  - Un point plus bas

> Une citation

::: testimony Une personne
Ce qu'elle dit.
:::

::: button https://example.org/b
Aller voir
:::

Il dit [so it is!]{lang=en} : oui.

::: lang en
In English!
:::

Un paragraphe

Deux fois [un lien](https://example.org/a).
"""


@pytest.fixture
def letter(tmp_path: Path) -> LetterViews:
    folder(tmp_path)
    (tmp_path / "issues" / f"{KEY}.md").write_text(TEXT, "utf-8")
    preview = library(tmp_path).preview(KEY)
    assert preview
    assert preview.good
    return preview.good.views


@pytest.mark.parametrize(
    ("tag", "starts", "written"),
    [
        ("h1", "Une lettre", "title:"),
        ("p", "Un point ✦", "teasers:"),
        ("p", "L’introduction", "introduction:"),
        ("h2", "☕", "# ☕"),
        ("p", "Un paragraphe sur", "Un paragraphe"),
        ("h3", "Un sujet", "## Un sujet"),
        ("li", "Un point de", "- Un point de"),
        ("li", "Un autre", "- Un *autre*"),
        ("li", "Un point plus", "  - Un point plus"),
        ("p", "Une citation", "> Une"),
        ("p", "Ce qu’elle", "Ce qu'elle"),
        ("p", "Une personne", "::: testimony"),
        ("a", "Aller", "::: button"),
        ("p", "Deux fois", "Deux fois"),
    ],
)
def test_every_part_knows_the_line_that_it_was_written_on(
    letter: LetterViews, tag: str, starts: str, written: str
) -> None:
    (element,) = [
        one
        for one in letter.tree.iter(tag)
        if " ".join(one.text_content().split()).startswith(starts) and one.get(LINE) is not None
    ]
    assert TEXT.split("\n")[int(element.get(LINE)) - 1].startswith(written)


def test_the_same_address_twice_is_found_twice(letter: LetterViews) -> None:
    lines = [one.get(LINE) for one in letter.tree.iter("a") if one.get("href") == "https://example.org/a"]
    numbered = [str(number) for number, text in enumerate(TEXT.split("\n"), 1) if "/a)" in text]
    assert lines == numbered


def test_a_section_whose_heading_is_the_title_has_its_line_on_its_text() -> None:
    sample = own(EVERY_BLOCK)
    issue = made(sample).issue
    shown = LetterViews(edition(sample), issue, links_of_issue(issue))
    (text,) = shown.tree.xpath("//div[@id='edito']")
    assert text.get(LINE) == str(issue.sections[0].line)


@pytest.mark.parametrize("sample", [*every_letter(), own(TABLES)])
def test_every_part_of_every_letter_is_found(sample: Sample) -> None:
    made = edition(sample)
    issue = read(sample.file, load(sample.folder / "cenum.toml"), root=sample.folder).issue
    assert issue
    shown = LetterViews(made, issue, links_of_issue(issue))
    lines = {int(one.get(LINE)) for one in shown.tree.iter("*") if one.get(LINE)}
    # Where an event takes place, and who is interviewed, stands in a sentence of the template's.
    spots = [spot for spot in _spots(issue) if spot.words.strip() and not spot.anywhere]
    assert [spot for spot in spots if spot.line not in lines] == []
    assert shown.html(ClientView.SENT).startswith("<!doctype html>")
