"""What colleagues asked of a letter, in a comment or with a marker, and nobody answered yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.issue.lines import line_about
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.issue.front_matter import RemarkLine
    from cenum.issue.model import Issue

_SHOWN = 60

REMARK_LEFT = Rule(
    "remark-left",
    Severity.ERROR,
    what=N_("A colleague's remark is still among the `remarks` of the front matter, in a draft as well."),
    why=N_("Somebody asked for a change, and nobody said that it was made."),
    remedy=N_("Answer it in the text, then delete the remark."),
    example=Example(
        kind="yaml",
        fails="""
            remarks:
              - at: 42 %
                by: Cécile
                says: Vérifier ce chiffre.
            """,
        passes="remarks: []",
    ),
)


def remarks_left(issue: Issue) -> Iterator[Finding]:
    """An error for each remark: where its words stand in the issue, or else where it stands itself."""
    for nth, remark in enumerate(issue.remarks):
        place = line_about(issue, remark.at) or issue.place_of("remarks", nth)
        remedy = _("answer it, then delete the remark in the front matter")
        words = place.shown(" ".join(remark.at.split())) if remark.at.strip() else ()
        yield REMARK_LEFT.at(place, _sentence(remark), remedy, words=words)


def _sentence(remark: RemarkLine) -> str:
    by, says, at = (" ".join(words.split()) for words in (remark.by, remark.says, remark.at))
    at = at if len(at) <= _SHOWN else at[:_SHOWN].rstrip() + "…"
    if says and at:
        said = _("{by} asks: {says} (“{at}”)") if by else _("a colleague asks: {says} (“{at}”)")
    elif says:
        said = _("{by} asks: {says}") if by else _("a colleague asks: {says}")
    elif at:
        said = _("“{at}” was marked by {by}") if by else _("“{at}” was marked in the document")
    else:
        said = _("a remark says nothing")
    return said.format(by=by, says=says, at=at)
