"""Files that a workflow leaves on a branch of its own at GitHub, by its interface: nothing is checked out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from cenum.github.git_tree import content_of, tree_at
from cenum.repository.github_client import GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cenum.github.git_tree import Tree, TreeEntry
    from cenum.repository.github_client import GitHubClient

_FILE = "100644"
_TRIES = 3
# “Reference update failed”, “Reference already exists” (docs.github.com/rest/git/refs): another run was there first.
_OVERTAKEN = frozenset({409, 422})


class _Object(Struct, frozen=True):
    sha: str


class _Reference(Struct, frozen=True):
    object: _Object


class _CommitAnswer(Struct, frozen=True):
    tree: _Object


def branch_commit(client: GitHubClient, branch: str) -> str:
    """The commit that ``branch`` ends with; empty where there is no such branch. Raises GitHubRefused."""
    found = client.find(f"git/ref/heads/{quote(branch)}", _Reference)
    return found.object.sha if found else ""


def branch_tree(client: GitHubClient, branch: str) -> Tree:
    """All that ``branch`` holds; nothing where there is no such branch. Raises GitHubRefused."""
    commit = branch_commit(client, branch)
    return tree_at(client, commit) if commit else {}


def read_branch_file(client: GitHubClient, branch: str, path: str) -> bytes | None:
    """What ``branch`` has at ``path``; ``None`` where there is no such branch or file. Raises GitHubRefused."""
    entry = branch_tree(client, branch).get(path)
    return content_of(client, entry) if entry and entry.is_regular else None


def put_branch(  # noqa: PLR0913  what is put where
    client: GitHubClient,
    branch: str,
    files: Mapping[str, bytes],
    message: str,
    *,
    stays: Iterable[TreeEntry] = (),
    onto: str = "",
) -> None:
    """Make ``branch`` one commit with ``files`` by their paths, whatever it was before.

    It is ``onto`` a commit, whose files stay as they are; or without a history, and without any other file but what
    ``stays`` of the branch. Raises GitHubRefused.
    """
    commit = _commit(client, files, stays, message, onto)
    _point(client, branch, commit, is_there=bool(branch_commit(client, branch)), force=True)


def append_to_branch(
    client: GitHubClient, branch: str, since: str, wanted: Callable[[Tree], Mapping[str, bytes]], message: str
) -> tuple[str, ...]:
    """Put the files that are ``wanted``, beside what is there, into a commit that follows the last one of ``branch``.

    A new branch begins at the commit ``since``. Nothing is forced: where another run was quicker, it is looked at
    again what is wanted. Gives the paths. Raises GitHubRefused.
    """
    for attempt in range(1, _TRIES + 1):
        before = branch_commit(client, branch)
        files = wanted(tree_at(client, before or since))
        if not files:
            return ()
        commit = _commit(client, files, (), message, before or since)
        try:
            _point(client, branch, commit, is_there=bool(before), force=False)
        except GitHubRefused as refused:
            if refused.status in _OVERTAKEN and attempt < _TRIES:
                continue
            raise
        return tuple(files)
    raise AssertionError


def _point(client: GitHubClient, branch: str, commit: str, *, is_there: bool, force: bool) -> None:
    """Have ``branch`` end with ``commit``; one that ``is_there`` loses what does not lead to it only by ``force``."""
    if is_there:
        client.write("PATCH", f"git/refs/heads/{quote(branch)}", {"sha": commit, "force": force})
    else:
        client.write("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})


def _commit(
    client: GitHubClient, files: Mapping[str, bytes], stays: Iterable[TreeEntry], message: str, onto: str
) -> str:
    entries = [_entry(one.path, one.sha) for one in stays]
    for path, content in files.items():
        encoded = base64.b64encode(content).decode()
        entries.append(_entry(path, client.create("git/blobs", {"content": encoded, "encoding": "base64"})))
    tree: dict[str, object] = {"tree": entries}
    if onto:
        tree["base_tree"] = client.get(f"git/commits/{onto}", _CommitAnswer).tree.sha
    made = {"message": message, "tree": client.create("git/trees", tree), "parents": [onto] if onto else []}
    return client.create("git/commits", made)


def _entry(path: str, sha: str) -> dict[str, str]:
    return {"path": path, "mode": _FILE, "type": "blob", "sha": sha}
