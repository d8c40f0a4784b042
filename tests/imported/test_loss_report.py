"""After an import a person is told what to look at, line by line, and the rest in few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.finding import Place, Severity
from cenum.imported.loss_report import ReportLine, loss_report, placed
from cenum.imported.source_letter import Told
from tests.checks.samples import issue_of

if TYPE_CHECKING:
    from pathlib import Path

FILE = "issues/2026-12-04.md"


def at(line: int | None, kind: str = "wrapper-undone", message: str = "Undone.", **more: object) -> ReportLine:
    return ReportLine(Told(kind, message, **more), Place(FILE, line))  # type: ignore[arg-type]  # of its fields


def test_what_to_look_at_is_a_warning_at_its_line_and_all_else_a_line() -> None:
    report = loss_report([at(9), at(12, "table-list", "A list now.", remedy="look at it", look=True)], ())
    assert report.lines == (f"{FILE}:9: Undone.",)
    (finding,) = report.look
    assert (finding.severity, str(finding)) == (Severity.WARNING, f"{FILE}:12: A list now. — look at it")


def test_many_lines_of_a_kind_become_one_with_the_lines_that_they_stand_for() -> None:
    four = [at(line) for line in (1, 2, 3, 4)]
    assert len(loss_report(four, ()).lines) == 4
    report = loss_report([*four, at(None), at(7), at(9, "other", "Other.", remedy="do so")], ())
    assert report.lines == (
        *(f"{FILE}:{line}: Undone." for line in (1, 2, 3)),
        "and 3 more like these (lines 4, 7)",
        f"{FILE}:9: Other. — do so",
    )


def test_the_readers_own_findings_stand_among_those_to_look_at_in_reading_order() -> None:
    early = loss_report([at(3, look=True)], ()).look[0]
    report = loss_report([at(12, look=True), at(None, look=True)], [early])
    assert [one.place.line for one in report.look] == [None, 3, 12]


def test_a_line_is_where_its_words_stand_or_the_whole_file(tmp_path: Path) -> None:
    issue = issue_of(tmp_path, "# L'édito {#edito}\n\nBonjour à tous.\n\nL'École ouvre.")
    lines = placed([Told("a", "A.", at="l’école"), Told("b", "B.", at="nulle part"), Told("c", "C.")], issue)
    assert [(one.told.kind, one.place.line) for one in lines] == [("a", 9), ("b", None), ("c", None)]
