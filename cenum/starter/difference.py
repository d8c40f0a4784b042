"""What taking cenum's form of a file would change in it, line by line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.starter.file_status import FileStatus


def difference(file: FileStatus, version: str) -> list[str] | None:
    """A unified diff from the letter's form to that of cenum ``version``; ``None`` where one of them is no text.

    Line endings are no difference: git changes them as it likes.
    """
    try:
        before, after = (_lines(content) for content in (file.here, file.given))
    except UnicodeDecodeError:
        return None
    here, there = _("{file} (here)"), _("{file} (cenum {version})")
    names = (here.format(file=file.name), there.format(file=file.name, version=version))
    return list(difflib.unified_diff(before, after, *names, lineterm=""))


def _lines(content: bytes | None) -> list[str]:
    *lines, last = (content or b"").decode("utf-8").replace("\r\n", "\n").split("\n")
    return [*lines, last, _("(no line break at the end)")] if last else lines
