from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cenum.cli.arguments import HOUR
from cenum.cli.checked_letter import LinkOptions, passed_and_said
from cenum.cli.command import asks_about_links, command, issue_named, waits_for_own_site, yes_option
from cenum.cli.confirming import send_options
from cenum.cli.context import now_here, now_said, path_of, service_context, workspace_in
from cenum.cli.keeping import keep_what_left
from cenum.cli.own_site import all_online
from cenum.cli.sent_view import nothing_due_view, sent_view
from cenum.cli.view import Success, View
from cenum.clock import utc_now
from cenum.errors import NotReady, UsageMistake
from cenum.formatting import clock_face
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.workspace import Workspace


@command(
    N_(
        "Schedule the tested issue at the mailing service.\n\nUnder the same rules as “send”. "
        "The hour is the one of cenum.toml, or --at. “cenum cancel” takes it back."
    ),
    fateful=True,
)
@issue_named
@click.option(
    "--at",
    metavar=N_("HOUR"),
    type=HOUR,
    help=N_("Date and time of sending, in the letter's time zone: 2026-11-27T07:00."),
)
@click.option(
    "--if-ready",
    is_flag=True,
    help=N_("Exit 0 if there is no issue, or if it still needs a test or an approval (for CI)."),
)
@yes_option
@waits_for_own_site
@asks_about_links
def schedule(  # noqa: PLR0913  its options
    issue: str,
    at: datetime | None,
    if_ready: bool,
    yes: bool,
    wait: int,
    offline: bool,
    fresh: bool,
    folder: str | None,
) -> View:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    if if_ready:
        found = _finished(workspace, issue)
        if found is None:
            return nothing_due_view(now_here(workspace))
        if issue == "next":
            now_said(workspace)
        issue = found
    result = passed_and_said(workspace, issue, links=LinkOptions(offline, fresh))
    hour = _hour_to_come(workspace, at, result.edition.sending_at)
    with open_service(workspace.settings, service_context(workspace)) as service:
        options = send_options(result, yes=yes, hour=hour, online=all_online(workspace, result.edition, wait))
        try:
            sent = act.schedule(result.edition, service, workspace.settings, options, hour.astimezone(UTC))
        except NotReady as waiting:
            if not if_ready:
                raise
            return _waiting_view(waiting)
    keep_what_left(workspace, result, sent, hour, left=False)
    return sent_view(result, sent, _("the issue of {key} is scheduled"), carried_out=True)


def _finished(workspace: Workspace, issue: str) -> str | None:
    """The issue that was named, “next” being one whose hour is to come; ``None`` for a draft, or without one."""
    from cenum.issue.reader import says_draft
    from cenum.sending.due import issue_to_come

    if issue == "next":
        path = issue_to_come(workspace.dated_issues(), workspace.settings.newsletter, now_here(workspace))
    else:
        path = path_of(workspace, issue)
    return None if path is None or says_draft(path) else path.stem


def _hour_to_come(workspace: Workspace, at: datetime | None, usual: datetime) -> datetime:
    """``at``, as the clocks of the letter's own time zone show it, or else the ``usual`` hour; aware, and to come."""
    from cenum.issue.calendar import moment

    shown = (at or usual).replace(tzinfo=None).isoformat(" ", "minutes")
    remedy = _("give a later hour with --at, or send it now: cenum send")
    now = utc_now()  # checking its links may have taken until after the hour
    try:
        hour = moment(workspace.settings.newsletter, at) if at else usual
        has_passed = hour <= now
    except OverflowError:
        raise UsageMistake(_("{hour} is out of range").format(hour=shown), remedy) from None
    if has_passed:
        message = _("{hour} has passed: it is {now}")
        here = now.astimezone(workspace.settings.newsletter.zone)
        raise UsageMistake(message.format(hour=shown, now=clock_face(here)), remedy)
    return hour


def _waiting_view(waiting: NotReady) -> View:
    """What the letter waits for."""
    said = _("not scheduled yet: {reason} — {remedy}")
    return View(
        {"waits": waiting.message, "remedy": waiting.remedy},
        [Success(said.format(reason=waiting.message, remedy=waiting.remedy))],
    )
