"""Everything that cenum prints: for a person, for GitHub Actions, or as JSON for a program."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from cenum.finding import Finding, Severity, masked
from cenum.i18n import N_, _, ngettext
from cenum.printable import printable, printable_json
from cenum.record import Line, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cenum.doctor.diagnosis import Diagnosis
    from cenum.edition.measure import Parts, Weight
    from cenum.errors import CenumError
    from cenum.links.model import Checked
    from cenum.services.service import Campaign


# What this run has said so far, for --record.
heard = Record("")


class Unheard(Exception):
    """What there was to say could not be written: the reader of our output is gone, or the disk is full."""

    def __init__(self, mistake: OSError) -> None:
        super().__init__(str(mistake))
        self.errno = mistake.errno
        self.strerror = mistake.strerror


def say(text: str | bytes, *, err: bool = False, nl: bool = True) -> None:
    """Write ``text`` as it is. Raises :class:`Unheard`."""
    try:
        # no-color.org: any value but an empty one.
        click.echo(text, err=err, nl=nl, color=False if os.environ.get("NO_COLOR") else None)
    except OSError as mistake:
        raise Unheard(mistake) from None


def line(text: str) -> None:
    """A line that may hold what others wrote."""
    say(printable(text))


def findings(found: Sequence[Finding]) -> None:
    """Each finding on a line of its own, then how many there are; annotations for GitHub Actions.

    On a terminal the links that only a person can judge become a list to tick off.
    """
    heard.findings += [line_of(finding) for finding in found if not finding.waived]
    listed = list(found)
    aside: list[Finding] = []
    if _is_terminal():
        from cenum.links import show  # noqa: PLC0415  rich is for terminals

        aside = [finding for finding in found if finding.rule in show.BY_HAND and not finding.waived]
        listed = [finding for finding in found if finding not in aside]
    for finding in listed:
        if finding.waived:
            continue
        if os.environ.get("GITHUB_ACTIONS"):
            say(_annotation(finding))
        word, colour = _LABELS[finding.severity]
        label = click.style(_(word), fg=colour, bold=True)
        place = click.style(printable(str(finding.place)), bold=True)
        say(f"{place}: {label} {printable(finding.message)} — {printable(finding.remedy)}", err=True)
    _accepted([finding for finding in found if finding.waived])
    if aside:
        show.by_hand(aside)
    if found:
        say(_count(found), err=True)


def line_of(finding: Finding) -> Line:
    """A finding as a record keeps it."""
    return Line(str(finding.place), finding.severity.value, finding.message, finding.remedy)


_PLACES = 3  # that one line of what is accepted names


def _accepted(found: Sequence[Finding]) -> None:
    """One line for all findings that are accepted for the same reason."""
    for rule, reason in dict.fromkeys((finding.rule, finding.waived) for finding in found):
        of_both = [finding for finding in found if finding.rule == rule and finding.waived == reason]
        count = len(of_both)
        places = ", ".join(dict.fromkeys(str(finding.place) for finding in of_both[:_PLACES]))
        more = _(" and {count} more").format(count=count - _PLACES) if count > _PLACES else ""
        label = click.style(_("accepted:"), fg="cyan", bold=True)
        say(f"{label} {rule} ({count}: {printable(places)}{more}) — {printable(reason)}", err=True)


_LABELS = {Severity.ERROR: (N_("error:"), "red"), Severity.WARNING: (N_("warning:"), "yellow")}


def failure(mistake: CenumError) -> None:
    """What went wrong, and what to do; an annotation for GitHub Actions, where nobody reads to the end of a log."""
    if os.environ.get("GITHUB_ACTIONS"):
        # Not on standard output, which may be redirected into a file.
        say(_command("error", {"title": "cenum"}, f"{mistake.message} — {mistake.remedy}"), err=True)
    label = click.style(_("Not done:"), fg="red", bold=True)
    say(f"{label} {printable(mistake.message)}", err=True)
    say("  → " + printable(mistake.remedy), err=True)


def clock_face(moment: datetime) -> str:
    """An aware ``moment`` as a person reads it, with its time zone: 2026-11-27 07:00 (Europe/Paris)."""
    return f"{moment:%Y-%m-%d %H:%M} ({moment.tzinfo})"


def took(moment: datetime) -> None:
    """Say which day a command took for today: what it does would be another thing on another day."""
    heard.now = moment.isoformat(timespec="minutes")
    say(_("it is {now}").format(now=clock_face(moment)), err=True)


def done(sentence: str) -> None:
    """One thing that was done."""
    heard.done.append(sentence)
    say(click.style("✓ ", fg="green", bold=True) + printable(sentence))


def rows(pairs: Iterable[tuple[str, str]]) -> None:
    """A table of two columns: names, and what they stand at."""
    listed = [(printable(name), printable(value)) for name, value in pairs]
    heard.rows += listed
    width = max(len(name) for name, _value in listed)
    for name, value in listed:
        say(f"  {name.ljust(width)}  {value}")


def link_rows(checked: Checked | None) -> list[tuple[str, str]]:
    """How the links stand, in figures."""
    from cenum.links.model import Fate, Reason  # noqa: PLC0415  only where links were asked about

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
    examples = sum(verdict.reason is Reason.EXAMPLE for _link, verdict in checked.links)
    counts = {fate: len(checked.of(fate)) - (examples if fate is Fate.UNSURE else 0) for fate in words}
    parts = [text.format(count=counts[fate]) for fate, text in words.items() if counts[fate]]
    return [(_("checked"), ", ".join(parts))] if parts else []


def links_as_data(checked: Checked | None) -> list[dict[str, Any]]:
    """What became of each link, ready for JSON."""
    return [
        {
            "url": masked(link.url),
            "text": masked(link.text),
            **asdict(link.place),
            "fate": verdict.fate.value,
            "reason": verdict.reason.value,
            "status": verdict.status,
            "address": masked(verdict.address),
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
        (_("made of"), parts_line(weight.parts)),
        (_("plain text"), size(weight.text_bytes)),
        (_("pictures"), f"{weight.pictures} ({size(weight.picture_bytes)})"),
        (_("links"), str(weight.links)),
    ]


def parts_line(parts: Parts) -> str:
    """What the HTML is made of, in one line, the heaviest first."""
    named = {
        _("words"): parts.words,
        _("styles in elements"): parts.inline_styles,
        _("style sheets"): parts.style_sheets,
        _("for Outlook"): parts.outlook,
        _("markup"): parts.markup,
    }
    heaviest = sorted(named, key=lambda name: -named[name])
    return " · ".join(f"{name} {size(named[name])}" for name in heaviest)


def size(count: int) -> str:
    """Bytes in kB, one decimal, which a French reader expects after a comma."""
    whole, tenth = divmod(round(count / 100), 10)
    return _("{whole}.{tenth} kB").format(whole=whole, tenth=tenth)


def as_json(answer: Mapping[str, object]) -> None:
    """What a command answers a program, with the moment that it took for now where it did."""
    document({**answer, "now": heard.now} if heard.now else answer)


def document(value: Any) -> None:  # noqa: ANN401  whatever JSON takes
    """One JSON document on standard output, with escapes where the terminal's encoding has not all letters."""
    plain = not (getattr(sys.stdout, "encoding", None) or "").casefold().startswith("utf")
    say(printable_json(json.dumps(value, ensure_ascii=plain, indent=2, default=str)))


def findings_as_data(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings, ready for JSON."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            **asdict(finding.place),
            "message": finding.message,
            "remedy": finding.remedy,
            **{name: value for name in ("url", "better", "waived") if (value := masked(getattr(finding, name)))},
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
    from cenum.doctor.diagnosis import Health  # noqa: PLC0415  only the doctor needs it

    signs = {
        Health.GOOD: click.style("✓", fg="green", bold=True),
        Health.UNKNOWN: click.style("?", fg="cyan", bold=True),
        Health.WARNING: click.style("!", fg="yellow", bold=True),
        Health.BAD: click.style("✗", fg="red", bold=True),
    }
    for one in found:
        subject = click.style(printable(one.subject), bold=True)
        say(f"{signs[one.verdict]} {subject}  {printable(one.says)}")
        if one.remedy:
            say(f"    → {printable(one.remedy)}")


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
    properties = {"file": finding.place.file, "line": finding.place.line, "title": finding.rule}
    return _command(finding.severity.value, properties, f"{finding.message} — {finding.remedy}")


def _command(name: str, properties: Mapping[str, object], text: str) -> str:
    """GitHub's workflow command (docs.github.com, "Workflow commands for GitHub Actions")."""
    listed = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in properties.items() if value is not None)
    return f"::{name} {listed}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    text = printable(text)
    for character in "%" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
