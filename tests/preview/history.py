"""A letter's folder under git, as a team has it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.preview.site import KEY

if TYPE_CHECKING:
    from pathlib import Path

FILE = f"issues/{KEY}.md"


def commit(at: Path, said: str = "<b>First</b> version") -> str:
    """Commit everything in ``at``, which becomes a repository; the commit's short id."""
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", said)):
        subprocess.run(["git", *arguments], cwd=at, check=True)
    named = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(named, cwd=at, check=True, capture_output=True, text=True).stdout.strip()
