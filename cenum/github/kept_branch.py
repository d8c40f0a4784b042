"""What left, on a branch of its own: what a runner keeps beside the letters would be lost with the runner.

The branch begins at the main branch, and each commit on it follows the one before: a pull request brings it into the
main branch wherever somebody wants that. What is there of a letter that left is never written over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.archive.kept import FOLDER, MOST_BYTES, NAMES, bundle_in, gives_way, kept_message, lay_bundle, read_bundle
from cenum.errors import Refusal
from cenum.github.git_tree import content_of
from cenum.github.side_branch import append_to_branch, branch_tree
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cenum.archive.kept import KeptMessage
    from cenum.github.git_tree import Tree
    from cenum.letter_folder import LetterFolder
    from cenum.repository.github_client import GitHubClient

BRANCH = "cenum-archive"


def keep_there(
    client: GitHubClient, letter: LetterFolder, folder: str, since: str
) -> tuple[tuple[str, ...], list[Refusal]]:
    """Put what ``folder`` keeps of letters onto the branch: the paths, and why some could not be.

    A branch that is new begins at the commit ``since``. Raises GitHubRefused.
    """
    bundles = {key: bundle_in(letter, folder, key) for key in sorted(filter(is_key, letter.names(folder)))}
    messages = {key: message for key, files in bundles.items() if (message := read_bundle(key, files))}
    refused: list[Refusal] = []

    def wanted(there: Tree) -> Mapping[str, bytes]:
        refused.clear()
        found: dict[str, bytes] = {}
        for key, message in messages.items():
            before = _bundle(client, there, key)
            try:
                if before != bundles[key] and gives_way(read_bundle(key, before), message):
                    found |= {f"{FOLDER}/{key}/{name}": content for name, content in bundles[key].items()}
            except Refusal as refusal:
                refused.append(refusal)
        return found

    return append_to_branch(client, BRANCH, since, wanted, _said(messages.values())), refused


def bring_back(client: GitHubClient, letter: LetterFolder) -> list[Path]:
    """Put what the branch keeps beside the letters, where nothing that left is kept yet: the files.

    What lies beside the letters already counts. Raises GitHubRefused, and
    :class:`~cenum.errors.UsageMistake` where it can't be written.
    """
    there = branch_tree(client, BRANCH)
    done: list[Path] = []
    for key in sorted({path.split("/")[1] for path in there if path.startswith(f"{FOLDER}/")}):
        files = _bundle(client, there, key) if is_key(key) else {}
        if read_bundle(key, files) is None:
            continue
        before = kept_message(letter, key)
        if before is None or not before.left:
            done += lay_bundle(letter, key, files)
    return done


def _bundle(client: GitHubClient, there: Tree, key: str) -> dict[str, bytes]:
    """What a commit has of the files that keep the issue ``key``."""
    entries = {name: there.get(f"{FOLDER}/{key}/{name}") for name in NAMES}
    return {
        name: content_of(client, entry)
        for name, entry in entries.items()
        if entry and entry.is_regular and entry.size <= MOST_BYTES
    }


def _said(messages: Iterable[KeptMessage]) -> str:
    return f"What left: {', '.join(message.key for message in messages)}"
