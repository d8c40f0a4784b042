"""One finding for one cause: whoever makes a slip makes it all over the letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cenum.finding import in_reading_order, lines
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from cenum.finding import Finding


def told_once(found: Iterable[tuple[Hashable, Finding]]) -> Iterator[Finding]:
    """Of the findings of one rule in one file that have the same cause, the first, which names the lines of all."""
    causes: dict[Hashable, list[Finding]] = {}
    for cause, finding in found:
        causes.setdefault((cause, finding.rule, finding.place.file), []).append(finding)
    for first, *others in causes.values():
        if others and first.place.line:
            where = lines([one.place for one in (first, *others)])
            yield replace(first, message=_("{message} ({lines})").format(message=first.message, lines=where))
        else:
            yield first


def by_sentence(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """``findings`` in reading order, each sentence of a file once; what somebody accepts is counted one by one."""
    pairs = (
        (finding if finding.waived else (finding.message, finding.remedy, finding.better), finding)
        for finding in in_reading_order(findings)
    )
    return tuple(told_once(pairs))
