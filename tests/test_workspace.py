from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cenum.errors import UsageMistake
from cenum.workspace import Workspace
from tests.issue import desk

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "issues").mkdir()
    for name in ("2026-11-13.md", "2026-11-27.md", "2026-12-04.md", "brouillon.md", "2026-11-27.txt"):
        (tmp_path / "issues" / name).touch()
    return Workspace(tmp_path, desk.SETTINGS)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("next", "2026-11-27.md"),
        ("latest", "2026-12-04.md"),
        ("2026-11-13", "2026-11-13.md"),
        ("issues/brouillon.md", "brouillon.md"),
    ],
)
def test_an_issue_is_a_date_a_path_next_or_latest(workspace: Workspace, name: str, file: str) -> None:
    path = workspace.issue_path(name, today=lambda: TODAY, here=workspace.root)
    assert path == workspace.issues / file


def test_today_counts_as_next(workspace: Workspace) -> None:
    path = workspace.issue_path("next", today=lambda: date(2026, 11, 27), here=workspace.root)
    assert path.stem == "2026-11-27"


@pytest.mark.parametrize(
    ("name", "today", "says"),
    [
        ("2026-11-20", TODAY, "cenum new 2026-11-20"),
        ("next", date(2027, 1, 1), "cenum new`; the latest issues are 2026-11-13, 2026-11-27, 2026-12-04"),
        ("nowhere.md", TODAY, "“next” or “latest”"),
    ],
)
def test_an_issue_that_is_not_there_is_said_with_the_way_to_it(
    workspace: Workspace, name: str, today: date, says: str
) -> None:
    with pytest.raises(UsageMistake) as mistake:
        workspace.issue_path(name, today=lambda: today, here=workspace.root)
    assert says in mistake.value.remedy
