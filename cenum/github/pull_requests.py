"""Which issues a pull request is about, and which pull request brought an issue."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.repository.git import GitRefused, changed_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from cenum.repository.github_client import GitHubClient


class _Commit(Struct, frozen=True):
    sha: str


class _Pull(Struct, frozen=True):
    number: int


class _File(Struct, frozen=True):
    filename: str


def changed(root: Path, since: str) -> list[str]:
    """The files below ``root`` that differ from the commit ``since``. Raises :class:`UsageMistake`."""
    try:
        return changed_files(root, os.environ, since)
    except GitRefused as mistake:
        message = _("git can't say what was changed since {commit} ({reason})").format(
            commit=since, reason=mistake.reason
        )
        raise UsageMistake(message, _("name the issue, or fetch that commit: fetch-depth: 2")) from None


def files_of(client: GitHubClient, number: int) -> list[str]:
    """The files of pull request ``number``, as seen from the repository's root. Raises GitHubRefused."""
    return [one.filename for one in client.list_all(f"pulls/{number}/files?per_page=100", _File)]


def brought_by(client: GitHubClient, key: str) -> int | None:
    """The pull request that brought the issue of ``key``, if one did. Raises GitHubRefused."""
    commits = client.list_all(f"commits?path=issues/{key}.md&per_page=100", _Commit)
    if not commits:
        return None
    found = client.get(f"commits/{commits[-1].sha}/pulls", tuple[_Pull, ...])
    return found[0].number if found else None


def issues_of(names: Iterable[str], dated: Sequence[str], today: Callable[[], date]) -> tuple[str, ...]:
    """The keys of the issues among the changed files ``names``; ``dated`` are those that exist, the oldest first.

    Where only templates, settings or pictures were changed, it is the next issue that shows it, or the latest.
    """
    keys = [key for key in dated if f"issues/{key}.md" in set(names)]
    if keys or not dated:
        return tuple(keys)
    day = today().isoformat()
    return (next((key for key in dated if key >= day), dated[-1]),)
