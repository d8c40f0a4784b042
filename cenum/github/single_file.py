"""Files that a workflow leaves on a branch of its own at GitHub, by its interface: nothing is checked out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from cenum.github.git_tree import content_of, tree_at

if TYPE_CHECKING:
    from cenum.repository.github_client import GitHubClient


class _Object(Struct, frozen=True):
    sha: str


class _Reference(Struct, frozen=True):
    object: _Object


class _CommitAnswer(Struct, frozen=True):
    tree: _Object


def read_branch_file(client: GitHubClient, branch: str, path: str) -> bytes | None:
    """What ``branch`` has at ``path``; ``None`` where there is no such branch or file. Raises GitHubRefused."""
    reference = _reference(client, branch)
    entry = tree_at(client, reference.object.sha).get(path) if reference else None
    return content_of(client, entry) if entry and entry.is_regular else None


def put_branch_file(  # noqa: PLR0913  what is put where
    client: GitHubClient, branch: str, path: str, content: bytes, message: str, *, onto: str = ""
) -> None:
    """Make ``branch`` one commit with ``content`` at ``path``, whatever it was before.

    It is ``onto`` a commit, whose files stay as they are; or without a history, and without any other file. Raises
    GitHubRefused.
    """
    blob = client.create("git/blobs", {"content": base64.b64encode(content).decode(), "encoding": "base64"})
    tree: dict[str, object] = {"tree": [{"path": path, "mode": "100644", "type": "blob", "sha": blob}]}
    if onto:
        tree["base_tree"] = client.get(f"git/commits/{onto}", _CommitAnswer).tree.sha
    made = {"message": message, "tree": client.create("git/trees", tree), "parents": [onto] if onto else []}
    commit = client.create("git/commits", made)
    if _reference(client, branch):
        client.write("PATCH", f"git/refs/heads/{quote(branch)}", {"sha": commit, "force": True})
    else:
        client.write("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})


def _reference(client: GitHubClient, branch: str) -> _Reference | None:
    return client.find(f"git/ref/heads/{quote(branch)}", _Reference)
