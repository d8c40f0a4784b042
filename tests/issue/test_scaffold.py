from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.issue.reader import read
from cenum.issue.scaffold import create

from .desk import SETTINGS, settings

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_new_issue_is_an_issue_without_a_mistake(tmp_path: Path) -> None:
    path = create(tmp_path / "issues", SETTINGS, None, MONDAY)
    assert path.name == "2026-11-27.md"
    new = read(path, SETTINGS, root=tmp_path)
    assert new.findings == ()
    assert new.issue is not None
    assert new.issue.draft


def test_a_day_that_is_taken_is_passed_over_unless_it_was_named(tmp_path: Path) -> None:
    first = create(tmp_path, SETTINGS, None, MONDAY)
    first.write_text("écrit", "utf-8")
    assert create(tmp_path, SETTINGS, None, MONDAY).name == "2026-12-04.md"
    with pytest.raises(UsageMistake, match="was not changed"):
        create(tmp_path, SETTINGS, date(2026, 11, 27), MONDAY)
    assert first.read_text("utf-8") == "écrit"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "issues").write_text("", "utf-8")
    with pytest.raises(UsageMistake, match="can't be written"):
        create(tmp_path / "issues", SETTINGS, None, MONDAY)


def test_a_pause_is_passed_over_and_a_letter_of_that_day_is_refused(tmp_path: Path) -> None:
    paused = settings(pauses=["2026-11-27", "2026-12-11"])
    assert create(tmp_path, paused, None, MONDAY).name == "2026-12-04.md"
    assert create(tmp_path, paused, None, MONDAY).name == "2026-12-18.md"
    with pytest.raises(UsageMistake, match="no letter goes out on 2026-12-11"):
        create(tmp_path, paused, date(2026, 12, 11), MONDAY)
    assert not (tmp_path / "2026-12-11.md").exists()


def test_a_new_issue_speaks_the_language_of_its_letter(tmp_path: Path) -> None:
    path = create(tmp_path / "issues", settings(language="en-GB"), None, MONDAY)
    assert "draft: true   # to be removed" in path.read_text("utf-8")
    assert read(path, settings(language="en-GB"), root=tmp_path).findings == ()
