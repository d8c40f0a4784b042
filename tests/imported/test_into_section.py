"""Text comes to the end of a section, and remarks into the head, and every other byte stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from cenum.errors import UsageMistake
from cenum.imported.into_section import section_called, with_remarks, with_text
from cenum.imported.source_letter import Remark
from cenum.issue.blocks import texts
from cenum.issue.reader import read
from cenum.settings import SectionRule
from tests.edition.samples import settings

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.issue.model import Issue

RULES = (
    SectionRule("edito", "L'édito", order=1),
    SectionRule("veille", "La veille du Conseil", order=3),
    SectionRule("agenda", "Agenda", order=6),
    SectionRule("lectures", "Lectures"),
)
CHOSEN = replace(settings(), sections=RULES)
ISSUE = """\
---
title: Un titre  # gardé
# une remarque de la rédaction
draft: true
---

# L'édito {#edito}

Bonjour,\u00a0déjà.\u0020


# Agenda

- Un point.
"""
REMARK = Remark("42 %", "Cécile", 'Dit "qui" : quoi ?\nSource ?')


def issue_of(folder: Path, text: str) -> Issue:
    file = folder / "2026-01-02.md"
    file.write_bytes(text.encode())
    reading = read(file, CHOSEN, root=folder)
    assert reading.issue is not None, [str(one) for one in reading.findings]
    return reading.issue


ENDS = ["\n", "\r\n", "\r"]


@pytest.mark.parametrize("end", ENDS, ids=["unix", "windows", "mac"])
@pytest.mark.parametrize("text", [ISSUE, ISSUE.rstrip("\n"), "\ufeff" + ISSUE], ids=["whole", "cut", "marked"])
@pytest.mark.parametrize(
    ("section", "before", "heading"),
    [
        ("edito", "\n\n\n# Agenda", ""),
        ("agenda", "", ""),
        ("veille", "\n\n\n# Agenda", "# La veille du Conseil {#veille}\n\n"),
        ("lectures", "", "# Lectures {#lectures}\n\n"),
    ],
)
def test_text_comes_after_the_last_line_of_its_section(  # noqa: PLR0913  the cases
    tmp_path: Path, text: str, end: str, section: str, before: str, heading: str
) -> None:
    text = text.replace("\n", end)
    added = with_text(text, issue_of(tmp_path, text), section, "## Un sujet\n\nDu texte.\n", RULES)
    more = f"\n{heading}## Un sujet\n\nDu texte.".replace("\n", end)
    before = before.replace("\n", end)
    start = text.index(before) if before else len(text.rstrip())
    assert added == text[:start] + end + more + (text[start:] if before else end)
    (found,) = [one for one in issue_of(tmp_path, added).sections if one.id == section]
    assert [text.words for text in texts(found.blocks)][-2:] == ["Un sujet", "Du texte."]


def test_a_section_that_comes_first_is_written_before_all_others(tmp_path: Path) -> None:
    text = "---\ntitle: Un titre\n---\n\n# Agenda\n\nUn point.\n"
    added = with_text(text, issue_of(tmp_path, text), "edito", "Bonjour.\n", RULES)
    assert added == "---\ntitle: Un titre\n---\n\n# L'édito {#edito}\n\nBonjour.\n\n# Agenda\n\nUn point.\n"


@pytest.mark.parametrize("name", ["edito", "L’édito", "EDITO", "l'edito", "Mon édito"])
def test_a_section_is_known_by_its_id_and_by_each_of_its_names(tmp_path: Path, name: str) -> None:
    issue = issue_of(tmp_path, ISSUE.replace("# L'édito {#edito}", "# Mon édito {#edito}"))
    assert section_called(name, RULES, issue) == "edito"


def test_a_section_that_nobody_knows_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageMistake, match="did you mean “veille”"):
        section_called("veile", RULES, issue_of(tmp_path, ISSUE))
    with pytest.raises(UsageMistake, match="choose one of: agenda, edito, lectures, veille"):
        section_called("nulle part", RULES, issue_of(tmp_path, ISSUE))


HEADS = [
    ("", "remarks:\n{items}"),
    ("remarks:\n  - says: Une\n", "remarks:\n  - says: Une\n{items}"),
    ("remarks:\n- says: Une\n  by: Jean\n", "remarks:\n- says: Une\n  by: Jean\n{items}"),
    ("remarks:\n    - says: Une\n\n      by: Jean\n\n", "remarks:\n    - says: Une\n\n      by: Jean\n{items}\n"),
    ("remarks: []\n", None),
    ("remarks: [{says: Une}]\n", None),
    ("remarks: [{says: Une}]  \nnumber: 3\n", None),
]


@pytest.mark.parametrize("end", ENDS, ids=["unix", "windows", "mac"])
@pytest.mark.parametrize(("there", "wanted"), HEADS)
def test_remarks_come_after_those_of_the_head_however_these_are_written(
    tmp_path: Path, there: str, wanted: str | None, end: str
) -> None:
    text = ISSUE.replace("draft: true\n", f"draft: true\n{there}").replace("\n", end)
    before = issue_of(tmp_path, text)
    added = with_remarks(text, before, [REMARK, Remark("lien", "", "")])
    after = issue_of(tmp_path, added)
    assert [*before.remarks] == [*after.remarks][: len(before.remarks)]
    first, second = after.remarks[len(before.remarks) :]
    assert (first.at, first.by, first.says) == ("42 %", "Cécile", 'Dit "qui" : quoi ? Source ?')
    assert (second.at, second.by, second.says) == ("lien", "", "")
    kept = [line for line in text.split(end) if not line.startswith("remarks: [")]
    assert [line for line in added.split(end) if line in kept][: len(kept)] == kept
    if wanted:
        margin = there.partition("- ")[0].rpartition("\n")[2] if there else "  "
        items = [f'{margin}- at: "42 %"', f'{margin}  by: "Cécile"']
        assert end.join(items) in added


def test_no_remark_changes_nothing(tmp_path: Path) -> None:
    assert with_remarks(ISSUE, issue_of(tmp_path, ISSUE), []) == ISSUE


def test_remarks_stand_below_a_value_of_several_lines(tmp_path: Path) -> None:
    text = ISSUE.replace("draft: true\n", "introduction: |\n  Un mot.\n\n  ---\n\n  Un autre.\n")
    added = with_remarks(text, issue_of(tmp_path, text), [REMARK])
    assert added.index("Un autre") < added.index("remarks:") < added.index("# L'édito")
    assert len(issue_of(tmp_path, added).remarks) == 1
