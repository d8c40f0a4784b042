"""The figures of an issue and of those before it, as its service has them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cenum.errors import Refusal
from cenum.i18n import _
from cenum.report.clicks import by_heading
from cenum.report.figures import Report
from cenum.sending.mark import read_mark
from cenum.services.service import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.edition.edition import Edition
    from cenum.services.service import Campaign, Service

_BEFORE = 6
_LEFT = {State.SENDING, State.SENT, State.PAUSED, State.INCOMPLETE, State.ARCHIVED}


def last_that_left(campaigns: Iterable[Campaign]) -> str:
    """The key of the last issue that left. Raises :class:`Refusal` where none did."""
    marks = [mark for campaign in campaigns if campaign.state in _LEFT and (mark := read_mark(campaign.name))]
    if not marks:
        raise Refusal(
            _("no issue has been sent yet"), _("send one first, then try again a few days later: cenum status")
        )
    return max(mark.key for mark in marks)


def gather(edition: Edition, service: Service, newsletter: str) -> Report:
    """Raises :class:`Refusal` where the issue did not leave yet, and what the service raises."""
    left: dict[str, Campaign] = {}
    for campaign in service.campaigns():
        mark = read_mark(campaign.name)
        if mark and mark.is_of(newsletter) and campaign.state in _LEFT and mark.key <= edition.key:
            left.setdefault(mark.key, campaign)
    if edition.key not in left:
        message = _("the issue of {key} has not been sent yet").format(key=edition.key)
        raise Refusal(message, _("send it first, then try again a few days later: cenum status"))
    campaign = left[edition.key]
    statistics = service.statistics(campaign.id)
    before = islice(sorted((key for key in left if key != edition.key), reverse=True), _BEFORE)
    return Report(
        newsletter=newsletter,
        key=edition.key,
        subject=edition.subject,
        where=campaign.where,
        statistics=statistics,
        headings=by_heading(edition.html, statistics.links),
        previous=tuple((key, service.statistics(left[key].id)) for key in before),
        wanted=campaign.wanted if campaign.state in {State.PAUSED, State.INCOMPLETE} else None,
    )
