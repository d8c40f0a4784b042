"""``cenum test``; pytest would take a module named test_… for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.cli.checked_letter import LinkOptions, passed_and_said
from cenum.cli.command import asks_about_links, command, issue_named, waits_for_own_site
from cenum.cli.context import service_context, workspace_in
from cenum.cli.json_data import audience_as_data, campaign_as_data
from cenum.cli.own_site import files_online
from cenum.cli.sent_view import audience_row
from cenum.cli.view import Rows, Success, TextLine, View
from cenum.formatting import weight_rows
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import Part
    from cenum.workspace import Workspace


@command(
    N_(
        "Send a test to the reviewers, and to nobody else.\n"
        "\n"
        "They receive the very campaign that will go out. Only a tested version can be sent: "
        "after any change, test again."
    )
)
@issue_named
@waits_for_own_site
@asks_about_links
def test(issue: str, wait: int, offline: bool, fresh: bool, folder: str | None) -> View:
    from cenum.build import summary
    from cenum.sending.act import send_test
    from cenum.services.registry import open_service, spec

    workspace = workspace_in(folder)
    result = passed_and_said(workspace, issue, links=LinkOptions(offline, fresh))
    online = files_online(workspace, result.edition, wait)
    with open_service(workspace.settings, service_context(workspace)) as service:
        audience = service.audience()
        tested = send_test(result.edition, service, workspace.settings, online)
    outcome = tested.outcome
    service_title = spec(workspace.settings.service.name).title
    said = _("the reviewers were sent the issue of {key}")
    if not outcome.confirmed:
        said = _("the test of {key} was handed over to {service}, which does not say whether it arrives")
    return View(
        {
            "campaign": campaign_as_data(tested.campaign),
            "audience": audience_as_data(audience),
            "reviewers": outcome.delivered,
            "refused": outcome.refused,
            "confirmed": outcome.confirmed,
            **summary(result),
        },
        [
            Success(said.format(key=result.edition.key, service=service_title)),
            Rows(
                [
                    (_("to"), ", ".join(outcome.delivered)),
                    *((_("refused"), f"{address} ({reason})") for address, reason in outcome.refused),
                    audience_row(audience),
                    (_("campaign"), tested.campaign.name),
                    (_("where to look"), tested.campaign.where),
                    *weight_rows(result.weight),
                ]
            ),
            *_unproven(workspace),
        ],
    )


def _unproven(workspace: Workspace) -> list[Part]:
    """What nobody may take for granted: that a service took a test does not say that anybody saw it."""
    settings = workspace.settings
    if settings.approvals or settings.arrival or settings.service.name == "local":
        return []
    said = _("nothing will prove that anybody saw the test: write approvals = 1 or arrival = true in cenum.toml")
    return [TextLine(said)]
