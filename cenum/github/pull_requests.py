"""A pull request as it is now, which issues it is about, and which one brought an issue."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import Refusal, UsageMistake
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


class _Account(Struct, frozen=True):
    login: str = ""


class _Repository(Struct, frozen=True):
    full_name: str
    default_branch: str


class _Side(Struct, frozen=True):
    """``repo`` is ``None`` where the fork is gone."""

    sha: str
    ref: str
    repo: _Repository | None = None


class PullRequestNow(Struct, frozen=True):
    """What GitHub says of it at this moment (docs.github.com/rest/pulls/pulls, “Get a pull request”)."""

    number: int
    head: _Side
    base: _Side
    state: str = ""
    merged: bool = False
    user: _Account | None = None


class _Comparison(Struct, frozen=True):
    merge_base_commit: _Commit


def changed(root: Path, since: str) -> list[str]:
    """The files below ``root`` that differ from the commit ``since``. Raises :class:`UsageMistake`."""
    try:
        return changed_files(root, os.environ, since)
    except GitRefused as mistake:
        message = _("git can't say what was changed since {commit} ({reason})").format(
            commit=since, reason=mistake.reason
        )
        raise UsageMistake(message, _("name the issue, or fetch that commit: fetch-depth: 2")) from None


def pull_request_now(client: GitHubClient, number: int) -> PullRequestNow:
    """Pull request ``number``. Raises GitHubRefused."""
    return client.get(f"pulls/{number}", PullRequestNow)


def refuse_others(pull: PullRequestNow) -> None:
    """Raises :class:`Refusal` unless ``pull`` is open or merged, from the repository itself into its main branch."""
    ours, theirs = pull.base.repo, pull.head.repo
    if not ours or not theirs or ours.full_name.casefold() != theirs.full_name.casefold():
        message = _("pull request {number} comes from another repository").format(number=pull.number)
        raise Refusal(message, _("bring its letter in a branch of this repository"))
    if pull.base.ref != ours.default_branch:
        message = _("pull request {number} is not for {branch}, from which letters are sent")
        raise Refusal(message.format(number=pull.number, branch=ours.default_branch), _("change its base branch"))
    if pull.state != "open" and not pull.merged:
        message = _("pull request {number} was closed without being merged").format(number=pull.number)
        raise Refusal(message, _("open it again, then ask again"))


def parting(client: GitHubClient, base: str, head: str) -> str:
    """The commit at which ``head`` left ``base`` (docs.github.com/rest/commits/commits, “Compare two commits”).

    Raises GitHubRefused.
    """
    return client.get(f"compare/{base}...{head}?per_page=1", _Comparison).merge_base_commit.sha


def brought_by(client: GitHubClient, key: str) -> int | None:
    """The pull request that brought the issue of ``key``, if one did. Raises GitHubRefused."""
    commits = client.list_all(f"commits?path=issues/{key}.md&per_page=100", _Commit)
    if not commits:
        return None
    return next(iter(numbers_of(client, commits[-1].sha)), None)


def numbers_of(client: GitHubClient, commit: str) -> tuple[int, ...]:
    """The pull requests that ``commit`` came with. Raises GitHubRefused."""
    return tuple(one.number for one in client.get(f"commits/{commit}/pulls", tuple[_Pull, ...]))


def issues_of(names: Iterable[str], dated: Sequence[str], today: Callable[[], date]) -> tuple[str, ...]:
    """The keys of the issues among the changed files ``names``; ``dated`` are those that exist, the oldest first.

    Where only templates, settings or pictures were changed, it is the next issue that shows it, or the latest.
    """
    keys = [key for key in dated if f"issues/{key}.md" in set(names)]
    if keys or not dated:
        return tuple(keys)
    day = today().isoformat()
    return (next((key for key in dated if key >= day), dated[-1]),)
