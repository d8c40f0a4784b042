"""Which repository at GitHub a letter's folder belongs to."""

from __future__ import annotations

import re
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
