from __future__ import annotations

from pathlib import Path

import pytest

from cenum.preview.editor import Way, command, editor, open_at, way

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


def test_a_path_of_windows_keeps_its_backslashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.preview.editor.platform", "win32")
    said = r'"C:\Program Files\Notepad++\notepad++.exe" -multiInst'
    assert editor({"EDITOR": said}) == [r"C:\Program Files\Notepad++\notepad++.exe", "-multiInst"]


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


@pytest.mark.parametrize(
    ("environment", "how"),
    [
        ({}, None),
        ({"EDITOR": "'never closed"}, None),
        ({"EDITOR": "vim"}, Way.TERMINAL),
        ({"EDITOR": "/usr/bin/nano -w"}, Way.TERMINAL),
        ({"VISUAL": "code --wait", "EDITOR": "vim"}, Way.WINDOW),
        ({"EDITOR": "gvim"}, Way.WINDOW),
        ({"EDITOR": "something-new"}, Way.WINDOW),
        ({"EDITOR": "emacs", "DISPLAY": ":0"}, Way.WINDOW),
        ({"EDITOR": "emacs -nw", "DISPLAY": ":0"}, Way.TERMINAL),
        ({"EDITOR": "emacsclient -t", "WAYLAND_DISPLAY": "wayland-0"}, Way.TERMINAL),
    ],
)
def test_an_editor_of_the_terminal_is_told_from_one_with_a_window(
    environment: dict[str, str], how: Way | None
) -> None:
    assert way(environment) is how


def test_without_a_screen_emacs_is_an_editor_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.preview.editor.platform", "linux")
    assert way({"EDITOR": "emacs"}) is Way.TERMINAL
    monkeypatch.setattr("cenum.preview.editor.platform", "darwin")
    assert way({"EDITOR": "emacs"}) is Way.WINDOW


def test_an_editor_is_started_where_it_can_be(tmp_path: Path) -> None:
    for name, content, starts in (("good", b"#!/bin/sh\nexit 0\n", True), ("bad", b"\x7fno program", False)):
        program = tmp_path / name
        program.write_bytes(content)
        program.chmod(0o755)
        assert open_at(FILE, 1, {"EDITOR": str(program)}) is starts
