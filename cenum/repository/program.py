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


def find_program(name: str, environ: Mapping[str, str]) -> str | None:
    """Where the program ``name`` is in the ``PATH`` of ``environ``; ``None`` where it is not there.

    It is never looked for in the folder at hand, which may be a stranger's.
    """
    path = os.pathsep.join(folder for folder in os.get_exec_path(environ) if Path(folder).is_absolute())
    program = shutil.which(name, path=path)
    # Windows looks at hand first, and gives such a place as a relative one (docs.python.org, shutil.which).
    return program if program and Path(program).is_absolute() else None


def run_program(
    name: str, words: Sequence[str], environ: Mapping[str, str], *, seconds: int, given: bytes = b""
) -> ProgramResult:
    """Run ``name`` with ``words``; ``given`` is its standard input.

    It is looked for by :func:`find_program`. Raises :class:`ProgramMissing` and :class:`ProgramSilent`.
    """
    program = find_program(name, environ)
    if program is None:
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
