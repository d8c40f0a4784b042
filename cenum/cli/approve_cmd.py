from __future__ import annotations

import click

from cenum.cli.checked_letter import passed_and_said
from cenum.cli.command import command, issue_named
from cenum.cli.context import service_context, workspace_in
from cenum.cli.json_data import audience_as_data, campaign_as_data
from cenum.cli.sent_view import audience_row
from cenum.cli.view import Rows, Success, View
from cenum.i18n import N_, _


@command(
    N_(
        "Approve the version that the reviewers were sent.\n"
        "\n"
        "Your name is recorded in the campaign's own name, for this version only: after any "
        "change, test and approve again."
    )
)
@issue_named
@click.option(
    "--as",
    "people",
    metavar=N_("NAME"),
    multiple=True,
    envvar="CENUM_APPROVERS",
    help=N_("Name of the person who approves; may be repeated."),
)
def approve(issue: str, people: tuple[str, ...], folder: str | None) -> View:
    from cenum.sending import act
    from cenum.sending.mark import read_mark
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    result = passed_and_said(workspace, issue)
    with open_service(workspace.settings, service_context(workspace)) as service:
        audience = service.audience()
        for person in people or ("",):
            campaign = act.approve(result.edition, service, workspace.settings, person)
    mark = read_mark(campaign.name)
    approvers = mark.approvers if mark else ()
    wanted = workspace.settings.approvals
    return View(
        {
            "campaign": campaign_as_data(campaign),
            "audience": audience_as_data(audience),
            "approvers": approvers,
            "wanted": wanted,
        },
        [
            Success(_("the issue of {key} is approved").format(key=result.edition.key)),
            Rows(
                [
                    (_("approved by"), ", ".join(approvers)),
                    (_("wanted"), str(wanted)),
                    audience_row(audience),
                    (_("campaign"), campaign.name),
                ]
            ),
        ],
    )
