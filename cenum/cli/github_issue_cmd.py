from __future__ import annotations

import os

import click

from cenum.cli.command import command
from cenum.cli.context import today, workspace_in
from cenum.cli.github_options import (
    client_of,
    event_of_run,
    repository_option,
    since_option,
)
from cenum.cli.view import Rows, View
from cenum.errors import Refusal
from cenum.i18n import N_, _


@command(
    N_(
        "Name the issue that a pull request is about.\n\nSets the output “issue” of the step. With --approval: also "
        "“person”, who approves it; only people who can write to the repository may."
    )
)
@since_option
@click.option("--approval", is_flag=True, help=N_("Also name who approves; refuse a person who may not."))
@repository_option
def issue(since: str, approval: bool, repository: str | None, folder: str | None) -> View:
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
        message = _("the pull request changes {count} issues instead of one: {keys}").format(
            count=len(keys), keys=", ".join(keys)
        )
        raise Refusal(message, _("run the workflow by hand and name the issue"))
    values = {"issue": keys[0]}
    if approval:
        values["person"] = approver(event, client_of(repository))
    output(os.environ, values)
    return View(values, [Rows(list(values.items()))])
