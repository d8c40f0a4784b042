from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.preview.client_views import ClientView
from cenum.preview.state import around, before_checks, nothing, rendering
from tests.preview.site import BROKEN, ISSUE, KEY, folder, library

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_good_issue_shows_its_letter(tmp_path: Path) -> None:
    kept = library(folder(tmp_path))
    shown, said = rendering(kept, KEY, ClientView.SENT), around(kept, KEY, {})
    assert shown
    assert said
    assert (shown["title"], said["tone"], shown["revision"]) == ("Une lettre pour essayer", "good", 1)
    assert "Bonjour, voici" in shown["letter"]


def test_a_letter_is_shown_before_any_check_looked_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = library(folder(tmp_path))
    monkeypatch.setattr("cenum.preview.library.check_issue", None)
    shown, page = rendering(kept, KEY, ClientView.SENT), before_checks(kept, KEY)
    assert shown
    assert page
    assert "Bonjour, voici" in shown["letter"]
    assert page["status"] == "The letter is being checked."


def test_an_issue_that_was_never_good_has_the_title_of_its_source(tmp_path: Path) -> None:
    (folder(tmp_path) / "issues" / f"{KEY}.md").write_text(BROKEN, "utf-8")
    kept = library(tmp_path)
    shown, said = rendering(kept, KEY, ClientView.SENT), around(kept, KEY, {})
    assert shown
    assert said
    assert (said["title"], said["tone"]) == ("Une lettre pour essayer", "bad")
    assert "There is nothing to see until" in shown["letter"]


def test_an_issue_without_a_title_is_listed_under_the_masthead_or_its_key(tmp_path: Path) -> None:
    text = ISSUE.replace("title: Une lettre pour essayer\n", "")
    (folder(tmp_path) / "issues" / "2026-12-04.md").write_text(text, "utf-8")
    shown = around(library(tmp_path), KEY, {})
    assert shown
    assert shown["issues"].index("2026-12-04") < shown["issues"].index(KEY)


def test_what_is_no_issue_has_no_state(tmp_path: Path) -> None:
    kept = library(folder(tmp_path))
    assert rendering(kept, "2026-11-28", ClientView.SENT) is None
    assert around(kept, "2026-11-28", {}) is None
    assert before_checks(kept, "2026-11-28") is None


def test_a_folder_without_an_issue_has_one_all_the_same(tmp_path: Path) -> None:
    (folder(tmp_path) / "issues" / f"{KEY}.md").unlink()
    assert around(library(tmp_path), KEY, {}) is None
    assert nothing()["key"] == ""
