"""One finding for one cause: whoever makes a slip makes it all over the letter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from cenum.finding import in_reading_order, lines
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from cenum.finding import Finding

# Of so many findings of one kind each is told; of more, nobody reads them one by one.
MANY = 5


def told_once(found: Iterable[tuple[Hashable, Finding]]) -> Iterator[Finding]:
    """Of the findings of one rule in one file that have the same cause, the first, which names the lines of all.

    It is about the words of all.
    """
    causes: dict[Hashable, list[Finding]] = {}
    for cause, finding in found:
        causes.setdefault((cause, finding.rule, finding.place.file), []).append(finding)
    for first, *others in causes.values():
        if others and first.place.line:
            where = lines([one.place for one in (first, *others)])
            message = _("{message} ({lines})").format(message=first.message, lines=where)
            words = tuple(dict.fromkeys(words for one in (first, *others) for words in one.words))
            yield replace(first, message=message, words=words)
        else:
            yield first


def by_sentence(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """``findings`` in reading order, each sentence of a file once; what somebody accepts is counted one by one.

    Many that are mended in the same way are one, unless each is about an address of its own.
    """
    ordered = in_reading_order(findings)
    sentences = {(_kind(one), one.message) for one in ordered}
    kinds = Counter(kind for kind, _message in sentences)
    return tuple(told_once((_cause(one, kinds), one) for one in ordered))


def _cause(finding: Finding, kinds: Counter[Hashable]) -> Hashable:
    if finding.waived:
        return finding
    kind = _kind(finding)
    if not finding.url and kinds[kind] > MANY:
        return kind
    return finding.message, finding.remedy, finding.better


def _kind(finding: Finding) -> Hashable:
    return finding.rule, finding.place.file, finding.remedy
