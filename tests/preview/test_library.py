from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from cenum.errors import Mistakes
from cenum.links.link import Checked, Reason, Verdict
from tests.preview.site import BROKEN, ISSUE, KEY, folder, library

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.letter_folder import LetterFolder
    from cenum.preview.issue_preview import IssuePreview
    from cenum.preview.library import PreviewLibrary


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return folder(tmp_path)


def test_nothing_is_drawn_twice_unless_it_changed(at: Path) -> None:
    kept = library(at)
    first = kept.preview(KEY)
    assert kept.preview(KEY) is first
    assert kept.changed([at / "issues" / f"{KEY}.md"]) == [KEY]
    assert kept.preview(KEY) is not first
    assert kept.revision == 2


@pytest.mark.parametrize(
    ("name", "concerned"),
    [
        ("cenum.toml", True),
        ("templates/palette.toml", True),
        ("issues/media/photo.jpg", True),
        ("issues/2026-11-27.md", True),
        ("words.txt", True),
        ("issues/clips.md", False),
        ("issues/.0a1b2c3d4e5f6071.new", False),
        ("issues/.2026-11-27.md.swp", False),
        ("README.md", False),
        (".cenum/cache/links.sqlite3", False),
        ("../cenum.toml", False),
    ],
)
def test_a_change_concerns_what_it_can_change(at: Path, name: str, concerned: bool) -> None:  # noqa: FBT001  a table
    kept = library(at)
    kept.preview(KEY)
    assert (kept.changed([at.joinpath(name)]) == [KEY]) is concerned


def test_there_is_no_issue_but_those_of_the_folder(at: Path) -> None:
    kept = library(at)
    for key in ("2026-11-28", "../secret", "", "next"):
        assert kept.preview(key) is None


def test_settings_that_cannot_be_read_leave_those_before(at: Path) -> None:
    kept = library(at)
    kept.preview(KEY)
    settings = at / "cenum.toml"
    before = settings.read_text("utf-8")
    for text in (before.replace("publisher", "publischer"), before + "\n[", ""):
        settings.write_text(text, "utf-8")
        kept.changed([settings])
        preview = kept.preview(KEY)
        assert preview
        assert not preview.fresh
        assert preview.good
        assert preview.findings[0].place.file == "cenum.toml"
    settings.unlink()
    kept.changed([settings])
    assert kept.preview(KEY)
    settings.write_text(before, "utf-8")
    kept.changed([settings])
    preview = kept.preview(KEY)
    assert preview
    assert preview.fresh


def test_templates_that_cannot_be_taken_at_the_start_are_an_error(at: Path) -> None:
    (at / "templates" / "palette.toml").unlink()
    with pytest.raises(Mistakes):
        library(at)


def test_what_was_asked_is_known_and_becomes_a_finding(at: Path) -> None:
    kept = library(
        at, lambda _issue, links, _workspace: Checked(tuple((one, Verdict(Reason.GONE, 404)) for one in links))
    )
    before = kept.preview(KEY)
    assert kept.check_links(KEY)
    preview = kept.preview(KEY)
    assert before
    assert preview
    assert {one.rule for one in preview.findings} - {one.rule for one in before.findings} == {"link-gone"}


def edit(kept: PreviewLibrary, at: Path) -> None:
    """Save the letter with another word in it."""
    (at / "issues" / f"{KEY}.md").write_text(ISSUE.replace("essayer", "voir"), "utf-8")
    kept.changed([at / "issues" / f"{KEY}.md"])


def test_links_are_asked_about_once_at_a_time_while_the_letter_is_rendered(at: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def ask(*_what: Any) -> Checked:
        begun.set()
        assert go_on.wait(10)
        return Checked(())

    kept = library(at, ask)
    asking = threading.Thread(target=kept.check_links, args=[KEY])
    asking.start()
    assert begun.wait(10)
    assert not kept.check_links(KEY)
    edit(kept, at)
    preview = kept.preview(KEY)
    assert preview
    assert "voir" in preview.source
    go_on.set()
    asking.join(10)


def test_who_only_looks_waits_for_no_check(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def check(drawn: IssuePreview, *_context: Any) -> IssuePreview:
        begun.set()
        assert go_on.wait(10)
        return drawn

    monkeypatch.setattr("cenum.preview.library.check_issue", check)
    kept = library(at)
    checking = threading.Thread(target=kept.preview, args=[KEY])
    checking.start()
    assert begun.wait(10)
    edit(kept, at)
    drawn = kept.drawn(KEY)
    assert drawn
    assert "voir" in drawn.source
    go_on.set()
    checking.join(10)
    # What was checked meanwhile was the version before.
    preview = kept.preview(KEY)
    assert preview
    assert "voir" in preview.source


def test_the_checks_of_what_was_changed_meanwhile_give_way_and_begin_anew(
    at: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = library(at)
    issue = at / "issues" / f"{KEY}.md"
    looked: list[str] = []

    def looks(letter: Any) -> list[Any]:
        looked.append(letter.issue.title)
        if len(looked) == 1:
            issue.write_text(ISSUE.replace("Une lettre pour", "Une autre pour", 1), "utf-8")
            kept.changed([issue])
        return []

    monkeypatch.setattr("cenum.checks.all.CHECKS", [looks, looks])
    checked = kept.preview(KEY)
    assert checked
    assert checked.fresh
    assert checked is kept.preview(KEY)
    assert looked == ["Une lettre pour essayer", "Une autre pour essayer", "Une autre pour essayer"]


def test_other_letters_are_checked_anew_and_not_drawn(at: Path) -> None:
    kept = library(at)
    drawn, before = kept.drawn(KEY), kept.preview(KEY)
    earlier = at / "issues" / "2026-11-20.md"
    earlier.write_text(ISSUE, "utf-8")
    assert kept.changed([earlier]) == ["2026-11-20"]
    assert kept.drawn(KEY) is drawn
    assert kept.preview(KEY) is not before


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The issues whose titles were read."""
    titles: list[str] = []

    def title(file: Path, _letter: LetterFolder) -> str:
        titles.append(file.stem)
        return "A title"

    monkeypatch.setattr("cenum.preview.library._title", title)
    return titles


def test_the_list_is_read_when_it_changes(at: Path, read: list[str]) -> None:
    kept = library(at)
    for key in ("2026-11-13", "2026-11-20"):
        (at / "issues" / f"{key}.md").write_text(ISSUE, "utf-8")
    for _time in range(2):
        assert [issue.key for issue in kept.issues()] == [KEY, "2026-11-20", "2026-11-13"]
    assert sorted(read) == ["2026-11-13", "2026-11-20", KEY]
    (at / "issues" / "2026-11-13.md").unlink()
    (at / "issues" / "2026-11-06.md").write_text(ISSUE, "utf-8")
    kept.changed([at / "issues" / name for name in ("2026-11-13.md", "2026-11-06.md", "draft.md")])
    assert [issue.key for issue in kept.issues()] == [KEY, "2026-11-20", "2026-11-06"]
    assert read[3:] == ["2026-11-06"]


def test_an_issue_that_somebody_looks_at_stays_listed_when_it_is_gone(at: Path) -> None:
    kept = library(at)
    kept.drawn(KEY)
    (at / "issues" / f"{KEY}.md").unlink()
    kept.changed([at / "issues" / f"{KEY}.md"])
    assert [(issue.key, issue.there) for issue in kept.issues()] == [(KEY, False)]
    drawn = kept.drawn(KEY)
    assert drawn
    assert not drawn.there


def test_a_folder_that_comes_back_is_read_again(at: Path) -> None:
    kept = library(at)
    assert [issue.key for issue in kept.issues()] == [KEY]
    (at / "issues" / "2026-11-20.md").write_text(ISSUE, "utf-8")
    assert set(kept.changed([at / "issues"])) == {KEY, "2026-11-20"}
    assert [issue.key for issue in kept.issues()] == [KEY, "2026-11-20"]


def test_of_a_broken_issue_nothing_is_asked(at: Path) -> None:
    (at / "issues" / f"{KEY}.md").write_text(BROKEN, "utf-8")
    assert not library(at).check_links(KEY)


def test_what_is_no_day_is_no_issue_whatever_file_has_its_name(at: Path) -> None:
    for name in ("notes.md", "2026-11-27-old.md"):
        (at / "issues" / name).write_text(ISSUE, "utf-8")
    (at / "secret.md").write_text(ISSUE, "utf-8")
    kept = library(at)
    for key in ("notes", "2026-11-27-old", "../secret", "..", ""):
        assert kept.drawn(key) is None
        assert kept.preview(key) is None


def test_few_earlier_versions_are_kept(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = library(at)
    monkeypatch.setattr("cenum.preview.library.preview_at_revision", lambda *_given: kept.drawn(KEY))
    for number in range(12):
        assert kept.beside(KEY, f"{number:07x}")
    assert [revision for _key, revision in kept._past] == [f"{number:07x}" for number in range(4, 12)]


def test_nothing_that_leads_out_can_be_gone_to(at: Path) -> None:
    (at.parent / "outside.j2").write_text("x", "utf-8")
    (at / "templates" / "link.j2").symlink_to(at.parent / "outside.j2")
    assert library(at).file("templates/link.j2") is None


def test_only_files_of_the_letter_can_be_gone_to(at: Path) -> None:
    kept = library(at)
    assert kept.file(f"issues/{KEY}.md") == at / "issues" / f"{KEY}.md"
    for name in ("issues/../cenum.toml", "/etc/passwd", "issues", "templates/../cenum.toml", ""):
        assert kept.file(name) is None
