from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cenum.cli.checked_letter import LetterStopped, LinkOptions, examined
from cenum.cli.command import asks_about_links, command
from cenum.cli.context import path_of, printer, today, workspace_in
from cenum.cli.github_options import since_option
from cenum.cli.view import FindingList, Success, TextLine, View
from cenum.errors import Exit, UsageMistake
from cenum.formatting import weight_rows
from cenum.i18n import N_, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.github.review import Reviewed
    from cenum.process import Result
    from cenum.workspace import Workspace


@command(
    N_(
        "Check and render the issues that a pull request changes.\n\nWrites dist/ISSUE/ with "
        "the letter, its preview and its pictures, dist/review.json for “cenum github comment”, and the run's page. "
        "Without ISSUES: those changed since COMMIT, or the next one where only its look was changed."
    )
)
@click.argument("issues", nargs=-1, metavar=N_("[ISSUES]..."))
@since_option
@asks_about_links
def review(issues: tuple[str, ...], since: str, offline: bool, fresh: bool, folder: str | None) -> View:
    from cenum.build import write_all
    from cenum.github import review as reviews
    from cenum.github.pull_requests import changed, issues_of
    from cenum.github.step_output import summary

    workspace = workspace_in(folder)
    dated = [path.stem for path in workspace.dated_issues()]
    keys = issues or issues_of(changed(workspace.root, since), dated, lambda: today(workspace))
    asking = LinkOptions(offline, fresh)
    reviewed = []
    for key in keys:
        result = examined(workspace, key, asking)
        if result.exit_code is Exit.INTERRUPTED:
            raise LetterStopped(result)
        printer().aside(FindingList(result.findings))
        reviewed.append(_reviewed(workspace, path_of(workspace, key), result, since))
    write_all({workspace.root / "dist" / reviews.NAME: reviews.encode(reviewed)}, workspace.files)
    summary(os.environ, reviews.as_markdown(reviewed, {}))
    ready = all(one.can_go_out for one in reviewed)
    said = ngettext("{count} issue reviewed", "{count} issues reviewed", len(reviewed))
    return View(
        {"done": ready, "issues": list(keys)},
        [Success(said.format(count=len(reviewed)))],
        exit_code=Exit.DONE if ready else Exit.REFUSED,
    )


def _reviewed(workspace: Workspace, path: Path, result: Result, since: str) -> Reviewed:
    """Write what reviewers look at, also of a letter that can't go out, and say what it is.

    The preview shows what changed ``since`` a commit, where git has it.
    """
    from cenum.build import clear, folder_of, write, write_all
    from cenum.github.review import NAMES, Reviewed
    from cenum.github.workflow_event import event_of
    from cenum.links.tally import link_rows
    from cenum.preview import standalone
    from cenum.preview.camera import take
    from cenum.preview.issue_preview import preview_of, with_remembered_links
    from cenum.preview.letter_commit import LetterCommit, letter_commit
    from cenum.record import RecordedFinding

    folder = folder_of(result.key, workspace.files)
    if result.exit_code:
        clear(folder, workspace.files)
    else:
        write(result, workspace.files)
    preview = preview_of(with_remembered_links(result, workspace), path)
    other = None
    with suppress(UsageMistake):
        other = standalone.find_other(since, preview, workspace)
    pulled = event_of(os.environ).pull_request
    # What is checked out is a merge that GitHub made: people know the commit that the pull request ends with.
    commit = (
        LetterCommit(pulled.head, changed=False)
        if pulled and pulled.head
        else letter_commit(workspace.root, preview.file)
    )
    page = standalone.standalone_page(preview, workspace.settings.newsletter.name, other, commit)
    files = {standalone.NAME: page.encode()}
    found = tuple(RecordedFinding.of(one) for one in result.findings if not one.waived)
    reviewed = Reviewed(result.key, findings=found)
    if result.rendered:
        edition = result.edition
        figures = (*weight_rows(result.weight), *link_rows(result.checked))
        pictures: dict[str, bytes] = {}
        try:
            pictures = take(edition)
        except UsageMistake as mistake:  # a review without pictures is one all the same
            printer().aside(TextLine(f"{mistake.message} — {mistake.remedy}"))
        files |= pictures
        inbox = (edition.sender.name, edition.subject, edition.preheader)
        reviewed = Reviewed(result.key, inbox, figures, found, tuple(name for name in NAMES if name in pictures))
    write_all({folder / name: content for name, content in files.items()}, workspace.files)
    return reviewed
