"""The commands that reach the mailing service: test, approve, send, schedule, cancel, status."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cenum import console
from cenum.arguments import HOUR
from cenum.cli.command import asks_about_links, carried_out, command, issue_named, yes_option
from cenum.cli.letter import Asking, around, key_of, now_here, now_said, passed, path_of, summary_of, workspace_in
from cenum.clock import utc_now
from cenum.errors import NotReady, UsageMistake
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from cenum.process import Result
    from cenum.sending.act import Going, Sent
    from cenum.services.service import Audience, Campaign, State
    from cenum.workspace import Workspace


@command(
    N_(
        "Send a test to the reviewers, and to nobody else.\n\nWhat they receive is the very "
        "campaign that will go out. Only what was tested can be sent: after any change, test again."
    )
)
@issue_named
@asks_about_links
def test(issue: str, offline: bool, fresh: bool, folder: str | None, as_json: bool) -> None:
    from cenum.sending.act import send_test
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    result = passed(workspace, issue, quiet=as_json, links=Asking(offline, fresh))
    with open_service(workspace.settings, around(workspace)) as service:
        tested = send_test(result.edition, service, workspace.settings)
    outcome = tested.outcome
    if as_json:
        data = {
            "campaign": console.campaign_as_data(tested.campaign),
            "reviewers": outcome.delivered,
            "refused": outcome.refused,
        }
        console.as_json({"done": True, **data, **summary_of(result)})
        return
    console.done(_("the reviewers were sent the issue of {key}").format(key=result.edition.key))
    console.rows(
        [
            (_("to"), ", ".join(outcome.delivered)),
            *((_("refused"), f"{address} ({reason})") for address, reason in outcome.refused),
            (_("campaign"), tested.campaign.name),
            (_("look at it"), tested.campaign.where),
            *console.weight_rows(result.weight),
        ]
    )


@command(
    N_(
        "Approve the version that the reviewers were sent.\n\nIt is recorded with your name in the campaign's own "
        "name, for this very letter: after any change, test and approve again."
    )
)
@issue_named
@click.option("--as", "person", metavar=N_("NAME"), envvar="GITHUB_ACTOR", help=N_("Who approves."))
def approve(issue: str, person: str | None, folder: str | None, as_json: bool) -> None:
    from cenum.sending import act
    from cenum.sending.mark import read_mark
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    result = passed(workspace, issue, quiet=as_json)
    with open_service(workspace.settings, around(workspace)) as service:
        campaign = act.approve(result.edition, service, workspace.settings, person or "")
    mark = read_mark(campaign.name)
    approvers = mark.approvers if mark else ()
    if as_json:
        data = {"approvers": approvers, "wanted": workspace.settings.approvals}
        console.as_json({"done": True, "campaign": console.campaign_as_data(campaign), **data})
        return
    console.done(_("the issue of {key} is approved").format(key=result.edition.key))
    rows = [(_("approved by"), ", ".join(approvers)), (_("wanted"), str(workspace.settings.approvals))]
    console.rows([*rows, (_("campaign"), campaign.name)])


@command(
    N_(
        "Send the tested issue to the audience, once.\n\nRefuses what was not tested, what was changed since, "
        "what already left, and an audience outside the bounds of cenum.toml. Asks before it sends.\n\n"
        "With --due: send the issue of today if its hour has come and nobody did; otherwise do nothing."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option("--due", is_flag=True, help=N_("Send what is due now, if anything is; for the unattended morning."))
@yes_option
@asks_about_links
def send(  # noqa: PLR0913  its options
    issue: str | None, due: bool, yes: bool, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    now = now_here(workspace)
    if due:
        issue = _due(workspace, issue)
        if issue is None:
            _nothing_due(now, as_json=as_json)
            return
        now_said(workspace)
    result = passed(workspace, issue or "next", quiet=as_json, links=Asking(offline, fresh))
    going = _going(result, yes=yes)
    with open_service(workspace.settings, around(workspace)) as service:
        if due:
            sent = act.send_due(result.edition, service, workspace.settings, going, now)
        else:
            sent = act.send(result.edition, service, workspace.settings, going)
    said = _("the issue of {key} left") if sent.audience else _("the issue of {key} left already: nothing to do")
    if sent.audience is None and sent.campaign.state.value == "scheduled":
        said = _("the issue of {key} is scheduled, and will leave by itself: nothing to do")
    with carried_out():
        _say_sent(result, sent, said, as_json=as_json)


@command(
    N_(
        "Schedule the tested issue at the mailing service.\n\nUnder the same rules as “send”. "
        "The hour is the one of cenum.toml, or --at. “cenum cancel” takes it back."
    )
)
@issue_named
@click.option(
    "--at",
    metavar=N_("HOUR"),
    type=HOUR,
    help=N_("When it leaves, in the letter's own time zone: 2026-11-27T07:00."),
)
@click.option(
    "--if-ready",
    is_flag=True,
    help=N_("Exit 0 if there is no issue, or if it still needs a test or an approval (for CI)."),
)
@yes_option
@asks_about_links
def schedule(  # noqa: PLR0913  its options
    issue: str,
    at: datetime | None,
    if_ready: bool,
    yes: bool,
    offline: bool,
    fresh: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    if if_ready:
        found = _finished(workspace, issue)
        if found is None:
            _nothing_due(now_here(workspace), as_json=as_json)
            return
        if issue == "next":
            now_said(workspace)
        issue = found
    result = passed(workspace, issue, quiet=as_json, links=Asking(offline, fresh))
    hour = _hour_to_come(workspace, at, result.edition.sending_at)
    with open_service(workspace.settings, around(workspace)) as service:
        going = _going(result, yes=yes, hour=hour)
        try:
            sent = act.schedule(result.edition, service, workspace.settings, going, hour.astimezone(UTC))
        except NotReady as waiting:
            if not if_ready:
                raise
            _say_what_it_waits_for(waiting, as_json=as_json)
            return
    with carried_out():
        _say_sent(result, sent, _("the issue of {key} is scheduled"), as_json=as_json)


def _finished(workspace: Workspace, issue: str) -> str | None:
    """The issue that was named, “next” being one whose hour is to come; ``None`` for a draft, or without one."""
    from cenum.issue.reader import says_draft
    from cenum.sending.due import issue_to_come

    if issue == "next":
        path = issue_to_come(workspace.dated_issues(), workspace.settings.newsletter, now_here(workspace))
    else:
        path = path_of(workspace, issue)
    return None if path is None or says_draft(path) else path.stem


def _say_what_it_waits_for(waiting: NotReady, *, as_json: bool) -> None:
    if as_json:
        console.as_json({"done": True, "waits": waiting.message, "remedy": waiting.remedy})
        return
    said = _("not scheduled yet: {reason} — {remedy}")
    console.done(said.format(reason=waiting.message, remedy=waiting.remedy))


@command(
    N_(
        "Cancel a scheduled issue, or stop one being sent.\n\nWhat reached the readers can't be taken "
        "back; not every service can stop a send."
    )
)
@issue_named
def cancel(issue: str, folder: str | None, as_json: bool) -> None:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    key = key_of(workspace, issue)
    with open_service(workspace.settings, around(workspace)) as service:
        before, campaign = act.cancel(key, service, workspace.settings, _pause)
    with carried_out():
        _say_cancelled(key, before, campaign, as_json=as_json)


def _say_cancelled(key: str, before: State, campaign: Campaign, *, as_json: bool) -> None:
    from cenum.services.service import State

    if as_json:
        console.as_json({"done": True, "was": before.value, "campaign": console.campaign_as_data(campaign)})
        return
    taken_back = before is State.SCHEDULED
    said = (
        _("the issue of {key} will not leave") if taken_back else _("the sending of the issue of {key} was stopped")
    )
    console.done(said.format(key=key))
    rows = [(_("state"), console.state_word(campaign)), (_("look at it"), campaign.where)]
    if not taken_back:
        rows.append((_("note"), _("some readers may have it: look there at how many")))
    console.rows(rows)


@command(
    N_(
        "Show where an issue stands at the mailing service.\n\nWithout ISSUE: the last ten campaigns, "
        "whoever made them."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option(
    "--due", is_flag=True, help=N_("Fail, and say why, if the letter that readers expect today has not left.")
)
def status(issue: str | None, due: bool, folder: str | None, as_json: bool) -> None:
    if due:
        _look_whether_it_left(issue, folder, as_json=as_json)
        return
    from itertools import islice

    from cenum.sending.rules import of_issue
    from cenum.services.registry import open_service

    workspace = workspace_in(folder)
    key = key_of(workspace, issue) if issue else None
    with open_service(workspace.settings, around(workspace)) as service:
        every = service.campaigns()
        campaigns = of_issue(workspace.settings.newsletter.name, key, every) if key else list(islice(every, 10))
        audience = service.audience()
    if as_json:
        data = {"audience": {"name": audience.name, "size": audience.size}}
        console.as_json(
            {"done": True, **data, "campaigns": [console.campaign_as_data(campaign) for campaign in campaigns]}
        )
        return
    said = ngettext("{service}: {audience}, {size} reader", "{service}: {audience}, {size} readers", audience.size)
    console.line(said.format(service=workspace.settings.service.name, audience=audience.name, size=audience.size))
    if not campaigns:
        console.line(_("  no campaign yet; “cenum test” makes one"))
    zone = workspace.settings.newsletter.sending_time.tzinfo
    for campaign in campaigns:
        hour = f"  {campaign.at.astimezone(zone):%Y-%m-%d %H:%M}" if campaign.at else ""
        console.rows([(campaign.name, f"{console.state_word(campaign)}{hour}  {campaign.where}")])


def _look_whether_it_left(issue: str | None, folder: str | None, *, as_json: bool) -> None:
    """What the nine-o'clock alarm asks."""
    from cenum.sending.act import look_whether_it_left
    from cenum.sending.due import awaited_issue
    from cenum.services.registry import open_service

    if issue:
        raise _due_takes_no_issue(issue)
    workspace = workspace_in(folder)
    now = now_here(workspace)
    path = awaited_issue(workspace.issues, workspace.settings.newsletter, now)
    if path is None:
        _nothing_due(now, as_json=as_json)
        return
    now_said(workspace)
    result = passed(workspace, path.stem, quiet=True)
    with open_service(workspace.settings, around(workspace)) as service:
        sent = look_whether_it_left(result.edition, service, workspace.settings, now)
    said = _("the issue of {key} left")
    if sent.campaign.state.value == "scheduled":
        said = _("the issue of {key} is scheduled, and will leave by itself: nothing to do")
    _say_sent(result, sent, said, as_json=as_json)


def _confirm(result: Result, hour: datetime | None, campaign: Campaign, audience: Audience) -> bool:
    """Show what goes to whom, and ask. Without a person to ask, say how to go on without one."""
    if not sys.stdin.isatty():
        raise UsageMistake(_("nobody is there to say yes"), _("add --yes to send without a question"))
    console.rows(
        [
            (_("subject"), result.edition.subject),
            (_("campaign"), f"{campaign.name}  {campaign.where}"),
            (_("audience"), f"{audience.name} ({audience.size})"),
        ]
    )
    question = ngettext(
        "Send it to {count} reader now? Type “yes” to send",
        "Send it to these {count} readers now? Type “yes” to send",
        audience.size,
    )
    if hour:
        question = ngettext(
            "Hand it over, to leave at {hour} to {count} reader? Type “yes” to schedule",
            "Hand it over, to leave at {hour} to these {count} readers? Type “yes” to schedule",
            audience.size,
        )
    said = question.format(count=audience.size, hour=f"{hour:%Y-%m-%d %H:%M}" if hour else "")
    answer = click.prompt(said, default="", show_default=False, prompt_suffix=_(": "))
    return bool(answer.strip().casefold() == _("yes"))


def _going(result: Result, *, yes: bool, hour: datetime | None = None) -> Going:
    from functools import partial

    from cenum.sending.act import Going

    confirm = None if yes else partial(_confirm, result, hour)
    return Going(draft=result.issue.draft, confirm=confirm, pause=_pause)


def _pause() -> None:
    import time

    time.sleep(2)


def _due(workspace: Workspace, issue: str | None) -> str | None:
    """The issue that is due, which --due finds by itself."""
    from cenum.sending.due import due_issue

    if issue:
        raise _due_takes_no_issue(issue)
    if not workspace.issues.is_dir():
        message = _("there is no folder {folder}, so nobody can tell what is due").format(folder=workspace.issues)
        raise UsageMistake(message, _("run cenum in the letter's folder as it is in the repository, issues and all"))
    path = due_issue(workspace.issues, workspace.settings.newsletter, now_here(workspace))
    return path.stem if path else None


def _due_takes_no_issue(issue: str) -> UsageMistake:
    message = _("--due takes the issue of today, and “{issue}” was named")
    return UsageMistake(message.format(issue=issue), _("leave out one of the two"))


def _hour_to_come(workspace: Workspace, at: datetime | None, usual: datetime) -> datetime:
    """``at``, as the clocks of the letter's own time zone show it, or else the ``usual`` hour; aware, and to come."""
    from cenum.issue.calendar import moment

    shown = (at or usual).replace(tzinfo=None).isoformat(" ", "minutes")
    remedy = _("name an hour to come with --at, or send it now: cenum send")
    now = utc_now()  # checking its links may have taken until after the hour
    try:
        hour = moment(workspace.settings.newsletter, at) if at else usual
        has_passed = hour <= now
    except OverflowError:
        raise UsageMistake(_("{hour} is at the edge of the calendar").format(hour=shown), remedy) from None
    if has_passed:
        message = _("{hour} has passed: it is {now}")
        here = now.astimezone(workspace.settings.newsletter.sending_time.tzinfo)
        raise UsageMistake(message.format(hour=shown, now=console.clock_face(here)), remedy)
    return hour


def _nothing_due(now: datetime, *, as_json: bool) -> None:
    if as_json:
        console.as_json({"done": True, "due": None, "now": now.isoformat(timespec="minutes")})
        return
    console.done(_("nothing is due: it is {now}").format(now=console.clock_face(now)))


def _say_sent(result: Result, sent: Sent, said: str, *, as_json: bool) -> None:
    """What left, or will, and whom it goes to."""
    audience = sent.audience
    if as_json:
        data = {"name": audience.name, "size": audience.size} if audience else None
        console.as_json({"done": True, "campaign": console.campaign_as_data(sent.campaign), "audience": data})
        return
    console.done(said.format(key=result.edition.key))
    rows = [(_("subject"), result.edition.subject)]
    if audience:
        rows.append((_("audience"), f"{audience.name} ({audience.size})"))
    if sent.campaign.at:
        hour = sent.campaign.at.astimezone(result.edition.sending_at.tzinfo)
        rows.append((_("hour"), f"{hour:%Y-%m-%d %H:%M}"))
    rows += [(_("state"), console.state_word(sent.campaign)), (_("look at it"), sent.campaign.where)]
    console.rows(rows)
