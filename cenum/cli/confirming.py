"""Asking a person before anything leaves or is replaced, and waiting for a service."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from cenum.cli.context import printer
from cenum.errors import UsageMistake
from cenum.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cenum.process import Result
    from cenum.sending.act import SendOptions
    from cenum.services.service import Audience, Campaign


def send_options(result: Result, *, yes: bool, hour: datetime | None = None) -> SendOptions:
    """What a send hangs on besides the edition: a person is asked, unless ``yes`` was said before."""
    from cenum.sending.act import SendOptions

    confirm = None if yes else partial(_confirm, result, hour)
    return SendOptions(draft=result.issue.draft, confirm=confirm, pause=pause)


def pause() -> None:
    """Give a service time before it is asked again."""
    time.sleep(2)


def _confirm(result: Result, hour: datetime | None, campaign: Campaign, audience: Audience) -> bool:
    """Show what goes to whom, and ask. Without a person to ask, say how to go on without one."""
    rows = [
        (_("subject"), result.edition.subject),
        (_("campaign"), f"{campaign.name}  {campaign.where}"),
        (_("audience"), f"{audience.name} ({audience.size})"),
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
    return says_yes(said, _("add --yes to send without confirmation"), rows)


def says_yes(question: str, remedy: str, rows: Sequence[tuple[str, str]] = ()) -> bool:
    """Whether a person, who is shown ``rows``, types a yes. Raises :func:`nobody_to_ask` without a terminal."""
    if not sys.stdin.isatty():
        raise nobody_to_ask(remedy)
    return printer().ask(question, rows, suffix=_(": ")).strip().casefold() == _("yes")


def nobody_to_ask(remedy: str) -> UsageMistake:
    """What stops a command that wants a yes where there is nobody; ``remedy`` goes on without one."""
    return UsageMistake(_("there is no terminal to confirm in"), remedy)
