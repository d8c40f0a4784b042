from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import today, workspace_in
from cenum.cli.github_options import client_of, event_of_run, number_option, pull_request_named, repository_option
from cenum.cli.view import Rows, View
from cenum.errors import Refusal, UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.github.pull_requests import PullRequestNow
    from cenum.repository.github_client import GitHubClient
    from cenum.workspace import Workspace


@command(
    N_(
        "Take the letter of a pull request, and nothing else.\n\nPuts regular files below issues/ into a checkout of "
        "the main branch, of the commit that is there now; refuses a pull request that changes anything else. Sets "
        "the outputs “issue” and “merged” of the step. Only people who can write to the repository may ask for it; "
        "with --approval, “people” are those who approve it."
    )
)
@number_option
@click.option("--approval", is_flag=True, help=N_("Also name who approves; refuse people who may not."))
@repository_option
def take(number: int | None, approval: bool, repository: str | None, folder: str | None) -> View:
    from cenum.github.approvers import approvers, asker, refuse_pushed_since
    from cenum.github.pull_requests import pull_request_now, refuse_others
    from cenum.github.step_output import output

    workspace = workspace_in(folder)
    event = event_of_run()
    client = client_of(repository)
    pull = pull_request_now(client, pull_request_named(number, event))
    refuse_others(pull)
    refuse_pushed_since(event, pull)
    if event.name and not approval:
        asker(event, client)
    key = _taken(workspace, client, pull)
    values = {"issue": key, "merged": str(pull.merged).lower()}
    if approval:
        values["people"] = " ".join(approvers(event, pull, key, client, wanted=workspace.settings.approvals))
    output(os.environ, values)
    return View(values, [Rows(list(values.items()))])


def _taken(workspace: Workspace, client: GitHubClient, pull: PullRequestNow) -> str:
    """Put the letter of ``pull`` into the folder, and give its issue's key; of a merged one, it is there."""
    from cenum.github.brought import brought, contents, lay, refuse_besides, refuse_changed_here
    from cenum.github.git_tree import tree_at
    from cenum.github.pull_requests import issues_of, parting
    from cenum.repository.git import GitRefused, head_commit

    try:
        here = head_commit(workspace.root, os.environ)
    except GitRefused as mistake:
        message = _("git can't say which commit is checked out ({reason})").format(reason=mistake.reason)
        raise UsageMistake(message, _("run it in a checkout of the main branch")) from None
    main, head = tree_at(client, here), tree_at(client, pull.head.sha)
    base = tree_at(client, parting(client, pull.base.sha if pull.merged else here, pull.head.sha))
    found = brought(base, head, workspace.settings)
    if pull.merged:
        for change in found.letter:
            if main.get(change.path) != change.after:
                message = _("{file} was changed since pull request {number} was merged")
                remedy = _("test and approve in the pull request that changed it")
                raise Refusal(message.format(file=change.path, number=pull.number), remedy)
    else:
        refuse_besides(found)
        refuse_changed_here(found.letter, main)
        lay(workspace.files, contents(client, found.letter))
    if not found.letter:
        message = _("pull request {number} brings no letter").format(number=pull.number)
        raise Refusal(message, _("run the workflow by hand and name the issue"))
    dated = [path.stem for path in workspace.dated_issues()]
    keys = issues_of([change.path for change in found.letter], dated, lambda: today(workspace))
    if len(keys) != 1:
        message = _("the pull request changes {count} issues instead of one: {keys}").format(
            count=len(keys), keys=", ".join(keys)
        )
        raise Refusal(message, _("run the workflow by hand and name the issue"))
    return keys[0]
