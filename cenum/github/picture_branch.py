"""Where a comment's pictures are: GitHub shows no data: addresses, and artifacts only to be downloaded.

They lie on a branch of their own, which is one commit without a history, and are shown by
``…/blob/…?raw=true``: who may read a private repository sees them there, and nobody else (docs.github.com, "Basic
writing and formatting syntax").
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from cenum.github.side_branch import branch_tree, put_branch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.github.git_tree import Tree, TreeEntry
    from cenum.repository.github_client import GitHubClient

BRANCH = "cenum-pictures"
_KEPT = 20  # pull requests whose pictures stay
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def put(
    client: GitHubClient, server: str, number: int, pictures: Mapping[tuple[str, str], bytes]
) -> dict[tuple[str, str], str]:
    """Put the pictures of pull request ``number`` there, in the place of its earlier ones: their addresses.

    Their names carry their content's hash, so that no browser shows an older one. Raises :class:`GitHubRefused`.
    """
    paths = {key: _path(number, *key, content) for key, content in pictures.items()}
    files = {paths[key]: content for key, content in pictures.items()}
    stays = _stays(branch_tree(client, BRANCH), number)
    put_branch(client, BRANCH, files, "Pictures of the letters under review", stays=stays)
    base = f"{server}/{client.repository}/blob/{BRANCH}/"
    return {key: f"{base}{path}?raw=true" for key, path in paths.items()}


def _path(number: int, issue: str, name: str, content: bytes) -> str:
    return f"{number}/{issue}-{hashlib.sha256(content).hexdigest()[:12]}-{name}"


def _stays(before: Tree, number: int) -> list[TreeEntry]:
    """The files of the latest other pull requests."""
    files = [one for one in before.values() if one.is_regular]
    numbers = {int(top) for one in files if _NUMBER.fullmatch(top := one.path.partition("/")[0])} - {number}
    latest = set(map(str, sorted(numbers)[-_KEPT:]))
    return [one for one in files if one.path.partition("/")[0] in latest]
