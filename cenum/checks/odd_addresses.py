"""What a careful editor would change in the addresses of the letter's links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.links import oddities
from cenum.links.lists import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.finding import Finding


@finds(*oddities.RULES)
def odd_addresses(letter: LetterView) -> Iterator[Finding]:
    """What ``links/oddities.py`` finds, of every link."""
    for link in letter.links:
        yield from oddities.oddities(link, known())
