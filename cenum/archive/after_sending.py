"""What may not happen to a letter once it left, unless its own file says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.finding import Place, Severity
from cenum.i18n import N_, _
from cenum.issue.calendar import in_words
from cenum.rule import Rule

if TYPE_CHECKING:
    from datetime import date

    from cenum.archive.letter_facts import LetterFacts
    from cenum.finding import Finding

CHANGED_AFTER_SENDING = Rule(
    "changed-after-sending",
    Severity.ERROR,
    what=N_("A letter was changed after it left, and does not say so."),
    why=N_("Its page would no longer be what the readers received, and nobody could tell."),
    remedy=N_(
        "Add `corrected: {on: 2026-12-01, what: …}` to its front matter, which its page shows; a letter that was "
        "corrected before needs the day and the words of this time. Where readers need not know, as of a link that "
        "was repaired, accept it under `waivers`."
    ),
    example="it takes a letter that left",
    waive=True,
)
GONE_AFTER_SENDING = Rule(
    "gone-after-sending",
    Severity.ERROR,
    what=N_("A letter that left is not there any more, or says that it is a draft."),
    why=N_("Readers who have it open its page and find nothing, without a word on why."),
    remedy=N_("Restore the file; to take the letter back, write `withdrawn:` and the reason in its front matter."),
    example="it takes a letter that left",
)
NOT_COMMITTED = Rule(
    "not-committed",
    Severity.ERROR,
    what=N_("The file of a letter that has a page was changed since the last commit."),
    why=N_("What is public is what everybody can look up in git."),
    remedy=N_("Commit the change, or take it back; then publish."),
    example="it takes a repository",
)


class Baseline(Struct, frozen=True):
    """What a letter was when it was last known to be in order: its words, and the correction that it showed.

    Both are hashes; ``correction`` is empty without one.
    """

    words: str
    correction: str = ""


def changed(letter: LetterFacts, correction: str, baseline: Baseline | None) -> list[Finding]:
    """What is wrong with a ``letter`` that left, with the hash of its ``correction`` now."""
    if baseline is None or letter.words == baseline.words or letter.withdrawn:
        return []
    if correction and correction != baseline.correction:
        return []
    message = _("the letter of {key} was changed after it left").format(key=letter.key)
    remedy = _("add `corrected: {{on: DAY, what: …}}` to its front matter, or take the change back").format()
    if correction:
        message = _("the letter of {key} was changed again after it was corrected").format(key=letter.key)
        remedy = _("write the day and the words of this correction in `corrected`, or take the change back")
    return [CHANGED_AFTER_SENDING.at(Place(letter.place.file), message, remedy)]


def gone(file: str, day: date, language: str, *, draft: bool) -> Finding:
    """What is wrong where the letter of ``day`` left, and its ``file`` is missing or says that it is a ``draft``."""
    message = _("the letter of {day} left, and its file is gone")
    if draft:
        message = _("the letter of {day} left, and it says draft: true")
    remedy = _("restore it; to take the letter back, write `withdrawn: the reason` in its front matter")
    return GONE_AFTER_SENDING.at(Place(file), message.format(day=in_words(day, language)), remedy)


def not_committed(file: str) -> Finding:
    """What is wrong with a letter that would be public, and whose ``file`` is not as git has it."""
    message = _("the file was changed since the last commit")
    return NOT_COMMITTED.at(Place(file), message, _("commit the change, or take it back; then publish"))
