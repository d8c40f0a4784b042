"""Every check of a letter that needs no network, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.accessibility import accessibility
from cenum.checks.across import across
from cenum.checks.alternatives import alternatives
from cenum.checks.budget import budget
from cenum.checks.clients import clients
from cenum.checks.clip import clip
from cenum.checks.contrast import contrast
from cenum.checks.dates import dates
from cenum.checks.duties import duties
from cenum.checks.gmail import gmail
from cenum.checks.hosts import hosts
from cenum.checks.inbox import inbox
from cenum.checks.link_texts import link_texts
from cenum.checks.lost import lost
from cenum.checks.odd_addresses import odd_addresses
from cenum.checks.pairs import pairs
from cenum.checks.parts import parts
from cenum.checks.privacy import privacy
from cenum.checks.sought import found
from cenum.checks.spelling import spelling
from cenum.checks.stories import stories
from cenum.checks.styles import styles
from cenum.checks.typesetting import typesetting
from cenum.checks.wording import wording
from cenum.finding import in_reading_order

if TYPE_CHECKING:
    from cenum.checks.sought import Sources
    from cenum.checks.view import LetterView
    from cenum.finding import Finding

_OF_THE_EDITION = (
    *(accessibility, alternatives, budget, clients, clip, contrast, duties, gmail, hosts, inbox, link_texts),
    *(lost, odd_addresses, parts, privacy, styles),
)
OF_THE_TEXT = (across, dates, pairs, spelling, stories, typesetting, wording)
CHECKS = (*_OF_THE_EDITION, *OF_THE_TEXT)
_NO_SOURCES: Sources = {}


def check_edition(letter: LetterView, sources: Sources = _NO_SOURCES) -> tuple[Finding, ...]:
    """What the checks have to say, in reading order.

    ``sources`` are the templates by their names, in which the places of findings are looked for.
    """
    return in_reading_order(found((finding for check in CHECKS for finding in check(letter)), sources))
