"""What GitHub says has happened, as far as cenum has to know it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

# Underscores are for those whom an enterprise manages (docs.github.com, “Username considerations”).
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class PullRequest(Struct, frozen=True):
    """``head`` is the commit that it ends with."""

    number: int
    head: str


class AskingIssue(Struct, frozen=True):
    """An issue at GitHub; whoever wrote its ``body`` may be a stranger."""

    number: int
    body: str


class WorkflowEvent(Struct, frozen=True):
    """``person`` is who did it, empty for a program.

    ``named`` is the number of a pull request that whoever started the run has named: nothing is known of it.
    """

    name: str
    repository: str = ""
    run: str = ""
    pull_request: PullRequest | None = None
    issue: AskingIssue | None = None
    label: str = ""
    person: str = ""
    named: int | None = None

    @property
    def number(self) -> int | None:
        """The pull request's, where there is one."""
        return self.pull_request.number if self.pull_request else self.named


def is_login(name: str) -> bool:
    """Whether ``name`` is written as a person's is at GitHub: it can stand in an output, and in an address."""
    return _LOGIN.fullmatch(name) is not None


def read_event(environ: Mapping[str, str], payload: Mapping[str, Any]) -> WorkflowEvent:
    """The event of a run, from its variables and its payload (docs.github.com, "Webhook events and payloads")."""
    repository = environ.get("GITHUB_REPOSITORY", "")
    server, run = environ.get("GITHUB_SERVER_URL", "https://github.com"), environ.get("GITHUB_RUN_ID", "")
    sender, named = payload.get("sender") or {}, str((payload.get("inputs") or {}).get("pull") or "")
    login = str(sender.get("login", ""))
    return WorkflowEvent(
        name=environ.get("GITHUB_EVENT_NAME", ""),
        repository=repository,
        run=f"{server}/{repository}/actions/runs/{run}" if run else "",
        pull_request=_pull_request(payload.get("pull_request")),
        issue=_issue(payload.get("issue")),
        label=str((payload.get("label") or {}).get("name", "")),
        person=login if sender.get("type") == "User" and is_login(login) else "",
        named=int(named) if _NUMBER.fullmatch(named) else None,
    )


def event_of(environ: Mapping[str, str]) -> WorkflowEvent:
    """The event of this run; outside GitHub Actions, one of which nothing is known. Raises :class:`UsageMistake`."""
    path = environ.get("GITHUB_EVENT_PATH", "")
    try:
        payload = json.loads(Path(path).read_bytes()) if path else {}
    except (OSError, ValueError) as mistake:
        message = _("the event in {file} can't be read ({reason})").format(file=path, reason=mistake)
        raise UsageMistake(message, _("outside GitHub Actions, leave GITHUB_EVENT_PATH unset")) from None
    return read_event(environ, payload if isinstance(payload, dict) else {})


def _pull_request(payload: Mapping[str, Any] | None) -> PullRequest | None:
    if not payload:
        return None
    return PullRequest(int(payload["number"]), str((payload.get("head") or {}).get("sha", "")))


def _issue(payload: Mapping[str, Any] | None) -> AskingIssue | None:
    if not payload:
        return None
    return AskingIssue(int(payload["number"]), str(payload.get("body") or ""))
