"""Every check of a letter that needs no network, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.accessibility import accessibility
from cenum.checks.alternatives import alternatives
from cenum.checks.budget import budget
from cenum.checks.clients import clients
from cenum.checks.contrast import contrast
from cenum.checks.copied import copied
from cenum.checks.dates import dates
from cenum.checks.false_headings import false_headings
from cenum.checks.gmail import gmail
from cenum.checks.gmail_clipping import gmail_clipping
from cenum.checks.greeting import greeting
from cenum.checks.inbox import inbox
from cenum.checks.link_texts import link_texts
from cenum.checks.lost_text import lost_text
from cenum.checks.obligations import obligations
from cenum.checks.odd_addresses import odd_addresses
from cenum.checks.plain_text import plain_text
from cenum.checks.privacy import privacy
from cenum.checks.remarks import remarks
from cenum.checks.since_earlier_issues import since_earlier_issues
from cenum.checks.spelling import spelling
from cenum.checks.styles import styles
from cenum.checks.teasers import teasers
from cenum.checks.third_parties import third_parties
from cenum.checks.typesetting import typesetting
from cenum.checks.unclosed import unclosed
from cenum.checks.unfinished import unfinished
from cenum.checks.unwritten import unwritten
from cenum.checks.wording import wording
from cenum.finding import in_reading_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.checks.letter_view import LetterView
    from cenum.finding import Finding

_OF_THE_EDITION = (
    accessibility,
    alternatives,
    budget,
    clients,
    gmail_clipping,
    contrast,
    obligations,
    gmail,
    third_parties,
    inbox,
    link_texts,
    lost_text,
    odd_addresses,
    plain_text,
    privacy,
    styles,
)
_OF_THE_LOOK = (accessibility, clients, contrast, gmail, styles, third_parties)
OF_THE_TEXT = (
    remarks,
    since_earlier_issues,
    copied,
    dates,
    false_headings,
    greeting,
    unclosed,
    unfinished,
    unwritten,
    spelling,
    teasers,
    typesetting,
    wording,
)
CHECKS = (*_OF_THE_EDITION, *OF_THE_TEXT)


def check_edition(letter: LetterView, go_on: Callable[[], bool] = lambda: True) -> tuple[Finding, ...]:
    """What the checks have to say, in reading order; those that ``go_on``, asked before each, allows."""
    return in_reading_order(finding for check in CHECKS if go_on() for finding in check(letter))


def of_the_look(letter: LetterView) -> tuple[Finding, ...]:
    """What the checks of what templates make of a letter have to say, whatever the letter says; in reading order."""
    return in_reading_order(finding for check in _OF_THE_LOOK for finding in check(letter))
