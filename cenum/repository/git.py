"""The one way to git, which is only ever asked, of a folder whose settings and attributes may be a stranger's.

A folder that came as an archive brings settings of git with it, and git runs programs that these name. Here they are
data: whatever could start a program, or ask the network, is switched off. What the person's own settings say of
trusted folders (``safe.directory``) counts.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.repository.program import ProgramMissing, ProgramSilent, run_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_SECONDS = 30
# What is said on git's command line counts more than any file of settings (git-scm.com/docs/git-config).
_SETTINGS = (
    ("core.fsmonitor", "false"),  # a program that is asked what was changed
    ("core.hooksPath", os.devnull),
    ("log.showSignature", "false"),  # runs gpg.program
    ("safe.bareRepository", "explicit"),  # a folder of the letter may look like a repository
)
_VARIABLES = {
    "GIT_ALLOW_PROTOCOL": "",  # objects that are missing are not fetched: by ssh, by a helper, by upload-pack
    "GIT_NO_LAZY_FETCH": "1",  # the same, where git is from 2024 or later
}
# Where the person's settings are, and how far up a repository is looked for. All other variables of git could lead
# it to another repository or to a program.
_KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
_FILTER_COMMANDS = ("clean", "process")


class GitRefused(Exception):
    """git is not there, or can't say it; ``reason`` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def ask_git(folder: Path, environ: Mapping[str, str], *words: str) -> bytes:
    """What git, run in ``folder``, says to ``words``: a command that only reads. Raises :class:`GitRefused`.

    A command that compares files of the folder may run its filters: for these there is :func:`changed_files`.
    """
    return _ask(folder, environ, (), words)


def changed_files(folder: Path, environ: Mapping[str, str], since: str) -> list[str]:
    """The files below ``folder`` that differ from the commit ``since``. Raises :class:`GitRefused`."""
    # A submodule has filters of its own, and is not looked into. Names alone need no other program.
    words = ("diff", "--relative", "--name-only", "--ignore-submodules=dirty", "-z", "--end-of-options", since, "--")
    return _names(_ask(folder, environ, _without_filters(folder, environ), words))


def head_commit(folder: Path, environ: Mapping[str, str]) -> str:
    """The hash of the commit that is checked out in ``folder``. Raises :class:`GitRefused`."""
    return ask_git(folder, environ, "rev-parse", "--verify", "HEAD^{commit}").decode("ascii", "replace").strip()


def remotes(folder: Path, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and address of each remote repository that ``folder`` knows. Raises :class:`GitRefused`."""
    lines = ask_git(folder, environ, "remote", "--verbose").decode("utf-8", "replace").splitlines()
    return [(words[0], words[1]) for line in lines if len(words := line.split()) > 1]


def _without_filters(folder: Path, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Settings that switch off every filter, whose names are anybody's: only files as they are get compared."""
    listed = _names(ask_git(folder, environ, "config", "--null", "--name-only", "--list"))
    drivers = {name.rpartition(".")[0] for name in listed if name.startswith("filter.") and name.count(".") > 1}
    if any("=" in driver for driver in drivers):  # git would take what comes before it for the setting
        raise GitRefused(_("its settings name a filter that can't be switched off"))
    commands = tuple((f"{driver}.{command}", "") for driver in sorted(drivers) for command in _FILTER_COMMANDS)
    return (*commands, *((f"{driver}.required", "false") for driver in sorted(drivers)))


def _names(said: bytes) -> list[str]:
    return [os.fsdecode(name) for name in said.split(b"\0") if name]


def _ask(
    folder: Path, environ: Mapping[str, str], settings: Iterable[tuple[str, str]], words: Iterable[str]
) -> bytes:
    said = [word for name, value in (*_SETTINGS, *settings) for word in ("-c", f"{name}={value}")]
    kept = {name: value for name, value in environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    try:
        result = run_program("git", ["-C", str(folder), *said, *words], {**kept, **_VARIABLES}, seconds=_SECONDS)
    except ProgramMissing:
        raise GitRefused(_("git is not installed")) from None
    except ProgramSilent:
        raise GitRefused(_("git did not answer within {seconds} s").format(seconds=_SECONDS)) from None
    if result.code:
        raise GitRefused(result.complaint.partition("\n")[0] or str(result.code))
    return result.output
