"""What every service that is spoken to over HTTP has to see to before it pushes anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cenum.errors import ServiceRefused
from cenum.i18n import _
from cenum.schema import is_email

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.services.service import Content

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


def acceptable(content: Content) -> None:
    """Raises :class:`ServiceRefused` for a content of which no letter could be made."""
    for what, line in ((_("the subject"), content.subject), (_("the sender's name"), content.sender.name)):
        if _CONTROLS.search(line):
            message = _("{what} contains a line break or another character that e-mail headers don't allow").format(
                what=what
            )
            raise ServiceRefused(message, _("write it on one line"))
    for address in (content.sender.email, content.reply_to):
        if not is_email(address):
            message = _("“{address}” is not an e-mail address").format(address=address)
            raise ServiceRefused(message, _("check the sender and the reply address in cenum.toml"))


def reachable(reviewers: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The reviewers that a message can be addressed to, each once, and those it can't, with the reason."""
    addresses = list({address.casefold(): address for address in reviewers}.values())
    wrong = [(address, _("this is not an e-mail address")) for address in addresses if not is_email(address)]
    return [address for address in addresses if is_email(address)], wrong


def known_id(campaign_id: str, pattern: str, service: str) -> str:
    """``campaign_id``, fit for an address. Raises :class:`ServiceRefused` for what can't be one."""
    if not re.fullmatch(pattern, campaign_id):
        message = _("{service} has no campaign “{id}”").format(service=service, id=campaign_id)
        raise ServiceRefused(message, _("run cenum status to list the existing ones"))
    return campaign_id


def list_is_missing(service: str, number: object, setting: str) -> ServiceRefused:
    """What is said where the readers' list, as ``setting`` names it in cenum.toml, is not at ``service``."""
    message = _("{service} has no list {number}: it was deleted, or its number is wrong").format(
        service=service, number=number
    )
    remedy = _("write the number of a list that is there as {setting} in cenum.toml, then test again: cenum test")
    return ServiceRefused(message, remedy.format(setting=setting))
