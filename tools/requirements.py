"""requirements.txt and requirements/, from pyproject.toml and constraints.txt: each library by version and hashes.

`python -m tools.requirements` asks the package index which files each version has (uv does), and writes them down:
what is installed from then on is what was looked at then. The versions are chosen in constraints.txt alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# hatchling and Babel build cenum where it is installed from its sources (pyproject.toml, build-system).
_BUILDERS = "hatchling\nbabel\n"
_HEAD = "# {what}, by version and hash. Written by tools/requirements.py.\n"
FILES = {
    # `cenum init` gives this one to every letter.
    "requirements.txt": ("The libraries that the workflows install", ("pictures",)),
    "requirements/program.txt": ("The libraries that cenum needs", ()),
    "requirements/tests.txt": ("What the tests need too", ("test", "docs")),
    "requirements/all.txt": ("What the tests and the checks need too", ("test", "docs", "check")),
}


def locked(extras: tuple[str, ...]) -> str:
    """The libraries of cenum with ``extras``, for every system and every Python that cenum runs on."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
            *("--generate-hashes", "--only-binary", ":all:", "--no-header", "--no-annotate", "--no-config"),
            *("--constraint", "constraints.txt", *(f"--extra={extra}" for extra in extras), "pyproject.toml", "-"),
        ],
        cwd=ROOT,
        env=os.environ | {"UV_SYSTEM_CERTS": "1"},
        check=True,
        capture_output=True,
        encoding="utf-8",
        input=_BUILDERS,
    )
    return done.stdout


if __name__ == "__main__":
    for name, (what, extras) in FILES.items():
        (ROOT / name).write_text(_HEAD.format(what=what) + locked(extras), "utf-8")
