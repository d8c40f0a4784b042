"""The documentation as a site, built as `make docs` does."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import DOCS

if TYPE_CHECKING:
    from pathlib import Path

WITHOUT = [package for package in ("sphinx", "myst_parser", "furo") if find_spec(package) is None]
needs_sphinx = pytest.mark.skipif(bool(WITHOUT), reason=f"not installed: {', '.join(WITHOUT)} (the extra “docs”)")
LANGUAGES = {"en": (DOCS, ()), "fr": (DOCS / "fr", ("--tag", "fr"))}


def built(into: Path) -> str:
    """Both sites, in a folder each; gives what was complained of, where a warning is an error."""
    said = []
    for language, (source, options) in LANGUAGES.items():
        done = subprocess.run(
            [
                *(sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"),
                *("--conf-dir", str(DOCS), "--doctree-dir", str(into / f".{language}"), *options),
                *(str(source), str(into / language)),
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        said.append(done.stderr or ("" if done.returncode == 0 else f"exit code {done.returncode}"))
    return "".join(said)
