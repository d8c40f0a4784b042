from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cenum.cli.checked_letter import passed
from cenum.cli.command import command
from cenum.cli.context import key_of, now_here, now_said, printer, service_context, workspace_in
from cenum.cli.json_data import audience_as_data, campaign_as_data
from cenum.cli.own_site import page_online
from cenum.cli.sent_view import due_takes_no_issue, nothing_due_view, sent_view
from cenum.cli.view import Rows, TextLine, View
from cenum.errors import Refusal, ServiceRefused
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.services.service import Audience, Campaign, Service
    from cenum.workspace import Workspace


@command(
    N_(
        "Show the state of an issue at the mailing service.\n"
        "\n"
        "Without ISSUE: the last ten campaigns, whoever made them."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option(
    "--due",
    is_flag=True,
    help=N_("Fail if the letter that readers expect today has not left, or if its page is missing."),
)
def status(issue: str | None, due: bool, folder: str | None) -> View:
    if due:
        return _whether_it_left(issue, folder)
    from itertools import islice

    from cenum.sending.rules import of_issue
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    key = key_of(workspace, issue) if issue else None
    with open_service(workspace.settings, service_context(workspace)) as service:
        every = service.campaigns()
        campaigns = of_issue(workspace.settings.newsletter.name, key, every) if key else list(islice(every, 10))
        audience = _audience(service)
    return _campaigns_view(workspace, campaigns, audience)


def _audience(service: Service) -> Audience | ServiceRefused:
    """Whom the settings name, or why the service does not say: a list that was deleted hides no letter that left."""
    try:
        return service.audience()
    except ServiceRefused as mistake:
        return mistake


def _campaigns_view(workspace: Workspace, campaigns: Sequence[Campaign], audience: Audience | ServiceRefused) -> View:
    from cenum.sending.mark import state_word

    name = workspace.settings.service.name
    if isinstance(audience, ServiceRefused):
        said = f"{audience.message} — {audience.remedy}"
    else:
        said = ngettext(
            "{service}: {audience}, {size} reader", "{service}: {audience}, {size} readers", audience.size
        )
        said = said.format(service=name, audience=audience.name, size=audience.size)
    lines = [TextLine(said)]
    if not campaigns:
        lines.append(TextLine(_("  no campaign yet; “cenum test” makes one")))
    zone = workspace.settings.newsletter.zone
    rows = []
    for campaign in campaigns:
        hour = f"  {campaign.at.astimezone(zone):%Y-%m-%d %H:%M}" if campaign.at else ""
        rows.append(Rows([(campaign.name, f"{state_word(campaign)}{hour}  {campaign.where}")]))
    return View(
        {
            "audience": None if isinstance(audience, ServiceRefused) else audience_as_data(audience),
            "campaigns": [campaign_as_data(campaign) for campaign in campaigns],
        },
        [*lines, *rows],
    )


def _whether_it_left(issue: str | None, folder: str | None) -> View:
    """What the nine-o'clock alarm asks."""
    from cenum.cli.confirming import pause
    from cenum.sending.act import look_whether_it_left
    from cenum.sending.due import awaited_issue
    from cenum.services.registry import open_service
    from cenum.services.service import State

    if issue:
        raise due_takes_no_issue(issue)
    workspace = workspace_in(folder)
    now = now_here(workspace)
    path = awaited_issue(workspace.issues, workspace.settings.newsletter, now)
    if path is None:
        return nothing_due_view(now)
    now_said(workspace)
    result = passed(workspace, path.stem)
    with open_service(workspace.settings, service_context(workspace)) as service:
        sent = look_whether_it_left(result.edition, service, workspace.settings, now, pause)
    said = _("the issue of {key} was sent")
    if sent.campaign.state is State.SENDING:
        said = _("the issue of {key} is being sent; cenum status {key} shows when all have it")
    if sent.campaign.state is State.SCHEDULED:
        said = _("the issue of {key} is scheduled and will leave on its own: nothing to do")
    view = sent_view(result, sent, said, carried_out=False)
    try:
        page_online(workspace, result.edition)
    except Refusal:
        # What became of the letter is said first: an alarm about its page must not have it sent again.
        printer().aside(*view.parts)
        raise
    return view
