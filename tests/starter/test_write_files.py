"""All files or none, and never over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.letter_folder import LetterFolder
from cenum.starter.write_files import write_new

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"cenum.toml": b"a", "issues/2026-11-27.md": b"b", ".gitignore": b"c", "README.md": b"d"}


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    made = write_new(tmp_path / "new" / "letter", FILES)
    assert everything(tmp_path / "new" / "letter") == FILES
    assert (made.written, made.left) == (tuple(FILES), ())


@pytest.mark.parametrize(
    "there", ["cenum.toml", "issues/old.md", "notes.txt", ".github/workflows/send.yml", "templates/mine.j2"]
)
def test_what_is_in_the_way_is_named_and_nothing_is_written(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(UsageMistake, match=there.partition("/")[0]):
        write_new(tmp_path, {**FILES, ".github/workflows/send.yml": b"e"})
    assert everything(tmp_path) == {there: b"mine"}


def test_what_a_code_host_put_there_is_left_as_it_is(tmp_path: Path) -> None:
    mine = {".git/HEAD": b"x", "README.md": b"mine", "LICENSE": b"mine", ".gitignore": b"mine", "env/pyvenv.cfg": b""}
    for name, content in mine.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    made = write_new(tmp_path, FILES)
    assert made.left == ("README.md", ".gitignore")
    assert everything(tmp_path) == mine | {"cenum.toml": b"a", "issues/2026-11-27.md": b"b", "GUIDE.md": b"d"}


@pytest.mark.parametrize("end", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_what_breaks_off_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: BaseException | type[BaseException]
) -> None:
    create = LetterFolder.create

    def breaking(folder: LetterFolder, path: Path, content: bytes) -> None:
        if path.name == "README.md":
            raise end
        create(folder, path, content)

    monkeypatch.setattr(LetterFolder, "create", breaking)
    with pytest.raises((KeyboardInterrupt, UsageMistake)):
        write_new(tmp_path / "letter", FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"")
    with pytest.raises(UsageMistake, match="can't write to"):
        write_new(tmp_path / "letter", FILES)
