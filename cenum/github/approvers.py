"""Who may approve: a person who can write to the repository, of the letter as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import Refusal
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.github.workflow_event import WorkflowEvent
    from cenum.repository.github_client import GitHubClient

_MAY = {"admin", "write"}  # GitHub counts who maintains among those who write


class _Permission(Struct, frozen=True):
    permission: str = ""


def approver(event: WorkflowEvent, client: GitHubClient) -> str:
    """The login of who approves. Raises :class:`Refusal` and GitHubRefused."""
    if not event.person:
        raise Refusal(_("a program can't approve a letter"), _("ask a person who has read the test to approve it"))
    if event.pull_request and event.reviewed and event.reviewed != event.pull_request.head:
        message = _("{person} reviewed an older version of the letter").format(person=event.person)
        raise Refusal(message, _("read what was changed since, and approve again"))
    if client.get(f"collaborators/{event.person}/permission", _Permission).permission not in _MAY:
        message = _("{person} can't write to this repository, so the approval does not count").format(
            person=event.person
        )
        raise Refusal(message, _("ask a member of the team who has read the test to approve it"))
    return event.person
