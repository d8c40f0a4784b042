"""The files of a folder's issues as plain text: the one in hand, and those before it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DRAFT = re.compile(r"^draft:\s*true\b", re.MULTILINE)
# Five months of a weekly letter: what is older, few readers remember.
_EARLIER = 20
_MOST_BYTES = 300_000


class Manuscript(Struct, frozen=True):
    """An issue's file as it was written."""

    day: date
    text: str


class Manuscripts(Struct, frozen=True):
    """The ``text`` of an issue's file, and the ``earlier`` ones beside it, the latest first."""

    text: str = ""
    earlier: tuple[Manuscript, ...] = ()

    @property
    def previous(self) -> date | None:
        """The day of the issue before, if it is here."""
        return self.earlier[0].day if self.earlier else None


def manuscripts(path: Path) -> Manuscripts:
    """The file in ``path`` and those before it; what can't be read, or is a draft, is left out."""
    found = []
    if _DATE.fullmatch(path.stem):
        names = sorted((other for other in path.parent.glob("*.md") if other.stem < path.stem), reverse=True)
        for other in [name for name in names if _DATE.fullmatch(name.stem)][:_EARLIER]:
            manuscript = _manuscript(other)
            if manuscript:
                found.append(manuscript)
    return Manuscripts(_text(path), tuple(found))


def _manuscript(path: Path) -> Manuscript | None:
    try:
        day = date.fromisoformat(path.stem)
    except ValueError:
        return None
    text = _text(path)
    return Manuscript(day, text) if text and not _DRAFT.search(text) else None


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return ""
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
