"""``cenum import --archive``: what to say of three hundred letters, so that a person sees what needs one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from cenum.cli.view import FindingList, Success, TextLine, View
from cenum.errors import Exit, UsageMistake, reason_of
from cenum.finding import in_reading_order
from cenum.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cenum.cli.view import Part
    from cenum.finding import Finding
    from cenum.imported.archive_letters import ArchiveLetters
    from cenum.imported.archive_plan import ArchivePlan, OwnArchive
    from cenum.imported.exports.exported_post import LeftOut
    from cenum.imported.importing import ImportDesk
    from cenum.imported.importing_archive import ArchiveOutcome
    from cenum.imported.loss_report import ReportLine
    from cenum.workspace import Workspace

_MOST_NAMED = 100  # letters that were not imported
_FEW = 5  # days, and findings of a kind, that are named one by one


def archive_imported(path: Path, desk: ImportDesk) -> View:
    """Make issues of the letters in the archive at ``path``, and say what became of each.

    Raises :class:`UsageMistake` where it can't be opened, and
    :class:`~cenum.imported.refusal.ImportRefusal` where it is none.
    """
    from cenum.cli.terminal_links import counted
    from cenum.imported.archive_files import archive_files
    from cenum.imported.archive_letters import archive_letters
    from cenum.imported.archive_plan import plan
    from cenum.imported.importing_archive import import_archive

    workspace = desk.workspace
    zone = workspace.settings.newsletter.zone
    try:
        with archive_files(path) as files:
            found = archive_letters(files, zone)
            planned = plan(found.letters, _own(workspace))
            with counted(_("letters"), len(planned.letters)) as watch:
                outcomes = [watch(one) for one in import_archive(planned, desk)]
            return _view(found, planned, outcomes)
    except OSError as mistake:
        raise UsageMistake(
            _("{file} can't be read ({reason})").format(file=path.name, reason=reason_of(mistake)),
            _("check its name and its permissions"),
        ) from None


def _own(workspace: Workspace) -> OwnArchive:
    from cenum.archive.redirects import alias_for
    from cenum.archive.visibility import KNOWN_FOR
    from cenum.cli.context import today
    from cenum.imported.archive_plan import OwnArchive
    from cenum.issue.source import day_of
    from cenum.web_address import host_of

    newsletter, old_sites = workspace.settings.newsletter, workspace.settings.archive.old_sites
    day = today(workspace)
    return OwnArchive(
        today=day,
        history=day - KNOWN_FOR + timedelta(days=1),
        page_of=newsletter.page_of,
        alias_for=partial(alias_for, site=newsletter.site, old_sites=old_sites),
        hosts=frozenset(host_of(site).removeprefix("www.") for site in (newsletter.site, *old_sites)),
        taken=frozenset(filter(None, map(day_of, workspace.dated_issues()))),
    )


def _view(found: ArchiveLetters, planned: ArchivePlan, outcomes: Sequence[ArchiveOutcome]) -> View:
    from cenum.imported.importing_archive import ArchiveFate

    by_fate = {fate: [one for one in outcomes if one.fate is fate] for fate in ArchiveFate}
    left_out = (*found.left_out, *planned.left_out)
    told = (*found.told, *planned.told)
    is_done = not (
        by_fate[ArchiveFate.DIFFERS] or by_fate[ArchiveFate.REFUSED] or any(one.is_letter for one in left_out)
    )
    undone = _undone([*by_fate[ArchiveFate.DIFFERS], *by_fate[ArchiveFate.REFUSED]], left_out)
    data: dict[str, object] = {
        "service": found.service,
        "letters": [_as_data(one) for one in outcomes],
        "left_out": [one._asdict() for one in left_out],
        "told": [one._asdict() for one in told],
    }
    parts = [
        *_done(by_fate[ArchiveFate.WRITTEN], by_fate[ArchiveFate.SAME]),
        *_report([one for one in by_fate[ArchiveFate.WRITTEN] if one.imported]),
        *(TextLine(_line(one.message, one.remedy)) for one in told),
        *map(TextLine, undone),
    ]
    if not is_done:
        data = {
            "done": False,
            "message": undone[0].rstrip(":\u00a0"),
            "remedy": _("do what is said of each"),
            "findings": [],
            **data,
        }
    return View(data, parts, Exit.DONE if is_done else Exit.REFUSED, carried_out=bool(by_fate[ArchiveFate.WRITTEN]))


def _done(written: Sequence[ArchiveOutcome], same: Sequence[ArchiveOutcome]) -> list[Part]:
    parts: list[Part] = []
    if written:
        message = ngettext("created {count} issue: {days}", "created {count} issues: {days}", len(written))
        parts.append(Success(message.format(count=len(written), days=_days(written))))
        drafts = [one for one in written if one.draft]
        if drafts:
            message = ngettext(
                "{count} of them is a draft: {days}", "{count} of them are drafts: {days}", len(drafts)
            )
            parts.append(TextLine(message.format(count=len(drafts), days=_days(drafts))))
    if same:
        message = ngettext(
            "{count} issue is already there, and nothing differs",
            "{count} issues are already there, and nothing differs",
            len(same),
        )
        parts.append(Success(message.format(count=len(same))))
    return parts


def _report(written: Sequence[ArchiveOutcome]) -> list[Part]:
    """What was done on the way, and what to look at, by kinds: some of each, and how many more there are."""
    from cenum.imported.loss_report import loss_report

    lines: dict[str, list[ReportLine]] = {}
    look: dict[str, list[Finding]] = {}
    for imported in (one.imported for one in written):
        if imported is None:
            continue
        for line in imported.report:
            if line.told.look:
                found = loss_report([line], ()).look
                look.setdefault(line.told.kind, []).extend(found)
            else:
                lines.setdefault(line.told.kind, []).append(line)
        for finding in imported.findings:
            look.setdefault(finding.rule, []).append(finding)
    parts: list[Part] = [TextLine(_of_a_kind(alike)) for alike in lines.values()]
    shown = [finding for alike in look.values() for finding in alike[:_FEW]]
    parts.append(FindingList(in_reading_order(shown)))
    more = sum(map(len, look.values())) - len(shown)
    if more:
        message = ngettext(
            "and {count} more like these to look at: --json says all of them",
            "and {count} more like these to look at: --json says all of them",
            more,
        )
        parts.append(TextLine(message.format(count=more)))
    return parts


def _of_a_kind(alike: Sequence[ReportLine]) -> str:
    first, letters = alike[0], len({line.place.file for line in alike})
    said = _line(f"{first.place}: {first.told.message}", first.told.remedy)
    if len(alike) == 1:
        return said
    more = ngettext("and {count} more like this", "and {count} more like this", len(alike) - 1)
    where = ngettext("in {count} letter", "in {count} letters", letters)
    return f"{said} ({more.format(count=len(alike) - 1)}, {where.format(count=letters)})"


def _undone(outcomes: Sequence[ArchiveOutcome], left_out: Sequence[LeftOut]) -> list[str]:
    """What became no issue, at the end, where a person sees it."""
    lines = [(one.planned.letter.name, one.message, one.remedy) for one in outcomes]
    lines += [(one.name, one.message, one.remedy) for one in left_out]
    if not lines:
        return []
    message = ngettext("{count} was not imported:", "{count} were not imported:", len(lines))
    shown = [
        f"  {_line(said if name in said else f'{name}: {said}', remedy)}"
        for name, said, remedy in lines[:_MOST_NAMED]
    ]
    if len(lines) > _MOST_NAMED:
        more = ngettext(
            "and {count} more: --json says which", "and {count} more: --json says which", len(lines) - _MOST_NAMED
        )
        shown.append(f"  {more.format(count=len(lines) - _MOST_NAMED)}")
    return [message.format(count=len(lines)), *shown]


def _line(message: str, remedy: str) -> str:
    return f"{message} — {remedy}" if remedy else message


def _days(outcomes: Sequence[ArchiveOutcome]) -> str:
    """The days of issues: all of a few, the first and the last of many."""
    days = sorted(one.planned.key for one in outcomes)
    return ", ".join(days) if len(days) <= _FEW else f"{days[0]} … {days[-1]}"


def _as_data(outcome: ArchiveOutcome) -> dict[str, object]:
    from cenum.cli.json_data import findings_as_data

    planned, imported = outcome.planned, outcome.imported
    data: dict[str, object] = {
        "name": planned.letter.name,
        "issue": planned.key,
        "fate": outcome.fate.value,
        "draft": outcome.draft,
        "aliases": list(planned.aliases),
        "message": outcome.message,
        "remedy": outcome.remedy,
        "difference": list(outcome.difference),
    }
    if imported is not None:
        ledger = imported.ledger
        data["words"] = {"source": ledger.source, "issue": ledger.issue, "left": ledger.left, "added": ledger.added}
        data["told"] = [{**line.told._asdict(), "line": line.place.line} for line in imported.report]
        data["findings"] = findings_as_data(imported.findings)
    return data
