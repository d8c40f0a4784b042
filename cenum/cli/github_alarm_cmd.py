from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import named_file, workspace_in
from cenum.cli.github_options import (
    client_of,
    done_view,
    dry_run_option,
    event_of_run,
    repository_option,
)
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import View


@command(
    N_(
        "Open, update or close the issue that reports a failure.\n"
        "\n"
        "RECORD is the file that the failed step wrote with --record; without it, the report "
        "says so."
    )
)
@click.argument("file", metavar=N_("RECORD"), type=click.Path(dir_okay=False))
@click.option(
    "--outcome",
    default="failure",
    metavar=N_("OUTCOME"),
    help=N_("Result of that job, such as “success” or “failure”."),
)
@repository_option
@dry_run_option
def alarm(file: str, outcome: str, repository: str | None, dry_run: bool, folder: str | None) -> View:
    from cenum import record as records
    from cenum.github import alarm as alarms
    from cenum.github.comment import told
    from cenum.github.step_output import summary

    workspace_in(folder)
    run = event_of_run().run
    record = records.read(*named_file(file, folder))
    client = client_of(repository, dry_run=dry_run)
    # What the command says counts: it may have done its work in a job that failed after it.
    if outcome != "success" and not (record and record.exit_code == 0):
        sounded = alarms.alarm_of(record, run)
        alarms.sound(client, sounded)
        summary(os.environ, f"## {sounded.title}\n\n{sounded.body}")
        return done_view(_("the issue of the alarm says what to do"))
    if record:
        summary(os.environ, told(record, run))
    # Rows are there where a letter left, or will; “nothing is due” mends nothing.
    if record and record.exit_code == 0 and record.rows:
        alarms.resolve(client, record, run)
    return done_view(_("all is well"))
