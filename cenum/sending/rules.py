"""What may happen to a campaign, decided from what the service says. Nothing here touches a service."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import FateUnknown, NotReady, Refusal
from cenum.i18n import _, language, ngettext
from cenum.issue.calendar import in_words
from cenum.sending.mark import LONGEST_APPROVER, LONGEST_NAME, read_mark
from cenum.services.service import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from cenum.edition.edition import Edition
    from cenum.services.service import Audience, Campaign
    from cenum.settings import AudienceBounds

# How long after its hour a scheduled campaign may still wait at its service before somebody has to look.
GRACE = timedelta(minutes=30)


class Proofs(NamedTuple):
    """What has to be recorded of a test before the letter leaves: approvals, and that it was seen in a mailbox."""

    approvals: int = 0
    arrival: bool = False


def of_issue(newsletter: str, key: str, campaigns: Iterable[Campaign]) -> list[Campaign]:
    """The campaigns of a letter's issue that may still go out or already did; cancelled ones are history.

    Everything below is said of these: those of another letter in the account are nobody's business.
    """
    return [
        campaign
        for campaign in campaigns
        if campaign.state is not State.CANCELLED
        and (mark := read_mark(campaign.name))
        and mark.key == key
        and mark.is_of(newsletter)
    ]


def campaign_to_test(key: str, mine: Sequence[Campaign]) -> Campaign | None:
    """The draft to reuse, or ``None`` where one has to be created. Raises :class:`Refusal`."""
    _refuse_if_left(key, mine)
    _refuse_if_several(key, mine)
    return mine[0] if mine else None


def campaign_to_approve(edition: Edition, mine: Sequence[Campaign]) -> Campaign:
    """The one draft that carries this edition's digest as tested. Raises :class:`Refusal`."""
    _refuse_if_left(edition.key, mine)
    _refuse_if_several(edition.key, mine)
    _refuse_if_not_tested(edition, mine)
    return mine[0]


def campaign_to_send(edition: Edition, mine: Sequence[Campaign], proofs: Proofs) -> Campaign:
    """The one draft that carries this digest as tested, and the ``proofs``. Raises :class:`Refusal`."""
    campaign = campaign_to_approve(edition, mine)
    remedy = _("ask a person who has read the test to approve it: cenum approve {key} --as NAME").format(
        key=edition.key
    )
    _refuse_if_not_proven(edition.key, campaign, proofs, remedy)
    return campaign


def already_left(edition: Edition, mine: Sequence[Campaign], now: datetime, proofs: Proofs) -> Campaign | None:
    """The issue's campaign where nothing is left to do: sent, being sent, or scheduled as it should be.

    Raises :class:`Refusal` where what is scheduled is not this edition, not for its hour, not proven, or one of
    several, and :class:`FateUnknown` where the hour has passed and the service did nothing.
    """
    left = [campaign for campaign in mine if campaign.state.may_have_left]
    if not left:
        return None
    _refuse_if_it_leaves_again(edition.key, left)
    campaign = left[0]
    if campaign.state in {State.PAUSED, State.INCOMPLETE, State.ARCHIVED}:
        _refuse_if_left(edition.key, mine)
    if takes_long(edition, campaign, now) and not campaign.reached:
        message = _("the issue of {key} is being sent since {hour}, and nobody has received it")
        raise FateUnknown(message.format(key=edition.key, hour=_since(edition, campaign)), look_there(campaign))
    if campaign.state is not State.SCHEDULED:
        return campaign
    _refuse_if_several(edition.key, mine)
    mark = read_mark(campaign.name)
    if mark is None or not mark.vouches_for(edition.digest):
        message = _("what is scheduled is not the issue of {key} as it is here: {where}").format(
            key=edition.key, where=campaign.where
        )
        remedy = _("cancel it (cenum cancel {key}), test it again, then send it").format(key=edition.key)
        raise Refusal(message, remedy)
    remedy = _("cancel it (cenum cancel {key}), have it approved, then send it").format(key=edition.key)
    _refuse_if_not_proven(edition.key, campaign, proofs, remedy)
    if now > (campaign.at or edition.sending_at) + GRACE:
        message = _("the issue of {key} is still scheduled, although its hour has passed").format(key=edition.key)
        raise FateUnknown(message, look_there(campaign))
    # The day is the letter's own: half past midnight in Paris is still the day before in UTC.
    hour = campaign.at.astimezone(edition.sending_at.tzinfo) if campaign.at else edition.sending_at
    if hour.date() != edition.sending_at.date():
        message = _("the issue of {key} is scheduled for another day: {hour}").format(
            key=edition.key, hour=f"{hour:%Y-%m-%d %H:%M}"
        )
        raise Refusal(message, _("cancel it (cenum cancel {key}), then send it").format(key=edition.key))
    return campaign


def leaves_whole(key: str, cleared: Campaign, found: Campaign, announced: int) -> None:
    """Raises :class:`FateUnknown` where what was ``cleared`` left, and is ``found`` stopped, or to be another one.

    So it does where it goes to more readers than were ``announced``. Fewer are nobody's surprise: services leave out
    those who bounced or are blocked. Raises :class:`Refusal` where it reached nobody at all.
    """
    leaves_for_somebody(key, found)
    if found.state in {State.PAUSED, State.INCOMPLETE}:
        raise FateUnknown(*_not_whole(key, found))
    if found.name != cleared.name:
        message = _("somebody changed the campaign while it was sent: its name is now “{name}”").format(
            name=found.name
        )
        remedy = _("open {where} now, and stop it if it is not what was tested: cenum cancel")
        raise FateUnknown(message, remedy.format(where=found.where))
    if (found.wanted or 0) > announced:
        message = _("the issue of {key} goes to {wanted} readers, and {announced} were announced")
        raise FateUnknown(
            message.format(key=key, wanted=found.wanted, announced=announced), _somebody_changed_the_list(key, found)
        )


def leaves_for_somebody(key: str, found: Campaign) -> None:
    """Raises :class:`Refusal` where what was handed over reached nobody, and never will."""
    if found.state is State.CANCELLED:
        message = _("the issue of {key} reached nobody: {where}").format(key=key, where=found.where)
        remedy = _("look there for the reason, then test it again: cenum test {key}").format(key=key)
        raise Refusal(message, found.remedy or remedy)


def goes_to_no_more(key: str, found: Campaign, bounds: AudienceBounds) -> None:
    """Raises :class:`FateUnknown` where what is on its way goes to more readers than the settings allow.

    What was announced nobody knows any more; and a service may count them only when it begins.
    """
    _least, most = bounds.bounds
    if most is not None and (found.wanted or 0) > most:
        message = _("the issue of {key} goes to {wanted} readers, and the settings expect {most} at most")
        raise FateUnknown(
            message.format(key=key, wanted=found.wanted, most=most), _somebody_changed_the_list(key, found)
        )


def left_as_tested(key: str, found: Campaign, parts: Sequence[str]) -> None:
    """Raises :class:`FateUnknown` where some ``parts`` of what is on its way are not what was tested.

    A service may let people edit what is paused, and go on; and between a last look and the request nobody sees them.
    """
    if not parts:
        return
    message = _("the issue of {key} was changed at the service after its test: {parts} ({where})")
    remedy = _("some readers may have got another text: see there what it says; to stop it: cenum cancel {key}")
    if found.state is State.SCHEDULED:
        remedy = _("cancel its schedule now (cenum cancel {key}), then test it again")
    if found.state is State.PAUSED:
        remedy = _("don't resume it there: those who are left would get another text; see there what it says")
    raise FateUnknown(message.format(key=key, parts=", ".join(parts), where=found.where), remedy.format(key=key))


def has_not_begun(campaign: Campaign) -> bool:
    """Whether its service has taken it, and does not know yet to whom it goes."""
    return campaign.state is State.SENDING and campaign.wanted == 0


def takes_long(edition: Edition, campaign: Campaign, now: datetime) -> bool:
    """Whether it is being sent for longer than anybody waits without a look, and not all are known to have it."""
    if campaign.state is not State.SENDING or now <= (campaign.at or edition.sending_at) + GRACE:
        return False
    return not (campaign.wanted and (campaign.reached or 0) >= campaign.wanted)


def goes_on(before: Campaign, now: Campaign) -> bool:
    """Whether more readers have it than ``before``, or it came to some end."""
    return now.state is not State.SENDING or (now.reached or 0) > (before.reached or 0)


def refuse_what_stands_still(edition: Edition, campaign: Campaign) -> None:
    """Raises :class:`FateUnknown`: what began long ago, and reaches nobody more, may never reach all."""
    message = _("the issue of {key} is being sent since {hour}, and does not go on: {counted}").format(
        key=edition.key, hour=_since(edition, campaign), counted=campaign.counted or campaign.reached
    )
    raise FateUnknown(message, look_there(campaign))


def somebody_has_it(key: str, campaign: Campaign) -> None:
    """Raises :class:`NotReady` where it is being sent, and no reader is known to have it."""
    if campaign.state is State.SENDING and not campaign.reached:
        message = _("the issue of {key} is being sent, and nobody is known to have received it yet").format(key=key)
        raise NotReady(message, _("wait some minutes, then look again: cenum status --due"))


def campaign_to_cancel(key: str, mine: Sequence[Campaign]) -> Campaign:
    """The campaign that is scheduled or being sent. Raises :class:`Refusal` where there is nothing to stop."""
    stoppable = [campaign for campaign in mine if campaign.state in {State.SCHEDULED, State.SENDING, State.PAUSED}]
    if stoppable:
        return stoppable[0]
    if any(campaign.state in {State.SENT, State.INCOMPLETE, State.ARCHIVED} for campaign in mine):
        _refuse_if_left(key, mine)
    message = _("the issue of {key} is neither scheduled nor being sent").format(key=key)
    raise Refusal(message, _("nothing was done; a draft reaches nobody"))


def leaves_on_its_day(edition: Edition, today: date) -> None:
    """Raises :class:`Refusal` where the issue is of another day than ``today``, and nobody says that it is meant."""
    day = edition.sending_at.date()
    if day == today:
        return
    message = _("the issue of {key} is the letter of {day}, and today is {today}").format(
        key=edition.key, day=in_words(day, language()), today=in_words(today, language())
    )
    remedy = _("to let it leave on its day: cenum schedule {key}; if it is meant to leave today, add --early")
    if day < today:
        remedy = _("rename the file to the day on which it leaves; if it is meant to leave today, add --early")
    raise Refusal(message, remedy.format(key=edition.key))


def look_there(campaign: Campaign) -> str:
    """What to do where nobody can tell whether a campaign left."""
    return _("open {where} and check whether it left; send nothing before that").format(where=campaign.where)


def audience_is_expected(audience: Audience, bounds: AudienceBounds) -> None:
    """Raises :class:`Refusal` where the audience is outside the bounds of the settings."""
    least, most = bounds.bounds
    if audience.size < least or (most is not None and audience.size > most):
        message = _(
            "the audience “{name}” has {size} readers, but the settings expect {minimum} to {maximum}"
        ).format(name=audience.name, size=audience.size, minimum=least, maximum="∞" if most is None else most)
        raise Refusal(message, _("check the list at the service, or change [audience] in cenum.toml"))


def approver_fits(name: str) -> None:
    """Raises :class:`Refusal` for a name that can't be recorded."""
    if not name:
        raise Refusal(_("an approval needs a name"), _("name who approves: cenum approve --as NAME"))
    if len(name) > LONGEST_APPROVER:
        message = _("the approver's name has more than {most} characters").format(most=LONGEST_APPROVER)
        raise Refusal(message, _("give a shorter one: cenum approve --as NAME"))


def somebody_reviews(reviewers: Sequence[str]) -> None:
    """Raises :class:`Refusal` where a test would go to nobody."""
    if not reviewers:
        raise Refusal(_("no reviewer is set"), _('add reviewers = ["…"] at the top of cenum.toml'))


def mark_fits(name: str) -> None:
    """Raises :class:`Refusal` for a campaign's name, with its mark, that a service might cut off."""
    if len(name) > LONGEST_NAME:
        message = _(
            "the campaign's name, with its mark, would have {count} characters; {most} at most are safe"
        ).format(count=len(name), most=LONGEST_NAME)
        raise Refusal(message, _shorter())


def mark_is_whole(wanted: str, before: str, campaign: Campaign) -> None:
    """Raises :class:`Refusal` where the campaign does not bear the name ``wanted`` instead of the one ``before``."""
    if campaign.name == wanted:
        return
    if campaign.name != before and wanted.startswith(campaign.name):
        message = _("the service keeps {count} characters of a campaign's name, and the mark needs {wanted}").format(
            count=len(campaign.name), wanted=len(wanted)
        )
        raise Refusal(message, _shorter())
    message = _("someone else changed the campaign at the same moment, so its mark was not recorded")
    raise Refusal(message, _("run the same command again"))


def _somebody_changed_the_list(key: str, campaign: Campaign) -> str:
    remedy = _("open {where} now: somebody changed the list; to stop it: cenum cancel {key}")
    return remedy.format(where=campaign.where, key=key)


def _since(edition: Edition, campaign: Campaign) -> str:
    hour = campaign.at or edition.sending_at
    return f"{hour.astimezone(edition.sending_at.tzinfo):%Y-%m-%d %H:%M}"


def _shorter() -> str:
    return _("shorten newsletter.name in cenum.toml, or the names of those who approve")


def _refuse_if_not_tested(edition: Edition, mine: Sequence[Campaign]) -> None:
    mark = read_mark(mine[0].name) if mine else None
    if mark is None or mark.digest is None:
        message = _("the issue of {key} was never tested").format(key=edition.key)
        raise NotReady(message, _("send the test first: cenum test {key}").format(key=edition.key))
    if not mark.vouches_for(edition.digest):
        message = _("the issue of {key} is no longer what the reviewers were sent").format(key=edition.key)
        raise NotReady(message, _("send the test again: cenum test {key}").format(key=edition.key))


def _refuse_if_not_proven(key: str, campaign: Campaign, proofs: Proofs, remedy: str) -> None:
    mark = read_mark(campaign.name)
    if proofs.arrival and not (mark and mark.arrived):
        message = _("nobody has seen the test of the issue of {key} in a mailbox").format(key=key)
        raise NotReady(message, _("wait for it there: cenum inspect --imap HOST --user NAME --wait 10 --arrived"))
    approvers = mark.approvers if mark else ()
    missing = proofs.approvals - len(approvers)
    if missing > 0:
        message = ngettext(
            "{count} approval of the issue of {key} is missing (approved by: {names})",
            "{count} approvals of the issue of {key} are missing (approved by: {names})",
            missing,
        ).format(count=missing, key=key, names=", ".join(approvers) or _("nobody yet"))
        raise NotReady(message, remedy)


def _refuse_if_it_leaves_again(key: str, left: Sequence[Campaign]) -> None:
    """One that is sent, and another that is scheduled, would reach everybody twice."""
    again = [campaign for campaign in left if campaign.state is State.SCHEDULED]
    others = [campaign for campaign in left if campaign not in again[:1]]
    if again and others:
        listed = ", ".join(f"{campaign.where} ({campaign.state.word})" for campaign in left)
        message = _("the issue of {key} would leave twice: {list}").format(key=key, list=listed)
        remedy = _("open {where} and cancel its schedule now").format(where=again[0].where)
        raise Refusal(message, remedy)


def _refuse_if_left(key: str, campaigns: Sequence[Campaign]) -> None:
    left = [campaign for campaign in campaigns if campaign.state.may_have_left]
    if not left:
        return
    campaign = left[0]
    match campaign.state:
        case State.SCHEDULED:
            said = _("the issue of {key} is already scheduled: {where}")
            remedy = _("nothing was done; to cancel the schedule: cenum cancel {key}").format(key=key)
        case State.PAUSED | State.INCOMPLETE:
            raise Refusal(*_not_whole(key, campaign))
        case State.SENDING:
            said = _("the issue of {key} is already being sent: {where}")
            remedy = _("nothing was done; to write to the readers again, create a new issue: cenum new")
        case _:
            said = _("the issue of {key} was already sent: {where}")
            remedy = _("nothing was done; to write to the readers again, create a new issue: cenum new")
    raise Refusal(said.format(key=key, where=campaign.where), remedy)


def _not_whole(key: str, campaign: Campaign) -> tuple[str, str]:
    """What is to be said of a campaign that goes no further, though not everybody has it, and what to do."""
    counted, incomplete = campaign.counted, campaign.state is State.INCOMPLETE
    if incomplete:
        said = _("the issue of {key} was sent to a part of the readers only: {where}")
        if counted:
            said = _("the issue of {key} was sent to {counted} only, as the service counts: {where}")
    else:
        said = _("the issue of {key} was stopped half-way, and some readers may have received it: {where}")
        if counted:
            said = _("the issue of {key} was stopped after {counted}: {where}")
    remedy = _("look there for the reason; do not send the issue to everybody again: many have it")
    if not incomplete and not campaign.reached:
        remedy = _("nothing was done; check there who received it; if nobody did, delete it there")
    return said.format(key=key, counted=counted, where=campaign.where), campaign.remedy or remedy


def _refuse_if_several(key: str, campaigns: Sequence[Campaign]) -> None:
    if len(campaigns) > 1:
        listed = ", ".join(campaign.where for campaign in campaigns)
        message = _("the issue of {key} has {count} campaigns: {list}").format(
            key=key, count=len(campaigns), list=listed
        )
        raise Refusal(message, _("delete all but one at the service, then run this command again"))
