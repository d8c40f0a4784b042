"""The stand-in for ``gh`` in the process of the tests: what cenum asks it takes no process more."""

from __future__ import annotations

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import pytest

from cenum.repository.program import ProgramResult
from tests.github import gh_stub

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def run_program(
    name: str, words: Sequence[str], environ: Mapping[str, str], *, seconds: int, given: bytes = b""
) -> ProgramResult:
    """As :func:`cenum.repository.program.run_program` runs ``gh``."""
    assert (name, seconds > 0) == ("gh", True)
    out, complaint, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(complaint):
        patch.setattr(os, "environ", dict(environ))
        patch.setattr(sys, "stdin", io.StringIO(given.decode()))
        try:
            gh_stub.main([*words])
        except SystemExit as end:
            code = int(str(end.code or 0))
    return ProgramResult(code, out.getvalue().encode(), complaint.getvalue().strip())
