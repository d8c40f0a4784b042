"""Remotes as git writes their addresses."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from cenum.repository.github_remote import repository_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://github.com/o/r", "o/r"),
        ("https://github.com/o/r.git", "o/r"),
        ("https://token@github.com/o/my.letter.git", "o/my.letter"),
        ("git@github.com:o/r.git", "o/r"),
        ("ssh://git@github.com:22/o/r.git", "o/r"),
        ("ssh://git@ssh.github.com:443/o/r.git", "o/r"),
        ("https://gitlab.com/o/r.git", None),
        ("https://example.org/github.com/o/r", None),
        ("https://github.com.example.org/o/r", None),
        ("https://notgithub.com/o/r", None),
        ("/srv/github.com/o/r", None),
        ("https://github.com/o/.github", "o/.github"),
        ("https://github.com/o/r;id", None),
        ("https://github.com/o/r$(id)", None),
        ("https://github.com/o/r'", None),
        ("https://github.com/$(id)/r", None),
        ("https://github.com/-o/r", None),
        ("https://github.com/o/..", None),
        ("https://github.com/../..", None),
        ("https://github.com/o/r?x", None),
        ("https://github.com/o/\u0440", None),
    ],
)
def test_a_remote_says_which_repository_it_is(tmp_path: Path, address: str, name: str | None) -> None:
    for arguments in (["init", "-q"], ["remote", "add", "upstream", address]):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    assert repository_of(tmp_path, os.environ) == name
