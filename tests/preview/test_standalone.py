"""The page that reviewers open from a disk."""

from __future__ import annotations

import os
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from tests import axe, in_process
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import ROOT
from tests.preview.site import BRIEF, KEY, accidents, folder

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Request

FRENCH = {"CENUM_LANG": "fr", "PATH": ""}
PICTURE = "issues/media/2026-11-06-carte.png"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = folder(tmp_path_factory.mktemp("letter"), BRIEF)
    issue = at / "issues" / f"{KEY}.md"
    (at / "issues" / "media").mkdir()
    (at / PICTURE).write_bytes((ROOT / PICTURE).read_bytes())
    hostile = "\n![Une carte](media/2026-11-06-carte.png)\n\n`</script><script>alert(1)</script>`\n"
    issue.write_text(issue.read_text("utf-8") + hostile, "utf-8")
    environment = {**os.environ, **FRENCH}
    done = in_process.run("build", KEY, "--offline", "--preview", folder=at, environment=environment)
    assert done.code == 0, done.err
    return at / "dist" / KEY / "preview.html"


def test_it_names_nothing_outside_itself(file: Path) -> None:
    html = file.read_text("utf-8")
    head = unescape(html[: html.index("<body")])
    assert "default-src 'none'" in head
    assert "'self'" not in head
    assert "<link" not in html
    assert " src=" not in html[: html.index('<script type="application/json"')].replace("data-src", "")
    assert "<script>alert(1)" not in html


def test_the_same_issue_gives_the_same_bytes(file: Path) -> None:
    before = file.read_bytes()
    command = [sys.executable, "-m", "cenum", "build", KEY, "--offline", "--preview"]
    # Another process has another order of what has none.
    subprocess.run(command, cwd=file.parent.parent.parent, env={**os.environ, **FRENCH}, check=True)
    assert file.read_bytes() == before


@needs_chromium
@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_it_works_from_a_disk(browser: Browser, file: Path, width: int, scheme: Any) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    wrong: list[str] = []

    def asks(request: Request) -> None:
        if not request.url.startswith("data:"):
            wrong.append(request.url)

    def says(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    sandboxed = "Blocked script execution in 'about:srcdoc'"  # axe tries, and the letter's sandbox holds
    heard: dict[str, Any] = {"request": asks, "console": says, **accidents(wrong)}
    with empty_page(browser, width, scheme, heard) as page:
        page.goto(file.as_uri())
        page.locator("body[data-revision]").wait_for()
        letter = page.frame_locator("#frame")
        expect(letter.locator("h1")).to_have_text("Une lettre pour essayer")
        assert letter.locator("img").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 100
        page.keyboard.press("5")
        expect(letter.locator(".card").first).to_have_css("background-color", "rgb(25, 30, 42)")
        page.keyboard.press("7")
        expect(letter.locator("img")).to_have_count(0)
        letter.get_by_text("Bonjour, voici").click()
        expect(page.locator("#where")).to_have_text(f"issues/{KEY}.md:8")
        for key in ("4", "s", "l", "o", "i", "t"):
            page.keyboard.press(key)
            assert axe.ask(page).found == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in wrong if one != file.as_uri() and not one.startswith(sandboxed)] == []
