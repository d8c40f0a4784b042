"""Test, approve, send, schedule, cancel: the one place that carries out what the rules decided."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from cenum.errors import CenumError, FateUnknown, NotReady, Refusal, ServiceRefused, ServiceUnreachable
from cenum.i18n import _
from cenum.sending import rules
from cenum.sending.mark import approver, campaign_name, marked_digest, read_mark, untested_name
from cenum.services.registry import spec
from cenum.services.service import FewRequests, State, refuse_if_changed, refuse_without_readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from cenum.edition.edition import Edition
    from cenum.sending.mark import Mark
    from cenum.services.service import Audience, Campaign, Content, Service, TestSend
    from cenum.settings import Settings

_LOOKS = 5  # how often the state is read again before a fate counts as unknown
_ON_ITS_WAY = frozenset({State.SCHEDULED, State.SENDING, State.PAUSED, State.INCOMPLETE, State.SENT})


class TestResult(Struct, frozen=True):
    """What came of a test send."""

    campaign: Campaign
    outcome: TestSend


class SendResult(Struct, frozen=True):
    """What came of a send, and whom it went to. ``audience`` is ``None`` where it had left before.

    ``content`` is what the service was given, where it was given it now.
    """

    campaign: Campaign
    audience: Audience | None
    content: Content | None = None


class SendOptions(Struct, frozen=True):
    """What a send hangs on besides the edition.

    ``draft`` is the issue's own word; ``confirm`` is asked with whom it goes to, or ``None`` where nobody is there
    to ask; ``tell`` says whom it goes to before anything leaves; ``pause`` waits between two looks at a campaign
    whose fate is not known yet. ``today`` is the only day of which an issue may leave unasked; ``None`` where it was
    said that it may be of another. ``online`` waits until readers find at our own site whatever the letter sends them
    there for, and raises where they don't; it says whether that took any waiting. ``None``: they are sent to none.
    """

    draft: bool
    confirm: Callable[[Campaign, Audience], bool] | None
    pause: Callable[[], None]
    today: date | None = None
    tell: Callable[[Audience], None] | None = None
    online: Callable[[], bool] | None = None


class _Cleared(NamedTuple):
    """The campaign that may leave, what it has to hold, and whom it goes to."""

    campaign: Campaign
    content: Content
    audience: Audience


def send_test(
    edition: Edition, service: Service, settings: Settings, online: Callable[[], bool] | None = None
) -> TestResult:
    """Push the edition and send it to the reviewers; the campaign is marked tested last.

    Untested comes before the content is touched: whatever dies in between, nothing untested bears the mark.
    ``online`` is that of :class:`SendOptions`, for what reviewers are sent to; it comes before anything is changed.
    Raises :class:`Refusal`, and what the service raises.
    """
    rules.somebody_reviews(settings.reviewers)
    edition = addressed(edition, settings)
    name = settings.newsletter.name
    marked = campaign_name(name, edition.key, edition.digest)
    rules.mark_fits(marked)
    if online:
        online()
    if isinstance(service, FewRequests):
        with _reaching_no_reader():
            return _test_in_few_requests(edition, service, settings, marked)
    with _reaching_no_reader():
        campaign = rules.campaign_to_test(edition.key, _mine(edition.key, service, settings))
        content = service.content(edition)
        untested = campaign_name(name, edition.key, None)
        was_there = campaign is not None
        if campaign is None:
            campaign = service.create(untested, content)
        else:
            service.rename(campaign.id, untested)
            service.update(campaign.id, content)
        _kept_as_pushed(content, service, campaign, was_there=was_there)
        outcome = service.test(campaign.id, settings.reviewers)
        _reached_somebody(outcome)
        service.rename(campaign.id, marked)
        # Another machine may have begun the same first test: then there are two, and none of them can be sent.
        found = rules.campaign_to_test(edition.key, [] if was_there else _mine(edition.key, service, settings))
        # A list may lag behind the campaign, and the list alone shows what is not there.
        tested = found if found and found.name == marked else service.campaign(campaign.id)
        rules.campaign_to_test(edition.key, [tested])  # which may have left meanwhile
    rules.mark_is_whole(marked, campaign.name, tested)
    return TestResult(tested, outcome)


def _test_in_few_requests(edition: Edition, service: FewRequests, settings: Settings, marked: str) -> TestResult:
    """As above, where each look shows more: the last one comes before the test, and nothing is looked at twice.

    What was pushed bears a name that is as long as the mark. What leaves after that look can't be renamed.
    """
    newsletter = settings.newsletter.name
    campaign = rules.campaign_to_test(edition.key, _mine(edition.key, service, settings))
    content = service.content(edition)
    untested = untested_name(newsletter, edition.key, edition.digest)
    was_there = campaign is not None
    before = campaign.name if campaign else ""
    if campaign is None:
        campaign = service.create(untested, content)
    else:
        service.rewrite(campaign.id, untested, content)
    stored, shown = service.look(campaign.id, new=not was_there)
    _stored_as_pushed(content, stored, campaign, was_there=was_there)
    # Another machine may have begun the same first test, or somebody sent what is here.
    rules.campaign_to_test(edition.key, rules.of_issue(newsletter, edition.key, shown))
    campaign = next(one for one in shown if one.id == campaign.id)
    rules.mark_is_whole(untested, before, campaign)
    outcome = service.test(campaign.id, settings.reviewers)
    _reached_somebody(outcome)
    service.rename(campaign.id, marked)
    return TestResult(replace(campaign, name=marked), outcome)


def _reached_somebody(outcome: TestSend) -> None:
    if not outcome.delivered:
        reasons = "; ".join(f"{address}: {reason}" for address, reason in outcome.refused)
        message = _("no reviewer could be reached ({reasons})").format(reasons=reasons)
        raise Refusal(message, _("correct the reviewers in cenum.toml, then run cenum test again"))


def approve(edition: Edition, service: Service, settings: Settings, person: str) -> Campaign:
    """Add ``person`` to those who approved what was tested. Approving twice counts once.

    Raises :class:`Refusal` where this edition is not what was tested, and what the service raises.
    """
    edition = addressed(edition, settings)
    name = approver(person)
    rules.approver_fits(name)
    with _reaching_no_reader():
        campaign = rules.campaign_to_approve(edition, _mine(edition.key, service, settings))
        return _marked_anew(edition, service, campaign, lambda mark: replace(mark, approvers=mark.approved_by(name)))


def arrive(edition: Edition, service: Service, settings: Settings) -> Campaign:
    """Record that the test was seen in a mailbox, as it was tested.

    Raises :class:`Refusal` where this edition is not what was tested, and what the service raises.
    """
    edition = addressed(edition, settings)
    with _reaching_no_reader():
        campaign = rules.campaign_to_approve(edition, _mine(edition.key, service, settings))
        return _marked_anew(edition, service, campaign, lambda mark: replace(mark, arrived=True))


def send(edition: Edition, service: Service, settings: Settings, options: SendOptions) -> SendResult:
    """Send the tested campaign to the audience, with one request that is never repeated.

    Raises :class:`Refusal`, :class:`FateUnknown`, and what the service raises.
    """
    return _send(addressed(edition, settings), service, settings, options)


def send_due(
    edition: Edition, service: Service, settings: Settings, options: SendOptions, now: datetime
) -> SendResult:
    """As :func:`send`, unless the issue left already or will leave by itself, which is looked at and said.

    Raises what :func:`send` and :func:`~cenum.sending.rules.already_left` raise.
    """
    edition = addressed(edition, settings)
    campaign = _left(edition, service, settings, _mine(edition.key, service, settings), now)
    if campaign is not None:
        return SendResult(_as_it_should_be(edition, service, settings, campaign, now, options.pause), None)
    return _send(edition, service, settings, options)


def look_whether_it_left(
    edition: Edition, service: Service, settings: Settings, now: datetime, pause: Callable[[], None]
) -> SendResult:
    """The campaign of an issue that left, or will leave by itself. Nothing is changed.

    Raises :class:`Refusal` where it did not leave, with what it waits for, or where no reader is known to have it;
    and what :func:`send_due` raises.
    """
    edition = addressed(edition, settings)
    mine = _mine(edition.key, service, settings)
    campaign = _left(edition, service, settings, mine, now)
    if campaign is None:
        rules.campaign_to_send(edition, mine, _proofs(settings))
        message = _("the issue of {key} is due, and it has not been sent").format(key=edition.key)
        raise Refusal(message, _("send it now: cenum send {key}").format(key=edition.key))
    found = _as_it_should_be(edition, service, settings, campaign, now, pause)
    rules.somebody_has_it(edition.key, found)
    return SendResult(found, None)


def schedule(
    edition: Edition, service: Service, settings: Settings, options: SendOptions, at: datetime
) -> SendResult:
    """Hand the tested campaign over to leave at ``at``, under the rules of :func:`send`.

    One that is scheduled for that hour already is looked at and given back. Raises what :func:`send` raises.
    """
    edition = addressed(edition, settings)
    for scheduled in _mine(edition.key, service, settings):
        mark = read_mark(scheduled.name)
        if scheduled.state is State.SCHEDULED and scheduled.at == at and mark and mark.vouches_for(edition.digest):
            _will_leave_as_it_should(edition, service, settings, scheduled)
            return SendResult(scheduled, None)
    cleared = _cleared(edition, service, settings, options)
    return _let_go(
        edition.key, service, cleared, options, lambda: service.schedule(cleared.campaign, cleared.content, at)
    )


def cancel(key: str, service: Service, settings: Settings, pause: Callable[[], None]) -> tuple[State, Campaign]:
    """Take a scheduled campaign back, or stop one that is being sent: what it was, and what it is now.

    Raises :class:`Refusal` where there is nothing to stop, :class:`FateUnknown` where it went on all the same or
    nobody can tell, and what the service raises.
    """
    campaign = rules.campaign_to_cancel(key, _mine(key, service, settings))
    before = campaign.state
    message = _("it is not known whether the issue of {key} was stopped").format(key=key)
    try:
        if before is State.SCHEDULED:
            service.unschedule(campaign.id)
        else:
            service.cancel(campaign.id)
    except FateUnknown as mistake:
        message = mistake.message
    found = _look_until(service, campaign, {State.DRAFT, State.PAUSED, State.INCOMPLETE, State.CANCELLED}, pause)
    if found is None:
        raise FateUnknown(message, rules.look_there(campaign))
    return before, found


def addressed(edition: Edition, settings: Settings) -> Edition:
    """The edition with the digest that its mark carries: other readers take another test, as other words do."""
    readers = spec(settings.service.name).readers(settings.service.chosen)
    return replace(edition, digest=marked_digest(edition.digest, readers))


def _send(edition: Edition, service: Service, settings: Settings, options: SendOptions) -> SendResult:
    cleared = _cleared(edition, service, settings, options)
    return _let_go(edition.key, service, cleared, options, lambda: service.send(cleared.campaign, cleared.content))


def _left(
    edition: Edition, service: Service, settings: Settings, mine: Sequence[Campaign], now: datetime
) -> Campaign | None:
    """As :func:`rules.already_left`, which has a person resume what was stopped; not what was edited meanwhile."""
    for campaign in mine:
        if campaign.state is State.PAUSED:
            parts: Sequence[str] = ()
            with suppress(CenumError):  # that it was stopped matters more
                parts = _changed_since_its_test(edition, service, campaign)
            rules.left_as_tested(edition.key, campaign, parts)
    return rules.already_left(edition, mine, now, _proofs(settings))


def _changed_since_its_test(edition: Edition, service: Service, campaign: Campaign) -> Sequence[str]:
    """What of it is not as it was tested; nothing is held against another text, as an issue may be corrected."""
    mark = read_mark(campaign.name)
    if not (mark and mark.vouches_for(edition.digest)):
        return ()
    return service.content(edition).differences_once_sent(service.read(campaign.id))


def _as_it_should_be(  # noqa: PLR0913  what a look is about
    edition: Edition,
    service: Service,
    settings: Settings,
    campaign: Campaign,
    now: datetime,
    pause: Callable[[], None],
) -> Campaign:
    """The ``campaign`` that left or will leave by itself, as it is now.

    Raises :class:`Refusal` or :class:`FateUnknown` where it is not what was tested, or does not go on.
    """
    if campaign.state is State.SCHEDULED:
        _will_leave_as_it_should(edition, service, settings, campaign)
        return campaign
    rules.goes_to_no_more(edition.key, campaign, settings.audience)
    rules.left_as_tested(edition.key, campaign, _changed_since_its_test(edition, service, campaign))
    if not rules.takes_long(edition, campaign, now):
        return campaign
    found = _looked_at_while(service, campaign, lambda now: not rules.goes_on(campaign, now), pause)
    if not rules.goes_on(campaign, found):
        rules.refuse_what_stands_still(edition, found)
    rules.leaves_for_somebody(edition.key, found)
    rules.already_left(edition, [found], now, _proofs(settings))  # which may have come to a bad end meanwhile
    return found


def _will_leave_as_it_should(edition: Edition, service: Service, settings: Settings, campaign: Campaign) -> None:
    """Raises :class:`Refusal` where what is scheduled was changed at the service, or would go to another audience."""
    _same_as_stored(service.content(edition), service, campaign)
    rules.audience_is_expected(service.audience(), settings.audience)


def _cleared(edition: Edition, service: Service, settings: Settings, options: SendOptions) -> _Cleared:
    """What may leave.

    Raises :class:`Refusal`, and what the service raises.
    """
    campaign, content = _may_leave(edition, service, settings, options)
    if options.today and not options.confirm:
        rules.leaves_on_its_day(edition, options.today)
    # What is not ready waits for nothing. After minutes of waiting, everything may be different.
    if options.online and options.online():
        campaign, content = _may_leave(edition, service, settings, options)
    audience = service.audience()
    rules.audience_is_expected(audience, settings.audience)
    if options.tell:
        options.tell(audience)
    if options.confirm:
        if not options.confirm(campaign, audience):
            raise Refusal(_("nothing was sent"), _("run cenum send again when it may go out"))
        # While a person thought about it, somebody else may have changed everything.
        campaign, content = _may_leave(edition, service, settings, options)
    return _Cleared(campaign, content, audience)


def _may_leave(
    edition: Edition, service: Service, settings: Settings, options: SendOptions
) -> tuple[Campaign, Content]:
    campaign = rules.campaign_to_send(edition, _mine(edition.key, service, settings), _proofs(settings))
    if options.draft:
        message = _("the issue of {key} says draft: true").format(key=edition.key)
        raise NotReady(message, _("remove that line when the letter may go out, then send"))
    content = service.content(edition)
    _same_as_stored(content, service, campaign)
    return campaign, content


def _let_go(
    key: str, service: Service, cleared: _Cleared, options: SendOptions, request: Callable[[], None]
) -> SendResult:
    """Make the one request after which the campaign is on its way; whatever it answers, the state is what counts."""
    campaign, content, audience = cleared
    try:
        request()
    except FateUnknown as mistake:
        found = _look_until(service, campaign, _ON_ITS_WAY, options.pause)
        if found is None:
            raise FateUnknown(mistake.message, rules.look_there(campaign)) from mistake
    except ServiceRefused:
        _refuse_if_another_was_faster(service, campaign)
        raise
    else:
        try:
            found = service.campaign(campaign.id)
        except CenumError:
            # The service said yes, and has nothing more to say: that is no reason to call it a failure.
            return SendResult(replace(campaign, state=State.SENDING), audience, content)
    found = _looked_at_while(service, found, rules.has_not_begun, options.pause)
    rules.leaves_whole(key, campaign, found, audience.size)
    stored = None
    with suppress(CenumError):  # as above
        stored = service.read(campaign.id)
    if stored:
        rules.left_as_tested(key, found, content.differences_once_sent(stored))
    return SendResult(found, audience, content)


def _refuse_if_another_was_faster(service: Service, campaign: Campaign) -> None:
    try:
        now = service.campaign(campaign.id)
    except CenumError:
        return
    if now.state in _ON_ITS_WAY:
        message = _("someone else sent the campaign at the same moment: {where}").format(where=campaign.where)
        raise Refusal(message, _("nothing was sent twice; run cenum status to see its state"))


def _look_until(
    service: Service, campaign: Campaign, wanted: set[State] | frozenset[State], pause: Callable[[], None]
) -> Campaign | None:
    """The campaign once it is in a ``wanted`` state. A draft proves nothing until patience ends."""
    for look in range(_LOOKS):
        if look:
            pause()
        try:
            found = service.campaign(campaign.id)
        except CenumError:
            continue
        if found.state in wanted:
            return found
    return None


def _looked_at_while(
    service: Service, campaign: Campaign, unsettled: Callable[[Campaign], bool], pause: Callable[[], None]
) -> Campaign:
    """The campaign once it is no longer ``unsettled``, or as it was seen last when patience ends."""
    found = campaign
    for _look in range(_LOOKS - 1):
        if not unsettled(found):
            break
        pause()
        with suppress(CenumError):
            found = service.campaign(campaign.id)
    return found


def _mine(key: str, service: Service, settings: Settings) -> list[Campaign]:
    """The issue's campaigns; a list of all campaigns has not the hour of each at every service."""
    return [
        service.campaign(campaign.id) if campaign.state is State.SCHEDULED else campaign
        for campaign in rules.of_issue(settings.newsletter.name, key, service.campaigns())
    ]


def _marked_anew(edition: Edition, service: Service, campaign: Campaign, change: Callable[[Mark], Mark]) -> Campaign:
    """The tested ``campaign`` with more in its mark, where it is still what was tested."""
    _same_as_stored(service.content(edition), service, campaign)
    mark = read_mark(campaign.name)
    name = change(mark).name if mark else campaign.name
    rules.mark_fits(name)
    service.rename(campaign.id, name)
    marked = service.campaign(campaign.id)
    rules.mark_is_whole(name, campaign.name, marked)
    return marked


def _proofs(settings: Settings) -> rules.Proofs:
    """What the settings want before a letter leaves."""
    return rules.Proofs(settings.approvals, arrival=settings.arrival)


def _kept_as_pushed(content: Content, service: Service, campaign: Campaign, *, was_there: bool) -> None:
    """What differs right after a push is not undone by another test: the service did it, or a person before."""
    _stored_as_pushed(content, service.read(campaign.id), campaign, was_there=was_there)


def _stored_as_pushed(content: Content, stored: Content, campaign: Campaign, *, was_there: bool) -> None:
    refuse_without_readers(campaign, content, stored)
    parts = content.differences(stored)
    if parts:
        message = _("the service changed what it was given: {parts} ({where})").format(
            parts=", ".join(parts), where=campaign.where
        )
        remedy = _("check the campaign there, and report what you see; an altered letter can't be tested or sent")
        if was_there:
            message = _("the campaign still has what was changed at the service: {parts} ({where})").format(
                parts=", ".join(parts), where=campaign.where
            )
            remedy = _("undo that there (remove a segment), or delete the campaign there; then run cenum test again")
        raise Refusal(message, remedy)


def _same_as_stored(content: Content, service: Service, campaign: Campaign) -> None:
    refuse_if_changed(campaign, content, campaign.name, service.read(campaign.id))


@contextmanager
def _reaching_no_reader() -> Iterator[None]:
    """Nothing in here can reach the audience: a lost answer means that it has to be done again, and no more."""
    try:
        yield
    except FateUnknown as mistake:
        raise ServiceUnreachable(
            mistake.message, _("nothing reached the readers; run the same command again")
        ) from None
