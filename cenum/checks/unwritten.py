"""Where nothing stands yet: below a heading, between the fences of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.checks.letter_view import finds
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.blocks import Button, Prose, walk
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView

SECTION_EMPTY = Rule(
    "section-empty",
    Severity.ERROR,
    what=N_("A section has a heading, but nothing below it. Drafts are ignored."),
    why=N_("Readers would look for what is missing."),
    remedy=N_("Write its text, or delete the heading."),
    example=Example(
        fails="""
            # Une section {#une}

            # Une autre {#autre}

            Bonsoir.
            """,
        passes="""
            # Une section {#une}

            Bonjour.

            # Une autre {#autre}

            Bonsoir.
            """,
    ),
)
BLOCK_EMPTY = Rule(
    "block-empty",
    Severity.ERROR,
    what=N_("A block has nothing between its `:::` lines. Drafts are ignored."),
    why=N_("Readers would see an empty frame."),
    remedy=N_("Write its text between the `:::` lines, or delete them."),
    example=Example(
        fails="""
            ::: note
            :::
            """,
        passes="""
            ::: note
            Bonjour.
            :::
            """,
    ),
)


@finds(SECTION_EMPTY, BLOCK_EMPTY)
def unwritten(letter: LetterView) -> Iterator[Finding]:
    """Errors for what was begun, and holds nothing; a draft says so itself, and does not leave."""
    issue = letter.issue
    if issue.draft:
        return
    for section in issue.sections:
        if not section.blocks:
            message = _("the section “{heading}” is empty").format(heading=section.heading)
            remedy = _("write its text below, or remove the heading")
            yield SECTION_EMPTY.at(Place(issue.place.file, section.line), message, remedy)
    for block, _around in walk(issue.blocks):
        if not isinstance(block, Prose | Button) and not block.facts.children:
            message = _("the block “{name}” is empty").format(name=block.name)
            remedy = _("write its text between the ::: lines, or remove them")
            yield BLOCK_EMPTY.at(Place(issue.place.file, block.line), message, remedy)
