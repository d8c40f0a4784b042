"""What a commit holds, asked of GitHub's own store of git's objects: nothing of it is ever checked out.

The answers are those of docs.github.com/rest/git/trees and …/git/blobs, version 2022-11-28; the modes are git's
(git-scm.com/docs/git-fast-import, "filemodify").
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from cenum.errors import Refusal
from cenum.i18n import _
from cenum.repository.github_client import GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.repository.github_client import GitHubClient

_FOLDER = "040000"
_REGULAR = frozenset({"100644", "100755"})


class TreeEntry(Struct, frozen=True):
    """One file, link or submodule of a commit. ``size`` in bytes, of what has one."""

    path: str
    mode: str
    sha: str
    size: int = 0

    @property
    def is_regular(self) -> bool:
        """Whether it is a file, and no link, no submodule."""
        return self.mode in _REGULAR


class _Tree(Struct, frozen=True):
    tree: tuple[TreeEntry, ...]
    truncated: bool = False


class _Blob(Struct, frozen=True):
    content: str
    encoding: str = ""


Tree: TypeAlias = "Mapping[str, TreeEntry]"


class TreeChange(Struct, frozen=True):
    """What stands at ``path`` before and after; ``None`` where there is nothing."""

    path: str
    before: TreeEntry | None
    after: TreeEntry | None


def tree_at(client: GitHubClient, commit: str) -> Tree:
    """All that ``commit`` holds, by its path.

    Raises :class:`Refusal` of one that is too large to be told, and GitHubRefused.
    """
    said = client.get(f"git/trees/{commit}?recursive=1", _Tree)
    if said.truncated:
        message = _("the repository has more files than GitHub lists")
        raise Refusal(message, _("test and approve in a terminal: “cenum test”, “cenum approve”"))
    return {entry.path: entry for entry in said.tree if entry.mode != _FOLDER}


def changes(before: Tree, after: Tree) -> tuple[TreeChange, ...]:
    """What differs between two commits, content or mode, in the order of the paths."""
    return tuple(
        TreeChange(path, old, new)
        for path in sorted(before.keys() | after.keys())
        if _identity(old := before.get(path)) != _identity(new := after.get(path))
    )


def content_of(client: GitHubClient, entry: TreeEntry) -> bytes:
    """The bytes of a file, which are those that its hash is of. Raises GitHubRefused."""
    said = client.get(f"git/blobs/{entry.sha}", _Blob)
    try:
        content = base64.b64decode(said.content) if said.encoding == "base64" else said.content.encode()
    except binascii.Error:
        content = b""
    if blob_hash(content) != entry.sha:
        message = _("GitHub gave another content than that of {file}").format(file=entry.path)
        raise GitHubRefused(message, _("run the same command again in a moment"))
    return content


def blob_hash(content: bytes) -> str:
    """What git calls a file of this content (git-scm.com/book, “Git Internals - Git Objects”)."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _identity(entry: TreeEntry | None) -> tuple[str, str] | None:
    return (entry.mode, entry.sha) if entry else None
