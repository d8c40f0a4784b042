"""Every check of a letter that needs no network, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.accessibility import accessibility
from cenum.checks.alternatives import alternatives
from cenum.checks.budget import budget
from cenum.checks.clients import clients
from cenum.checks.contrast import contrast
from cenum.checks.dates import dates
from cenum.checks.gmail import gmail
from cenum.checks.gmail_clipping import clip
from cenum.checks.inbox import inbox
from cenum.checks.link_texts import link_texts
from cenum.checks.lost_text import lost
from cenum.checks.obligations import duties
from cenum.checks.odd_addresses import odd_addresses
from cenum.checks.plain_text import parts
from cenum.checks.privacy import privacy
from cenum.checks.since_earlier_issues import across
from cenum.checks.spelling import spelling
from cenum.checks.styles import styles
from cenum.checks.teasers import stories
from cenum.checks.third_parties import hosts
from cenum.checks.typesetting import typesetting
from cenum.checks.unclosed import pairs
from cenum.checks.wording import wording
from cenum.finding import in_reading_order

if TYPE_CHECKING:
    from cenum.checks.letter_view import LetterView
    from cenum.finding import Finding

_OF_THE_EDITION = (
    *(accessibility, alternatives, budget, clients, clip, contrast, duties, gmail, hosts, inbox, link_texts),
    *(lost, odd_addresses, parts, privacy, styles),
)
OF_THE_TEXT = (across, dates, pairs, spelling, stories, typesetting, wording)
CHECKS = (*_OF_THE_EDITION, *OF_THE_TEXT)


def check_edition(letter: LetterView) -> tuple[Finding, ...]:
    """What the checks have to say, in reading order."""
    return in_reading_order(finding for check in CHECKS for finding in check(letter))
