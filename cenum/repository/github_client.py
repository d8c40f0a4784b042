"""The one way to GitHub: its REST interface, asked by GitHub's own program ``gh`` in the name of who is logged in.

The paths and answers are those of docs.github.com/rest, version 2022-11-28.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from cenum.errors import CenumError, Exit
from cenum.i18n import _
from cenum.printable import printable
from cenum.repository.program import ProgramMissing, ProgramSilent, run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Answer = TypeVar("Answer")

_SECONDS = 60
_VARIABLES = {"GH_PROMPT_DISABLED": "1", "GH_NO_UPDATE_NOTIFIER": "1", "NO_COLOR": "1"}
# These put colours, or a log of every request, into what gh says (cli.github.com/manual/gh_help_environment).
_NOISE = frozenset({"CLICOLOR_FORCE", "DEBUG", "GH_DEBUG", "GH_FORCE_TTY"})
_NOT_LOGGED_IN = 4  # cli.github.com/manual/gh_help_exit-codes
_STATUS = re.compile(r"\bHTTP (\d{3})\b")  # “gh: Not Found (HTTP 404)”, or “gh: HTTP 404”
_NOT_FOUND = 404
# GitHub's tokens are known by how they begin (github.blog, “Behind GitHub's new authentication token formats”).
_TOKEN = re.compile(r"\b(?:gh[a-z]|github_pat)_\w+")
_TOKEN_VARIABLES = ("GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")
_HIDDEN = "•••"


class GitHubRefused(CenumError):
    """GitHub said no, or could not be asked; ``status`` is HTTP's, where there is one."""

    exit_code = Exit.SERVICE

    def __init__(self, message: str, remedy: str, status: int | None = None) -> None:
        super().__init__(message, remedy)
        self.status = status


class _Created(msgspec.Struct, frozen=True):
    sha: str = ""


class GitHubClient:
    """One ``repository`` (OWNER/NAME) at GitHub. In a dry run nothing is written there.

    What every method raises is :class:`GitHubRefused`.
    """

    def __init__(
        self, repository: str, environ: Mapping[str, str], dry_run: Callable[[str], None] | None = None
    ) -> None:
        """``dry_run`` is given each request that would have changed something, and none of them is made."""
        self.repository = repository
        self._environ = environ
        self._dry_run = dry_run

    def get(self, path: str, answer: type[Answer]) -> Answer:
        """What ``path`` below the repository leads to, of which ``answer`` names the fields that are wanted."""
        return self._decoded(self._gh(self._address(path)), answer)

    def find(self, path: str, answer: type[Answer]) -> Answer | None:
        """The same, or ``None`` where there is no such thing, or whoever is logged in may not see it."""
        try:
            return self.get(path, answer)
        except GitHubRefused as refused:
            if refused.status == _NOT_FOUND:
                return None
            raise

    def list_all(self, path: str, element: type[Answer]) -> tuple[Answer, ...]:
        """Every element of the list at ``path``, whose pages are asked for one after the other."""
        # A type that is made here is none that mypy can read.
        kind: Any = tuple[tuple[element, ...], ...]  # type: ignore[valid-type]
        pages = self._decoded(self._gh("--paginate", "--slurp", self._address(path)), kind)
        return tuple(one for page in pages for one in page)

    def write(self, method: str, path: str, value: Mapping[str, object] | None = None) -> None:
        """Change something."""
        self._write(method, path, value)

    def create(self, path: str, value: Mapping[str, object]) -> str:
        """Make an object of git, and its hash; an empty one in a dry run."""
        return self._decoded(self._write("POST", path, value), _Created).sha

    def _write(self, method: str, path: str, value: Mapping[str, object] | None) -> bytes:
        given = msgspec.json.encode(value) if value is not None else b""
        if self._dry_run:
            self._dry_run(f"{method} {self._address(path)} {given.decode()}".rstrip())
            return b"{}"
        words = ("--method", method, self._address(path))
        return self._gh(*words, "--input", "-", given=given) if given else self._gh(*words)

    def _address(self, path: str) -> str:
        return f"repos/{self.repository}/{path}".rstrip("/")

    def _decoded(self, said: bytes, answer: type[Answer]) -> Answer:
        try:
            return msgspec.json.decode(said, type=answer)
        except (msgspec.MsgspecError, UnicodeDecodeError) as mistake:
            message = _("GitHub's answer can't be read ({reason})").format(reason=mistake)
            raise GitHubRefused(message, _("run the same command again in a moment")) from None

    def _gh(self, *words: str, given: bytes = b"") -> bytes:
        environ = {name: value for name, value in self._environ.items() if name not in _NOISE}
        try:
            result = run_program("gh", ["api", *words], environ | _VARIABLES, seconds=_SECONDS, given=given)
        except ProgramMissing:
            message = _("GitHub's program gh is not installed")
            raise GitHubRefused(message, _("install it (cli.github.com), then run gh auth login")) from None
        except ProgramSilent:
            message = _("GitHub did not answer within {count} seconds").format(count=_SECONDS)
            raise GitHubRefused(message, _("run the same command again in a moment")) from None
        if result.code == _NOT_LOGGED_IN:
            message = _("gh is not logged in to GitHub")
            raise GitHubRefused(message, _("run gh auth login; in a workflow, give the step GH_TOKEN"))
        if result.code:
            status = _STATUS.search(result.complaint)
            message = _("GitHub refused: {reason}").format(reason=self._shown(result.complaint) or result.code)
            remedy = _("check the token's permissions and githubstatus.com")
            raise GitHubRefused(message, remedy, int(status[1]) if status else None)
        return result.output

    def _shown(self, complaint: str) -> str:
        """What gh complains of, on one line and without a token."""
        for token in filter(None, map(self._environ.get, _TOKEN_VARIABLES)):
            complaint = complaint.replace(token, _HIDDEN)
        return printable(" ".join(_TOKEN.sub(_HIDDEN, complaint).split()))
