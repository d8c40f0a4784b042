"""What an editor does works on any system: with these words CI tries macOS and Windows, and the tests this one."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.machine import ROOT
from tools.architecture import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_an_editor_can_work_here() -> None:
    cenum = [sys.executable, "-m", "cenum"]
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "by_hand.py", *cenum], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("\nAn editor can work here.\n")


def test_every_text_that_is_written_names_its_line_ends() -> None:
    """Windows would write its own. ruff sees to encodings (PLW1514)."""
    writing = [
        (f"{file.relative_to(PACKAGE)}:{call.lineno}", {keyword.arg for keyword in call.keywords})
        for file in PACKAGE.rglob("*.py")
        for call in _writing_text(ast.parse(file.read_text("utf-8")))
    ]
    assert writing
    assert [place for place, keywords in writing if "newline" not in keywords] == []


def _writing_text(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of ``write_text``, and of ``open`` with a mode that writes text."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        modes = {one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        opens_text = name in {"open", "fdopen"} and modes & {"w", "x", "a", "r+", "w+", "a+", "wt", "xt", "at"}
        if name == "write_text" or opens_text:
            yield node
