"""What the site that is online says of the last publication, for a folder that is new: a runner's, a clone's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.archive.answering import OK, Astray, carried_out, fault_in_words, reach
from cenum.archive.manifest import MANIFEST, Manifest, decode_manifest
from cenum.errors import Refusal
from cenum.i18n import _
from cenum.links.inquiry import Request
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.archive.answering import SiteInquiry
    from cenum.links.inquiry import Answer
    from cenum.links.scheduler import WebClient
    from cenum.settings import Newsletter

_MOST_BYTES = 8_000_000  # ten years have some 300 kB
_TRIES = 3
_NOT_THERE = 404


def live_manifest(
    newsletter: Newsletter, web: WebClient, fresh: Callable[[], str], pause: Callable[[], None]
) -> Manifest:
    """That of the site of ``newsletter``; an empty one where the site answers that there is none.

    It is asked for past all caches, three times at most, with a ``pause`` in between; ``fresh`` gives words that no
    address ever had. Raises :class:`Refusal` of any other answer: what readers have would no longer be known.
    """
    address = f"{spell(newsletter.site)}/{MANIFEST}"
    reason = ""
    for attempt in range(_TRIES):
        if attempt:
            pause()
        found = carried_out([_look(address, newsletter.own_hosts, fresh())], web)[0]
        if isinstance(found, Manifest):
            return found
        reason = found
    raise Refusal(
        _("{address} can't be read ({reason}): pages that readers have could vanish").format(
            address=address, reason=reason
        ),
        _("publish again once it answers; only before the site is online for the first time, leave out --live"),
    )


def _look(address: str, hosts: frozenset[str], fresh: str) -> SiteInquiry[Manifest | str]:
    """The manifest, or why there is none to be had, in words."""
    try:
        answer = yield from reach(Request(address, "", want=_MOST_BYTES + 1), hosts, fresh, exact=True)
    except Astray as astray:
        return astray.says
    return _manifest_in(answer)


def _manifest_in(answer: Answer) -> Manifest | str:
    if answer.fault:
        return fault_in_words(answer.fault)
    if answer.status == _NOT_THERE:
        return Manifest()
    if answer.status != OK:
        return _("it answers {status}").format(status=answer.status)
    if len(answer.body) > _MOST_BYTES:
        return _("it is larger than {size} kB").format(size=_MOST_BYTES // 1000)
    try:
        return decode_manifest(answer.body)
    except ValueError:
        return _("it is not what cenum wrote")
