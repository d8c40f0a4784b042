"""Who may approve: a person who can write to the repository, of the letter as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.errors import Refusal
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.github.door import Door
    from cenum.github.event import Event

_MAY = {"admin", "write"}  # GitHub counts who maintains among those who write


def approver(event: Event, door: Door) -> str:
    """The login of who approves. Raises :class:`Refusal`, and :class:`~cenum.github.door.GitHubRefused`."""
    if not event.person:
        raise Refusal(_("a program can't approve a letter"), _("somebody who has read the test approves it"))
    if event.pull_request and event.reviewed and event.reviewed != event.pull_request.head:
        message = _("the review of {person} is of an older state of the letter").format(person=event.person)
        raise Refusal(message, _("read what was changed since, and approve again"))
    permission = door.read(f"collaborators/{event.person}/permission").get("permission", "")
    if permission not in _MAY:
        message = _("{person} can't write to this repository, so the approval does not count").format(
            person=event.person
        )
        raise Refusal(message, _("somebody of the team who has read the test approves it"))
    return event.person


def brought_by(door: Door, key: str) -> int | None:
    """The pull request that brought the issue of ``key``, if one did. Raises GitHubRefused."""
    commits = door.pages(f"commits?path=issues/{key}.md&per_page=100")
    if not commits:
        return None
    found = door.read(f"commits/{commits[-1]['sha']}/pulls")
    return int(found[0]["number"]) if found else None
