"""Asking a person before anything leaves or is replaced, and waiting for a service."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cenum.cli.context import printer
from cenum.cli.printing import OutputError
from cenum.cli.sent_view import audience_row
from cenum.cli.view import Rows
from cenum.errors import UsageMistake
from cenum.i18n import _, language, ngettext
from cenum.issue.calendar import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from cenum.process import Result
    from cenum.sending.act import SendOptions
    from cenum.services.service import Audience, Campaign


def send_options(
    result: Result,
    *,
    yes: bool,
    hour: datetime | None = None,
    today: date | None = None,
    online: Callable[[], bool] | None = None,
) -> SendOptions:
    """What a send hangs on besides the edition: a person is asked, unless ``yes`` was said before.

    ``today`` is given where an issue of another day may not leave unless a person says so once more; ``online`` is
    what waits for our own site.
    """
    from cenum.sending.act import SendOptions

    confirm = None if yes else partial(_confirm, result, hour, today)
    # Who is asked is shown it with the question.
    tell = _tell if yes else None
    return SendOptions(draft=result.issue.draft, confirm=confirm, pause=pause, today=today, tell=tell, online=online)


def _tell(audience: Audience) -> None:
    with suppress(OutputError):  # a letter that may leave is not held up by whoever does not listen
        printer().aside(Rows([audience_row(audience)]))


def pause() -> None:
    """Give a service time before it is asked again."""
    time.sleep(2)


def _confirm(
    result: Result, hour: datetime | None, today: date | None, campaign: Campaign, audience: Audience
) -> bool:
    """Show what goes to whom, and ask; again on another day. Without a person, say how to go on without one."""
    rows = [
        (_("subject"), result.edition.subject),
        (_("campaign"), f"{campaign.name}  {campaign.where}"),
        audience_row(audience),
    ]
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
    remedy = _("add --yes to send without confirmation")
    day = result.edition.sending_at.date()
    if today is None or day == today:
        return says_yes(said, remedy, rows)
    remedy = _("add --yes --early to send it without confirmation, on another day than its own")
    again = _("It is the letter of {day}, and today is {today}. Send it today all the same? Type “yes” to send")
    again = again.format(day=in_words(day, language()), today=in_words(today, language()))
    return says_yes(said, remedy, rows) and says_yes(again, remedy)


def says_yes(question: str, remedy: str, rows: Sequence[tuple[str, str]] = ()) -> bool:
    """Whether a person, who is shown ``rows``, types a yes. Raises :func:`nobody_to_ask` without a terminal."""
    if not sys.stdin.isatty():
        raise nobody_to_ask(remedy)
    return printer().ask(question, rows, suffix=_(": ")).strip().casefold() == _("yes")


def nobody_to_ask(remedy: str) -> UsageMistake:
    """What stops a command that wants a yes where there is nobody; ``remedy`` goes on without one."""
    return UsageMistake(_("there is no terminal to confirm in"), remedy)
