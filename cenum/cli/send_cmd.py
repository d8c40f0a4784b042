from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cenum.cli.checked_letter import LinkOptions, passed_and_said
from cenum.cli.command import asks_about_links, command, waits_for_own_site, yes_option
from cenum.cli.confirming import send_options
from cenum.cli.context import now_here, now_said, service_context, workspace_in
from cenum.cli.keeping import keep_what_left
from cenum.cli.own_site import all_online
from cenum.cli.sent_view import due_takes_no_issue, nothing_due_view, sent_view
from cenum.errors import UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import View
    from cenum.sending.act import SendResult
    from cenum.workspace import Workspace


@command(
    N_(
        "Send the tested issue to the audience, once.\n"
        "\n"
        "Refuses an issue that was not tested, was changed since, or has already left, and an "
        "audience outside the bounds of cenum.toml. Asks before it sends, and again on another day than "
        "the issue's own; --yes alone refuses that.\n"
        "\n"
        "With --due: send today's issue if its hour has come and it has not left; otherwise do "
        "nothing."
    ),
    fateful=True,
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option("--due", is_flag=True, help=N_("Send the issue that is due now, if there is one (for CI)."))
@yes_option
@click.option(
    "--early", is_flag=True, help=N_("Send it on another day than its own, before or after, without asking again.")
)
@waits_for_own_site
@asks_about_links
def send(  # noqa: PLR0913  its options
    issue: str | None,
    due: bool,
    yes: bool,
    early: bool,
    wait: int,
    offline: bool,
    fresh: bool,
    folder: str | None,
) -> View:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    now = now_here(workspace)
    if due:
        issue = _due(workspace, issue)
        if issue is None:
            return nothing_due_view(now)
        now_said(workspace)
    result = passed_and_said(workspace, issue or "next", links=LinkOptions(offline, fresh))
    options = send_options(
        result,
        yes=yes,
        today=None if early or due else now.date(),
        online=all_online(workspace, result.edition, wait),
    )
    with open_service(workspace.settings, service_context(workspace)) as service:
        if due:
            sent = act.send_due(result.edition, service, workspace.settings, options, now)
        else:
            sent = act.send(result.edition, service, workspace.settings, options)
    keep_what_left(workspace, result, sent, now, left=True)
    return sent_view(result, sent, _sentence(sent), carried_out=True)


def _due(workspace: Workspace, issue: str | None) -> str | None:
    """The issue that is due, which --due finds by itself."""
    from cenum.sending.due import due_issue

    if issue:
        raise due_takes_no_issue(issue)
    if not workspace.files.is_folder(workspace.issues):
        message = _("the folder {folder} does not exist, so cenum can't tell what is due").format(
            folder=workspace.issues
        )
        raise UsageMistake(message, _("run cenum in the letter's folder, with its issues"))
    path = due_issue(workspace.issues, workspace.settings.newsletter, now_here(workspace))
    return path.stem if path else None


def _sentence(sent: SendResult) -> str:
    from cenum.services.service import State

    if sent.audience and sent.campaign.state is State.SENDING and not sent.campaign.reached:
        return _(
            "the service has taken the issue of {key}, and nobody is known to have received it yet; "
            "cenum status {key} shows when all have it"
        )
    if sent.audience and sent.campaign.state is State.SENDING:
        return _("the issue of {key} is being sent; cenum status {key} shows when all have it")
    if sent.audience:
        return _("the issue of {key} was sent")
    if sent.campaign.state is State.SENDING:
        return _("the issue of {key} is being sent already: nothing to do")
    if sent.campaign.state is State.SCHEDULED:
        return _("the issue of {key} is scheduled and will leave on its own: nothing to do")
    return _("the issue of {key} has already left: nothing to do")
