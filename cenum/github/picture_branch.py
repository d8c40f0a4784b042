"""Where a comment's pictures are: GitHub shows no data: addresses, and artifacts only to be downloaded.

They lie on a branch of their own, which is one commit without a history, and are shown by
``…/blob/…?raw=true``: who may read a private repository sees them there, and nobody else (docs.github.com, "Basic
writing and formatting syntax").
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.repository.github_client import GitHubClient

BRANCH = "cenum-pictures"
_KEPT = 20  # pull requests whose pictures stay
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class _Entry(Struct, frozen=True):
    path: str
    type: str = ""
    sha: str = ""


class _Tree(Struct, frozen=True):
    tree: tuple[_Entry, ...] = ()


def put(
    client: GitHubClient, server: str, number: int, pictures: Mapping[tuple[str, str], bytes]
) -> dict[tuple[str, str], str]:
    """Put the pictures of pull request ``number`` there, in the place of its earlier ones: their addresses.

    Their names carry their content's hash, so that no browser shows an older one. Raises :class:`GitHubRefused`.
    """
    before = client.find(f"git/trees/{BRANCH}?recursive=1", _Tree)
    paths = {key: _path(number, *key, content) for key, content in pictures.items()}
    entries = _stays(before.tree if before else (), number)
    for key, content in pictures.items():
        blob = client.create("git/blobs", {"content": base64.b64encode(content).decode(), "encoding": "base64"})
        entries.append(_entry(paths[key], blob))
    tree = client.create("git/trees", {"tree": entries})
    made = {"message": "Pictures of the letters under review", "tree": tree, "parents": []}
    commit = {"sha": client.create("git/commits", made), "force": True}
    if before:
        client.write("PATCH", f"git/refs/heads/{BRANCH}", commit)
    else:
        client.write("POST", "git/refs", {"ref": f"refs/heads/{BRANCH}", "sha": commit["sha"]})
    base = f"{server}/{client.repository}/blob/{BRANCH}/"
    return {key: f"{base}{path}?raw=true" for key, path in paths.items()}


def _path(number: int, issue: str, name: str, content: bytes) -> str:
    return f"{number}/{issue}-{hashlib.sha256(content).hexdigest()[:12]}-{name}"


def _stays(before: Sequence[_Entry], number: int) -> list[dict[str, str]]:
    """The entries of the latest other pull requests."""
    files = [one for one in before if one.type == "blob"]
    numbers = {int(top) for one in files if _NUMBER.fullmatch(top := one.path.partition("/")[0])} - {number}
    latest = sorted(numbers)[-_KEPT:]
    return [_entry(one.path, one.sha) for one in files if one.path.partition("/")[0] in map(str, latest)]


def _entry(path: str, sha: str) -> dict[str, str]:
    return {"path": path, "mode": "100644", "type": "blob", "sha": sha}
