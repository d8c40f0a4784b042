"""A letter that cenum made becomes, from its own e-mail, the issue that it was made of."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from cenum.cache import user_cache
from cenum.edition.render import render
from cenum.edition.templates import Templates
from cenum.imported.clean import cleaned
from cenum.imported.found_sections import found_sections
from cenum.imported.html_source import letter_of_html
from cenum.imported.issue_text import issue_text
from cenum.imported.markdown_writer import to_markdown
from cenum.imported.proposed_blocks import proposed_blocks
from cenum.imported.word_ledger import balance, words_written
from cenum.imported.words import words_of
from cenum.issue.blocks import Button, Prose, Resource, walk
from cenum.issue.markdown import parser, plain
from cenum.issue.reader import read
from cenum.settings import Settings, load
from cenum.starter.looks import LOOKS, USUAL
from cenum.starter.template_files import own_words
from tests.edition.samples import EVERY_BLOCK, OWN, ROOT, Letter, needs_the_real_letter, own, public, real, samples
from tests.edition.samples import settings as samples_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.model import Issue

EARLIER = ROOT / "tests" / "imported" / "earlier"
# Nothing in a mail says that a frame is a note, or which paragraphs one mark of a language is around.
_SHARES = {EVERY_BLOCK: 0.75}


def _earlier() -> list[Letter]:
    """The letters that are in people's mailboxes: as cenum made them before its look was designed anew."""
    folders = {EVERY_BLOCK: own(EVERY_BLOCK).folder}
    return [Letter(file, folders.get(file.stem, ROOT)) for file in sorted(EARLIER.glob("*.md"))]


@pytest.mark.parametrize("letter", _earlier(), ids=lambda letter: letter.name)
def test_an_e_mail_of_before_becomes_its_issue_again(letter: Letter, tmp_path: Path) -> None:
    page = letter.file.with_suffix(".html").read_text("utf-8")
    _is_its_issue_again(letter, page, _SHARES.get(letter.name, 0.9), tmp_path)


@pytest.mark.parametrize(
    "letter",
    [
        *(pytest.param(letter, id=letter.name) for letter in (*samples(), own(EVERY_BLOCK))),
        pytest.param(real(), id="real", marks=needs_the_real_letter),
    ],
)
def test_an_e_mail_becomes_its_issue_again(letter: Letter, tmp_path: Path) -> None:
    page, _text = public(letter)
    _is_its_issue_again(letter, page, _SHARES.get(letter.name, 0.9), tmp_path)


@pytest.mark.parametrize("look", [look for look in LOOKS if look != USUAL])
@pytest.mark.parametrize("letter", [*samples(), own(EVERY_BLOCK)], ids=lambda letter: letter.name)
def test_it_does_so_in_every_look(letter: Letter, look: str, tmp_path: Path) -> None:
    page, _text = public(Letter(letter.file, letter.folder, look))
    _is_its_issue_again(letter, page, _SHARES.get(letter.name, 0.9), tmp_path)


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_it_does_so_in_every_language_and_with_every_label(language: str, tmp_path: Path) -> None:
    """Nothing at all differs where nothing is in it that a mail does not show: a note, another language."""
    settings = _settings(language)
    desk = tmp_path / "desk"
    shutil.copytree(ROOT / "templates", desk / "templates")
    shutil.copytree(OWN / "issues" / "media", desk / "media")
    for name, content in own_words(language).items():
        (desk / name).write_bytes(content)
    file = desk / "2026-01-02.md"
    file.write_text(_EVERY_LABEL, "utf-8")
    before = read(file, settings, root=desk).issue
    assert before is not None
    rendered = render(before, settings, Templates(desk / "templates", user_cache()))
    page, _text = rendered.fill(rendered.public_links)
    _is_the_same(before, page, 1, settings, tmp_path / file.name)


def _settings(language: str) -> Settings:
    table = msgspec.to_builtins(
        samples_settings(newsletter={"language": language, "address": "12 rue des Lilas, bâtiment C, 75000 Paris"})
    )
    names = {"edito": "L'édito", "veille": "La veille", "questions": "Trois questions à"}
    table["sections"] = [{"id": id_, "heading": heading} for id_, heading in names.items()]
    return msgspec.convert(table, Settings)


_EVERY_LABEL = """---
title: Des chaises, et du thé
number: 12
teasers: [Une tasse de thé, Un jour de chaises]
introduction: |
  Cette semaine, du *thé*.

  - Et des chaises.
illustration: {image: media/essai.png, alt: Une tasse, credit: Léa Dessin}
credits: {authors: [Ève Noël, Zoé Ça], illustrator: Léa Dessin}
---

# Des chaises, et du thé {#edito by="la rédaction de Cénum"}

Bonjour,

Un premier paragraphe.

## La veille, qui n'est pas une rubrique

Bonne lecture !

::: testimony Jeanne Morel, 72 ans
![Jeanne](media/essai.png "Photo : Ali Baba")

**« Bien ! »**

C'était *bien*.
:::

# Un jour de chaises {#veille}

::: event 2026-01-09 13h30 Mairie, Arras
Venez.
:::

::: event 2026-01-10 13h30-15h en ligne
## Un café

Venez aussi.
:::

# ☕ Trois questions à Zoé Ça {#questions by="Ali Baba"}

::: interview Zoé Ça, médiatrice
![Zoé](media/essai.png "Photo : Ève Noël")

## Qui êtes-vous ?

Moi.

## Que faites-vous ?

Du thé.
:::

::: resource https://www.example.org/guide
**Un guide**

Quarante pages.
:::

::: resource https://www.example.org/autre
Un autre, sans titre.
:::

::: button https://www.example.org/inscription
S'inscrire
:::
"""


def _is_its_issue_again(letter: Letter, page: str, share: float, at: Path) -> None:
    settings = load(letter.folder / "cenum.toml")
    # The issue stands beside the pictures that it shows.
    issues = at / "before" / "issues"
    beside = letter.file.parent / "media"
    shutil.copytree(beside if beside.is_dir() else letter.folder / "issues" / "media", issues / "media")
    file = Path(shutil.copy(letter.file, issues))
    before = read(file, settings, root=at / "before").issue
    assert before is not None
    _is_the_same(before, page, share, settings, at / letter.file.name)


def _is_the_same(before: Issue, page: str, share: float, settings: Settings, path: Path) -> None:
    text, after = _imported(page, settings, path)
    assert _words(after) == _words(before), text
    assert _links(after) == _links(before), text
    assert (after.title, after.number, after.credits.authors) == (before.title, before.number, before.credits.authors)
    if settings.sections:
        # Without names to look for, a heading on the level of the sections is one.
        assert [(one.id, one.by) for one in after.sections] == [(one.id, one.by) for one in before.sections]
    wanted, found = Counter(_blocks(before)), Counter(_blocks(after))
    assert (wanted & found).total() >= share * wanted.total(), [wanted - found, found - wanted]


def _imported(page: str, settings: Settings, path: Path) -> tuple[str, Issue]:
    source = letter_of_html("letter.html", page.encode())
    clean = cleaned(source.html)
    found = found_sections(clean.body, source.facts, settings)
    proposed = proposed_blocks(clean.body, settings.newsletter.language, found.day)
    introduction, of_introduction = to_markdown(found.introduction)
    body, of_body = to_markdown(clean.body)
    text, of_head = issue_text(found.head, introduction, body, source.facts)
    path.write_text(text, "utf-8")
    reading = read(path, settings, root=path.parent)
    assert reading.issue is not None, [*map(str, reading.findings), text]
    told = (*clean.told, *found.told, *proposed, *of_introduction, *of_body, *of_head)
    ledger = balance(source, told, words_written(reading.issue), path.name)
    assert ledger.astray == ()
    return text, reading.issue


def _words(issue: Issue) -> Counter[str]:
    return Counter(word for text in words_written(issue) for word in words_of(text.words))


def _links(issue: Issue) -> set[str]:
    found = set()
    for block, _around in walk(issue.blocks):
        if isinstance(block, Button | Resource):
            found.add(block.url)
        if isinstance(block, Prose):
            inlines = [child for token in block.tokens for child in token.children or () if child.type == "link_open"]
            found |= {str(link.attrGet("href")) for link in inlines}
    # Within a letter, links lead to sections; what a page has for an anchor is not theirs.
    return {parser().normalizeLink(url) for url in found if not url.startswith("#")}


def _blocks(issue: Issue) -> Iterator[tuple[str, ...]]:
    """Each paragraph, heading, point, cell and piece of code: what is around it, and its words."""
    for block, around in walk(issue.blocks):
        names = [one.name for one in (*around, block) if one.name]
        if not isinstance(block, Prose) and (block.facts.words or not block.facts.children):
            yield (*names, *block.facts.words.split())
        if not isinstance(block, Prose):
            continue
        path: list[str] = []
        for token in block.tokens:
            if token.nesting > 0:
                path.append(token.type)
            elif token.nesting < 0:
                path.pop()
            elif token.type in {"inline", "fence"}:
                yield (*names, *path, *words_of(plain(token) or token.content))
