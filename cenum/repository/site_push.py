"""The pages, pushed to the branch of another repository at GitHub: one commit, without a history.

The host is GitHub's, known by its own key, and nobody can say another; the deploy key is in a file only while git
runs. What is pushed are files and their bytes: nothing in them is a setting of git's, or runs.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import CenumError, Refusal, UsageMistake
from cenum.i18n import _
from cenum.printable import printable
from cenum.repository.program import ProgramMissing, ProgramSilent, run_program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.letter_folder import LetterFolder

BRANCH = "gh-pages"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_.-]+")
_SECONDS = 600
# docs.github.com, “GitHub's SSH key fingerprints”.
_GITHUB = "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n"
_OPTIONS = (
    *("BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=yes"),
    *("HostKeyAlgorithms=ssh-ed25519", "GlobalKnownHostsFile=/dev/null"),
)
_SETTINGS = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ALLOW_PROTOCOL": "ssh",
    "GIT_AUTHOR_NAME": "cenum",
    "GIT_AUTHOR_EMAIL": "cenum@users.noreply.github.com",
    "GIT_COMMITTER_NAME": "cenum",
    "GIT_COMMITTER_EMAIL": "cenum@users.noreply.github.com",
}
_KEPT = frozenset({"PATH", "LANG", "TMPDIR"})


class PushTarget(Struct, frozen=True):
    """The ``repository`` (OWNER/NAME) at GitHub, and its deploy ``key``, which may write."""

    repository: str
    key: str

    def __post_init__(self) -> None:
        """Raises :class:`UsageMistake` for what is no repository, or no key."""
        if not _NAME.fullmatch(self.repository):
            message = _("CENUM_SITE_REPOSITORY does not name a repository")
            raise UsageMistake(message, _("write OWNER/NAME into that variable of the environment “site”"))
        if "PRIVATE KEY-----" not in self.key:
            message = _("CENUM_SITE_KEY holds no deploy key")
            remedy = _("put the private half of the key into that secret of the environment “site”")
            raise UsageMistake(message, remedy)


def push_site(
    door: LetterFolder, folder: Path, more: Mapping[str, bytes], target: PushTarget, environ: Mapping[str, str]
) -> int:
    """Make the branch hold the files of ``folder``, reached through ``door``, and ``more``: how many they are.

    Raises :class:`Refusal` of a folder without pages, and :class:`CenumError` where git or GitHub says no.
    """
    files = {path.relative_to(folder).as_posix(): path for path in door.files_below(folder)}
    if "index.html" not in files:
        message = _("there are no pages in {folder}").format(folder=folder)
        raise Refusal(message, _("make them first: cenum publish"))
    with TemporaryDirectory() as private:
        git = _Git(Path(private), target, environ)
        for name, content in more.items():
            (Path(private) / "more").mkdir(exist_ok=True)
            files[name] = Path(private) / "more" / name
            files[name].write_bytes(content)
        git.push(files)
    return len(files)


class _Git:
    """git in the folder ``private``, which only this process knows, and nobody else's settings."""

    def __init__(self, private: Path, target: PushTarget, environ: Mapping[str, str]) -> None:
        key, known = private / "key", private / "known_hosts"
        key.touch(mode=0o600)
        key.write_text(target.key.replace("\r\n", "\n").strip() + "\n", "utf-8", newline="\n")
        known.write_text(_GITHUB, "utf-8", newline="\n")
        options = [word for option in (*_OPTIONS, f"UserKnownHostsFile={known}") for word in ("-o", option)]
        ssh = shlex.join(["ssh", "-F", "/dev/null", "-i", str(key), *options])
        kept = {name: value for name, value in environ.items() if name in _KEPT}
        self._environ = {**kept, **_SETTINGS, "HOME": str(private), "GIT_SSH_COMMAND": ssh}
        self._address = f"ssh://git@github.com/{target.repository}.git"
        self._repository = target.repository
        self._folder = private / "repository"

    def push(self, files: Mapping[str, Path]) -> None:
        """Make one commit of ``files``, by their paths in it, and push it."""
        self._run("init", "--quiet", "--bare", str(self._folder))
        names = sorted(files)
        listed = "".join(f"{files[name]}\n" for name in names).encode()
        hashes = self._here("hash-object", "-w", "--no-filters", "--stdin-paths", given=listed).split()
        entries = b"".join(b"100644 %s\t%s\0" % (one, name.encode()) for one, name in zip(hashes, names, strict=True))
        self._here("update-index", "-z", "--index-info", given=entries)
        tree = self._here("write-tree").decode().strip()
        commit = self._here("commit-tree", tree, "-m", "The pages").decode().strip()
        self._here("push", "--quiet", "--force", self._address, f"{commit}:refs/heads/{BRANCH}")

    def _here(self, *words: str, given: bytes = b"") -> bytes:
        return self._run("--git-dir", str(self._folder), *words, given=given)

    def _run(self, *words: str, given: bytes = b"") -> bytes:
        try:
            result = run_program("git", words, self._environ, seconds=_SECONDS, given=given)
        except ProgramMissing:
            raise self._refused(_("git is not installed")) from None
        except ProgramSilent:
            raise self._refused(_("git did not answer within {seconds} s").format(seconds=_SECONDS)) from None
        if result.code:
            raise self._refused(printable(" ".join(result.complaint.split())) or str(result.code))
        return result.output

    def _refused(self, reason: str) -> CenumError:
        message = _("the pages can't be pushed to {repository} ({reason})")
        return CenumError(
            message.format(repository=self._repository, reason=reason),
            _("check its deploy key, which needs write access, and githubstatus.com; then publish again"),
        )
