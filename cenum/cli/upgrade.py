"""The command for a new version of cenum: upgrade."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cenum import console
from cenum.cli.command import command, yes_option
from cenum.cli.letter import workspace_in
from cenum.errors import Exit, Refusal, UsageMistake
from cenum.i18n import N_, _, ngettext
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

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
@yes_option
def upgrade(take: Sequence[str], keep: Sequence[str], yes: bool, folder: str | None, as_json: bool) -> None:
    from cenum.starter.file_status import compare, is_source
    from cenum.starter.material import material
    from cenum.starter.replace_files import replace_files
    from cenum.starter.upgrade_plan import plan

    workspace = workspace_in(folder)
    given, newsletter = material(), workspace.settings.newsletter
    if is_source(workspace.root, given):
        _say_source(as_json=as_json)
        return
    compared = compare(workspace.root, newsletter, given)
    planned = plan(compared, newsletter.language, take, keep)
    if as_json:
        _refuse_without_yes(compared, planned, yes=yes)
        replace_files(workspace.root, planned.contents, planned.before)
        console.as_json({"done": True, **_as_data(compared, planned)})
    else:
        _show(compared, planned)
        try:
            if planned.contents and not yes:
                _confirm(compared, planned)
            replace_files(workspace.root, planned.contents, planned.before)
        except (click.Abort, KeyboardInterrupt):
            console.say(_("Interrupted: nothing was written."), err=True)
            sys.exit(Exit.INTERRUPTED)
        _say_done(compared, planned)
    if planned.left:
        sys.exit(Exit.REFUSED)


def _say_source(*, as_json: bool) -> None:
    if as_json:
        console.as_json({"done": True, "files": [], "written": []})
    else:
        console.done(_("these are cenum's own source files: nothing to upgrade"))


def _nobody_said_yes() -> UsageMistake:
    return UsageMistake(_("nobody is there to say yes"), _("add --yes to write without a question"))


def _refuse_without_yes(compared: Comparison, planned: UpgradePlan, *, yes: bool) -> None:
    """A program is told what would be done, and that it was not."""
    if yes or not planned.contents:
        return
    mistake = _nobody_said_yes()
    said = {"done": False, "message": mistake.message, "remedy": mistake.remedy}
    console.as_json({**said, **_as_data(compared, planned), "written": []})
    sys.exit(mistake.exit_code)


def _as_data(compared: Comparison, planned: UpgradePlan) -> dict[str, object]:
    """What programs get to know; ``stamp`` is the version that the letter's files come from."""
    return {
        "version": compared.version,
        "stamp": compared.stamp.version if compared.stamp else None,
        "files": [{"file": file.name, "state": file.state.value} for file in compared.files],
        "written": list(planned.contents),
        "left": [file.name for file in planned.left],
    }


def _show(compared: Comparison, planned: UpgradePlan) -> None:
    """The difference of each file that is taken or waits for a person, then a line for each that is not cenum's."""
    rows = []
    for file in compared.files:
        if file in planned.taken or file in planned.left:
            _show_difference(file, compared.version)
            if file in planned.left:
                _show_choice(file)
            console.say("")
        if outcome := _outcome(file, planned):
            rows.append((file.name, outcome))
    if rows:
        console.rows(rows)


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


def _show_difference(file: FileStatus, version: str) -> None:
    from cenum.starter.difference import difference

    if file.reason:
        return
    lines = difference(file, version)
    if lines is None:
        console.line(_("{file} is not text: the difference can't be shown").format(file=file.name))
        return
    for number, line in enumerate(lines):
        is_name = number <= 1  # the two lines of names stand above
        colour = None if is_name else _COLOURS.get(line[:1])
        shown = printable(line)
        console.say(click.style(shown, fg=colour, bold=is_name) if is_name or colour else shown)


_COLOURS = {"@": "cyan", "-": "red", "+": "green"}


def _show_choice(file: FileStatus) -> None:
    """What a person does about a file that is left, word for word."""
    if file.reason:
        console.line(_("  → move {file} away, then run: {command}").format(file=file.name, command="cenum upgrade"))
        return
    keep, take = (f"cenum upgrade --{choice} {file.name}" for choice in ("keep", "take"))
    console.line(_("  → copy what you want of it into your file, then run: {command}").format(command=keep))
    console.line(_("  → or take cenum's version (yours is kept next to it): {command}").format(command=take))


def _confirm(compared: Comparison, planned: UpgradePlan) -> None:
    """Ask a person. Raises :class:`Refusal` for anything but a yes, :class:`UsageMistake` where there is nobody."""
    from cenum.starter.stamp import STAMP

    if not sys.stdin.isatty():
        raise _nobody_said_yes()
    question = _(
        "Write {file}, so that the next upgrade can tell your changes from cenum's? Type “yes” to write it"
    ).format(file=STAMP)
    if planned.taken:
        question = ngettext(
            "Take {count} file from cenum {version}? Type “yes” to take it",
            "Take {count} files from cenum {version}? Type “yes” to take them",
            len(planned.taken),
        ).format(count=len(planned.taken), version=compared.version)
    answer = click.prompt(question, default="", show_default=False, prompt_suffix=_(": "))
    if answer.strip().casefold() != _("yes"):
        raise Refusal(_("nothing was written"), _("run cenum upgrade again when you have decided"))


def _say_done(compared: Comparison, planned: UpgradePlan) -> None:
    from cenum.starter.stamp import STAMP

    if planned.taken:
        said = ngettext(
            "{count} file now matches cenum {version}",
            "{count} files now match cenum {version}",
            len(planned.taken),
        )
        console.done(said.format(count=len(planned.taken), version=compared.version))
        console.line(_("  Look at the letter before you commit: {command}").format(command="cenum preview"))
    elif planned.contents:
        console.done(_("{file} is written: commit it").format(file=STAMP))
    else:
        console.done(_("nothing to take from cenum {version}").format(version=compared.version))
    if planned.left:
        said = ngettext(
            "{count} file needs your decision: see above",
            "{count} files need your decision: see above",
            len(planned.left),
        )
        console.line("  " + said.format(count=len(planned.left)))
