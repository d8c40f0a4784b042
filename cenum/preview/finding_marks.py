"""Findings at their words, as the editor of the preview marks them while somebody types."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.finding import Severity, in_reading_order
from cenum.i18n import _
from cenum.issue.found_words import FileText
from cenum.links.fix import addresses_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from cenum.finding import Finding
    from cenum.issue.found_words import ColumnFix, FoundWords

_HEADING = re.compile(r"#{2,6} (.+)")
_LABEL = 60  # characters of what is to be written that a button shows


class MarkFix(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """What a click does: ``insert`` from column ``start`` to ``end`` of ``line``."""

    label: str
    line: int
    start: int
    end: int
    insert: str


class DraftMark(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """A finding at its words: ``line`` from 1, columns from 0 in UTF-16 code units of the text as it was typed."""

    severity: str
    rule: str
    message: str
    remedy: str
    line: int
    start: int
    end: int
    fixes: tuple[MarkFix, ...] = ()


DraftMarks: TypeAlias = "Mapping[Finding, Sequence[DraftMark]]"
NO_MARKS: DraftMarks = MappingProxyType({})


def in_text_order(found: DraftMarks) -> list[DraftMark]:
    """All marks, from the first line to the last."""
    return sorted((mark for those in found.values() for mark in those), key=lambda mark: (mark.line, mark.start))


def marks_of(findings: Iterable[Finding], file: str, text: str) -> DraftMarks:
    """For each finding of ``file``, whose ``text`` it is of, its marks.

    One that is about several words, or about an address that several links have, has a mark at each; one that is
    about the whole letter has none.
    """
    own = in_reading_order(finding for finding in findings if finding.place.file == file)
    source = FileText(text)
    addresses = _addresses(own, source)
    return {
        finding: [
            _mark(finding, at)
            for at in source.words(finding) or addresses.get(finding) or _whole_line(finding, source)
        ]
        for finding in own
    }


def _whole_line(finding: Finding, source: FileText) -> list[FoundWords]:
    return [source.line(finding.place.line)] if finding.place.line else []


def corrections(found: Iterable[DraftMark]) -> dict[str, list[MarkFix]]:
    """What a click may do about one finding: by its label, what is written, wherever it is to be."""
    clicks: dict[str, list[MarkFix]] = {}
    for mark in found:
        for fix in mark.fixes:
            clicks.setdefault(fix.label, []).append(fix)
    return clicks


def _addresses(findings: Sequence[Finding], source: FileText) -> dict[Finding, list[FoundWords]]:
    """For each finding that is about an address, where links have it."""
    about: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.url:
            about.setdefault(finding.url, []).append(finding)
    found: dict[Finding, list[FoundWords]] = {}
    for address in addresses_in(source.read, about) if about else ():
        place = source.between(address.start, address.end)
        for finding in about[address.url]:
            correction = place.whole(finding.better, address.spelled(finding.better)) if finding.better else place
            found.setdefault(finding, []).append(correction)
    return found


def _mark(finding: Finding, at: FoundWords) -> DraftMark:
    fixes = () if finding.severity is Severity.NOTE else tuple(_fix(at.line, one) for one in at.corrections)
    return DraftMark(
        finding.severity.value,
        finding.rule,
        finding.message,
        finding.remedy,
        at.line,
        at.start,
        at.end,
        fixes,
    )


def _fix(line: int, correction: ColumnFix) -> MarkFix:
    return MarkFix(_label(correction.words), line, correction.start, correction.end, correction.insert)


def _label(words: str) -> str:
    shown = " ".join(words.split())
    if not shown:
        return _("Delete it")
    says, heading = _("Write “{words}” instead"), _HEADING.fullmatch(shown)
    # Its signs of Markdown say nothing to who presses the button.
    if heading:
        says, shown = _("Make “{words}” a heading"), heading[1]
    return says.format(words=shown if len(shown) <= _LABEL else f"{shown[: _LABEL - 1]}…")
