"""What may happen to a campaign, decided from what the service says. Nothing here touches a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.errors import Refusal
from cenum.i18n import _
from cenum.sending.mark import read_mark
from cenum.services.service import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.edition.model import Edition
    from cenum.services.service import Audience, Campaign
    from cenum.settings import Audience as Bounds

_LEFT = {State.SCHEDULED, State.SENDING, State.SENT}


def of_issue(key: str, campaigns: Iterable[Campaign]) -> list[Campaign]:
    """The campaigns of one issue that may still go out or already did; cancelled ones are history."""
    return [
        campaign
        for campaign in campaigns
        if campaign.state is not State.CANCELLED and (mark := read_mark(campaign.name)) and mark.key == key
    ]


def campaign_to_test(key: str, campaigns: Iterable[Campaign]) -> Campaign | None:
    """The draft to reuse, or ``None`` where one has to be created. Raises :class:`Refusal`."""
    mine = of_issue(key, campaigns)
    _refuse_if_left(key, mine)
    _refuse_if_several(key, mine)
    return mine[0] if mine else None


def campaign_to_send(edition: Edition, campaigns: Iterable[Campaign]) -> Campaign:
    """The one draft that carries this edition's digest as tested. Raises :class:`Refusal`."""
    mine = of_issue(edition.key, campaigns)
    _refuse_if_left(edition.key, mine)
    _refuse_if_several(edition.key, mine)
    mark = read_mark(mine[0].name) if mine else None
    test_first = _("send the test first: cenum test {key}").format(key=edition.key)
    if mark is None or mark.digest is None:
        raise Refusal(_("the issue of {key} was never tested").format(key=edition.key), test_first)
    if not mark.vouches_for(edition.digest):
        message = _("the issue of {key} is no longer what the reviewers were sent").format(key=edition.key)
        raise Refusal(message, _("send the test again: cenum test {key}").format(key=edition.key))
    return mine[0]


def audience_is_expected(audience: Audience, bounds: Bounds) -> None:
    """Raises :class:`Refusal` where the audience is outside the bounds of the settings."""
    if audience.size < max(1, bounds.minimum) or (bounds.maximum is not None and audience.size > bounds.maximum):
        message = _(
            "the audience “{name}” has {size} readers, and the settings expect {minimum} to {maximum}"
        ).format(
            name=audience.name,
            size=audience.size,
            minimum=max(1, bounds.minimum),
            maximum="∞" if bounds.maximum is None else bounds.maximum,
        )
        raise Refusal(message, _("look at the list at the service, or change [audience] in cenum.toml"))


def _refuse_if_left(key: str, campaigns: Sequence[Campaign]) -> None:
    left = [campaign for campaign in campaigns if campaign.state in _LEFT]
    if left:
        state = left[0].state
        said = {
            State.SCHEDULED: _("the issue of {key} is already scheduled: {where}"),
            State.SENDING: _("the issue of {key} is already being sent: {where}"),
            State.SENT: _("the issue of {key} was already sent: {where}"),
        }[state]
        remedy = _("nothing was done; to write to the readers again, make a new issue: cenum new")
        raise Refusal(said.format(key=key, where=left[0].where), remedy)


def _refuse_if_several(key: str, campaigns: Sequence[Campaign]) -> None:
    if len(campaigns) > 1:
        listed = ", ".join(campaign.where for campaign in campaigns)
        message = _("the issue of {key} has {count} campaigns: {list}").format(
            key=key, count=len(campaigns), list=listed
        )
        raise Refusal(message, _("delete all but one at the service, then run this again"))
