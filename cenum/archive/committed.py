"""What of the letters lies on the branch that publishes: git's HEAD, where the folder is in a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.letter_folder import LetterFolder
from cenum.repository.git import GitRefused, ask_git, changed_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class CommittedFiles(Struct, frozen=True):
    """The files of HEAD and those of them that differ by now; ``known`` is ``None`` without a repository.

    Paths are seen from the letter's folder. Without a repository nobody works on branches: all files are published.
    """

    known: frozenset[str] | None = None
    changed: frozenset[str] = frozenset()

    def has(self, file: str) -> bool:
        """Whether ``file`` is on the branch, were it in another form."""
        return self.known is None or file in self.known

    def has_as_it_is(self, file: str) -> bool:
        """Whether ``file`` is on the branch, as it is."""
        return self.has(file) and file not in self.changed


def committed_files(root: Path, environ: Mapping[str, str]) -> CommittedFiles:
    """What HEAD has of the folder ``issues`` in ``root``.

    Raises :class:`UsageMistake` where there is a repository, and git does not say it.
    """
    if not any(LetterFolder(folder).holds(".git") for folder in (root, *root.parents)):
        return CommittedFiles()
    try:
        if not ask_git(root, environ, "for-each-ref", "--count=1").strip():
            return CommittedFiles(frozenset())  # nothing was committed yet
        said = ask_git(root, environ, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "issues/")
        changed = changed_files(root, environ, "HEAD")
    except GitRefused as mistake:
        raise UsageMistake(
            _("git can't say which letters are committed ({reason})").format(reason=mistake.reason),
            _("only these are published: correct what git says, then run the command again"),
        ) from None
    names = frozenset(name for name in said.decode("utf-8", "replace").split("\0") if name)
    return CommittedFiles(names, frozenset(changed))
