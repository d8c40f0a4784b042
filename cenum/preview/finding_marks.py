"""Findings at their words, as the editor of the preview marks them while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.finding import Severity, in_reading_order
from cenum.i18n import _
from cenum.issue.found_words import SourceText
from cenum.links.fix import addresses_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.finding import Finding
    from cenum.issue.found_words import ColumnFix, FoundWords

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


def marks(findings: Iterable[Finding], file: str, text: str) -> list[DraftMark]:
    """The findings of ``file``, whose ``text`` they are of, at their words, from the first line to the last.

    One that is about several words, or about an address that several links have, has a mark at each.
    """
    own = in_reading_order(finding for finding in findings if finding.place.file == file)
    source = SourceText(text)
    addresses = _addresses(own, source)
    found = [
        _mark(finding, at)
        for finding in own
        for at in source.words(finding) or addresses.get(finding) or [source.line(finding.place.line or 0)]
    ]
    return sorted(found, key=lambda mark: (mark.line, mark.start))


def _addresses(findings: Sequence[Finding], source: SourceText) -> dict[Finding, list[FoundWords]]:
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
    shown = shown if len(shown) <= _LABEL else f"{shown[: _LABEL - 1]}…"
    return _("Write “{words}” instead").format(words=shown)
