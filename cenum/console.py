"""Everything that cenum prints: for a person, for GitHub Actions, or as JSON for a program."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cenum.finding import Finding, Severity
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.doctor.diagnosis import Diagnosis
    from cenum.edition.measure import Weight
    from cenum.errors import CenumError
    from cenum.links.check import Checked
    from cenum.services.service import Campaign


def findings(found: Sequence[Finding]) -> None:
    """Each finding on a line of its own, then how many there are; annotations for GitHub Actions.

    On a terminal the links that only a person can judge become a list to tick off.
    """
    listed = list(found)
    aside: list[Finding] = []
    if _is_terminal():
        from cenum.links import show  # noqa: PLC0415  rich is for terminals

        aside = [finding for finding in found if finding.rule in show.BY_HAND and not finding.waived]
        listed = [finding for finding in found if finding not in aside]
    for finding in listed:
        if os.environ.get("GITHUB_ACTIONS"):
            click.echo(_annotation(finding))
        if finding.waived:
            continue
        word, colour = _LABELS[finding.severity]
        label = click.style(_(word), fg=colour, bold=True)
        place = click.style(str(finding.place), bold=True)
        click.echo(f"{place}: {label} {finding.message} — {finding.remedy}", err=True)
    _accepted([finding for finding in found if finding.waived])
    if aside:
        show.by_hand(aside)
    if found:
        click.echo(_count(found), err=True)


def _accepted(found: Sequence[Finding]) -> None:
    """One line for all findings that are accepted for the same reason."""
    for rule, reason in dict.fromkeys((finding.rule, finding.waived) for finding in found):
        count = sum(finding.rule == rule and finding.waived == reason for finding in found)
        label = click.style(_("accepted:"), fg="cyan", bold=True)
        click.echo(f"{label} {rule} ({count}) — {reason}", err=True)


_LABELS = {Severity.ERROR: (N_("error:"), "red"), Severity.WARNING: (N_("warning:"), "yellow")}


def failure(mistake: CenumError) -> None:
    """What went wrong, and what to do."""
    label = click.style(_("Not done:"), fg="red", bold=True)
    click.echo(f"{label} {mistake.message}", err=True)
    click.echo("  → " + mistake.remedy, err=True)


def done(sentence: str) -> None:
    """One thing that was done."""
    click.echo(click.style("✓ ", fg="green", bold=True) + sentence)


def rows(pairs: Iterable[tuple[str, str]]) -> None:
    """A table of two columns: names, and what they stand at."""
    listed = list(pairs)
    width = max(len(name) for name, _value in listed)
    for name, value in listed:
        click.echo(f"  {name.ljust(width)}  {value}")


def link_rows(checked: Checked | None) -> list[tuple[str, str]]:
    """How the links stand, in figures."""
    from cenum.links.model import Fate  # noqa: PLC0415  only where links were asked about

    if checked is None:
        return []
    words = {
        Fate.ALIVE: ngettext("{count} answers", "{count} answer", len(checked.of(Fate.ALIVE))),
        Fate.MOVED: ngettext("{count} moved", "{count} moved", len(checked.of(Fate.MOVED))),
        Fate.UNSURE: _("{count} to be opened by hand"),
        Fate.DEAD: ngettext("{count} is dead", "{count} are dead", len(checked.of(Fate.DEAD))),
        Fate.REFUSED: ngettext("{count} is private", "{count} are private", len(checked.of(Fate.REFUSED))),
        Fate.UNCHECKED: ngettext("{count} not checked", "{count} not checked", len(checked.of(Fate.UNCHECKED))),
    }
    parts = [text.format(count=count) for fate, text in words.items() if (count := len(checked.of(fate)))]
    return [(_("checked"), ", ".join(parts))] if parts else []


def links_as_data(checked: Checked | None) -> list[dict[str, Any]]:
    """What became of each link, ready for JSON."""
    return [
        {
            "url": link.url,
            "text": link.text,
            **asdict(link.place),
            "fate": verdict.fate.value,
            "reason": verdict.reason.value,
            "status": verdict.status,
            "address": verdict.address,
        }
        for link, verdict in (checked.links if checked else ())
    ]


def weight_rows(weight: Weight) -> list[tuple[str, str]]:
    """An edition's figures, as a person reads them."""
    share = f"{100 * weight.clip_share:.0f}\u00a0%"
    return [
        (_("words"), _("{words}, about {minutes} min").format(words=weight.words, minutes=weight.minutes)),
        (
            "HTML",
            _("{size}, {share} of what Gmail shows").format(size=size(weight.clip_bytes), share=share),
        ),
        (_("plain text"), size(weight.text_bytes)),
        (_("pictures"), f"{weight.pictures} ({size(weight.picture_bytes)})"),
        (_("links"), str(weight.links)),
    ]


def size(count: int) -> str:
    """Bytes in kB, one decimal, which a French reader expects after a comma."""
    whole, tenth = divmod(round(count / 100), 10)
    return _("{whole}.{tenth} kB").format(whole=whole, tenth=tenth)


def as_json(value: Any) -> None:  # noqa: ANN401  whatever JSON takes
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def findings_as_data(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings, ready for JSON."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            **asdict(finding.place),
            "message": finding.message,
            "remedy": finding.remedy,
            **{name: value for name in ("url", "better", "waived") if (value := getattr(finding, name))},
        }
        for finding in found
    ]


def state_word(campaign: Campaign) -> str:
    """A campaign's state, as a person says it."""
    from cenum.sending.mark import read_mark  # noqa: PLC0415  only what asks a service needs it
    from cenum.services.service import State  # noqa: PLC0415  as above

    mark = read_mark(campaign.name)
    tested = campaign.state is State.DRAFT and mark is not None and mark.digest is not None
    return _("tested") if tested else campaign.state.word


def diagnoses(found: Iterable[Diagnosis]) -> None:
    """Each diagnosis on a line, with its remedy below it."""
    from cenum.doctor.diagnosis import Verdict  # noqa: PLC0415  only the doctor needs it

    signs = {
        Verdict.GOOD: click.style("✓", fg="green", bold=True),
        Verdict.UNKNOWN: click.style("?", fg="cyan", bold=True),
        Verdict.WARNING: click.style("!", fg="yellow", bold=True),
        Verdict.BAD: click.style("✗", fg="red", bold=True),
    }
    for one in found:
        click.echo(f"{signs[one.verdict]} {click.style(one.subject, bold=True)}  {one.says}")
        if one.remedy:
            click.echo(f"    → {one.remedy}")


def diagnosis_as_data(one: Diagnosis) -> dict[str, str]:
    """A diagnosis, ready for JSON."""
    return {"subject": one.subject, "verdict": one.verdict.value, "says": one.says, "remedy": one.remedy}


def campaign_as_data(campaign: Campaign) -> dict[str, object]:
    """A campaign, ready for JSON."""
    return {
        "at": campaign.at.isoformat() if campaign.at else None,
        "id": campaign.id,
        "name": campaign.name,
        "state": campaign.state.value,
        "where": campaign.where,
    }


def _count(found: Sequence[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = sum(finding.severity is Severity.WARNING for finding in found)
    notes = len(found) - errors - warnings
    parts = []
    if errors:
        parts.append(ngettext("{count} error", "{count} errors", errors).format(count=errors))
    if warnings:
        parts.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
    if notes:
        parts.append(ngettext("{count} accepted", "{count} accepted", notes).format(count=notes))
    return ", ".join(parts)


def _is_terminal() -> bool:
    return sys.stderr.isatty() and not os.environ.get("GITHUB_ACTIONS")


def _annotation(finding: Finding) -> str:
    """GitHub's workflow command (docs.github.com, "Workflow commands for GitHub Actions")."""
    properties = {"file": finding.place.file, "line": finding.place.line, "title": finding.rule}
    listed = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in properties.items() if value is not None)
    command = "notice" if finding.severity is Severity.NOTE else finding.severity.value
    return f"::{command} {listed}::{_escaped(f'{finding.message} — {finding.remedy}')}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
