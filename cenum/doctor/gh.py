"""What the programs git and gh tell of the repository that a letter's folder belongs to. Nothing is changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, Protocol

from cenum.i18n import _
from cenum.repository.git import GitRefused, remotes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SECONDS = 30
# As git writes the addresses of remotes: https, ssh, and the short form of scp; who asks is left out.
_REMOTE = re.compile(
    r"(?:[a-z+]+://)?(?:[^@/\s]*@)?(?:www\.|ssh\.)?github\.com(?::\d+)?[:/](?P<name>[^/\s]+/[^/\s]+?)(?:\.git)?/?\Z",
    re.IGNORECASE,
)
# gh says “gh: Not Found (HTTP 404)” on its standard error.
_STATUS = re.compile(r"\(HTTP (\d{3})\)")


class Untold(Exception):
    """GitHub can't be asked, or does not answer this; ``reason`` is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Hub(Protocol):
    """Where GitHub is asked about one repository."""

    def get(self, path: str) -> Any:  # noqa: ANN401  whatever JSON holds
        """What stands at ``path`` below the repository, ``None`` where there is no such thing. Raises Untold."""
        ...


class Gh:
    """GitHub, asked by the program gh in the name of who is logged in there. Everything is asked once."""

    def __init__(self, program: str, repository: str, environ: Mapping[str, str]) -> None:
        """``repository`` is ``owner/name``."""
        self._program, self._repository, self._environ = program, repository, environ
        self._told: dict[str, Any] = {}

    def get(self, path: str) -> Any:  # noqa: ANN401  whatever JSON holds
        """As :meth:`Hub.get`; what gh itself prints is not passed on."""
        if path not in self._told:
            self._told[path] = self._ask(f"repos/{self._repository}/{path}".rstrip("/"))
        return self._told[path]

    def _ask(self, address: str) -> Any:  # noqa: ANN401  as above
        done = _run([self._program, "api", address], self._environ)
        if done is None:
            raise Untold(_("gh did not answer within {seconds} s").format(seconds=_SECONDS))
        if done.returncode:
            status = _STATUS.search(done.stderr)
            if status and status[1] == "404":
                return None
            raise Untold(_("GitHub answered {status}").format(status=status[1]) if status else _("gh could not ask"))
        try:
            return json.loads(done.stdout)
        except ValueError:
            raise Untold(_("gh answered something that is not JSON")) from None


def hub(repository: str, environ: Mapping[str, str]) -> Hub:
    """Where ``repository`` can be asked about. Raises :class:`Untold` where gh is missing, or nobody is logged in."""
    program = shutil.which("gh", path=environ.get("PATH"))
    if program is None:
        raise Untold(_("the program gh is not installed here"))
    done = _run([program, "auth", "status", "--hostname", "github.com"], environ)
    if done is None or done.returncode:
        raise Untold(_("nobody is logged in: gh auth login"))
    return Gh(program, repository, environ)


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


def _run(arguments: list[str], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str] | None:
    quiet = {"GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}
    try:
        return subprocess.run(  # noqa: S603  a list of our own words, and no shell
            arguments,
            env={**environ, **quiet},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
