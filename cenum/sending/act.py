"""Test, then send: the one place that carries out what the rules decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import FateUnknown, Refusal
from cenum.i18n import _
from cenum.sending import rules
from cenum.sending.mark import campaign_name
from cenum.services.service import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.edition.model import Edition
    from cenum.services.service import Audience, Campaign, Content, Service, TestSend
    from cenum.settings import Settings

_LOOKS = 5  # how often the state is read again before a fate counts as unknown


class Tested(Struct, frozen=True):
    """What came of a test send."""

    campaign: Campaign
    outcome: TestSend


class Sent(Struct, frozen=True):
    """What came of a send, and whom it went to."""

    campaign: Campaign
    audience: Audience


def send_test(edition: Edition, service: Service, settings: Settings) -> Tested:
    """Push the edition and send it to the reviewers; the campaign is marked tested last.

    Untested comes before the content is touched: whatever dies in between, nothing untested bears the mark.
    Raises :class:`Refusal`, and what the service raises.
    """
    if not settings.reviewers:
        message = _("nobody is named as a reviewer")
        raise Refusal(message, _('add reviewers = ["…"] at the top of cenum.toml'))
    name = settings.newsletter.name
    campaign = rules.campaign_to_test(edition.key, service.campaigns())
    content = service.content(edition)
    untested = campaign_name(name, edition.key, None)
    if campaign is None:
        campaign = service.create(untested, content)
    else:
        service.rename(campaign.id, untested)
        service.update(campaign.id, content)
    _same_as_stored(content, service, campaign)
    outcome = service.test(campaign.id, settings.reviewers)
    if not outcome.delivered:
        reasons = "; ".join(f"{address}: {reason}" for address, reason in outcome.refused)
        message = _("no reviewer could be reached ({reasons})").format(reasons=reasons)
        raise Refusal(message, _("mend the reviewers in cenum.toml, then run cenum test again"))
    service.rename(campaign.id, campaign_name(name, edition.key, edition.digest))
    return Tested(service.campaign(campaign.id), outcome)


def send(  # noqa: PLR0913  what a send hangs on
    edition: Edition,
    service: Service,
    settings: Settings,
    *,
    draft: bool,
    confirm: Callable[[Campaign, Audience], bool],
    pause: Callable[[], None],
) -> Sent:
    """Send the tested campaign to the audience, with one request that is never repeated.

    ``draft`` is the issue's own word; ``confirm`` is asked last, with whom it goes to; ``pause`` waits
    between two looks at a campaign whose fate is not known yet.
    Raises :class:`Refusal`, :class:`FateUnknown`, and what the service raises.
    """
    campaign = rules.campaign_to_send(edition, service.campaigns())
    if draft:
        message = _("the issue of {key} says draft: true").format(key=edition.key)
        raise Refusal(message, _("remove that line when the letter may leave, then send"))
    _same_as_stored(service.content(edition), service, campaign)
    audience = service.audience()
    rules.audience_is_expected(audience, settings.audience)
    if not confirm(campaign, audience):
        raise Refusal(_("nothing was sent"), _("run cenum send again when it may go out"))
    try:
        service.send(campaign.id)
    except FateUnknown as mistake:
        _has_left(service, campaign, mistake, pause)
    return Sent(service.campaign(campaign.id), audience)


def _has_left(service: Service, campaign: Campaign, mistake: FateUnknown, pause: Callable[[], None]) -> None:
    """Whether a send without an answer was carried out. A draft proves nothing until patience ends."""
    for _look in range(_LOOKS):
        if service.campaign(campaign.id).state in {State.SENDING, State.SENT}:
            return
        pause()
    remedy = _("open {where} and see whether it left; send nothing before that").format(where=campaign.where)
    raise FateUnknown(mistake.message, remedy) from mistake


def _same_as_stored(content: Content, service: Service, campaign: Campaign) -> None:
    parts = content.differences(service.read(campaign.id))
    if parts:
        message = _("the campaign at the service is not what cenum made: {parts} differ ({where})").format(
            parts=", ".join(parts), where=campaign.where
        )
        raise Refusal(message, _("undo what was changed there by sending the test again: cenum test"))
