"""Which issues a pull request is about."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from cenum.github.door import Door


def changed(root: Path, since: str) -> list[str]:
    """The files below ``root`` that differ from the commit ``since``. Raises :class:`UsageMistake`."""
    try:
        done = subprocess.run(  # noqa: S603  git, without a shell
            ["git", "-C", str(root), "diff", "--relative", "--name-only", "-z", "--end-of-options", since],  # noqa: S607  wherever it is
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as mistake:
        reason = " ".join((getattr(mistake, "stderr", None) or str(mistake)).split())
        message = _("git can't say what was changed since {commit} ({reason})").format(commit=since, reason=reason)
        raise UsageMistake(message, _("name the issue, or fetch that commit: fetch-depth: 2")) from None
    return [name for name in done.stdout.split("\0") if name]


def files_of(door: Door, number: int) -> list[str]:
    """The files of pull request ``number``, as seen from the repository's root. Raises GitHubRefused."""
    return [str(one["filename"]) for one in door.pages(f"pulls/{number}/files?per_page=100")]


def issues_of(names: Iterable[str], dated: Sequence[str], today: Callable[[], date]) -> tuple[str, ...]:
    """The keys of the issues among the changed files ``names``; ``dated`` are those that exist, the oldest first.

    Where only templates, settings or pictures were changed, it is the next issue that shows it, or the latest.
    """
    keys = [key for key in dated if f"issues/{key}.md" in set(names)]
    if keys or not dated:
        return tuple(keys)
    day = today().isoformat()
    return (next((key for key in dated if key >= day), dated[-1]),)
