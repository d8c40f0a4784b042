from __future__ import annotations

from pathlib import Path

import pytest

from cenum.preview.editor import command, editor, open_at

FILE = Path("/letters/issues/a b;c.md")


@pytest.mark.parametrize(
    ("environment", "program"),
    [
        ({}, []),
        ({"EDITOR": "vi"}, ["vi"]),
        ({"EDITOR": "vi", "VISUAL": "code --wait"}, ["code", "--wait"]),
        ({"EDITOR": "'/opt/my editor/ed' -x"}, ["/opt/my editor/ed", "-x"]),
        ({"EDITOR": "'never closed"}, []),
    ],
)
def test_the_editor_is_the_environments(environment: dict[str, str], program: list[str]) -> None:
    assert editor(environment) == program


@pytest.mark.parametrize(
    ("program", "line", "told"),
    [
        (["vim"], 3, ["vim", "+3", str(FILE)]),
        (["/usr/bin/nano", "-w"], 3, ["/usr/bin/nano", "-w", "+3", str(FILE)]),
        (["code", "--wait"], 3, ["code", "--wait", "--goto", f"{FILE}:3"]),
        (["subl"], 3, ["subl", f"{FILE}:3"]),
        (["unknown"], 3, ["unknown", str(FILE)]),
        (["vim"], None, ["vim", str(FILE)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(program: list[str], line: int | None, told: list[str]) -> None:
    assert command(program, FILE, line) == told


def test_an_editor_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    assert not open_at(FILE, 1, {})
    assert not open_at(FILE, 1, {"EDITOR": str(tmp_path / "nothing")})
