from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from cenum.cache import user_cache
from cenum.edition.templates import Templates
from cenum.preview.client_views import ClientView
from cenum.preview.revisions import at_revision, preview_at_revision, revisions
from cenum.preview.revisions import commit as named
from cenum.settings import load
from cenum.workspace import Workspace
from tests.edition.samples import ROOT
from tests.preview.history import FILE, commit
from tests.preview.site import BROKEN, ISSUE, folder

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview

PICTURE = ROOT / "issues" / "media" / "2026-11-06-carte.png"
_OWN = {".git", ".cenum"}
SHOWS = ISSUE + "\n![Une carte](media/carte.png)\n"


def then(at: Path, revision: str) -> IssuePreview | None:
    workspace = Workspace(at, load(at / "cenum.toml"), user_cache())
    return preview_at_revision(workspace, Templates(workspace.templates, workspace.cache), FILE, revision)


def rules(preview: IssuePreview | None) -> set[str]:
    assert preview
    return {finding.rule for finding in preview.findings}


def test_an_issue_is_had_as_it_was_committed(tmp_path: Path) -> None:
    revision = commit(folder(tmp_path))
    ((listed, said),) = revisions(tmp_path, FILE)
    assert listed == revision
    assert said.endswith("<b>First</b> version")
    assert at_revision(tmp_path, FILE, revision) == ISSUE


@pytest.mark.parametrize("revision", ["HEAD", "--output=x", "0000000", "", "abc;ls", "a" * 5000, "abcd\0"])
def test_what_is_no_revision_gives_nothing(tmp_path: Path, revision: str) -> None:
    commit(folder(tmp_path))
    assert at_revision(tmp_path, FILE, revision) is None
    assert then(tmp_path, revision) is None


@pytest.mark.parametrize("name", ["main", "HEAD", "HEAD~0", "v1"])
def test_a_person_may_use_the_names_that_git_knows(tmp_path: Path, name: str) -> None:
    revision = commit(folder(tmp_path))
    subprocess.run(["git", "tag", "v1"], cwd=tmp_path, check=True)
    assert named(tmp_path, name) == revision


@pytest.mark.parametrize("name", ["-h", "--all", "--output=made", "nothing", "main:issues", "a\0b", ""])
def test_no_other_name_is_handed_to_git_as_one(tmp_path: Path, name: str) -> None:
    commit(folder(tmp_path))
    assert named(tmp_path, name) is None
    assert not (tmp_path / "made").exists()


def test_without_git_there_are_no_revisions(tmp_path: Path) -> None:
    assert revisions(folder(tmp_path), FILE) == []
    assert named(tmp_path, "main") is None


def test_the_letter_of_then_has_the_pictures_of_then(tmp_path: Path) -> None:
    media = folder(tmp_path) / "issues" / "media"
    media.mkdir()
    (media / "carte.png").write_bytes(PICTURE.read_bytes())
    (tmp_path / FILE).write_text(SHOWS, "utf-8")
    first = commit(tmp_path)
    (media / "carte.png").unlink()
    (tmp_path / FILE).write_text(ISSUE.replace("Bonjour", "Bonsoir"), "utf-8")
    commit(tmp_path, "Second")
    standing = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if not _OWN & {*path.parts}}
    preview = then(tmp_path, first)
    assert preview
    assert preview.good
    assert (preview.file, preview.source) == (FILE, SHOWS)
    assert "Bonjour" in preview.good.views.html(ClientView.SENT)
    assert len(preview.good.rendered.edition.pictures) == 1
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if not _OWN & {*path.parts}} == standing


def test_a_picture_that_was_never_committed_is_todays(tmp_path: Path) -> None:
    (folder(tmp_path) / FILE).write_text(SHOWS, "utf-8")
    revision = commit(tmp_path)
    assert "image-missing" in rules(then(tmp_path, revision))
    (tmp_path / "issues" / "media").mkdir()
    (tmp_path / "issues" / "media" / "carte.png").write_bytes(PICTURE.read_bytes())
    assert "image-missing" not in rules(then(tmp_path, revision))


def test_a_version_that_cannot_be_rendered_says_why(tmp_path: Path) -> None:
    (folder(tmp_path) / FILE).write_text(BROKEN, "utf-8")
    preview = then(tmp_path, commit(tmp_path))
    assert preview
    assert preview.good is None
    assert [str(finding.place) for finding in preview.findings][:1] == [f"{FILE}:3"]


def test_an_issue_that_was_not_there_then_is_none(tmp_path: Path) -> None:
    (folder(tmp_path) / FILE).unlink()
    revision = commit(tmp_path)
    (tmp_path / FILE).write_text(ISSUE, "utf-8")
    assert then(tmp_path, revision) is None


@pytest.mark.parametrize("is_committed", [True, False])
def test_what_is_no_picture_or_too_large_for_one_is_not_brought_along(
    tmp_path: Path,
    is_committed: bool,  # noqa: FBT001  a table
) -> None:
    media = folder(tmp_path) / "issues" / "media"
    media.mkdir()
    heavy = PICTURE.read_bytes()
    brought = {"carte.png": heavy + bytes(20_000_001 - len(heavy)), "carte.txt": b"words"}
    for name, content in brought.items():
        (tmp_path / FILE).write_text(f"{ISSUE}\n![Une carte](media/{name})\n", "utf-8")
        if is_committed:
            (media / name).write_bytes(content)
        revision = commit(tmp_path)
        if not is_committed:
            (media / name).write_bytes(content)
        found = rules(then(tmp_path, revision))
        assert "image-missing" in found
        assert not found & {"image-size", "image-format"}


def test_a_picture_that_is_a_folder_today_stops_nothing(tmp_path: Path) -> None:
    at = folder(tmp_path) / "issues" / "carte.png"
    at.write_bytes(PICTURE.read_bytes())
    (tmp_path / FILE).write_text(f"{ISSUE}\n![Une carte](carte.png/b.png)\n", "utf-8")
    revision = commit(tmp_path)
    at.unlink()
    at.mkdir()
    (at / "b.png").write_bytes(PICTURE.read_bytes())
    assert "image-missing" not in rules(then(tmp_path, revision))


def test_links_of_the_disk_are_followed_neither_now_nor_then(tmp_path: Path) -> None:
    secret = tmp_path.parent / f"{tmp_path.name}-secret.png"
    secret.write_bytes(PICTURE.read_bytes())
    (folder(tmp_path) / "issues" / "media").mkdir()
    (tmp_path / "issues" / "media" / "carte.png").symlink_to(secret)
    (tmp_path / FILE).write_text(SHOWS, "utf-8")
    assert "image-missing" in rules(then(tmp_path, commit(tmp_path)))
