"""The commands around a test, an approval and a send: which issue it is, what was done, and what went wrong."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

import click

from cenum import console
from cenum.cli.command import command
from cenum.cli.github import (
    client_of,
    dry_run_option,
    event_of_run,
    github,
    number_option,
    repository_option,
    say_done,
    since_option,
)
from cenum.cli.letter import today, workspace_in
from cenum.errors import Refusal
from cenum.i18n import N_, _


@command(
    N_(
        "Name the issue that a pull request is about.\n\nSets the output “issue” of the step. With --approval: also "
        "“person”, who approves it; only people who can write to the repository may."
    ),
    github,
)
@since_option
@click.option("--approval", is_flag=True, help=N_("Say who approves, too; refuse those who may not."))
@repository_option
def issue(since: str, approval: bool, repository: str | None, folder: str | None, as_json: bool) -> None:
    from cenum.github.approvers import approver
    from cenum.github.pull_requests import changed, files_of, issues_of
    from cenum.github.step_output import output

    workspace = workspace_in(folder)
    event = event_of_run()
    dated = [path.stem for path in workspace.dated_issues()]
    # GitHub knows what a pull request brings also once it is merged, and others after it.
    names = files_of(client_of(repository), event.number) if event.number else changed(workspace.root, since)
    keys = issues_of(names, dated, lambda: today(workspace))
    if len(keys) != 1:
        message = _("the pull request brings {count} issues, and it has to be one: {keys}").format(
            count=len(keys), keys=", ".join(keys)
        )
        raise Refusal(message, _("run the workflow by hand, and name the issue"))
    values = {"issue": keys[0]}
    if approval:
        values["person"] = approver(event, client_of(repository))
    output(os.environ, values)
    if as_json:
        console.as_json({"done": True, **values})
        return
    console.rows(list(values.items()))


@command(
    N_("Report an earlier step on the run's page and pull request.\n\nRECORD is what that step kept with --record."),
    github,
)
@click.argument("file", metavar=N_("RECORD"), type=click.Path(dir_okay=False))
@number_option
@click.option("--once", is_flag=True, help=N_("Edit the comment that says the same of before, where there is one."))
@click.option("--brought", is_flag=True, help=N_("On the pull request that brought the issue."))
@repository_option
@dry_run_option
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
    from cenum.github.pull_requests import brought_by
    from cenum.github.step_output import summary

    workspace_in(folder)
    event = event_of_run()
    record = records.read(Path(file)) or records.Record("cenum")
    body = comments.told(record, event.run)
    summary(os.environ, body)
    number = number or event.number
    client = client_of(repository, dry_run=dry_run) if number or brought else None
    if client and brought and record.issue:
        number = brought_by(client, record.issue)
    if not number or not client:
        say_done(_("told on the run's page; no pull request is concerned"), as_json=as_json)
        return
    if once:
        comments.keep(client, number, comments.marker_of(record.command), body)
    else:
        comments.add(client, number, body)
    # A label that asked for something is taken off, so that it can ask again.
    if event.label and event.number == number:
        client.write("DELETE", f"issues/{number}/labels/{quote(event.label, safe='')}")
    say_done(_("told on pull request {number}").format(number=number), as_json=as_json)


@command(
    N_(
        "Open, update or close the issue that reports a failure.\n\nRECORD is what "
        "the failed step kept with --record; where there is none, that is said."
    ),
    github,
)
@click.argument("file", metavar=N_("RECORD"), type=click.Path(dir_okay=False))
@click.option(
    "--outcome", default="failure", metavar=N_("OUTCOME"), help=N_("What became of that job; “success” is good.")
)
@repository_option
@dry_run_option
def alarm(  # noqa: PLR0913  its options
    file: str, outcome: str, repository: str | None, dry_run: bool, folder: str | None, as_json: bool
) -> None:
    from cenum import record as records
    from cenum.github import alarm as alarms
    from cenum.github.comment import told
    from cenum.github.step_output import summary

    workspace_in(folder)
    run = event_of_run().run
    record = records.read(Path(file))
    client = client_of(repository, dry_run=dry_run)
    # What the command says counts: it may have done its work in a job that failed after it.
    if outcome != "success" and not (record and record.exit_code == 0):
        sounded = alarms.alarm_of(record, run)
        alarms.sound(client, sounded)
        summary(os.environ, f"## {sounded.title}\n\n{sounded.body}")
        say_done(_("the issue of the alarm says what to do"), as_json=as_json)
        return
    if record:
        summary(os.environ, told(record, run))
    # Rows are there where a letter left, or will; “nothing is due” mends nothing.
    if record and record.exit_code == 0 and record.rows:
        alarms.resolve(client, record, run)
    say_done(_("all is well"), as_json=as_json)
