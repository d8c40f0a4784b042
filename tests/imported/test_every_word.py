"""Whatever a document holds, each of its words is in the issue once, or told: nothing else is ever written."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from cenum.errors import Mistakes
from cenum.imported.docx.word_letter import letter_of_docx
from cenum.imported.html_source import letter_of_html
from cenum.imported.importing import ImportDesk, new_issue
from cenum.imported.refusal import ImportRefusal
from cenum.imported.words import words_of
from cenum.settings import load
from cenum.workspace import Workspace
from tests.edition.samples import ROOT
from tests.imported.docx.test_word_ledger import LEFT, LINKS, LISTS, STYLES, bodies, inlines, notes
from tests.imported.docx.word_files import word_file
from tests.imported.html_trees import PAGES
from tests.tried import up_to

if TYPE_CHECKING:
    from cenum.imported.source_letter import SourceLetter

DAY = date(2026, 12, 4)
FEW = 4  # of the examples that other tests try: each goes all the way
# What an editor has to mend, because the document itself has it so, or lacks it.
DECLARED = {"image-alt", "markup-left", "section-empty"}


@cache
def desk() -> ImportDesk:
    return ImportDesk(Workspace(ROOT, load(ROOT / "cenum.toml")))


def goes_all_the_way(letter: SourceLetter) -> None:
    try:
        made = new_issue([letter], DAY, desk())
    except ImportRefusal:
        # All of it is frame, or none of it is words.
        return
    except Mistakes as mistakes:
        pytest.fail("\n".join(map(str, mistakes.findings)))
    ledger = made.ledger
    assert ledger.source == sum(len(words_of(one.words)) for one in letter.passages)
    assert ledger.source - ledger.left + ledger.added == ledger.issue
    assert {one.rule for one in made.findings} <= DECLARED, made.text
    assert made.before is None


@pytest.mark.long
@settings(max_examples=up_to(2_000) // FEW)
@given(PAGES)
def test_every_word_of_any_page_is_in_the_issue_or_told(page: str) -> None:
    try:
        letter = letter_of_html("page.html", page.encode())
    except ImportRefusal:
        return
    goes_all_the_way(letter)


@pytest.mark.long
@settings(max_examples=up_to(1_000) // (2 * FEW), suppress_health_check=[HealthCheck.filter_too_much])
@given(bodies(), notes("footnote"), notes("endnote"), inlines(LEFT), inlines(LEFT))
def test_every_word_of_any_word_document_is_in_the_issue_or_told(
    body: str, footnotes: str, endnotes: str, header: str, comment: str
) -> None:
    content = word_file(
        body,
        LINKS,
        styles=STYLES,
        numbering=LISTS,
        footnotes=footnotes,
        endnotes=endnotes,
        header=f"<w:p>{header}</w:p>",
        comments=f'<w:comment w:id="0" w:author="Cécile"><w:p>{comment}</w:p></w:comment>',
    )
    goes_all_the_way(letter_of_docx("lettre.docx", content))
