"""Who may ask for a test, and who approves: people who can write to the repository, of the commit that is there now.

Nothing that an event says is believed but who set a label and which commit it then was on: GitHub is asked the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from cenum.errors import Refusal
from cenum.github.pull_requests import numbers_of, pull_request_now
from cenum.github.workflow_event import is_login
from cenum.i18n import _
from cenum.repository.github_client import GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.github.pull_requests import PullRequestNow
    from cenum.github.workflow_event import WorkflowEvent
    from cenum.repository.github_client import GitHubClient

_MAY = {"admin", "write"}  # GitHub counts who maintains among those who write
_APPROVED = "APPROVED"
# A review of one of these takes the place of what the same person said before; a comment does not.
_VERDICTS = {_APPROVED, "CHANGES_REQUESTED", "DISMISSED"}
_MOST_COMMITS = 250  # that GitHub lists of a pull request (docs.github.com/rest/pulls/pulls)
_MOST_PULLS = 20  # of one issue
_NOT_THERE = {404, 422}


class _Permission(Struct, frozen=True):
    permission: str = ""


class _Account(Struct, frozen=True):
    login: str = ""
    type: str = ""


class _Review(Struct, frozen=True):
    """``user`` is ``None`` where the account is gone, ``commit_id`` where the commit is."""

    state: str
    user: _Account | None = None
    commit_id: str | None = None


class _Commit(Struct, frozen=True):
    """Author and committer are ``None`` where GitHub knows nobody of their address."""

    sha: str
    author: _Account | None = None
    committer: _Account | None = None


class _Push(Struct, frozen=True):
    after: str
    actor: _Account | None = None


def refuse_pushed_since(event: WorkflowEvent, pull: PullRequestNow) -> None:
    """Raises :class:`Refusal` where the pull request is no longer what the person had before them."""
    seen = event.pull_request.head if event.pull_request else pull.head.sha
    if seen != pull.head.sha:
        message = _("something was pushed since: {seen} was there then, {now} is there now")
        raise Refusal(
            message.format(seen=seen[:7], now=pull.head.sha[:7]),
            _("look at the review of what is there now, then set the label again"),
        )


def asker(event: WorkflowEvent, client: GitHubClient) -> str:
    """The login of who asks for a test, or for clips. Raises :class:`Refusal` and GitHubRefused."""
    if not event.person:
        raise Refusal(_("a program can't ask for this"), _("ask a person of the team to set the label"))
    if not _may_write(event.person, client):
        message = _("{person} can't write to this repository, so nothing was done").format(person=event.person)
        raise Refusal(message, _("ask a member of the team to set the label"))
    return event.person


def approvers(
    event: WorkflowEvent, pull: PullRequestNow, key: str, client: GitHubClient, *, wanted: int
) -> tuple[str, ...]:
    """The logins of those who approve the head of ``pull``: who set the label, or all whose reviews count.

    Where approvals are ``wanted``, nobody's who wrote any of it, or of the issue of ``key`` before. Raises
    :class:`Refusal` and GitHubRefused.
    """
    by_label = event.pull_request is not None
    if by_label and not event.person:
        raise Refusal(_("a program can't approve a letter"), _("ask a person who has read the test to approve it"))
    people = (event.person,) if by_label else _reviewers(pull, client)
    if not people:
        message = _("no review approves the last commit of pull request {number}").format(number=pull.number)
        raise Refusal(message, _("read what is there now, and approve again"))
    able = tuple(person for person in people if _may_write(person, client))
    if not able:
        message = _("{person} can't write to this repository, so the approval does not count").format(
            person=", ".join(people)
        )
        raise Refusal(message, _("ask a member of the team who has read the test to approve it"))
    if not wanted:
        return able
    wrote = {name.casefold() for name in _authors_of_letter(pull, key, client)}
    others = tuple(person for person in able if person.casefold() not in wrote)
    if not others:
        message = _("{person} wrote this letter, or a part of it, so the approval does not count").format(
            person=", ".join(able)
        )
        raise Refusal(message, _("ask somebody else who has read the test to approve it"))
    return others


def _may_write(person: str, client: GitHubClient) -> bool:
    return client.get(f"collaborators/{person}/permission", _Permission).permission in _MAY


def _reviewers(pull: PullRequestNow, client: GitHubClient) -> tuple[str, ...]:
    """The people whose last word on ``pull`` is a yes to its head."""
    last: dict[str, _Review] = {}
    for review in client.list_all(f"pulls/{pull.number}/reviews?per_page=100", _Review):  # the oldest first
        is_person = review.user and review.user.type == "User" and is_login(review.user.login)
        if review.user and is_person and review.state in _VERDICTS:
            last[review.user.login] = review
    return tuple(
        login for login, review in last.items() if review.state == _APPROVED and review.commit_id == pull.head.sha
    )


def _authors_of_letter(pull: PullRequestNow, key: str, client: GitHubClient) -> set[str]:
    """Who wrote what ``pull`` brings, and what is there already of the issue of ``key``."""
    found = _authors(pull, client)
    numbers = {pull.number}
    for commit in client.list_all(f"commits?path=issues/{key}.md&per_page=100", _Commit):
        found |= _people(commit.author, commit.committer)
        numbers |= set(numbers_of(client, commit.sha))
        if len(numbers) > _MOST_PULLS:
            message = _("too many pull requests changed issues/{key}.md to say who wrote it").format(key=key)
            raise Refusal(message, _("approve in a terminal: “cenum approve”"))
    for number in numbers - {pull.number}:
        found |= _authors(pull_request_now(client, number), client)
    return found


def _people(*accounts: _Account | None) -> set[str]:
    return {one.login for one in accounts if one}


def _authors(pull: PullRequestNow, client: GitHubClient) -> set[str]:
    """Who opened ``pull``, whose commits it has, and who pushed them."""
    commits = client.list_all(f"pulls/{pull.number}/commits?per_page=100", _Commit)
    if len(commits) >= _MOST_COMMITS:
        message = _("the pull request has too many commits to say who wrote them")
        raise Refusal(message, _("bring the letter in a new pull request, as one commit"))
    pushed = {commit.sha for commit in commits}
    opened = {pull.user.login} if pull.user else set()
    wrote = _people(*(one.author for one in commits), *(one.committer for one in commits))
    return opened | wrote | _people(*(push.actor for push in _pushes(pull, client) if push.after in pushed))


def _pushes(pull: PullRequestNow, client: GitHubClient) -> Sequence[_Push]:
    """Who pushed to the branch, nobody where it is gone: a commit names whomever its author wants.

    docs.github.com/rest/repos/repos, “List repository activities”.
    """
    branch = quote(f"refs/heads/{pull.head.ref}", safe="")
    try:
        return client.list_all(f"activity?ref={branch}&per_page=100", _Push)
    except GitHubRefused as refused:
        if refused.status in _NOT_THERE and pull.merged:
            return ()
        raise
