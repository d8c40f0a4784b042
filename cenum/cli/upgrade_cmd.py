from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command, yes_option
from cenum.cli.confirming import nobody_to_ask, says_yes
from cenum.cli.context import printer, workspace_in
from cenum.cli.printing import say
from cenum.cli.view import Rows, Success, TextLine, UnifiedDiff, View
from cenum.errors import Exit, Refusal, UsageMistake
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.cli.view import Part
    from cenum.starter.file_status import Comparison, FileStatus
    from cenum.starter.upgrade_plan import UpgradePlan


@command(
    N_(
        "Update templates and workflows to this version of cenum.\n\nShows the difference file by file, asks, and "
        "replaces the files that you have not changed. Files that you changed are kept: the difference is shown, "
        "with what to do. Settings and issues are never touched."
    )
)
@click.option(
    "--take",
    multiple=True,
    metavar=N_("FILE"),
    help=N_("Also take cenum's version of FILE; yours is kept next to it as FILE.mine."),
)
@click.option(
    "--keep",
    multiple=True,
    metavar=N_("FILE"),
    help=N_("Keep your version of FILE, and stop showing this difference."),
)
@click.option(
    "--look",
    metavar=N_("LOOK"),
    help=N_("Change to this look: newsroom, institution or association. A palette that you changed is kept."),
)
@yes_option
def upgrade(take: Sequence[str], keep: Sequence[str], look: str | None, yes: bool, folder: str | None) -> View:
    from cenum.starter.file_status import compare, is_source
    from cenum.starter.replace_files import replace_files
    from cenum.starter.template_files import material
    from cenum.starter.upgrade_plan import plan

    workspace = workspace_in(folder)
    newsletter = workspace.settings.newsletter
    given = material(workspace.root, asks_index=True)
    if is_source(workspace.root, given):
        done = Success(_("these are cenum's own source files: nothing to upgrade"))
        return View({"files": [], "written": []}, [done])
    compared = compare(workspace.root, newsletter, given, _known_look(look))
    planned = plan(compared, newsletter.language, take, keep)
    output = printer()
    output.aside(*_comparison(compared, planned))
    if planned.contents and not yes and not output.for_people:
        return _not_done(compared, planned)
    try:
        if planned.contents and not yes:
            _confirm(compared, planned)
        replace_files(workspace.root, planned.contents, planned.before)
    except (click.Abort, KeyboardInterrupt):
        say(_("Interrupted: nothing was written."), err=True)
        sys.exit(Exit.INTERRUPTED)
    return View(
        _as_data(compared, planned),
        _outcomes(compared, planned),
        exit_code=Exit.REFUSED if planned.left else Exit.DONE,
        carried_out=bool(planned.contents),
    )


def _known_look(text: str | None) -> str | None:
    """Raises :class:`UsageMistake`."""
    from cenum.schema import nearest
    from cenum.starter.looks import LOOKS, look_called

    if text is None:
        return None
    look = look_called(text)
    if look not in LOOKS:
        raise UsageMistake(_("there is no look called “{name}”").format(name=text), nearest(look, LOOKS))
    return look


def _not_done(compared: Comparison, planned: UpgradePlan) -> View:
    """A program is told what would be done, and that it was not."""
    mistake = nobody_to_ask(_without_asking())
    said = {"done": False, "message": mistake.message, "remedy": mistake.remedy}
    return View({**said, **_as_data(compared, planned), "written": []}, [], exit_code=mistake.exit_code)


def _as_data(compared: Comparison, planned: UpgradePlan) -> dict[str, object]:
    """What programs get to know; ``stamp`` is the version that the letter's files come from."""
    return {
        "version": compared.version,
        "stamp": compared.stamp.version if compared.stamp else None,
        "look": compared.look,
        "files": [{"file": file.name, "state": file.state.value} for file in compared.files],
        "written": list(planned.contents),
        "left": [file.name for file in planned.left],
    }


def _comparison(compared: Comparison, planned: UpgradePlan) -> Iterator[Part]:
    """The difference of each file that is taken or waits for a person, then a row for each that is not cenum's."""
    rows = []
    for file in compared.files:
        if file in planned.taken or file in planned.left:
            yield from _difference(file, compared.version)
            if file in planned.left:
                yield from _choice(file)
            yield TextLine("")
        if outcome := _outcome(file, planned):
            rows.append((file.name, outcome))
    if rows:
        yield Rows(rows)


def _outcome(file: FileStatus, planned: UpgradePlan) -> str:
    """What becomes of ``file``; nothing to say of one that is as cenum has it."""
    from cenum.starter.file_status import FileState

    if file.name in planned.aside:
        return _("cenum's version replaces it; yours is kept as {file}").format(file=planned.aside[file.name])
    if file.name in planned.kept:
        return _("your version is kept")
    if file in planned.taken:
        return (
            _("new in cenum: added")
            if file.here is None
            else _("cenum's version replaces it (you have not changed it)")
        )
    return {
        FileState.OWN: _("changed by you only: kept"),
        FileState.BOTH: _("changed by you and by cenum: kept, see above"),
        FileState.UNSTAMPED: _("differs from cenum's version, by whom is unknown: kept, see above"),
        FileState.MISSING: _("not in this folder: not added"),
        FileState.WITHDRAWN: _("no longer part of cenum: delete it if you don't use it"),
        FileState.UNREADABLE: _("can't be compared: {reason}").format(reason=file.reason),
    }.get(file.state, "")


def _difference(file: FileStatus, version: str) -> Iterator[Part]:
    from cenum.starter.difference import difference

    if file.reason:
        return
    lines = difference(file, version)
    if lines is None:
        yield TextLine(_("{file} is not text: the difference can't be shown").format(file=file.name))
    else:
        yield UnifiedDiff(lines)


def _choice(file: FileStatus) -> Iterator[Part]:
    """What a person does about a file that is left, word for word."""
    if file.reason:
        said = _("  → move {file} to another place, then run: {command}")
        yield TextLine(said.format(file=file.name, command="cenum upgrade"))
        return
    keep, take = (f"cenum upgrade --{choice} {file.name}" for choice in ("keep", "take"))
    yield TextLine(_("  → copy what you want of it into your file, then run: {command}").format(command=keep))
    yield TextLine(_("  → or take cenum's version (yours is kept next to it): {command}").format(command=take))


def _confirm(compared: Comparison, planned: UpgradePlan) -> None:
    """Ask a person. Raises :class:`Refusal` for anything but a yes, or as :func:`says_yes`."""
    from cenum.starter.stamp import STAMP

    question = _(
        "Write {file}, so that the next upgrade can tell your changes from cenum's? Type “yes” to write it"
    ).format(file=STAMP)
    if planned.taken:
        question = ngettext(
            "Take {count} file from cenum {version}? Type “yes” to take it",
            "Take {count} files from cenum {version}? Type “yes” to take them",
            len(planned.taken),
        ).format(count=len(planned.taken), version=compared.version)
    if not says_yes(question, _without_asking()):
        raise Refusal(_("nothing was written"), _("run cenum upgrade again when you have decided"))


def _without_asking() -> str:
    return _("add --yes to skip the question")


def _outcomes(compared: Comparison, planned: UpgradePlan) -> list[Part]:
    from cenum.starter.stamp import STAMP

    parts: list[Part] = []
    if planned.taken:
        said = ngettext(
            "{count} file now matches cenum {version}",
            "{count} files now match cenum {version}",
            len(planned.taken),
        )
        parts.append(Success(said.format(count=len(planned.taken), version=compared.version)))
        parts.append(TextLine(_("  Look at the letter before you commit: {command}").format(command="cenum preview")))
    elif planned.contents:
        parts.append(Success(_("{file} is written: commit it").format(file=STAMP)))
    else:
        parts.append(Success(_("nothing to take from cenum {version}").format(version=compared.version)))
    if planned.left:
        said = ngettext(
            "{count} file needs your decision: see above",
            "{count} files need your decision: see above",
            len(planned.left),
        )
        parts.append(TextLine("  " + said.format(count=len(planned.left))))
    return parts
