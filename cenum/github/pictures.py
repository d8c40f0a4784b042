"""Where a comment's pictures are: GitHub shows no data: addresses, and artifacts only to be downloaded.

They lie on a branch of their own, which is one commit without a history, and are shown by
``…/blob/…?raw=true``: who may read a private repository sees them there, and nobody else (docs.github.com, "Basic
writing and formatting syntax").
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cenum.github.door import GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cenum.github.door import Door

BRANCH = "cenum-pictures"
_KEPT = 20  # pull requests whose pictures stay


def put(
    door: Door, server: str, number: int, pictures: Mapping[tuple[str, str], bytes]
) -> dict[tuple[str, str], str]:
    """Put the pictures of pull request ``number`` there, in the place of its earlier ones: their addresses.

    Their names carry their content's hash, so that no browser shows an older one. Raises :class:`GitHubRefused`.
    """
    try:
        before = door.read(f"git/trees/{BRANCH}?recursive=1").get("tree", [])
    except GitHubRefused:
        before = []
    paths = {key: _path(number, *key, content) for key, content in pictures.items()}
    entries = _stays(before, number)
    for key, content in pictures.items():
        blob = door.write("POST", "git/blobs", {"content": base64.b64encode(content).decode(), "encoding": "base64"})
        entries.append(_entry(paths[key], blob.get("sha", "")))
    tree = door.write("POST", "git/trees", {"tree": entries})
    made = {"message": "Pictures of the letters under review", "tree": tree.get("sha", ""), "parents": []}
    commit = {"sha": door.write("POST", "git/commits", made).get("sha", ""), "force": True}
    if before:
        door.write("PATCH", f"git/refs/heads/{BRANCH}", commit)
    else:
        door.write("POST", "git/refs", {"ref": f"refs/heads/{BRANCH}", "sha": commit["sha"]})
    base = f"{server}/{door.repository}/blob/{BRANCH}/"
    return {key: f"{base}{quote(path)}?raw=true" for key, path in paths.items()}


def _path(number: int, issue: str, name: str, content: bytes) -> str:
    return f"{number}/{issue}-{hashlib.sha256(content).hexdigest()[:12]}-{name}"


def _stays(before: Sequence[Mapping[str, Any]], number: int) -> list[dict[str, str]]:
    """The entries of the latest other pull requests."""
    files = [one for one in before if one.get("type") == "blob"]
    numbers = {int(top) for one in files if (top := str(one["path"]).partition("/")[0]).isdecimal()} - {number}
    latest = sorted(numbers)[-_KEPT:]
    return [_entry(one["path"], one["sha"]) for one in files if one["path"].partition("/")[0] in map(str, latest)]


def _entry(path: str, sha: str) -> dict[str, str]:
    return {"path": path, "mode": "100644", "type": "blob", "sha": sha}
