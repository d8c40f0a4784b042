"""What GitHub puts into ``GITHUB_EVENT_PATH``, as far as anybody reads it."""

from __future__ import annotations

from typing import Any

from tests.github.runner import REPOSITORY

HEAD = "a" * 40


def pull_request(
    *, head: str = HEAD, fork: str = "", base: str = "origin/main", merged: bool = False, person: str = "ada"
) -> dict[str, Any]:
    return {
        "action": "synchronize",
        "pull_request": {
            "number": 12,
            "title": "$(touch pwned) `touch pwned` ${{ github.token }}",
            "merged": merged,
            "head": {"sha": head, "ref": "$(touch pwned)", "repo": {"full_name": fork or REPOSITORY}},
            "base": {"sha": base, "ref": "main", "repo": {"full_name": REPOSITORY}},
        },
        "repository": {"default_branch": "main"},
        "sender": {"login": person, "type": "Bot" if person.endswith("[bot]") else "User"},
    }


def labeled(name: str, **options: Any) -> dict[str, Any]:
    return {**pull_request(**options), "action": "labeled", "label": {"name": name}}


def reviewed(state: str, **options: Any) -> dict[str, Any]:
    return {**pull_request(**options), "action": "submitted", "review": {"id": 7, "state": state}}


def asked_for(number: object) -> dict[str, Any]:
    """A workflow that another one, or a person, has started for a pull request."""
    return {"inputs": {"pull": number}, "sender": {"login": "github-actions[bot]", "type": "Bot"}}


def asking(body: str, *, label: str = "clip", person: str = "ada") -> dict[str, Any]:
    """An issue that the form made; whoever opened it wrote the ``body``."""
    return {
        "action": "labeled",
        "issue": {"number": 31, "title": "$(touch pwned) `touch pwned`", "body": body},
        "label": {"name": label},
        "repository": {"default_branch": "main"},
        "sender": {"login": person, "type": "Bot" if person.endswith("[bot]") else "User"},
    }
