"""What the commands of the workflows share: their options, the event of the run, the way to the repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from cenum.cli.printing import say_line
from cenum.cli.view import Success, View
from cenum.errors import UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.github.workflow_event import WorkflowEvent
    from cenum.repository.github_client import GitHubClient


dry_run_option = click.option(
    "--dry-run", is_flag=True, help=N_("Write nothing to GitHub; print what would be written.")
)
since_option = click.option("--since", metavar=N_("COMMIT"), default="HEAD^1", help=N_("Compare with this commit."))
number_option = click.option(
    "--number", type=click.IntRange(1), metavar=N_("NUMBER"), help=N_("The pull request; the event's by default.")
)


def repository_option(function: Callable[..., Any]) -> Callable[..., Any]:
    said = N_("The repository, as OWNER/NAME.")
    return click.option("--repository", metavar=N_("NAME"), envvar="GITHUB_REPOSITORY", help=said)(function)


def event_of_run() -> WorkflowEvent:
    from cenum.github.workflow_event import event_of

    return event_of(os.environ)


def pull_request_named(number: int | None, event: WorkflowEvent) -> int:
    found = number or event.number
    if not found:
        raise UsageMistake(_("no pull request is named"), _("name it with --number"))
    return found


def client_of(repository: str | None, *, dry_run: bool = False) -> GitHubClient:
    from cenum.repository.github_client import GitHubClient

    if not repository:
        raise UsageMistake(_("no repository is named"), _("name it with --repository OWNER/NAME"))
    return GitHubClient(repository, os.environ, say_line if dry_run else None)


def done_view(sentence: str) -> View:
    """One thing that was done, and nothing else to say of it."""
    return View({"said": sentence}, [Success(sentence)])
