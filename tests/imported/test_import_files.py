"""An import writes its pictures and its issue, or nothing, and nothing over what is there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.imported.import_files import write_import
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = {"media/2026-12-04-1.png": b"one", "media/2026-12-04-2.png": b"two"}


def held(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def write(folder: Path, pictures: dict[str, bytes] = PICTURES, before: bytes | None = None) -> list[str]:
    made = write_import(LetterFolder(folder), folder / "issues" / "2026-12-04.md", b"issue", pictures, before=before)
    return [path.relative_to(folder).as_posix() for path in made]


WHOLE = {"issues/2026-12-04.md": b"issue", **{f"issues/{name}": content for name, content in PICTURES.items()}}


def test_pictures_and_issue_are_written_into_folders_that_may_be_missing(tmp_path: Path) -> None:
    assert write(tmp_path) == [*list(WHOLE)[1:], "issues/2026-12-04.md"]
    assert held(tmp_path) == WHOLE


def test_a_picture_that_is_there_from_an_import_that_was_cut_off_is_taken(tmp_path: Path) -> None:
    (tmp_path / "issues" / "media").mkdir(parents=True)
    (tmp_path / "issues" / "media" / "2026-12-04-1.png").write_bytes(b"one")
    assert write(tmp_path) == ["issues/media/2026-12-04-2.png", "issues/2026-12-04.md"]
    assert held(tmp_path) == WHOLE


@pytest.mark.parametrize("name", WHOLE)
def test_where_another_file_has_the_name_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "issues" / "media").mkdir(parents=True)
    (tmp_path / name).write_bytes(b"another")
    with pytest.raises(UsageMistake, match="was not changed"):
        write(tmp_path)
    assert held(tmp_path) == {name: b"another"}


@pytest.mark.parametrize("failing", range(3))
@pytest.mark.parametrize(
    "failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "stop"]
)
def test_a_write_that_fails_leaves_nothing_whichever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, failure: BaseException
) -> None:
    done = 0

    def fsync(_descriptor: int) -> None:
        nonlocal done
        done += 1
        if done > failing:
            raise failure

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt if isinstance(failure, KeyboardInterrupt) else UsageMistake):
        write(tmp_path)
    assert held(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


def test_an_issue_is_replaced_only_where_it_is_what_was_read(tmp_path: Path) -> None:
    issue = tmp_path / "issues" / "2026-12-04.md"
    issue.parent.mkdir()
    issue.write_bytes(b"as read")
    write(tmp_path, before=b"as read")
    assert held(tmp_path) == WHOLE
    for picture in (tmp_path / "issues" / "media").iterdir():
        picture.unlink()
    with pytest.raises(UsageMistake, match="meanwhile"):
        write(tmp_path, before=b"as read")
    assert held(tmp_path) == {"issues/2026-12-04.md": b"issue"}


def test_no_picture_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "letter"
    (folder / "issues").mkdir(parents=True)
    (folder / "issues" / "media").symlink_to(outside)
    with pytest.raises(UsageMistake):
        write(folder)
    assert held(outside) == {}
    assert not (folder / "issues" / "2026-12-04.md").exists()
