"""What colleagues asked of a letter, in a comment or with a marker, and nobody answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.issue.left_remarks import REMARK_LEFT, remarks_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.finding import Finding


@finds(REMARK_LEFT)
def remarks(letter: LetterView) -> Iterator[Finding]:
    """An error for each remark, in a draft as well."""
    return remarks_left(letter.issue)
