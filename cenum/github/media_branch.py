"""The pictures of letters under test, on their way to the letter's site: a branch keeps them for “Publish”.

A mailing service may fetch the pictures of a test from the letter's site, and the letter is not on the main branch by
then. The branch is one commit without a history, with a folder for each issue. Whoever may push can put anything
there: what is taken from it is what it says that it is, or nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cenum.edition.file_names import is_what_it_says
from cenum.github.git_tree import content_of
from cenum.github.side_branch import branch_tree, put_branch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cenum.github.git_tree import Tree, TreeEntry
    from cenum.repository.github_client import GitHubClient

BRANCH = "cenum-media"
_KEPT = timedelta(days=30)  # after the day; by then its page has them
_MOST_BYTES = 20 * 1024 * 1024  # of one file, as of a pull request
_MOST_IN_ALL = 200 * 1024 * 1024
_MOST_FILES = 400


class _Picture(NamedTuple):
    """A file on the branch, of the issue ``key``."""

    key: str
    name: str
    entry: TreeEntry


def put_media(client: GitHubClient, key: str, files: Mapping[str, bytes], today: date) -> None:
    """Put the ``files`` of the issue ``key`` there by their names, in the place of its earlier ones.

    What belongs to issues long past goes. Raises GitHubRefused.
    """
    there = list(_pictures(branch_tree(client, BRANCH), today))
    mine = {one.name for one in there if one.key == key}
    stays = [one.entry for one in there if one.key != key]
    if mine == files.keys() or not (files or stays):
        return
    named = {f"{key}/{name}": content for name, content in files.items()}
    put_branch(client, BRANCH, named, "Pictures of the letters under test", stays=stays)


def take_media(client: GitHubClient, today: date, is_there: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """The pictures there by their names, but those that ``is_there`` knows, and what is no picture of cenum's.

    Raises GitHubRefused.
    """
    named = {one.name: one.entry for one in _pictures(branch_tree(client, BRANCH), today) if not is_there(one.name)}
    left = _MOST_IN_ALL
    for name, entry in list(named.items())[:_MOST_FILES]:
        content = content_of(client, entry)
        left -= len(content)
        if left < 0:
            return
        if is_what_it_says(name, content):
            yield name, content


def _pictures(tree: Tree, today: date) -> Iterator[_Picture]:
    """What lies there in the folder of an issue that is not long past."""
    for path, entry in sorted(tree.items()):
        key, _slash, name = path.partition("/")
        if not entry.is_regular or entry.size > _MOST_BYTES or not name:
            continue
        try:
            is_recent = today - date.fromisoformat(key) <= _KEPT
        except ValueError:
            continue
        if is_recent:
            yield _Picture(key, name, entry)
