"""What a step leaves for its run: outputs for the steps after it, and the page that people read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


def output(environ: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Values of one line each, for the steps after this one. Raises :class:`UsageMistake`."""
    _append(environ, "GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))


def summary(environ: Mapping[str, str], markdown: str) -> None:
    """A part more of the run's page. Raises :class:`UsageMistake`."""
    _append(environ, "GITHUB_STEP_SUMMARY", markdown + "\n")


def _append(environ: Mapping[str, str], variable: str, text: str) -> None:
    file = environ.get(variable)
    if not file:
        return
    try:
        with Path(file).open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as mistake:
        message = _("{file} can't be written ({reason})").format(file=file, reason=reason_of(mistake))
        remedy = _("outside GitHub Actions, leave {variable} unset").format(variable=variable)
        raise UsageMistake(message, remedy) from None
