from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cenum.preview.letter_commit import letter_commit
from tests.preview.history import FILE, commit
from tests.preview.site import ISSUE, folder

if TYPE_CHECKING:
    from pathlib import Path

MAKE = [FILE, "cenum.toml", "templates/palette.toml", "templates/new.j2", "issues/media/new.png", "issues/clips.md"]
DO_NOT = ["issues/2026-12-04.md", "README.md", "dist/x/email.html", "issues/2026-11-20.md"]


@pytest.fixture
def at(tmp_path: Path) -> Path:
    folder(tmp_path)
    (tmp_path / "issues" / "2026-11-20.md").write_text(ISSUE, "utf-8")
    return tmp_path


def test_what_is_committed_has_the_whole_name_of_its_commit(at: Path) -> None:
    named = commit(at)
    found = letter_commit(at, FILE)
    assert found
    assert (len(found.hash), found.hash.startswith(named), found.changed) == (40, True, False)


@pytest.mark.parametrize(("names", "changed"), [(MAKE, True), (DO_NOT, False)])
def test_changes_count_that_the_letter_is_made_of_and_no_others(at: Path, names: list[str], *, changed: bool) -> None:
    commit(at)
    for name in names:
        path = at / name
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((before or b"") + b"# more\n")
        found = letter_commit(at, FILE)
        assert found
        assert found.changed is changed, name
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def test_without_git_or_a_commit_there_is_none(tmp_path: Path) -> None:
    assert letter_commit(folder(tmp_path), FILE) is None
