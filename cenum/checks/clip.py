"""Gmail cuts what is longer than 102 400 bytes, and with it the way to unsubscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.edition.measure import GMAIL_CLIP_BYTES, heading_at
from cenum.finding import Finding, Place, error, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.edition.measure import Weight
    from cenum.edition.model import Edition

# Services add a header, a footer or a wrapper of their own: the margin is theirs.
WARNING_BYTES = 85_000
ERROR_BYTES = 95_000


def clip(edition: Edition, weight: Weight, place: Place, *, tracked: bool) -> list[Finding]:
    """A warning from 85 kB, an error from 95 kB, with the heading at which Gmail would cut."""
    if weight.clip_bytes < WARNING_BYTES:
        return []
    message = _("the letter would weigh {size:.0f} kB in the readers' mailbox, of the {limit:.0f} kB Gmail shows")
    message = message.format(size=weight.clip_bytes / 1000, limit=GMAIL_CLIP_BYTES / 1000)
    heading = heading_at(edition.html, GMAIL_CLIP_BYTES, tracked=tracked)
    if weight.clip_bytes >= GMAIL_CLIP_BYTES and heading:
        message += _("; it would be cut under “{heading}”").format(heading=heading)
    remedy = _("shorten it, or move a part to the site; {links} links count for {bytes} bytes").format(
        links=weight.links, bytes=weight.clip_bytes - weight.html_bytes
    )
    found = error if weight.clip_bytes >= ERROR_BYTES else warning
    return [found("clip", place, message, remedy)]
