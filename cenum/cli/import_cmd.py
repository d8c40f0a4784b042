from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenum.cli.arguments import DAY
from cenum.cli.command import command
from cenum.cli.context import now_here, now_said, today, workspace_in
from cenum.cli.json_data import findings_as_data
from cenum.cli.view import FindingList, Success, TextLine, UnifiedDiff, View
from cenum.errors import Exit, TooLarge, UsageMistake, reason_of
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cenum.cli.view import Part
    from cenum.imported.importing import ImportDesk, ImportedIssue
    from cenum.imported.source_letter import SourceLetter
    from cenum.workspace import Workspace

_MOST_BYTES = 60_000_000  # of a document with its pictures
_STDIN = "-"


@command(
    N_(
        "Make an issue of a letter that was written elsewhere.\n"
        "\n"
        "FILE is a Word document (.docx), a page (.html) of Google Docs, of a mail or of a web site, the zip that "
        "Google Docs downloads, a mail (.eml), or Markdown; “-” reads what you paste. Several files become one "
        "issue, in their order.\n"
        "\n"
        "The issue is a draft. Each word of the document is in it, or the report says where it went; comments and "
        "marked words become remarks. An existing file is never replaced, and nothing is sent anywhere."
    )
)
@click.argument("files", nargs=-1, required=True, metavar=N_("FILE…"), type=click.Path(exists=True, allow_dash=True))
@click.option(
    "--as", "day", type=DAY, metavar=N_("DATE"), help=N_("The day of the issue; the next free one by default.")
)
@click.option(
    "--into",
    "section",
    metavar=N_("SECTION"),
    help=N_("Add it at the end of this section of the next issue, or of the issue of --as."),
)
@click.option(
    "--archive",
    is_flag=True,
    help=N_("FILE is a folder or a zip of old letters, or what a service exported: one issue for each."),
)
@click.option(
    "--fetch",
    is_flag=True,
    help=N_("Fetch pictures that are on the web, and ask links that count clicks where they lead."),
)
def import_(  # noqa: PLR0913  its options
    files: Sequence[str],
    day: date | None,
    section: str | None,
    archive: bool,
    fetch: bool,
    folder: str | None,
) -> View:
    from cenum.imported.recognised import letter_of

    workspace = workspace_in(folder)
    if archive:
        if len(files) > 1 or day or section or _STDIN in files:
            raise UsageMistake(
                _("--archive takes one folder or file, whose letters have days of their own"),
                _("leave out the rest: cenum import --archive FOLDER"),
            )
        return _archive(Path(files[0]), workspace, fetch=fetch)
    letters = [letter_of(*_read(file)) for file in files]
    with _desk(workspace, fetch=fetch) as desk:
        return _into(letters, section, day, desk) if section else _new(letters, day, desk)


def _archive(path: Path, workspace: Workspace, *, fetch: bool) -> View:
    from cenum.cli.archive_import import archive_imported

    with _desk(workspace, fetch=fetch) as desk:
        return archive_imported(path, desk)


def _new(letters: Sequence[SourceLetter], day: date | None, desk: ImportDesk) -> View:
    from cenum.imported.importing import new_issue
    from cenum.imported.same_letter import alike, difference
    from cenum.issue.scaffold import day_to_write
    from cenum.issue.source import day_of, text_as_it_is

    workspace = desk.workspace
    # The named day is the one that is meant, whatever today is.
    now = now_here(workspace) if day else now_said(workspace)
    chosen = day_to_write(workspace.issues, workspace.settings, day, now)
    imported = new_issue(letters, chosen, desk)
    if day:
        known = imported.path if workspace.files.holds(imported.path) else None
    else:
        others = ((path, text_as_it_is(path) or "") for path in reversed(workspace.dated_issues()))
        known = alike(imported.text, others)
    if known is None:
        return _written(imported, workspace)
    again = new_issue(letters, day_of(known) or chosen, desk)
    name = _name(known, workspace)
    return _there(name, difference(text_as_it_is(known) or "", again.text, name, letters[0].name))


def _into(letters: Sequence[SourceLetter], section: str, day: date | None, desk: ImportDesk) -> View:
    from cenum.imported.importing import into_issue

    workspace = desk.workspace
    path = workspace.issue_path(day.isoformat() if day else "next", today=lambda: today(workspace), here=Path.cwd())
    imported = into_issue(letters, section, path, desk)
    if imported is None:
        return _there(_name(path, workspace), [])
    return _written(imported, workspace)


def _written(imported: ImportedIssue, workspace: Workspace) -> View:
    from cenum.imported.import_files import write_import
    from cenum.imported.loss_report import loss_report

    made = write_import(
        workspace.files, imported.path, imported.text.encode(), imported.pictures, before=imported.before
    )
    name = _name(imported.path, workspace)
    ledger = imported.ledger
    report = loss_report(imported.report, imported.findings)
    said = _("created {file}") if imported.before is None else _("added to {file}")
    pictures = [_name(path, workspace) for path in made if path != imported.path]
    parts: list[Part] = [Success(said.format(file=name))]
    parts += [Success(_("created {file}").format(file=picture)) for picture in pictures]
    parts += [TextLine(_counts(imported)), *map(TextLine, report.lines), FindingList(report.look)]
    parts.append(TextLine(_("  Look at it: cenum preview {date}").format(date=imported.path.stem)))
    data = {
        "file": name,
        "issue": imported.path.stem,
        "written": [*pictures, name],
        "words": {"source": ledger.source, "issue": ledger.issue, "left": ledger.left, "added": ledger.added},
        "told": [{**told._asdict(), "line": place.line} for told, place in imported.report],
        "findings": findings_as_data(imported.findings),
    }
    return View(data, parts, carried_out=True)


def _there(name: str, lines: Sequence[str]) -> View:
    """What to say of a letter that is in the folder already: nothing is written."""
    data: dict[str, object] = {"file": name, "written": [], "difference": list(lines)}
    if not lines:
        return View(data, [Success(_("{file} is already there, and nothing differs").format(file=name))])
    message = _("{file} is already there, and was not changed: it differs from the document").format(file=name)
    remedy = _(
        "copy what you want by hand (- is in the issue, + in the document), or import it for another day: --as DATE"
    )
    said = {"done": False, "message": message, "remedy": remedy, "findings": []}
    return View({**said, **data}, [UnifiedDiff(lines), TextLine(message), TextLine(f"  → {remedy}")], Exit.REFUSED)


def _counts(imported: ImportedIssue) -> str:
    """How many words there are, and were: the two sides agree, or nothing would be written."""
    ledger = imported.ledger
    source = ngettext("{count} word in the document", "{count} words in the document", ledger.source)
    issue = ngettext("{count} in the issue", "{count} in the issue", ledger.issue)
    parts = [source.format(count=ledger.source), issue.format(count=ledger.issue)]
    if ledger.left:
        parts.append(ngettext("{count} left out", "{count} left out", ledger.left).format(count=ledger.left))
    if ledger.added:
        parts.append(ngettext("{count} added", "{count} added", ledger.added).format(count=ledger.added))
    return ", ".join(parts)


def _read(file: str) -> tuple[str, bytes]:
    """What to call it, and what stands in it."""
    from cenum.letter_folder import LetterFolder

    if file == _STDIN:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise _too_large(_("what you pasted"))
        return _("what you pasted"), content
    path = Path(os.path.realpath(file))
    try:
        return Path(file).name, LetterFolder(path.parent).read(path, _MOST_BYTES)
    except TooLarge:
        raise _too_large(Path(file).name) from None
    except IsADirectoryError:
        raise UsageMistake(
            _("{file} is a folder").format(file=file),
            _("name the files in it, or add --archive for a folder of old letters"),
        ) from None
    except OSError as mistake:
        raise UsageMistake(
            _("{file} can't be read ({reason})").format(file=file, reason=reason_of(mistake)),
            _("check its name and its permissions"),
        ) from None


def _too_large(name: str) -> UsageMistake:
    message = _("{file} is too large for a letter (the most is {most} MB)")
    return UsageMistake(
        message.format(file=name, most=_MOST_BYTES // 1_000_000), _("compress its pictures, and save it again")
    )


@contextmanager
def _desk(workspace: Workspace, *, fetch: bool) -> Iterator[ImportDesk]:
    """Where letters come to, with the web where it may be asked."""
    from cenum.imported.importing import ImportDesk

    if not fetch:
        yield ImportDesk(workspace)
        return
    from cenum.issue.images import MOST_BYTES
    from cenum.links.file_fetching import fetched_files, next_addresses
    from cenum.links.online import web_of

    web = web_of(workspace.settings)
    try:
        yield ImportDesk(
            workspace, partial(fetched_files, web=web, most=MOST_BYTES), partial(next_addresses, web=web)
        )
    finally:
        web.close()


def _name(path: Path, workspace: Workspace) -> str:
    return path.relative_to(workspace.root).as_posix()
