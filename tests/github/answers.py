"""GitHub's answers as a table: what docs.github.com/rest says of each path, and a refusal of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from cenum.repository.github_client import GitHubRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = "a" * 40
PUSHES = "activity?ref=refs%2Fheads%2Fletter&per_page=100"
REVIEWS = "pulls/12/reviews?per_page=100"
COMMITS = "pulls/12/commits?per_page=100"
EARLIER = "commits?path=issues/2026-11-27.md&per_page=100"
OURS = {"full_name": "team/letter", "default_branch": "main"}


class Answers:
    """A client of which nobody but a table is asked; ``written`` is what it was told to change.

    A status in the place of an answer is a refusal.
    """

    repository = "team/letter"

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.table = dict(table)
        self.written: list[tuple[str, str, Any]] = []

    def get(self, path: str, answer: type[Any]) -> Any:
        said = self.table.get(path, 404)
        if isinstance(said, int):
            raise GitHubRefused(f"GitHub refused: HTTP {said}", "look", said)
        try:
            return msgspec.convert(said, answer)
        except msgspec.ValidationError as mistake:
            raise GitHubRefused(f"GitHub's answer can't be read ({mistake})", "again") from None

    def find(self, path: str, answer: type[Any]) -> Any:
        return None if self.table.get(path, 404) == 404 else self.get(path, answer)

    def list_all(self, path: str, element: type[Any]) -> Any:
        kind: Any = tuple[element, ...]  # type: ignore[valid-type]
        return self.get(path, kind)

    def write(self, method: str, path: str, value: Any = None) -> None:
        self.written.append((method, path, value))

    def create(self, path: str, value: Any) -> str:
        self.write("POST", path, value)
        return f"{len(self.written):040x}"


def person(login: str, kind: str = "User") -> dict[str, str]:
    return {"login": login, "type": kind}


def pull(number: int = 12, **facts: Any) -> dict[str, Any]:
    """“Get a pull request”: ben's, from the branch “letter”."""
    return {
        "number": number,
        "state": "open",
        "merged": False,
        "user": person("ben"),
        "head": {"sha": HEAD, "ref": "letter", "repo": OURS},
        "base": {"sha": "b" * 40, "ref": "main", "repo": OURS},
        **facts,
    }


def review(login: str, state: str = "APPROVED", commit: str | None = HEAD, **facts: Any) -> dict[str, Any]:
    """One of “List reviews for a pull request”, the oldest first."""
    return {"user": person(login), "state": state, "commit_id": commit, **facts}


def may(**permissions: str) -> dict[str, Any]:
    """“Get repository permissions for a user”, by login."""
    return {f"collaborators/{login}/permission": {"permission": how} for login, how in permissions.items()}


# The letter is ben's; ada, bea and cid can write, and eve can't.
TABLE: dict[str, Any] = {
    **may(ada="write", bea="write", cid="admin", ben="write", eve="read"),
    "pulls/12": pull(),
    REVIEWS: [],
    COMMITS: [{"sha": HEAD, "author": person("ben"), "committer": person("web-flow")}],
    PUSHES: [{"after": HEAD, "actor": person("ben")}],
    EARLIER: [],
}
