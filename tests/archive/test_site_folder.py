"""The folder of the site at every moment: each file is the old or the new one, whole, and the next run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.archive.manifest import MANIFEST, Manifest
from cenum.archive.site_folder import SiteFolder
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from pathlib import Path

OLD = {"index.html": b"old", "2025-04-18.html": b"same", "2025-04-11.html": b"gone", "2025-04-11/index.html": b"gone"}
NEW = {"index.html": b"new", "2025-04-18.html": b"same", "2025-04-25.html": b"more", "2025-04-25/index.html": b"more"}


class Killed(BaseException):
    """The process is gone."""


class DyingFolder(LetterFolder):
    """A folder that is let go of before the change of this number."""

    def __init__(self, root: Path, lives: int) -> None:
        super().__init__(root)
        self.lives = lives

    def _change(self) -> None:
        if not self.lives:
            raise Killed
        self.lives -= 1

    def write(self, path: Path | str, content: bytes, *, lasting: bool = False) -> None:
        self._change()
        super().write(path, content, lasting=lasting)

    def remove(self, path: Path | str) -> None:
        self._change()
        super().remove(path)

    def remove_folder(self, path: Path | str) -> None:
        self._change()
        super().remove_folder(path)


def written(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_whenever_it_is_killed_every_file_is_whole_and_the_next_run_ends_the_same(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    SiteFolder(LetterFolder(whole), whole).put(NEW.items(), Manifest)
    lives = 0
    while True:
        root = tmp_path / str(lives)
        SiteFolder(LetterFolder(root), root).put(OLD.items(), Manifest)
        (root / "CNAME").write_bytes(b"mine")
        try:
            SiteFolder(DyingFolder(root, lives), root).put(NEW.items(), Manifest)
        except Killed:
            halfway = {name: content for name, content in written(root).items() if name not in {MANIFEST, "CNAME"}}
            assert all(content in {OLD.get(name), NEW.get(name)} for name, content in halfway.items())
            SiteFolder(LetterFolder(root), root).put(NEW.items(), Manifest)
            assert written(root) == {**written(whole), "CNAME": b"mine"}
        else:
            break
        lives += 1
    assert lives > len(NEW)


def test_what_a_killed_run_left_is_cenums_own_for_a_run_with_other_letters(tmp_path: Path) -> None:
    third = {"index.html": b"newest", "2025-04-18.html": b"same"}
    for lives in range(len(NEW) + 1):
        root = tmp_path / str(lives)
        SiteFolder(LetterFolder(root), root).put(OLD.items(), Manifest)
        with pytest.raises(Killed):
            SiteFolder(DyingFolder(root, lives), root).put(NEW.items(), Manifest)
        SiteFolder(LetterFolder(root), root).put(third.items(), Manifest)
        assert {name: content for name, content in written(root).items() if name != MANIFEST} == third


def test_a_file_that_a_person_put_in_the_place_of_cenums_is_theirs(tmp_path: Path) -> None:
    site = SiteFolder(LetterFolder(tmp_path), tmp_path)
    site.put(OLD.items(), Manifest)
    (tmp_path / "2025-04-11.html").write_bytes(b"mine")
    assert site.put(NEW.items(), Manifest).removed == 1
    assert (tmp_path / "2025-04-11.html").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["copie.html", "2025-04-11/copie.html"])
def test_a_copy_of_a_page_is_whose_made_it(tmp_path: Path, name: str) -> None:
    site = SiteFolder(LetterFolder(tmp_path), tmp_path)
    site.put(OLD.items(), Manifest)
    (tmp_path / name).write_bytes(b"gone")
    site.put(NEW.items(), Manifest)
    assert (tmp_path / name).read_bytes() == b"gone"


def test_of_two_files_with_one_path_the_first_is_written(tmp_path: Path) -> None:
    site = SiteFolder(LetterFolder(tmp_path), tmp_path / "site")
    site.put([("index.html", b"first"), ("index.html", b"second")], Manifest)
    assert (tmp_path / "site" / "index.html").read_bytes() == b"first"
