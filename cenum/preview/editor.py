"""A line of a file, opened in the editor that the person at this machine uses."""

from __future__ import annotations

import os
import shlex
import subprocess
from enum import Enum
from pathlib import PurePath
from sys import platform
from threading import Thread
from typing import TYPE_CHECKING

from cenum.repository.program import find_program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# How editors are told a line, by the name of their program; most others take the file alone.
_PLUS = frozenset(
    {"vi", "vim", "nvim", "gvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "gedit", "kate"}
)
_COLON = frozenset({"subl", "zed", "hx", "helix", "atom"})
_GOTO = frozenset({"code", "codium", "code-insiders", "cursor"})
# These draw in the terminal that they are started in, and that one is the preview's.
_IN_TERMINAL = frozenset(
    {"vi", "vim", "nvim", "nano", "pico", "micro", "kak", "joe", "jed", "ne", "mcedit", "hx", "helix", "ed", "mg"}
)
_EMACS = frozenset({"emacs", "emacsclient"})
_WINDOWLESS = frozenset({"-nw", "-t", "-tty", "--tty", "--no-window-system"})


class Way(Enum):
    """How somebody comes to a line: the editor opens it in a window, or is started by hand in a terminal."""

    WINDOW = "window"
    TERMINAL = "terminal"


def way(environment: Mapping[str, str]) -> Way | None:
    """How the editor of ``environment`` opens a file; ``None`` where there is no editor."""
    program = editor(environment)
    if not program:
        return None
    name = PurePath(program[0]).stem.lower()
    if name in _EMACS:
        screen = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or platform == "darwin"
        return Way.TERMINAL if not screen or _WINDOWLESS & set(program) else Way.WINDOW
    return Way.TERMINAL if name in _IN_TERMINAL else Way.WINDOW


def editor(environment: Mapping[str, str]) -> list[str]:
    """The program and its arguments that ``VISUAL`` or ``EDITOR`` names; empty where neither does."""
    said = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        if platform == "win32":  # where backslashes are part of every path
            return [word.strip('"') for word in shlex.split(said, posix=False)]
        return shlex.split(said)
    except ValueError:
        return []


def command(program: list[str], file: Path, line: int | None) -> list[str]:
    """What is run to open ``line`` of ``file``. No shell ever reads it."""
    name = PurePath(program[0]).stem.lower()
    if line and name in _PLUS:
        return [*program, f"+{line}", str(file)]
    if line and name in _COLON:
        return [*program, f"{file}:{line}"]
    if line and name in _GOTO:
        return [*program, "--goto", f"{file}:{line}"]
    return [*program, str(file)]


def open_at(file: Path, line: int | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Start the editor; ``False`` where there is none, or where it can't be started."""
    program = editor(environment)
    found = find_program(program[0], environment) if program else None
    if found is None:
        return False
    try:
        opened = subprocess.Popen(  # noqa: S603  the person's own editor, without a shell
            [found, *command(program, file, line)[1:]],
            # Whatever it is, the preview's terminal is not its own, nor is the Ctrl-C that ends the preview.
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    # What ended is a zombie until somebody asks how.
    Thread(target=opened.wait, daemon=True).start()
    return True
