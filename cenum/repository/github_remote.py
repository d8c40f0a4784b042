"""Which repository at GitHub a letter's folder belongs to."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from cenum.repository.git import GitRefused, remotes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# As git writes the addresses of remotes: https, ssh, and the short form of scp; who asks is left out. A folder may
# bring any remote, and the name stands in commands that people copy: it is letters, digits, “-”, “_” and “.”.
_REMOTE = re.compile(
    r"(?:[a-z+]+://)?(?:[^@/\s]*@)?(?:www\.|ssh\.)?github\.com(?::\d+)?[:/]"
    r"(?P<name>[a-z0-9][\w-]*/[\w.-]*?[\w-][\w.-]*?)(?:\.git)?/?\Z",
    re.ASCII | re.IGNORECASE,
)


def repository_of(folder: Path, environ: Mapping[str, str]) -> str | None:
    """``owner/name`` of the GitHub repository that a remote of ``folder`` leads to, ``origin`` before all others."""
    try:
        known = remotes(folder, environ)
    except GitRefused:
        return None
    for _remote, address in sorted(known, key=lambda remote: remote[0] != "origin"):
        if found := _REMOTE.match(address):
            return found["name"]
    return None


def is_at_github(folder: Path) -> bool:
    """Whether ``folder`` belongs to a repository at GitHub; git is asked anew where its settings changed."""
    return _is_at_github(folder, _settings_of_git(folder))


@lru_cache(maxsize=8)
def _is_at_github(folder: Path, settings: tuple[str, int, int] | None) -> bool:
    return settings is not None and repository_of(folder, os.environ) is not None


def _settings_of_git(folder: Path) -> tuple[str, int, int] | None:
    """The nearest file by which git knows of remotes, and as of when; ``None`` where there is no repository.

    In a further work tree the file only names the repository.
    """
    for around in (folder, *folder.parents):
        for file in (around / ".git" / "config", around / ".git"):
            with suppress(OSError):
                status = file.stat()
                return str(file), status.st_mtime_ns, status.st_size
    return None
