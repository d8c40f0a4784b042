"""The commands of a review: what a pull request's letter looks like, and what is said of it there."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from cenum import console
from cenum.cli.command import asks_about_links, command, stop
from cenum.cli.github import (
    client_of,
    dry_run_option,
    event_of_run,
    github,
    number_option,
    pull_request_named,
    repository_option,
    say_done,
    since_option,
)
from cenum.cli.letter import Asking, path_of, processed, today, workspace_in
from cenum.errors import Exit, UsageMistake
from cenum.i18n import N_, _, ngettext

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
    ),
    github,
)
@click.argument("issues", nargs=-1, metavar=N_("[ISSUES]..."))
@since_option
@asks_about_links
def review(  # noqa: PLR0913  its options
    issues: tuple[str, ...], since: str, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.build import write_all
    from cenum.github import review as reviews
    from cenum.github.pull_requests import changed, issues_of
    from cenum.github.step_output import summary

    workspace = workspace_in(folder)
    dated = [path.stem for path in workspace.dated_issues()]
    keys = issues or issues_of(changed(workspace.root, since), dated, lambda: today(workspace))
    asking = Asking(offline, fresh)
    reviewed = []
    for key in keys:
        result = processed(workspace, key, links=asking)
        if result.exit_code is Exit.INTERRUPTED:
            stop(result)
        if not as_json:
            console.findings(result.findings)
        reviewed.append(_reviewed(workspace, path_of(workspace, key), result, since))
    write_all({workspace.root / "dist" / reviews.NAME: reviews.encode(reviewed)})
    summary(os.environ, reviews.as_markdown(reviewed, {}))
    ready = all(one.can_go_out for one in reviewed)
    if as_json:
        console.as_json({"done": ready, "issues": list(keys)})
    else:
        said = ngettext("{count} issue was looked at", "{count} issues were looked at", len(reviewed))
        console.done(said.format(count=len(reviewed)))
    if not ready:
        sys.exit(Exit.REFUSED)


def _reviewed(workspace: Workspace, path: Path, result: Result, since: str) -> Reviewed:
    """Write what reviewers look at, also of a letter that can't go out, and say what it is.

    The preview shows what changed ``since`` a commit, where git has it.
    """
    from cenum.build import write, write_all
    from cenum.github.review import NAMES, Reviewed
    from cenum.preview import standalone
    from cenum.preview.camera import take
    from cenum.preview.issue_preview import preview_of, with_remembered_links

    folder = workspace.root / "dist" / result.key
    if not result.exit_code:
        write(result, folder)
    preview = preview_of(with_remembered_links(result, workspace), path)
    other = None
    with suppress(UsageMistake):
        other = standalone.find_other(since, preview, workspace)
    files = {standalone.NAME: standalone.standalone_page(preview, workspace.settings.newsletter.name, other).encode()}
    found = tuple(console.line_of(one) for one in result.findings if not one.waived)
    reviewed = Reviewed(result.key, findings=found)
    if result.rendered:
        edition = result.edition
        figures = (*console.weight_rows(result.weight), *console.link_rows(result.checked))
        pictures: dict[str, bytes] = {}
        try:
            pictures = take(edition)
        except UsageMistake as mistake:  # a review without pictures is one all the same
            console.line(f"{mistake.message} — {mistake.remedy}")
        files |= pictures
        inbox = (edition.sender.name, edition.subject, edition.preheader)
        reviewed = Reviewed(result.key, inbox, figures, found, tuple(name for name in NAMES if name in pictures))
    write_all({folder / name: content for name, content in files.items()})
    return reviewed


@command(
    N_(
        "Keep the review's comment on the pull request up to date.\n\nReads what “cenum github review” wrote into "
        "dist/, puts the pictures on the branch cenum-pictures, and edits its own comment."
    ),
    github,
)
@number_option
@click.option("--preview", default="", metavar=N_("URL"), help=N_("Where the preview can be opened."))
@repository_option
@dry_run_option
def comment(  # noqa: PLR0913  its options
    number: int | None, preview: str, repository: str | None, dry_run: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.github import comment as comments
    from cenum.github import picture_branch, review
    from cenum.github.step_output import summary

    workspace = workspace_in(folder)
    event = event_of_run()
    number = pull_request_named(number, event)
    dist = workspace.root / "dist"
    reviewed = review.read(dist)
    client = client_of(repository, dry_run=dry_run)
    taken: dict[tuple[str, str], bytes] = {
        (one.key, name): (dist / one.key / name).read_bytes()
        for one in reviewed
        for name in one.pictures
        if (dist / one.key / name).is_file()
    }
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    addresses = picture_branch.put(client, server, number, taken) if taken else {}
    body = review.as_markdown(reviewed, addresses, run=event.run, preview=preview)
    comments.keep(client, number, review.MARKER, body)
    summary(os.environ, body)
    say_done(_("the comment on pull request {number} is up to date").format(number=number), as_json=as_json)
