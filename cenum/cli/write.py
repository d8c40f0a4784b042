"""The commands of the days of writing: new, check, build, preview."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import click

from cenum import console
from cenum.arguments import DAY
from cenum.cli.command import asks_about_links, command, issue_named, stop
from cenum.cli.letter import Asking, now_here, now_said, passed, path_of, processed, summary_of, today, workspace_in
from cenum.errors import Exit, UsageMistake
from cenum.finding import masked
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from cenum.finding import Finding
    from cenum.workspace import Workspace


@command(
    N_(
        "Create the file of the next issue.\n\nThe date is the next day of sending that has no issue yet, "
        "or DATE. An existing file is never touched."
    )
)
@click.argument("day", required=False, metavar=N_("[DATE]"), type=DAY)
def new(day: date | None, folder: str | None, as_json: bool) -> None:
    from cenum.issue.scaffold import create

    workspace = workspace_in(folder)
    # The named day is the one that is meant, whatever today is.
    now = now_here(workspace) if day else now_said(workspace)
    path = create(workspace.issues, workspace.settings, day, now)
    if as_json:
        console.as_json({"done": True, "file": str(path)})
        return
    shown = path.relative_to(workspace.root)
    console.done(_("{file} is ready to be written").format(file=shown))
    console.line(_("  Write in it with any text editor, then run: cenum check {date}").format(date=path.stem))


@command(
    N_(
        "Check an issue, and show what to correct on which line.\n\n"
        "Errors stop the letter, warnings ask for a look. Links are checked politely, and good results are kept for "
        "a day. Nothing is written without --fix, and nothing is sent."
    )
)
@issue_named
@click.option("--fix", is_flag=True, help=N_("Write better addresses into the issue, and touch nothing else of it."))
@click.option("--sarif", "as_sarif", is_flag=True, help=N_("Print SARIF 2.1.0, for code hosts."))
@asks_about_links
def check(  # noqa: PLR0913  its options
    issue: str, fix: bool, as_sarif: bool, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    workspace = workspace_in(folder)
    links = Asking(offline, fresh)
    result = processed(workspace, issue, links=links)
    if fix and result.exit_code is not Exit.INTERRUPTED and any(finding.better for finding in result.findings):
        _fix(path_of(workspace, issue), result.findings, quiet=as_json or as_sarif)
        # What did not change has just been asked about.
        result = processed(workspace, issue, links=Asking(offline))
    if result.exit_code:
        stop(result)
    if as_sarif:
        from cenum.sarif import sarif

        console.document(sarif(result.findings))
        return
    if as_json:
        data = {"findings": console.findings_as_data(result.findings), "links": console.links_as_data(result.checked)}
        console.as_json({"done": True, **data, **summary_of(result)})
        return
    console.findings(result.findings)
    console.done(_("{file} can go out").format(file=result.file))
    console.rows([*console.weight_rows(result.weight), *console.link_rows(result.checked)])


def _fix(path: Path, found: Sequence[Finding], *, quiet: bool) -> None:
    """Write better addresses into the issue in ``path``."""
    from cenum.links.fix import fix

    fixed = fix(path, found)
    if quiet:
        return
    for old, new in fixed.written:
        console.done(_("{old} is now {new}").format(old=masked(old), new=masked(new)))
    said = _("{old} could not become {new} without changing more: write it by hand")
    for old, new in fixed.left:
        console.line(said.format(old=masked(old), new=masked(new)))


@command(
    N_(
        "Render an issue into dist/ISSUE/.\n\nWrites email.html and email.txt to look at, email.eml to open "
        "in a mail program, the pictures, and edition.json with the digest and the weights."
    )
)
@issue_named
@click.option("--preview", "with_preview", is_flag=True, help=N_("Write preview.html too, for reviewers."))
@click.option(
    "--against",
    metavar=N_("REVISION"),
    help=N_("Write preview.html too, with what changed since a revision of git (main), or beside another issue."),
)
@click.option(
    "--pictures",
    "with_pictures",
    is_flag=True,
    help=N_("Take phone.png and desktop.png too, in this machine's Chrome or Chromium."),
)
@asks_about_links
def build(  # noqa: PLR0913  its options
    issue: str,
    with_preview: bool,
    against: str | None,
    with_pictures: bool,
    offline: bool,
    fresh: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    from cenum.build import write, write_all

    workspace = workspace_in(folder)
    result = passed(workspace, issue, quiet=as_json, links=Asking(offline, fresh))
    target = workspace.root / "dist" / result.key
    files = write(result, target)
    if with_preview or against:
        from cenum.preview import standalone

        page = target / standalone.NAME
        write_all({page: standalone.preview_file(result, path_of(workspace, issue), workspace, against)})
        files.append(page)
    if with_pictures:
        from cenum.preview.camera import take

        taken = {target / name: picture for name, picture in take(result.edition).items()}
        write_all(taken)
        files += taken
    if as_json:
        names = [file.relative_to(target).as_posix() for file in files]
        data = {"files": names, "findings": console.findings_as_data(result.findings)}
        console.as_json({"done": True, "folder": str(target), **data, **summary_of(result)})
        return
    console.done(_("{folder} holds the letter").format(folder=target.relative_to(workspace.root)))
    console.rows(
        [
            (_("subject"), result.edition.subject),
            *console.weight_rows(result.weight),
            (_("digest"), result.edition.digest[:32]),
        ]
    )


@command(
    N_(
        "Show an issue in your browser, updated at every save.\n\n"
        "What is wrong with it stands beside it. The page is on this machine only. It shows the letter as mail "
        "programs do: wide, on phones, dark, without "
        "pictures, in Outlook; its plain text, its links, its source, and what a screen reader meets."
    )
)
@issue_named
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar=N_("PORT"), help=N_("Where it is shown; 8030 if free.")
)
@click.option("--open", "open_browser", is_flag=True, help=N_("Open the browser."))
def preview(issue: str, port: int | None, open_browser: bool, folder: str | None, as_json: bool) -> None:
    from cenum.preview.library import PreviewLibrary
    from cenum.preview.link_check import check_links
    from cenum.preview.serve import listen, serve

    gc.enable()  # this one stays
    workspace = workspace_in(folder)
    shown = _shown_first(workspace, issue)
    with listen(port) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/"

        def ready() -> None:
            if as_json:
                console.as_json({"done": True, "url": url})
            else:
                console.done(_("the preview is at {url} (Ctrl-C to stop)").format(url=url))
            if open_browser:
                click.launch(url)

        serve(PreviewLibrary(workspace, check_links), shown, bound, os.environ, ready=ready)


def _shown_first(workspace: Workspace, issue: str) -> str:
    """The issue that was named; where “next” is none, the last one there is, or none at all."""
    dated = [path.stem for path in workspace.dated_issues()]
    if issue == "next":
        return next((key for key in dated if key >= today(workspace).isoformat()), dated[-1] if dated else "")
    path = path_of(workspace, issue).resolve()
    if path.parent != workspace.issues.resolve() or path.stem not in dated:
        raise UsageMistake(
            _("“{name}” is not an issue of this folder").format(name=issue),
            _("name an issue as a date (2026-11-27), a path, “next” or “latest”"),
        )
    return path.stem
