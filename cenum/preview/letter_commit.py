"""The commit of git that a letter is seen at, so that who read it can name what she read."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from cenum.repository.git import GitRefused, ask_git, changed_files, head_commit
from cenum.settings import FILE_NAME
from cenum.workspace import is_key

if TYPE_CHECKING:
    from pathlib import Path

_FOLDERS = ("issues", "templates")


class LetterCommit(NamedTuple):
    """``changed`` says that something which the letter is made of is not in the commit, or differs from it."""

    hash: str
    changed: bool


def letter_commit(root: Path, file: str) -> LetterCommit | None:
    """The commit that is checked out in ``root``, for the issue in ``file``. ``None`` without git, or without one."""
    try:
        commit = head_commit(root, os.environ)
        new = ask_git(
            root, os.environ, "ls-files", "--others", "--exclude-standard", "-z", "--", FILE_NAME, *_FOLDERS
        )
        names = [*changed_files(root, os.environ, commit), *(os.fsdecode(name) for name in new.split(b"\0") if name)]
    except GitRefused:
        return None
    return LetterCommit(commit, any(_makes(name, file) for name in names))


def _makes(name: str, file: str) -> bool:
    """Whether the issue in ``file`` is made of the file ``name``: not of other issues, nor of what lies elsewhere."""
    path = PurePosixPath(name)
    if path.parts[0] not in {FILE_NAME, *_FOLDERS}:
        return False
    is_issue = path.suffix == ".md" and len(path.parts) == 2 and is_key(path.stem)  # noqa: PLR2004  issues/KEY.md
    return name == file or not is_issue
