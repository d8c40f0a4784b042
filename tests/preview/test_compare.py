from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from cenum.preview.compare import at_revision, revisions, side_by_side
from tests.chromium import TAGS, needs_chromium
from tests.preview.site import ISSUE, KEY, folder, opened, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

FILE = f"issues/{KEY}.md"


def committed(at: Path) -> Path:
    folder(at)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "<b>First</b> version")):
        subprocess.run(["git", *arguments], cwd=at, check=True)  # noqa: S603, S607  a repository of the test's own
    return at


def test_lines_that_belong_together_stand_in_one_row_and_words_are_marked() -> None:
    rows = list(side_by_side("un\ndeux mots\ntrois", "un\ndeux sons\ntrois\nquatre"))
    assert [(row.old, row.new) for row in rows] == [(1, 1), (2, 2), (3, 3), (0, 4)]
    assert rows[1].old_pieces == (("deux ", False), ("mots", True))
    assert rows[1].new_pieces == (("deux ", False), ("sons", True))
    assert rows[3].new_pieces == (("quatre", True),)


def test_an_issue_is_had_as_it_was_committed(tmp_path: Path) -> None:
    at = committed(tmp_path)
    ((revision, said),) = revisions(at, FILE)
    assert said.endswith("<b>First</b> version")
    assert at_revision(at, FILE, revision) == ISSUE


@pytest.mark.parametrize("revision", ["HEAD", "--output=x", "0000000", "", "abc;ls"])
def test_what_is_no_revision_gives_nothing(tmp_path: Path, revision: str) -> None:
    assert at_revision(committed(tmp_path), FILE, revision) is None


def test_without_git_there_are_no_revisions(tmp_path: Path) -> None:
    assert revisions(folder(tmp_path), FILE) == []


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_are_shown_side_by_side(browser: Browser, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  a run without Chromium does without it
    from playwright.sync_api import expect  # noqa: PLC0415  as above

    at = committed(tmp_path)
    (at / "issues" / "2026-12-04.md").write_text(ISSUE.replace("Bonjour", "Bonsoir"), "utf-8")
    with running(at, KEY) as site, opened(browser, site, color_scheme=scheme) as page:
        page.keyboard.press("c")
        page.locator("#other").select_option("2026-12-04")
        expect(page.locator(".compared del")).to_have_text("Bonsoir")
        expect(page.locator(".compared ins")).to_have_text("Bonjour")
        site.write(ISSUE.replace("Bonjour", "Salut"))
        expect(page.locator(".compared ins")).to_have_text("Salut")
        page.locator("#other").select_option(revisions(at, FILE)[0][0])
        expect(page.locator(".compared del")).to_have_text("Bonjour")
        found = Axe().run(page, options={"runOnly": TAGS, "iframes": False})
        assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
        assert site.ask(f"/compare/{KEY}/HEAD").status == 404
        assert site.ask(f"/compare/{KEY}/..%2f..%2fcenum.toml").status == 404
