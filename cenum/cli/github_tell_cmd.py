from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from cenum.cli.command import command
from cenum.cli.context import named_file, workspace_in
from cenum.cli.github_options import (
    client_of,
    done_view,
    dry_run_option,
    event_of_run,
    number_option,
    repository_option,
)
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import View


@command(
    N_(
        "Report an earlier step on the run's page and pull request.\n"
        "\n"
        "RECORD is the file that the step wrote with --record."
    )
)
@click.argument("file", metavar=N_("RECORD"), type=click.Path(dir_okay=False))
@number_option
@click.option("--once", is_flag=True, help=N_("Edit the earlier comment of the same kind, if there is one."))
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
) -> View:
    from cenum import record as records
    from cenum.github import comment as comments
    from cenum.github.pull_requests import brought_by
    from cenum.github.step_output import summary

    workspace_in(folder)
    event = event_of_run()
    record = records.read(*named_file(file, folder)) or records.CommandRecord("cenum")
    body = comments.told(record, event.run)
    summary(os.environ, body)
    number = number or event.number
    client = client_of(repository, dry_run=dry_run) if number or brought else None
    if client and brought and record.issue:
        number = brought_by(client, record.issue)
    if not number or not client:
        return done_view(_("posted on the run's page; there is no pull request"))
    if once:
        comments.keep(client, number, comments.marker_of(record.command), body)
    else:
        comments.add(client, number, body)
    # A label that asked for something is taken off, so that it can ask again.
    if event.label and event.number == number:
        client.write("DELETE", f"issues/{number}/labels/{quote(event.label, safe='')}")
    return done_view(_("posted on pull request {number}").format(number=number))
