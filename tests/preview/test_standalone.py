"""The page that reviewers open from a disk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from tests import axe, in_process
from tests.chromium import empty_page, needs_chromium
from tests.edition.samples import ROOT
from tests.preview.history import commit
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


def said_of_the_edition(html: str) -> Any:
    tree: Any = lxml_html.document_fromstring(html)
    return tree.get_element_by_id("edition")[0]


def test_it_says_which_letter_it_shows_as_build_prints_it(file: Path) -> None:
    edition = json.loads((file.parent / "edition.json").read_text("utf-8"))
    line = said_of_the_edition(file.read_text("utf-8"))
    wanted = {"issue": KEY, "digest": edition["digest"], "commit": "", "committed": ""}
    assert {name: line.get(f"data-{name}") for name in wanted} == wanted
    assert line.text_content() == f"lettre du {KEY} · empreinte {edition['digest'][:32]}"


def test_under_git_it_names_the_commit_and_whether_that_is_all(tmp_path: Path) -> None:
    named = commit(folder(tmp_path, BRIEF))
    lines = []
    for text in (BRIEF, BRIEF.replace("Bonjour", "Bonsoir")):
        (tmp_path / "issues" / f"{KEY}.md").write_text(text, "utf-8")
        assert in_process.run("build", KEY, "--preview", folder=tmp_path, environment=os.environ).code == 0
        lines.append(said_of_the_edition((tmp_path / "dist" / KEY / "preview.html").read_text("utf-8")))
    assert [line.get("data-committed") for line in lines] == ["yes", "no"]
    assert len({line.get("data-digest") for line in lines}) == 2
    said, changed = (line.text_content() for line in lines)
    assert f"commit {named}" in said
    assert "not committed" not in said
    assert "with changes that are not committed" in changed


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
        letter.get_by_role("link", name="un lien", exact=True).click()
        expect(page.locator("#out")).to_have_attribute("href", "https://example.org/lien")
        for key in ("4", "s", "l", "o", "i", "t"):
            page.keyboard.press(key)
            assert axe.ask(page).found == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [one for one in wrong if one != file.as_uri() and not one.startswith(sandboxed)] == []
