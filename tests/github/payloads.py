"""What GitHub puts into ``GITHUB_EVENT_PATH``, as far as anybody reads it."""

from __future__ import annotations

from typing import Any

from tests.github.runner import REPOSITORY

HEAD = "a" * 40


def pull_request(
    *, fork: str = "", base: str = "origin/main", merged: bool = False, person: str = "ada"
) -> dict[str, Any]:
    return {
        "action": "synchronize",
        "pull_request": {
            "number": 12,
            "title": "$(touch pwned) `touch pwned` ${{ github.token }}",
            "merged": merged,
            "head": {"sha": HEAD, "ref": "$(touch pwned)", "repo": {"full_name": fork or REPOSITORY}},
            "base": {"sha": base, "ref": "main", "repo": {"full_name": REPOSITORY}},
        },
        "sender": {"login": person, "type": "Bot" if person.endswith("[bot]") else "User"},
    }


def labeled(name: str, **options: Any) -> dict[str, Any]:
    return {**pull_request(**options), "action": "labeled", "label": {"name": name}}


def reviewed(state: str, *, commit: str = HEAD, **options: Any) -> dict[str, Any]:
    return {**pull_request(**options), "action": "submitted", "review": {"state": state, "commit_id": commit}}
