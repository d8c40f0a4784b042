"""The commands of GitHub's workflows; each can be run by hand, and shows with --dry-run what it would write."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from cenum import console
from cenum.cli.command import asks_about_links, cenum, command
from cenum.cli.letter import Asking, looked_at, path_of, today, workspace_in
from cenum.errors import Exit, Refusal, UsageMistake
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.cli.letter import Look
    from cenum.github.door import Door
    from cenum.github.event import Event
    from cenum.github.review import Reviewed
    from cenum.workspace import Workspace


@cenum.group(
    help=N_(
        "What the workflows in .github/workflows need to know of GitHub.\n\nThey read the event of the run; by hand, "
        "options say the same. What is written there goes through GitHub's own program gh."
    )
)
def github() -> None: ...


_dry_run = click.option("--dry-run", is_flag=True, help=N_("Write nothing to GitHub; say what would be written."))
_since = click.option("--since", metavar=N_("COMMIT"), default="HEAD^1", help=N_("What was changed since it counts."))
_number = click.option(
    "--number", type=click.IntRange(1), metavar=N_("NUMBER"), help=N_("The pull request; the event's by default.")
)


def _repository(function: Callable[..., Any]) -> Callable[..., Any]:
    said = N_("The repository, as OWNER/NAME.")
    return click.option("--repository", metavar=N_("NAME"), envvar="GITHUB_REPOSITORY", help=said)(function)


@command(
    N_(
        "Check and draw the issues that a pull request touches, and say what was found.\n\nWrites dist/ISSUE/ with "
        "the letter, its preview and its pictures, dist/review.json for “cenum github comment”, and the run's page. "
        "Without ISSUES: those changed since COMMIT, or the next one where only its look was changed."
    ),
    github,
)
@click.argument("issues", nargs=-1, metavar=N_("[ISSUES]..."))
@_since
@asks_about_links
def review(  # noqa: PLR0913  its options
    issues: tuple[str, ...], since: str, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.build import write_all
    from cenum.github import review as reviews
    from cenum.github.run import summary
    from cenum.github.touched import changed, issues_of

    workspace = workspace_in(folder)
    dated = [path.stem for path in workspace.dated_issues()]
    keys = issues or issues_of(changed(workspace.root, since), dated, today(workspace).isoformat())
    asking = Asking(offline, fresh)
    reviewed = [_reviewed(workspace, key, looked_at(workspace, key, quiet=as_json, links=asking)) for key in keys]
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


def _reviewed(workspace: Workspace, key: str, look: Look) -> Reviewed:
    """Write what reviewers look at, also of a letter that can't go out, and say what it is."""
    from cenum.build import write, write_all
    from cenum.github.review import NAMES, Reviewed
    from cenum.preview import alone
    from cenum.preview.camera import take

    path = path_of(workspace, key)
    folder = workspace.root / "dist" / path.stem
    if look.made:
        write(look.made, folder)
    drawing = alone.drawn(path, workspace, look.checked)
    files = {alone.NAME: alone.alone(drawing, workspace.settings.newsletter.name).encode()}
    found = tuple(console.line_of(one) for one in look.findings if not one.waived)
    reviewed = Reviewed(path.stem, findings=found)
    if drawing.good:
        edition = drawing.good.seen.edition
        figures = (*console.weight_rows(drawing.good.seen.weight), *console.link_rows(look.checked))
        pictures: dict[str, bytes] = {}
        try:
            pictures = take(edition)
        except UsageMistake as mistake:  # a review without pictures is one all the same
            console.line(f"{mistake.message} — {mistake.remedy}")
        files |= pictures
        inbox = (edition.sender.name, edition.subject, edition.preheader)
        reviewed = Reviewed(path.stem, inbox, figures, found, tuple(name for name in NAMES if name in pictures))
    write_all({folder / name: content for name, content in files.items()})
    return reviewed


@command(
    N_(
        "Keep the review's comment on the pull request up to date.\n\nReads what “cenum github review” wrote into "
        "dist/, puts the pictures on the branch cenum-pictures, and edits its own comment."
    ),
    github,
)
@_number
@click.option("--preview", default="", metavar=N_("URL"), help=N_("Where the preview can be opened."))
@_repository
@_dry_run
def comment(  # noqa: PLR0913  its options
    number: int | None, preview: str, repository: str | None, dry_run: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.github import comment as comments
    from cenum.github import pictures, review
    from cenum.github.run import summary

    workspace = workspace_in(folder)
    event = _event()
    number = _pull_request(number, event)
    dist = workspace.root / "dist"
    reviewed = review.read(dist)
    door = _door(repository, dry_run=dry_run)
    taken: dict[tuple[str, str], bytes] = {
        (one.key, name): (dist / one.key / name).read_bytes()
        for one in reviewed
        for name in one.pictures
        if (dist / one.key / name).is_file()
    }
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    addresses = pictures.put(door, server, number, taken) if taken else {}
    body = review.as_markdown(reviewed, addresses, run=event.run, preview=preview)
    comments.keep(door, number, review.MARKER, body)
    summary(os.environ, body)
    _said(_("the comment on pull request {number} is up to date").format(number=number), as_json=as_json)


@command(
    N_(
        "Say which issue a pull request is about, as the output “issue” of the step.\n\nWith --approval: also who "
        "approves it, as the output “person”; only people who can write to the repository do."
    ),
    github,
)
@_since
@click.option("--approval", is_flag=True, help=N_("Say who approves, too; refuse those who may not."))
@_repository
def issue(since: str, approval: bool, repository: str | None, folder: str | None, as_json: bool) -> None:
    from cenum.github.people import approver
    from cenum.github.run import output
    from cenum.github.touched import changed, files_of, issues_of

    workspace = workspace_in(folder)
    event = _event()
    dated = [path.stem for path in workspace.dated_issues()]
    # GitHub knows what a pull request brings also once it is merged, and others after it.
    names = files_of(_door(repository), event.number) if event.number else changed(workspace.root, since)
    keys = issues_of(names, dated, today(workspace).isoformat())
    if len(keys) != 1:
        message = _("the pull request brings {count} issues, and it has to be one: {keys}").format(
            count=len(keys), keys=", ".join(keys)
        )
        raise Refusal(message, _("run the workflow by hand, and name the issue"))
    values = {"issue": keys[0]}
    if approval:
        values["person"] = approver(event, _door(repository))
    output(os.environ, values)
    if as_json:
        console.as_json({"done": True, **values})
        return
    console.rows(list(values.items()))


@command(
    N_(
        "Tell on the run's page, and on the pull request, what an earlier step did.\n\nRECORD is what that step "
        "kept with --record."
    ),
    github,
)
@click.argument("file", metavar=N_("RECORD"), type=click.Path(dir_okay=False))
@_number
@click.option("--once", is_flag=True, help=N_("Edit the comment that says the same of before, where there is one."))
@click.option("--brought", is_flag=True, help=N_("On the pull request that brought the issue."))
@_repository
@_dry_run
def tell(  # noqa: PLR0913  its options
    file: str,
    number: int | None,
    once: bool,
    brought: bool,
    repository: str | None,
    dry_run: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    from cenum import record as records
    from cenum.github import comment as comments
    from cenum.github.people import brought_by
    from cenum.github.run import summary

    workspace_in(folder)
    event = _event()
    record = records.read(Path(file)) or records.Record("cenum")
    body = comments.told(record, event.run)
    summary(os.environ, body)
    number = number or event.number
    door = _door(repository, dry_run=dry_run) if number or brought else None
    if door and brought and record.issue:
        number = brought_by(door, record.issue)
    if not number or not door:
        _said(_("told on the run's page; no pull request is concerned"), as_json=as_json)
        return
    if once:
        comments.keep(door, number, comments.marker_of(record.command), body)
    else:
        comments.add(door, number, body)
    # A label that asked for something is taken off, so that it can ask again.
    if event.label and event.number == number:
        door.write("DELETE", f"issues/{number}/labels/{quote(event.label, safe='')}")
    _said(_("told on pull request {number}").format(number=number), as_json=as_json)


@command(
    N_(
        "Open or update the one issue that says what went wrong; close it once the letter left.\n\nRECORD is what "
        "the failed step kept with --record; where there is none, that is said."
    ),
    github,
)
@click.argument("file", metavar=N_("RECORD"), type=click.Path(dir_okay=False))
@click.option(
    "--outcome", default="failure", metavar=N_("OUTCOME"), help=N_("What became of that job; “success” is good.")
)
@_repository
@_dry_run
def alarm(  # noqa: PLR0913  its options
    file: str, outcome: str, repository: str | None, dry_run: bool, folder: str | None, as_json: bool
) -> None:
    from cenum import record as records
    from cenum.github import alarm as alarms
    from cenum.github.comment import told
    from cenum.github.run import summary

    workspace_in(folder)
    run = _event().run
    record = records.read(Path(file))
    door = _door(repository, dry_run=dry_run)
    # What the command says counts: it may have done its work in a job that failed after it.
    if outcome != "success" and not (record and record.exit_code == 0):
        sounded = alarms.alarm_of(record, run)
        alarms.sound(door, sounded)
        summary(os.environ, f"## {sounded.title}\n\n{sounded.body}")
        _said(_("the issue of the alarm says what to do"), as_json=as_json)
        return
    if record:
        summary(os.environ, told(record, run))
    # Rows are there where a letter left, or will; “nothing is due” mends nothing.
    if record and record.exit_code == 0 and record.rows:
        alarms.resolve(door, record, run)
    _said(_("all is well"), as_json=as_json)


def _event() -> Event:
    from cenum.github.event import event_of

    return event_of(os.environ)


def _pull_request(number: int | None, event: Event) -> int:
    found = number or event.number
    if not found:
        raise UsageMistake(_("no pull request is named"), _("name it with --number"))
    return found


def _door(repository: str | None, *, dry_run: bool = False) -> Door:
    from cenum.github.door import Door

    if not repository:
        raise UsageMistake(_("no repository is named"), _("name it with --repository OWNER/NAME"))
    return Door(repository, console.line if dry_run else None)


def _said(sentence: str, *, as_json: bool) -> None:
    if as_json:
        console.as_json({"done": True, "said": sentence})
        return
    console.done(sentence)
