"""Gmail cuts letters longer than 102 400 bytes, and the unsubscribe link with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.edition.measure import GMAIL_CLIP_BYTES, heading_at
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView

# Services add a header, a footer or a wrapper of their own: the margin is theirs.
WARNING_BYTES = 85_000
ERROR_BYTES = 95_000

_WHY = N_("Gmail cuts letters longer than 102 400 bytes, and the unsubscribe link with them.")
_REMEDY = N_("Shorten it, or move a part to the site.")
_SOURCE = N_("[caniemail.com](https://www.caniemail.com), and what Gmail does to letters of this size.")
_POINT = "- Un point de plus, et encore un autre, sur cette semaine."

CLIP = Rule(
    "clip",
    Severity.WARNING,
    what=N_("The letter weighs more than 85 kB as readers receive it; from 95 kB, this is an error."),
    why=_WHY,
    remedy=_REMEDY,
    source=_SOURCE,
    example=Example(fails=f"{_POINT} (× 800)", passes=f"{_POINT} (× 10)"),
)
CLIP_OVER = Rule(
    "clip-over",
    Severity.ERROR,
    what=N_("The letter weighs more than 95 kB as readers receive it."),
    why=_WHY,
    remedy=_REMEDY,
    source=_SOURCE,
    waive=True,
    example=Example(fails=f"{_POINT} (× 950)", passes=f"{_POINT} (× 10)"),
)


@finds(CLIP, CLIP_OVER)
def gmail_clipping(letter: LetterView) -> Iterator[Finding]:
    """A warning from 85 kB, an error from 95 kB, with the heading at which Gmail would cut."""
    weight = letter.weight
    if weight.clip_bytes < WARNING_BYTES:
        return
    message = _("the letter weighs {size:.0f} kB in the readers' mailboxes, and Gmail shows at most {limit:.0f} kB")
    message = message.format(size=weight.clip_bytes / 1000, limit=GMAIL_CLIP_BYTES / 1000)
    heading = heading_at(letter.edition.html, GMAIL_CLIP_BYTES, link_bytes=letter.settings.tracked_link_bytes)
    if weight.clip_bytes >= GMAIL_CLIP_BYTES and heading:
        message += _("; it would be cut under “{heading}”").format(heading=heading)
    remedy = _("shorten it, or move a part to the site; {links} links count for {bytes} bytes").format(
        links=weight.links, bytes=weight.clip_bytes - weight.html_bytes
    )
    rule = CLIP_OVER if weight.clip_bytes >= ERROR_BYTES else CLIP
    yield rule.at(letter.place, message, remedy)
