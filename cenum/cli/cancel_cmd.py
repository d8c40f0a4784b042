from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.cli import confirming
from cenum.cli.command import command, issue_named
from cenum.cli.context import key_of, service_context, workspace_in
from cenum.cli.json_data import campaign_as_data
from cenum.cli.view import Rows, Success, View
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.services.service import Campaign, State


@command(
    N_(
        "Cancel a scheduled issue, or stop one being sent.\n\nWhat reached the readers can't be taken "
        "back; not every service can stop a send."
    ),
    fateful=True,
)
@issue_named
def cancel(issue: str, folder: str | None) -> View:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    key = key_of(workspace, issue)
    with open_service(workspace.settings, service_context(workspace)) as service:
        before, campaign = act.cancel(key, service, workspace.settings, confirming.pause)
    return _cancelled_view(key, before, campaign)


def _cancelled_view(key: str, before: State, campaign: Campaign) -> View:
    """What was taken back or stopped; ``before`` is how it stood."""
    from cenum.sending.mark import state_word
    from cenum.services.service import State

    # One service suspends what is scheduled, also if it began to leave at that moment.
    taken_back = before is State.SCHEDULED and campaign.state in {State.DRAFT, State.CANCELLED}
    said = (
        _("the issue of {key} will not leave") if taken_back else _("the sending of the issue of {key} was stopped")
    )
    rows = [(_("state"), state_word(campaign)), (_("where to look"), campaign.where)]
    if not taken_back:
        rows.append((_("note"), _("some readers may have received it: check there how many")))
    return View(
        {"was": before.value, "campaign": campaign_as_data(campaign)},
        [Success(said.format(key=key)), Rows(rows)],
        carried_out=True,
    )
