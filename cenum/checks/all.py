"""Every check of an edition, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.clip import clip
from cenum.checks.duties import duties
from cenum.checks.hosts import hosts
from cenum.checks.styles import styles
from cenum.finding import Finding, in_reading_order

if TYPE_CHECKING:
    from cenum.edition.measure import Weight
    from cenum.edition.model import Edition
    from cenum.issue.model import Issue
    from cenum.settings import Settings


def check_edition(issue: Issue, edition: Edition, weight: Weight, settings: Settings) -> tuple[Finding, ...]:
    """What the checks have to say, in reading order."""
    return in_reading_order(
        [
            *clip(edition, weight, issue.place, tracked=settings.tracking.clicks),
            *hosts(edition, settings.newsletter, issue.place),
            *duties(edition, settings, issue.place),
            *styles(edition),
        ]
    )
