"""The one way to GitHub: its own program ``gh``, given a list of words and never a shell."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from cenum.errors import CenumError, Exit
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SECONDS = 60


class GitHubRefused(CenumError):
    """GitHub said no, or could not be reached."""

    exit_code = Exit.SERVICE


class Door:
    """GitHub's REST interface for one ``repository`` (OWNER/NAME). With ``told`` nothing is written there.

    ``told`` is given each request that would have changed something.
    """

    def __init__(self, repository: str, told: Callable[[str], None] | None = None) -> None:
        self.repository = repository
        self._told = told

    def read(self, path: str) -> Any:  # noqa: ANN401  whatever GitHub answers
        """What stands at ``path`` below the repository. Raises :class:`GitHubRefused`."""
        return json.loads(self._gh("api", self._address(path)))

    def pages(self, path: str) -> list[Any]:
        """Every element of the list at ``path``. Raises :class:`GitHubRefused`."""
        said = json.loads(self._gh("api", "--paginate", "--slurp", self._address(path)))
        return [element for page in said for element in page]

    def write(self, method: str, path: str, value: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401  as above
        """Change something, and what GitHub answers. Raises :class:`GitHubRefused`."""
        if self._told:
            self._told(f"{method} {self._address(path)} {json.dumps(value, ensure_ascii=False)}")
            return {}
        words = ("api", "--method", method, self._address(path))
        said = self._gh(*words, "--input", "-", given=json.dumps(value)) if value is not None else self._gh(*words)
        return json.loads(said) if said.strip() else {}

    def _address(self, path: str) -> str:
        return f"repos/{self.repository}/{path}"

    def _gh(self, *words: str, given: str = "") -> str:
        try:
            done = subprocess.run(  # noqa: S603  no shell, and GitHub's own program
                ["gh", *words],  # noqa: S607  wherever it is installed
                input=given,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
                timeout=_SECONDS,
            )
        except FileNotFoundError:
            message = _("GitHub's program gh is not installed")
            raise GitHubRefused(message, _("install it (cli.github.com), then run gh auth login")) from None
        except subprocess.TimeoutExpired:
            message = _("GitHub did not answer within {count} seconds").format(count=_SECONDS)
            raise GitHubRefused(message, _("run the same command again in a moment")) from None
        if done.returncode:
            reason = " ".join(done.stderr.split()) or str(done.returncode)
            message = _("GitHub said no: {reason}").format(reason=reason)
            raise GitHubRefused(message, _("look at the token's permissions, and at githubstatus.com"))
        return done.stdout
