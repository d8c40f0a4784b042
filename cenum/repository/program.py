"""How git and gh are started: from the person's own ``PATH``, given a list of words and never a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class ProgramMissing(Exception):
    """The program is not installed, or can't be started."""


class ProgramSilent(Exception):
    """The program did not end in time, and was stopped."""


class ProgramResult(NamedTuple):
    """What a program that ended has left; ``complaint`` is what it said on its standard error."""

    code: int
    output: bytes
    complaint: str


def run_program(
    name: str, words: Sequence[str], environ: Mapping[str, str], *, seconds: int, given: bytes = b""
) -> ProgramResult:
    """Run ``name`` with ``words``; ``given`` is its standard input.

    It is looked for in the ``PATH`` of ``environ``, but never in the folder at hand, which may be a stranger's.
    Raises :class:`ProgramMissing` and :class:`ProgramSilent`.
    """
    path = os.pathsep.join(folder for folder in os.get_exec_path(environ) if Path(folder).is_absolute())
    program = shutil.which(name, path=path)
    # Windows looks at hand first, and gives such a place as a relative one (docs.python.org, shutil.which).
    if program is None or not Path(program).is_absolute():
        raise ProgramMissing
    try:
        done = subprocess.run(  # noqa: S603  a list of words, and no shell
            [program, *words], env={**environ}, input=given, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise ProgramSilent from None
    except (OSError, ValueError):  # ValueError: a word holds a NUL character
        raise ProgramMissing from None
    return ProgramResult(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip())
