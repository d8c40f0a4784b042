"""What the preview's pages say of a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.errors import Mistakes
from cenum.issue.characters import with_capital

if TYPE_CHECKING:
    from cenum.errors import CenumError


def in_words(mistake: CenumError) -> str:
    """What is wrong, where, and what to do: a sentence, unless it begins with a file's name."""
    said = str(mistake)
    if isinstance(mistake, Mistakes):
        place = next(finding.place for finding in mistake.findings if finding.message == mistake.message)
        return f"{place}: {said}"
    return said if "/" in said.partition(" ")[0] else with_capital(said)
