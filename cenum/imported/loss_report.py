"""What a person is told after an import: what to look at, as findings at their lines, and what was done, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from cenum.finding import Finding, Place, Severity, in_reading_order, line_numbers
from cenum.i18n import N_, _, ngettext
from cenum.issue.lines import line_about
from cenum.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.imported.source_letter import Told
    from cenum.issue.model import Issue

_ALIKE = 3  # lines of one kind that are said each by itself

IMPORT_LOOK = Rule(
    "import-look",
    Severity.WARNING,
    what=N_(
        "`cenum import` left out something, or made something else of it, and can't know whether that is right. It "
        "says so once, when it writes the issue."
    ),
    why=N_("Only a person knows what was meant."),
    remedy=N_("Look at the line, and mend it if need be."),
    example="it is said of a document that was read, and not of an issue",
)


class ReportLine(NamedTuple):
    """What was told, and where in the issue it is: its file, where the line isn't known."""

    told: Told
    place: Place


class LossReport(Struct, frozen=True):
    """``look`` at these; ``lines`` say what else was done, many of a kind in one."""

    look: tuple[Finding, ...]
    lines: tuple[str, ...]


def placed(told: Iterable[Told], issue: Issue) -> tuple[ReportLine, ...]:
    """Each with its place in ``issue``."""
    return tuple(ReportLine(one, line_about(issue, one.at) or Place(issue.place.file)) for one in told)


def loss_report(report: Iterable[ReportLine], findings: Iterable[Finding]) -> LossReport:
    """What there is to say of ``report``, and of what cenum's reader found in the issue."""
    look = [
        IMPORT_LOOK.at(one.place, one.told.message, one.told.remedy or _("look whether that is right"))
        for one in report
        if one.told.look
    ]
    kinds: dict[str, list[ReportLine]] = {}
    for one in report:
        if not one.told.look:
            kinds.setdefault(one.told.kind, []).append(one)
    lines = tuple(line for alike in kinds.values() for line in _lines(alike))
    return LossReport(in_reading_order([*look, *findings]), lines)


def _lines(alike: list[ReportLine]) -> list[str]:
    shown = alike if len(alike) <= _ALIKE + 1 else alike[:_ALIKE]
    lines = [
        f"{one.place}: {one.told.message}" + (f" — {one.told.remedy}" if one.told.remedy else "") for one in shown
    ]
    others = alike[len(shown) :]
    if others:
        said = ngettext("and {count} more like this", "and {count} more like these", len(others))
        where = line_numbers([one.place for one in others])
        lines.append(said.format(count=len(others)) + (f" ({where})" if where else ""))
    return lines
