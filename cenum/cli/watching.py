"""Who watches while links are asked about: a person at a terminal sees a bar, and nobody else does."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from cenum.links.scheduler import Progress


def links_watched() -> AbstractContextManager[Callable[[Progress], None]]:
    """A bar where somebody watches; what it gives is told how far the links are."""
    if sys.stderr.isatty() and not os.environ.get("GITHUB_ACTIONS"):
        from cenum.cli.terminal_links import progress

        return progress()
    return nullcontext(unseen)


def unseen(_progress: Progress) -> None:
    """Nobody watches."""
