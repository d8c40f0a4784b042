"""What a command has to say, before anybody decides how: parts for people, data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cenum.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.doctor.diagnosis import Diagnosis
    from cenum.finding import Finding


class Success(NamedTuple):
    """One thing that was done."""

    sentence: str


class Rows(NamedTuple):
    """A table of two columns: names, and what they stand at; one row at least."""

    rows: Sequence[tuple[str, str]]


class TextLine(NamedTuple):
    """A line that may hold what others wrote."""

    text: str


class FindingList(NamedTuple):
    """Findings, in reading order; they may be none."""

    findings: Sequence[Finding]


class DiagnosisList(NamedTuple):
    """What the doctor says."""

    diagnoses: Sequence[Diagnosis]


class RawText(NamedTuple):
    """A whole document, which is printed as it is."""

    text: str | bytes


class UnifiedDiff(NamedTuple):
    """What differs between two forms of a file; the first two lines name them."""

    lines: Sequence[str]


Part: TypeAlias = Success | Rows | TextLine | FindingList | DiagnosisList | RawText | UnifiedDiff


class View(NamedTuple):
    """What a command answers: ``data`` to programs, ready for JSON, ``parts`` to people, in their order.

    ``carried_out`` says that something was done which stays done, also where nobody can be told.
    """

    data: Mapping[str, object]
    parts: Sequence[Part]
    exit_code: Exit = Exit.DONE
    carried_out: bool = False
