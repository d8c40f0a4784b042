"""Findings that somebody has looked at and accepts, with a reason that is printed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.schema import Sentence, near, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from cenum.finding import Place

WAIVER_UNKNOWN = Rule(
    "waiver-unknown",
    Severity.ERROR,
    what=N_("A waiver names a rule that does not exist, or that can't be waived."),
    why=N_("The finding that it was meant for would still stop the letter."),
    remedy=N_("Correct the name as the message says; if the rule can't be waived, correct what it finds."),
    corrected=True,
    example=Example(
        kind="yaml",
        fails="waivers: [{rule: link-gonne, reason: Le site revient lundi.}]",
        passes="waivers: [{rule: link-gone, reason: Le site revient lundi.}]",
    ),
)


class Waiver(Struct, frozen=True):
    """A finding that a person has checked and accepts. It is printed with the reason."""

    rule: Annotated[
        str,
        Meta(
            pattern=r"^[a-z][a-z-]*\Z",
            title=N_("a rule's id"),
            description="The rule's id, as listed in [rules](rules.md).",
            examples=["link-gone"],
        ),
    ]
    reason: Annotated[Sentence, Meta(description="Why it is accepted.", examples=["Le site revient lundi."])]
    url: Annotated[
        Sentence,
        Meta(
            description="Only for this address; `*` matches anything.",
            extra={"name": True},
            examples=["https://www.arcep.fr/*"],
        ),
    ] = "*"
    until: Annotated[
        Annotated[
            str,
            Meta(
                pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z",
                title=N_("a date such as 2026-12-04"),
                examples=["2026-12-04"],
            ),
        ]
        | None,
        Meta(description="The day of the last issue that it applies to. Without a day: all issues."),
    ] = None

    def covers(self, finding: Finding, day: date) -> bool:
        """Whether it is this finding, of the issue of ``day``, that is accepted."""
        if self.until and day.isoformat() > self.until:
            return False
        return self.rule == finding.rule and _matches(self.url, finding.url)


def _matches(pattern: str, url: str) -> bool:
    """Whether ``url`` is as ``pattern`` says, in which ``*`` stands for anything.

    A regular expression would try every place for each star. The first place where a piece stands is as good as
    any later one: what remains for the pieces behind it is the most there is.
    """
    first, *pieces = pattern.split("*")
    if not pieces:
        return url == first
    last = pieces.pop()
    at, end = len(first), len(url) - len(last)
    if at > end or not (url.startswith(first) and url.endswith(last)):
        return False
    for piece in pieces:
        found = url.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def waive(findings: Iterable[Finding], waivers: Sequence[Waiver], day: date) -> Iterator[Finding]:
    """The findings of the issue of ``day``; those that somebody accepts have become notes that say why."""
    of_rule: dict[str, list[Waiver]] = {}
    for one in waivers:
        of_rule.setdefault(one.rule, []).append(one)
    for finding in findings:
        waiver = next((one for one in of_rule.get(finding.rule, ()) if one.covers(finding, day)), None)
        if waiver is None:
            yield finding
        else:
            remedy = _("accepted: {reason}").format(reason=waiver.reason)
            yield replace(finding, severity=Severity.NOTE, remedy=remedy, waived=waiver.reason)


def waiver_line(rule: str, url: str = "") -> str:
    """The line of a front matter that accepts what ``rule`` finds, at ``url`` alone where there is one.

    Within a sentence; who writes the line says why.
    """
    at = f", url: {json.dumps(url, ensure_ascii=False)}" if url else ""
    return f"`waivers: [{{rule: {rule}{at}, reason: …}}]`"


def mistakes(waivers: Iterable[Waiver], place: Callable[[int], Place]) -> Iterator[Finding]:
    """An error for each waiver of a rule that there is not, or that can't be waived. ``place`` is given its index."""
    from cenum.rulebook import rule_called, rules  # noqa: PLC0415  few letters waive anything

    for index, waiver in enumerate(waivers):
        rule = rule_called(waiver.rule)
        if rule is None:
            known = [name for name, one in rules().items() if one.can_be_waived]
            message = _("there is no rule “{rule}”").format(rule=waiver.rule)
            better = filter(None, [near(waiver.rule, known)])
            words = place(index).literal(waiver.rule, *better)
            yield WAIVER_UNKNOWN.at(place(index), message, nearest(waiver.rule, known), words=words)
        elif not rule.can_be_waived:
            message = _("the rule “{rule}” can't be waived").format(rule=waiver.rule)
            yield WAIVER_UNKNOWN.at(place(index), message, _("correct what it finds"))
