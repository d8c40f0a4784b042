"""Whether a letter still says what left, by what is kept of it: neither the service nor the site is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.archive.after_sending import Baseline, changed
from cenum.archive.kept import kept_message
from cenum.archive.letter_facts import facts_of
from cenum.archive.words_hash import words_hash
from cenum.issue.source import text_as_it_is

if TYPE_CHECKING:
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.workspace import Workspace


def changed_since_it_left(issue: Issue, workspace: Workspace) -> list[Finding]:
    """What is wrong with ``issue`` if it left; that a second correction is a new one, only the site can tell.

    Raises :class:`~cenum.errors.UsageMistake` where what is kept can't be read.
    """
    if issue.place.file != f"issues/{issue.key}.md":
        return []  # another file of that day never left
    kept = kept_message(workspace.files, issue.key)
    if kept is None or not kept.left:
        return []
    words = words_hash(text_as_it_is(workspace.root / issue.place.file) or "")
    letter = facts_of(issue, workspace.settings, words)
    return changed(letter, str(issue.corrected or ""), Baseline(kept.words))
