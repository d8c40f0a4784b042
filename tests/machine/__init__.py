"""The machine that tests meet. What they may rely on is named here; everything else of the world is shut out.

| of the machine | what a test meets | who wants another |
| --- | --- | --- |
| clock | `NOW`, which stands still, for whoever asks cenum's clock | sets ``GIVEN_NOW``, or passes a moment |
| time zone | fourteen hours before UTC: never the letter's, often another day | sets ``TZ`` |
| time zones | those of the package tzdata | |
| language | none: ``C.UTF-8``, and cenum speaks English | sets ``CENUM_LANG``, ``LC_ALL`` |
| programs | `PROGRAMS`, as far as they are installed; git is | puts one of its own on ``PATH`` |
| variables | those of `settle`, and what the tester says (`SAID`) | sets them |
| home folder, caches of other programs | empty at first, and gone after the tests | writes what it needs |
| folder for temporary files | one that can hold programs, below no letter of anybody's | |
| settings of git and pip | nobody's: an author who does not exist, ``main``, no hooks, commits at `NOW` | |
| dictionaries | none | names a folder, as ``DICPATH`` or in the settings |
| SpamAssassin | none | asks for it by `spamassassin` |
| fonts | `FONTS`, as far as they are installed | |
| network | loopback, on ports that the system chose; nobody offers IMAP at 127.0.0.1 | |
| beside the repository | `../shared`, where it is; a test that needs it says so, and is skipped elsewhere | |
| umask, signals | 022; none is ignored | |
| user | anybody, root or not | |

The clock, the system's time zones and the network are taken away by :mod:`tests.machine.sitecustomize`, which every
Python that a test starts imports before anything else. A process meets all this as long as its environment begins
with this process's own, which ``tests/test_machine.py`` looks after.
"""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING or not hasattr(sys.modules.get("sitecustomize"), "given_now"):
    from tests.machine.sitecustomize import OutOfBounds, begin
else:  # pytest's workers began with it
    from sitecustomize import OutOfBounds, begin

__all__ = ["NOW", "PROGRAMS", "ROOT", "SAID", "ZONE", "OutOfBounds", "settle", "spamassassin", "works"]

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

# The day before a Friday that has a letter in most tests: noon in UTC.
NOW = "2026-11-26T12:00:00+00:00"
# POSIX counts west of Greenwich (Base Specifications, section 8.3), and this form needs no database.
ZONE = "<+14>-14"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROGRAMS = (
    *("sh", "bash", "env", "cat", "cp", "mv", "tr", "awk", "git"),
    *_BROWSERS,
    # What Debian's launcher of Chromium calls, and Chrome's.
    *("uname", "grep", "find", "rm", "expr", "readlink", "dirname", "basename", "mkdir", "mktemp", "ls", "sed"),
    # Its compiler shows what listmonk makes of a letter.
    *("go",),
    # They serve the letter's own pages, and a validator reads them.
    *("nginx", "apache2", "vnu", "java"),
)
# A machine's other fonts would break lines elsewhere.
FONTS = ("DejaVu*.ttf", "Liberation*.ttf", "NotoColorEmoji*.ttf")
# What stands for the fonts that a letter asks for, as in the configuration of most systems.
_STAND_FOR = {
    "Liberation Serif": ("serif", "Georgia", "Times New Roman", "Times"),
    "Liberation Sans": ("sans-serif", "Arial", "Helvetica"),
    "Liberation Mono": ("monospace", "Courier New", "Courier"),
}
_ALIASES = "".join(
    f'<alias binding="same"><family>{asked}</family><prefer><family>{font}</family></prefer></alias>'
    for font, asked_for in _STAND_FOR.items()
    for asked in asked_for
)
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# What whoever runs the tests may say: goldens to be written, where files are kept, where Python's own library is, and
# libfaketime, which moves the clock for all programs (`make ahead`).
_MOVED = "FAKETIME"
SAID = (
    *("CENUM_GOLDEN", "TMPDIR", "LD_LIBRARY_PATH"),
    *("LD_PRELOAD", _MOVED, "FAKETIME_DONT_FAKE_MONOTONIC"),
)
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
[core]
\thooksPath = /dev/null
\tattributesFile = /dev/null
"""


def settle() -> None:
    """Shut the world out of this process, and of those that it starts.

    A process that was started by one that is settled finds what that one made.
    """
    folder = Path(os.environ[_FOLDER]) if _FOLDER in os.environ else _made()
    kept = {name: value for name, value in os.environ.items() if name in SAID or name.startswith(_OF_PYTEST)}
    found = os.environ.get(_SPAMASSASSIN) or _where("spamassassin") or ""
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
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_AUTHOR_DATE": NOW,
            "GIT_CEILING_DIRECTORIES": str(Path(tempfile.gettempdir()).resolve()),
            "GIT_COMMITTER_DATE": NOW,
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TEMPLATE_DIR": str(folder / "template"),
            "HOME": str(folder / "home"),
            "LC_ALL": "C.UTF-8",
            "PATH": str(folder / "bin"),
            "PIP_CONFIG_FILE": os.devnull,
            "PYTHONPATH": os.pathsep.join(map(str, (HERE, ROOT))),
            "PYTHONUTF8": "1",
            "TZ": ZONE,
        }
    )
    if (folder / "node").exists():
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(folder / "node")
    if (folder / "fonts.conf").exists():
        os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:  # as for what a shell starts in the background
            signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)
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
    for name in ("bin", "fonts", "home", "template"):
        (folder / name).mkdir()
    (folder / "gitconfig").write_text(_GIT, "utf-8")
    for name in PROGRAMS:
        program = _where(name)
        if program and name in _BROWSERS and _MOVED in os.environ:
            _unmoved(program, folder / "bin" / name)
        elif program:
            (folder / "bin" / name).symlink_to(program)
    if _MOVED in os.environ:
        from playwright._impl._driver import compute_driver_executable  # noqa: PLC0415  for `make ahead` alone

        _unmoved(str(compute_driver_executable()[0]), folder / "node")
    for font in (file for base in _FONT_FOLDERS for pattern in FONTS for file in sorted(base.rglob(pattern))):
        if not (folder / "fonts" / font.name).exists():
            (folder / "fonts" / font.name).symlink_to(font)
    if any((folder / "fonts").iterdir()):
        known = f"<dir>{folder}/fonts</dir><cachedir>{folder}/home/.fonts</cachedir>{_ALIASES}"
        (folder / "fonts.conf").write_text(f'<?xml version="1.0"?><fontconfig>{known}</fontconfig>\n', "utf-8")
    _refuse_what_will_not_do(folder)
    return folder


def _refuse_what_will_not_do(folder: Path) -> None:
    """End here, with a sentence, on a machine that lacks what tests do rely on."""
    letter = next((above for above in folder.resolve().parents if (above / "cenum.toml").exists()), None)
    if letter:
        sys.exit(f"The tests need a folder for temporary files outside of any letter's, and {folder} is in {letter}.")
    if not (folder / "bin" / "git").exists():
        sys.exit("The tests need git: install it.")
    program = folder / "program"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    try:
        subprocess.run([program], check=True)
    except OSError:
        sys.exit(f"The tests need a folder for temporary files that can hold programs, and {folder} can't (noexec).")
    program.unlink()


def works(name: str, *arguments: str) -> bool:
    """Whether a program is there, and more than a version manager's note of where it could be had."""
    program = shutil.which(name)
    if program is None:
        return False
    return subprocess.run([program, *arguments], capture_output=True, check=False).returncode == 0


def _where(name: str) -> str | None:
    """The whole path of a program: a relative entry of ``PATH`` is no use elsewhere."""
    program = shutil.which(name)
    return str(Path(program).absolute()) if program else None


def _unmoved(program: str, file: Path) -> None:
    """Put ``program`` into ``file`` without libfaketime, which stops Node and Chromium.

    They keep the machine's clock: no page of ours asks for it.
    """
    file.write_text(f'#!/bin/sh\nunset LD_PRELOAD\nexec {shlex.quote(program)} "$@"\n', "utf-8")
    file.chmod(0o755)
