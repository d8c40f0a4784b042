"""The machine that tests meet. What they may rely on is named here; everything else of the world is shut out.

| of the machine | what a test meets | who wants another |
| --- | --- | --- |
| clock | `NOW`, which stands still, in every process | sets ``GIVEN_NOW`` for a process, or passes a moment |
| time zone | fourteen hours before UTC: never the letter's, often another day | sets ``TZ`` |
| language | none: ``C.UTF-8``, and cenum speaks English | sets ``CENUM_LANG``, ``LC_ALL`` |
| programs | `PROGRAMS`, as far as they are installed | puts one of its own on ``PATH`` |
| variables | those of `settle`, and what the tester says (`SAID`) | sets them |
| home folder, caches of other programs | empty, and gone after the tests | writes what it needs |
| settings of git | nobody's: an author who does not exist, ``main`` | |
| dictionaries | none | names a folder, as ``DICPATH`` or in the settings |
| SpamAssassin | none | asks for it by `spamassassin` |
| fonts | `FONTS`, as far as they are installed | |
| network | loopback, on ports that the system chose; nobody listens at 127.0.0.1:993 | |
| beside the repository | `../shared`, where it is; a test that needs it says so, and is skipped elsewhere | |
| umask | 022 | |
| user | anybody, root or not | |

The clock and the network are taken away by :mod:`tests.machine.sitecustomize`, which every Python that a test starts
imports before anything else. A process meets all this as long as its environment begins with this process's own,
which ``tests/test_machine.py`` looks after.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if "GIVEN_NOW" in os.environ:  # pytest's workers are processes that tests start, and began with it
    from sitecustomize import OutOfBounds, begin
else:
    from tests.machine.sitecustomize import OutOfBounds, begin

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NOW", "PROGRAMS", "ROOT", "SAID", "ZONE", "OutOfBounds", "settle", "spamassassin"]

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

# The day before a Friday that has a letter in most tests: noon in UTC.
NOW = "2026-11-26T12:00:00+00:00"
# POSIX counts west of Greenwich (Base Specifications, section 8.3), and this form needs no database.
ZONE = "<+14>-14"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROGRAMS = (
    *("sh", "bash", "env", "cat", "mv", "tr", "git"),
    *_BROWSERS,
    # What Debian's launcher of Chromium calls, and Chrome's.
    *("uname", "grep", "find", "rm", "expr", "readlink", "dirname", "basename", "mkdir", "mktemp", "ls", "sed"),
    # Its compiler shows what listmonk makes of a letter.
    *("go",),
)
# In the order in which Chromium would like them; a machine's other fonts would break lines elsewhere.
FONTS = ("dejavu", "liberation", "noto/NotoColorEmoji.ttf")
_FONT_FOLDERS = (Path("/usr/share/fonts/truetype"),)
# What whoever runs the tests may say: goldens to be written, where to keep files, and libfaketime, which moves the
# clock for all programs (`make ahead`).
_MOVED = "FAKETIME"
SAID = ("CENUM_GOLDEN", "TMPDIR", "LD_PRELOAD", _MOVED, "FAKETIME_SHARED", "FAKETIME_DONT_FAKE_MONOTONIC")
_OF_PYTEST = "PYTEST_"
_FOLDER = "GIVEN_FOLDER"
_SPAMASSASSIN = "GIVEN_SPAMASSASSIN"

_GIT = """\
[user]
\tname = Ada
\temail = ada@example.org
[init]
\tdefaultBranch = main
[commit]
\tgpgsign = false
"""


def settle() -> None:
    """Shut the world out of this process, and of those that it starts.

    A process that was started by one that is settled finds what that one made.
    """
    folder = Path(os.environ[_FOLDER]) if _FOLDER in os.environ else _made()
    kept = {name: value for name, value in os.environ.items() if name in SAID or name.startswith(_OF_PYTEST)}
    found = os.environ.get(_SPAMASSASSIN) or shutil.which("spamassassin") or ""
    os.environ.clear()
    for name in ("COLUMNS", "LINES"):
        os.unsetenv(name)  # readline, which pytest imports, sets them where os.environ does not see it
    os.environ.update(kept)
    os.environ.update(
        {
            _FOLDER: str(folder),
            _SPAMASSASSIN: found,
            "GIVEN_NOW": NOW,
            "CENUM_LANG": "en",
            "CENUM_OFFLINE": "1",
            "DICPATH": "",
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(folder / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": str(folder / "bin"),
            "PYTHONPATH": os.pathsep.join(map(str, (HERE, ROOT))),
            "TZ": ZONE,
        }
    )
    if (folder / "node").exists():
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(folder / "node")
    if (folder / "fonts.conf").exists():
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    time.tzset()
    os.umask(0o022)
    begin()


def spamassassin() -> str:
    """Where SpamAssassin is, for the tests that ask for it; empty where it is not installed."""
    return os.environ[_SPAMASSASSIN]


def _made() -> Path:
    """The folder with what the tests find instead of the machine's own; it goes when this process does."""
    folder = Path(tempfile.mkdtemp(prefix="cenum-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "home").mkdir()
    (folder / "gitconfig").write_text(_GIT, "utf-8")
    (folder / "bin").mkdir()
    for name in PROGRAMS:
        program = shutil.which(name)
        if program and name in _BROWSERS and _MOVED in os.environ:
            _unmoved(program, folder / "bin" / name)
        elif program:
            (folder / "bin" / name).symlink_to(program)
    if _MOVED in os.environ:
        from playwright._impl._driver import compute_driver_executable  # noqa: PLC0415  for `make ahead` alone

        _unmoved(str(compute_driver_executable()[0]), folder / "node")
    fonts = [path for name in FONTS for base in _FONT_FOLDERS if (path := base / name).exists()]
    if fonts:
        (folder / "fonts.conf").write_text(_fonts(fonts, folder / "home" / "fonts"), "utf-8")
    return folder


def _unmoved(program: str, file: Path) -> None:
    """Put ``program`` into ``file`` without libfaketime, which stops Node and Chromium.

    They keep the machine's clock: no page of ours asks for it.
    """
    file.write_text(f'#!/bin/sh\nunset LD_PRELOAD\nexec {program} "$@"\n', "utf-8")
    file.chmod(0o755)


def _fonts(found: Iterable[Path], cache: Path) -> str:
    """A configuration of fontconfig that knows what was ``found``, and nothing else."""
    folders = "".join(f"<dir>{path}</dir>" for path in found)
    return f'<?xml version="1.0"?><fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>\n'
