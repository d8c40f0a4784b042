"""What a contributor waits for: the documented commands in a new clone of the last commit."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from bench.desk import REAL
from bench.measures import ROOT, Command, Measured
from bench.needs import Need

if TYPE_CHECKING:
    from pathlib import Path

    from bench.measures import Samples
    from bench.needs import Tools

_LONG = frozenset({Need.MINUTES})
SERIES = {"make demo": _LONG, "ci": _LONG, "make test": _LONG}
_COMMANDS = {"make demo": ["make", "demo"], "ci": ["bash", ".ci/run"], "make test": ["make", "test"]}
# What the Makefile that runs this says to those within it, what was said to it, and this environment.
_VARIABLES = ("MAKE", "MFLAGS", "ROWS", "RUNS", "WRITE", "VIRTUAL_ENV", "CENUM_", "PYTHON")


def measure(wanted: frozenset[str], _runs: int, _tools: Tools, folder: Path) -> Measured:
    """Once each: the demo in a clone that nothing is installed in, with no cache of pip's; the others after that."""
    here = folder / "main"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(here)], check=True)
    if REAL.is_dir():
        (folder / REAL.parent.name).symlink_to(REAL.parent)  # where the sources look for it
    words = ["env", *(f"--unset={name}" for name in os.environ if name.startswith(_VARIABLES))]
    environment = {"XDG_CACHE_HOME": str(folder / "cache"), "PIP_NO_CACHE_DIR": "1"}
    samples: Samples = {}
    for name in (name for name in SERIES if name in wanted):
        run = Command([*words, *_COMMANDS[name]], environment, here).run()
        samples[name] = [run._replace(disk=_size(here))]
    return Measured(samples)


def _size(folder: Path) -> int:
    """Bytes on the disk of what a command put beside the sources."""
    files = (file for file in folder.rglob("*") if not file.is_symlink() and file.is_file())
    return sum(file.stat().st_blocks * 512 for file in files if ".git" not in file.relative_to(folder).parts)
