"""Where cenum's own templates are."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def own_templates() -> Path:
    """The folder: within the package once installed, at the root of the source tree before."""
    package = Path(__file__).parent.parent
    installed = package / "starter" / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
