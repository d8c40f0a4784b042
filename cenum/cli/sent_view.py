"""What “send”, “schedule” and “status --due” answer alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.cli.json_data import audience_as_data, campaign_as_data
from cenum.cli.view import Rows, Success, View
from cenum.errors import UsageMistake
from cenum.formatting import clock_face
from cenum.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from cenum.process import Result
    from cenum.sending.act import SendResult
    from cenum.services.service import Audience


def sent_view(result: Result, sent: SendResult, said: str, *, carried_out: bool) -> View:
    """What left, or will, and whom it goes to; ``said`` is the sentence for it."""
    from cenum.sending.mark import state_word

    campaign, audience = sent.campaign, sent.audience
    rows = [(_("subject"), result.edition.subject)]
    if audience:
        rows.append(audience_row(audience))
    if campaign.at:
        hour = campaign.at.astimezone(result.edition.sending_at.tzinfo)
        rows.append((_("hour"), f"{hour:%Y-%m-%d %H:%M}"))
    rows += [(_("state"), state_word(campaign)), (_("where to look"), campaign.where)]
    return View(
        {"campaign": campaign_as_data(campaign), "audience": audience_as_data(audience) if audience else None},
        [Success(said.format(key=result.edition.key)), Rows(rows)],
        carried_out=carried_out,
    )


def audience_row(audience: Audience) -> tuple[str, str]:
    """Whom a letter goes to, and how many they are."""
    return _("audience"), f"{audience.name} ({audience.size})"


def nothing_due_view(now: datetime) -> View:
    """That no letter is due at the aware moment ``now``."""
    return View(
        {"due": None, "now": now.isoformat(timespec="minutes")},
        [Success(_("nothing is due: it is {now}").format(now=clock_face(now)))],
    )


def due_takes_no_issue(issue: str) -> UsageMistake:
    """What is wrong with naming an ``issue`` besides --due."""
    message = _("--due sends today's issue, but “{issue}” was named")
    return UsageMistake(message.format(issue=issue), _("leave out one of the two"))
