"""Every check of an edition that needs no network, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.accessibility import accessibility
from cenum.checks.alternatives import alternatives
from cenum.checks.budget import budget
from cenum.checks.clients import clients
from cenum.checks.clip import clip
from cenum.checks.contrast import contrast
from cenum.checks.duties import duties
from cenum.checks.gmail import gmail
from cenum.checks.hosts import hosts
from cenum.checks.link_texts import link_texts
from cenum.checks.parts import parts
from cenum.checks.privacy import privacy
from cenum.checks.styles import styles
from cenum.finding import in_reading_order
from cenum.links.lists import known
from cenum.links.oddities import oddities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cenum.edition.measure import Weight
    from cenum.edition.model import Edition
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.model import Link
    from cenum.settings import Settings


def check_edition(
    issue: Issue, edition: Edition, weight: Weight, links: Sequence[Link], settings: Settings
) -> tuple[Finding, ...]:
    """What the checks have to say, in reading order. ``links`` are all of the letter."""
    return in_reading_order(
        [
            *accessibility(issue, edition),
            *alternatives(issue, edition),
            *budget(issue, edition, weight, settings.budget),
            *clients(edition, settings.clients),
            *clip(edition, weight, issue.place, tracked=settings.tracking.clicks),
            *contrast(edition),
            *duties(edition, settings, issue.place),
            *gmail(edition),
            *hosts(edition, settings.newsletter, issue.place),
            *link_texts(links),
            *parts(edition, settings),
            *privacy(edition),
            *styles(edition),
            *(finding for link in links for finding in oddities(link, known())),
        ]
    )
