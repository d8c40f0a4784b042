"""The one place that prints: views and failures, for a person, for GitHub Actions, or for a program."""

from __future__ import annotations

import json
import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import click

from cenum.cli.annotations import failure_annotation, finding_annotation, without_commands
from cenum.cli.json_data import findings_as_data, links_as_data
from cenum.cli.recording import Recorder
from cenum.cli.view import DiagnosisList, FindingList, RawText, Rows, Success, TextLine, UnifiedDiff
from cenum.errors import Mistakes
from cenum.finding import Severity
from cenum.formatting import clock_face
from cenum.i18n import N_, _, ngettext
from cenum.printable import printable, printable_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cenum.cli.view import Part, View
    from cenum.doctor.diagnosis import Diagnosis
    from cenum.errors import CenumError
    from cenum.finding import Finding
    from cenum.links.link import Checked


class OutputError(Exception):
    """What there was to say could not be written: the reader of our output is gone, or the disk is full."""

    def __init__(self, mistake: OSError) -> None:
        super().__init__(str(mistake))
        self.errno = mistake.errno
        self.strerror = mistake.strerror


class OutputForm(IntEnum):
    """How a command answers; of two that are asked for, the later."""

    TEXT = 0
    JSON = 1
    SARIF = 2


def say(text: str | bytes, *, err: bool = False, nl: bool = True) -> None:
    """Write ``text`` as it is, but for what GitHub's runner would obey. Raises :class:`OutputError`."""
    if isinstance(text, str) and _is_on_github():
        text = without_commands(text)
    _write(text, err=err, nl=nl)


def _say_command(command: str, *, err: bool = False) -> None:
    """Write a ``command`` of ours for GitHub's runner."""
    _write(command, err=err)


def _write(text: str | bytes, *, err: bool = False, nl: bool = True) -> None:
    try:
        # no-color.org: any value but an empty one.
        click.echo(text, err=err, nl=nl, color=False if os.environ.get("NO_COLOR") else None)
    except OSError as mistake:
        raise OutputError(mistake) from None


def say_line(text: str, *, err: bool = False) -> None:
    """A line that may hold what others wrote."""
    say(printable(text), err=err)


class Printer:
    """Prints what a command has to say in one form; its recorder keeps all of it."""

    def __init__(self, form: OutputForm = OutputForm.TEXT, recorder: Recorder | None = None) -> None:
        self._form = form
        self.recorder = recorder or Recorder()

    @property
    def for_people(self) -> bool:
        """Whether a person reads what is printed, and not a program."""
        return self._form is OutputForm.TEXT

    def show(self, view: View) -> None:
        """What a command answers."""
        for part in view.parts:
            self.recorder.add(part)
        match self._form:
            case OutputForm.TEXT:
                for part in view.parts:
                    _print(part)
            case OutputForm.JSON:
                self._answer({"done": True, **view.data})
            case OutputForm.SARIF:
                lists = [part.findings for part in view.parts if isinstance(part, FindingList)]
                _print_sarif([finding for findings in lists for finding in findings])

    def aside(self, *parts: Part) -> None:
        """What people are told while a command is at work; programs wait for its answer."""
        for part in parts:
            self.recorder.add(part)
            if self._form is OutputForm.TEXT:
                _print(part)

    def beside(self, *lines: str) -> None:
        """What people are told of an answer that is to be copied, or piped on: on standard error, beside it."""
        for line in lines:
            self.recorder.add(TextLine(line))
            if self.for_people:
                say_line(line, err=True)

    def say_now(self, moment: datetime) -> None:
        """The day that a command takes for today: what it does would be another thing on another day."""
        self.recorder.set_now(moment)
        say(_("it is {now}").format(now=clock_face(moment)), err=True)

    def ask(self, question: str, rows: Sequence[tuple[str, str]] = (), default: str = "", suffix: str = " ") -> str:
        """What a person types, who is shown ``rows`` first; beside the answer where that is for a program."""
        aside = self._form is not OutputForm.TEXT
        if rows:
            self.recorder.add(Rows(rows))
            _print_rows(rows, err=aside)
        typed = click.prompt(question, default=default, show_default=bool(default), prompt_suffix=suffix, err=aside)
        return str(typed)

    def failure(self, mistake: CenumError, checked: Checked | None = None) -> None:
        """What went wrong, and what to do; ``checked`` is what became of the links, as far as anybody asked."""
        self.recorder.set_failure(mistake)
        found = mistake.findings if isinstance(mistake, Mistakes) else ()
        self.recorder.add(FindingList(found))
        if self._form is OutputForm.JSON:
            links = {"links": links_as_data(checked)} if isinstance(mistake, Mistakes) else {}
            said = {"done": False, "message": mistake.message, "remedy": mistake.remedy}
            self._answer({**said, "findings": findings_as_data(found), **links})
        elif self._form is OutputForm.SARIF and found:
            _print_sarif(found)
        elif found:
            _print_findings(found)
        else:
            _print_failure(mistake)

    def _answer(self, answer: Mapping[str, object]) -> None:
        """One object for a program, with the moment that was taken for now where there was one."""
        now = self.recorder.record.now
        _print_document({**answer, "now": now} if now else answer)


def _print(part: Part) -> None:
    match part:
        case Success(sentence):
            say(click.style("✓ ", fg="green", bold=True) + printable(sentence))
        case Rows(rows):
            _print_rows(rows)
        case TextLine(text):
            say_line(text)
        case FindingList(findings):
            _print_findings(findings)
        case DiagnosisList(diagnoses):
            _print_diagnoses(diagnoses)
        case RawText(text):
            say(text, nl=False)
        case UnifiedDiff(lines):
            _print_diff(lines)


_DIFF_COLOURS = {"@": "cyan", "-": "red", "+": "green"}


def _print_diff(lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        is_name = number <= 1
        colour = None if is_name else _DIFF_COLOURS.get(line[:1])
        shown = printable(line)
        say(click.style(shown, fg=colour, bold=is_name or None) if is_name or colour else shown)


def _print_rows(rows: Iterable[tuple[str, str]], *, err: bool = False) -> None:
    listed = [(printable(name), printable(value)) for name, value in rows]
    width = max(len(name) for name, _value in listed)
    for name, value in listed:
        say(f"  {name.ljust(width)}  {value}", err=err)


def _print_document(value: Any) -> None:  # noqa: ANN401  whatever JSON takes
    """One JSON document on standard output, with escapes where the terminal's encoding has not all letters."""
    plain = not (getattr(sys.stdout, "encoding", None) or "").casefold().startswith("utf")
    document = printable_json(json.dumps(value, ensure_ascii=plain, indent=2, default=str))
    # Spelled out, it stays the same string; no line of a document begins with a colon.
    say(document.replace("##[", "##\\u005b"))


def _print_sarif(found: Sequence[Finding]) -> None:
    from cenum.sarif import sarif

    _print_document(sarif(found))


def _print_failure(mistake: CenumError) -> None:
    if _is_on_github():
        # Not on standard output, which may be redirected into a file.
        _say_command(failure_annotation(mistake), err=True)
    label = click.style(_("Failed:"), fg="red", bold=True)
    say(f"{label} {printable(mistake.message)}", err=True)
    say("  → " + printable(mistake.remedy), err=True)


_LABELS = {Severity.ERROR: (N_("error:"), "red"), Severity.WARNING: (N_("warning:"), "yellow")}
_PLACES = 3  # that one line of what is accepted names


def _print_findings(found: Sequence[Finding]) -> None:
    """Each finding on a line of its own, then how many there are; annotations for GitHub Actions.

    On a terminal the links that only a person can judge become a list to tick off.
    """
    listed = list(found)
    by_hand: list[Finding] = []
    if _is_terminal():
        from cenum.cli.terminal_links import BY_HAND, to_open_by_hand

        by_hand = [finding for finding in found if finding.rule in BY_HAND and not finding.waived]
        listed = [finding for finding in found if finding not in by_hand]
    for finding in listed:
        if finding.waived:
            continue
        if _is_on_github():
            _say_command(finding_annotation(finding))
        word, colour = _LABELS[finding.severity]
        label = click.style(_(word), fg=colour, bold=True)
        place = click.style(printable(str(finding.place)), bold=True)
        say(f"{place}: {label} {printable(finding.message)} — {printable(finding.remedy)}", err=True)
    _print_accepted([finding for finding in found if finding.waived])
    if by_hand:
        to_open_by_hand(by_hand)
    if found:
        say(_count(found), err=True)


def _print_accepted(found: Sequence[Finding]) -> None:
    """One line for all findings that are accepted for the same reason."""
    for rule, reason in dict.fromkeys((finding.rule, finding.waived) for finding in found):
        of_both = [finding for finding in found if finding.rule == rule and finding.waived == reason]
        count = len(of_both)
        places = ", ".join(dict.fromkeys(str(finding.place) for finding in of_both[:_PLACES]))
        more = _(" and {count} more").format(count=count - _PLACES) if count > _PLACES else ""
        label = click.style(_("accepted:"), fg="cyan", bold=True)
        say(f"{label} {rule} ({count}: {printable(places)}{more}) — {printable(reason)}", err=True)


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


def _print_diagnoses(found: Iterable[Diagnosis]) -> None:
    """Each diagnosis on a line, with its remedy below it."""
    from cenum.doctor.diagnosis import Health

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


def _is_terminal() -> bool:
    return sys.stderr.isatty() and not _is_on_github()


def _is_on_github() -> bool:
    return bool(os.environ.get("GITHUB_ACTIONS"))
