"""Who may approve: a person who can write to the repository, of the letter as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import Refusal
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.github.event import Event
    from cenum.repository.github_client import GitHubClient

_MAY = {"admin", "write"}  # GitHub counts who maintains among those who write


class _Permission(Struct, frozen=True):
    permission: str = ""


class _Commit(Struct, frozen=True):
    sha: str


class _Pull(Struct, frozen=True):
    number: int


def approver(event: Event, client: GitHubClient) -> str:
    """The login of who approves. Raises :class:`Refusal` and GitHubRefused."""
    if not event.person:
        raise Refusal(_("a program can't approve a letter"), _("somebody who has read the test approves it"))
    if event.pull_request and event.reviewed and event.reviewed != event.pull_request.head:
        message = _("the review of {person} is of an older state of the letter").format(person=event.person)
        raise Refusal(message, _("read what was changed since, and approve again"))
    if client.get(f"collaborators/{event.person}/permission", _Permission).permission not in _MAY:
        message = _("{person} can't write to this repository, so the approval does not count").format(
            person=event.person
        )
        raise Refusal(message, _("somebody of the team who has read the test approves it"))
    return event.person


def brought_by(client: GitHubClient, key: str) -> int | None:
    """The pull request that brought the issue of ``key``, if one did. Raises GitHubRefused."""
    commits = client.list_all(f"commits?path=issues/{key}.md&per_page=100", _Commit)
    if not commits:
        return None
    found = client.get(f"commits/{commits[-1].sha}/pulls", tuple[_Pull, ...])
    return found[0].number if found else None
