"""The files of a folder's issues as plain text: the one in hand, and those before it."""

from __future__ import annotations

from contextlib import suppress
from heapq import nlargest
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.issue.front_matter import says_draft
from cenum.issue.source import day_of, folder_around, read_text
from cenum.workspace import is_key

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from cenum.letter_folder import LetterFolder

# Five months of a weekly letter: what is older, few readers remember.
_EARLIER = 20


class IssueText(Struct, frozen=True):
    """An issue's file as it was written."""

    day: date
    text: str


class EarlierIssues(Struct, frozen=True):
    """The ``text`` of an issue's file, and the ``earlier`` ones beside it, the latest first."""

    text: str = ""
    earlier: tuple[IssueText, ...] = ()

    @property
    def previous(self) -> date | None:
        """The day of the issue before, if it is here."""
        return self.earlier[0].day if self.earlier else None


def earlier_issues_of(path: Path, root: Path | None = None, unsaved: bytes | None = None) -> EarlierIssues:
    """The file in ``path``, of the letter in ``root``, and those before it; no drafts, nor what can't be read.

    ``unsaved`` is taken for what the file says.
    """
    letter = folder_around(path, root)
    found: list[IssueText] = []
    if day_of(path):
        keys = (name.removesuffix(".md") for name in _names(path.parent, letter) if name.endswith(".md"))
        for key in nlargest(_EARLIER, (key for key in keys if key < path.stem and is_key(key))):
            other = path.with_stem(key)
            day, text = day_of(other), _text(other, letter)
            if day and text and not says_draft(text):
                found.append(IssueText(day, text))
    return EarlierIssues(_text(path, letter, unsaved), tuple(found))


def _names(folder: Path, letter: LetterFolder) -> list[str]:
    with suppress(OSError):
        return letter.names(folder)
    return []


def _text(path: Path, letter: LetterFolder, unsaved: bytes | None = None) -> str:
    return read_text(path, path.name, [], letter, unsaved=unsaved) or ""
