"""A new issue from the page: the file that “cenum new” writes, and none that is there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from cenum.issue.scaffold import new_issue
from cenum.settings import load
from tests.chromium import needs_chromium
from tests.preview.site import BRIEF, KEY, Site, folder, opened, running

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.preview.site import Answer


def monday() -> datetime:
    """Before the letter of KEY, which is a Friday."""
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


def begin(site: Site, day: object = "2026-12-04", **headers: str) -> Answer:
    body: Any = json.dumps({"day": day}).encode()
    return site.ask("/issue", "POST", body, **{"Origin": site.url, "X_Cenum_Token": site.token(), **headers})


def text_of(at: Path, day: date) -> str:
    return new_issue(day, load(at / "cenum.toml"))


def test_it_is_begun_as_the_command_would(tmp_path: Path) -> None:
    with running(folder(tmp_path, BRIEF), now=monday) as site:
        assert 'value="2026-12-04"' in site.ask("/").body.decode()
        answer = begin(site)
        assert (answer.status, answer.data) == (201, {"key": "2026-12-04"})
        text = (site.folder / "issues" / "2026-12-04.md").read_text("utf-8")
        assert text == text_of(site.folder, datetime(2026, 12, 4, tzinfo=UTC).date())
        assert 'value="2026-12-11"' in site.ask("/?issue=2026-12-04").body.decode()
        assert site.ask("/rendering/2026-12-04/sent").status == 200


def test_one_that_is_there_is_never_touched(tmp_path: Path) -> None:
    with running(folder(tmp_path, BRIEF)) as site:
        answer = begin(site, KEY)
        assert answer.status == 409
        assert answer.data["said"].startswith(f"issues/{KEY}.md already exists, and was not changed")
        assert site.issue.read_text("utf-8") == BRIEF


def test_on_a_pause_there_is_none(tmp_path: Path) -> None:
    at = folder(tmp_path, BRIEF)
    settings = at / "cenum.toml"
    text = settings.read_text("utf-8").replace("[newsletter]\n", "[newsletter]\npauses = [2026-12-04]\n", 1)
    settings.write_text(text, "utf-8")
    with running(at, now=monday) as site:
        assert 'value="2026-12-11"' in site.ask("/").body.decode()
        answer = begin(site)
        assert (answer.status, answer.data["said"].partition(" — ")[0]) == (
            422,
            "No letter goes out on 2026-12-04: the pauses in cenum.toml list that day",
        )
        assert len(list((at / "issues").iterdir())) == 1


def test_it_is_not_written_through_a_link(tmp_path: Path) -> None:
    at = folder(tmp_path, BRIEF)
    (at / "issues").rename(at / "ailleurs")
    (at / "issues").symlink_to("ailleurs")
    with running(at) as site:
        answer = begin(site)
        assert answer.status == 422
        assert "is a symbolic link" in answer.data["said"]
        assert len(list((at / "ailleurs").iterdir())) == 1


@pytest.mark.parametrize(
    ("day", "headers", "status"),
    [
        *((day, {}, 400) for day in ("", "../2026-12-04", "2026-13-01", "2026-12-04T10:00", 20261204, None, ["x"])),
        ("x" * 1000, {}, 413),
        ("2026-12-04", {"X_Cenum_Token": "x"}, 403),
        ("2026-12-04", {"X_Cenum_Token": ""}, 403),
        ("2026-12-04", {"Origin": "https://www.lemonde.fr"}, 403),
        ("2026-12-04", {"host": "evil.example"}, 403),
        ("2026-12-04", {"cookie": "a=b"}, 403),
    ],
    ids=str,
)
def test_nobody_else_begins_one(tmp_path: Path, day: object, headers: dict[str, str], status: int) -> None:
    with running(folder(tmp_path, BRIEF)) as site:
        assert begin(site, day, **headers).status == status
        assert [path.name for path in (site.folder / "issues").iterdir()] == [f"{KEY}.md"]


@needs_chromium
def test_an_empty_folder_gets_its_first_issue_by_one_press(browser: Browser, tmp_path: Path) -> None:
    at = folder(tmp_path)
    (at / "issues" / f"{KEY}.md").unlink()
    (at / "issues").rmdir()
    with running(at, "", now=monday) as site, opened(browser, site, wait=False) as page:
        page.get_by_label("New issue").wait_for()
        assert page.get_by_label("New issue").input_value() == KEY
        page.get_by_role("button", name="Begin it").click()
        page.wait_for_url(f"**/?issue={KEY}")
        page.locator("body[data-revision]").wait_for()
        assert site.issue.is_file()


@needs_chromium
def test_the_page_says_why_there_is_none(browser: Browser, tmp_path: Path) -> None:
    with running(folder(tmp_path, BRIEF), now=monday) as site, opened(browser, site) as page:
        page.get_by_label("New issue").fill(KEY)
        page.get_by_role("button", name="Begin it").click()
        page.get_by_text("already exists, and was not changed").wait_for()
