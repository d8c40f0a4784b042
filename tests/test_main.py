"""How cenum starts."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from cenum.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path


def test_an_interruption_before_anything_began_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "cenum", "--help"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{os.environ['PYTHONPATH']}", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (130, "")


def test_the_command_starts_there_too() -> None:
    (script,) = entry_points(group="console_scripts", name="cenum")
    assert script.load() is main
