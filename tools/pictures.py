"""The pictures of the documentation, taken in Chromium: `make pictures`."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PIL import Image
from playwright.sync_api import sync_playwright

from cenum.preview.standalone import preview_file
from cenum.process import process
from cenum.settings import load
from cenum.workspace import Workspace
from tests import machine
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.edition.samples import ROOT, Letter
from tests.edition.test_in_chromium import shown
from tests.preview.site import opened, running
from tools.reference import spoken

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Page, ViewportSize

FOLDER = ROOT / "docs" / "pictures"
VIEWS = ((1280, "light"), (1280, "dark"), (375, "light"), (375, "dark"))
NAMES = {"2026-11-06": "letter", "2026-11-13": "interview", "2026-11-20": "bulletin"}
HEIGHT = 1600
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}


def main() -> None:
    machine.settle()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for issue, name in NAMES.items():
            for width, scheme in VIEWS:
                with shown(browser, Letter(ROOT / "issues" / f"{issue}.md", ROOT), width, scheme) as (page, _asked):
                    clip: FloatRect = {"x": 0.0, "y": 0.0, "width": float(width), "height": float(HEIGHT)}
                    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
                keep(taken, f"{name}-{width}-{scheme}")
        preview(browser)
        views(browser)
        browser.close()


def preview(browser: Browser) -> None:
    """The preview of a sample letter in which something is left to mend: served, and as the file for reviewers."""
    with TemporaryDirectory() as name:
        at = Path(name)
        issue = _with_something_to_mend(at)
        for scheme, keys in (("light", ""), ("dark", "5s")):
            options: dict[str, Any] = {"viewport": VIEWPORT, "color_scheme": scheme}
            with running(at, issue.stem) as site, opened(browser, site, **options) as page:
                for key in keys:
                    page.keyboard.press(key)
                page.locator("#findings .warning .finding").first.click()
                keep(Image.open(io.BytesIO(page.screenshot())), f"preview-1280-{scheme}")
        workspace = Workspace(at, load(at / "cenum.toml"))
        for language, suffix in (("en", ""), ("fr", ".fr")):
            file = at / "preview.html"
            with spoken(language):
                file.write_bytes(preview_file(process(issue, workspace), issue, workspace))
            for view, shows in (("4", "alone"), ("i", "inbox")):
                page = browser.new_page(viewport=VIEWPORT, color_scheme="light")
                page.goto(file.as_uri())
                page.keyboard.press(view)
                if view == "4":
                    page.locator("#findings .warning .finding").first.click()
                keep(Image.open(io.BytesIO(page.screenshot())), f"preview-{shows}-1280{suffix}")
                page.close()


def _with_something_to_mend(at: Path) -> Path:
    """A copy of the letters in ``at``; gives the issue in which a link says “ici”."""
    shutil.copy(ROOT / "cenum.toml", at)
    for folder in ("issues", "templates"):
        shutil.copytree(ROOT / folder, at / folder)
    issue = at / "issues" / "2026-11-06.md"
    vague = issue.read_text("utf-8").replace("[la liste des formations]", "la liste des formations, [ici]")
    issue.write_text(vague, "utf-8")
    return issue


KEYS = "123456789tilso"


def views(browser: Browser) -> None:
    """Each view of the preview, by its key, and two versions side by side."""
    with TemporaryDirectory() as name:
        at = Path(name)
        shutil.copy(ROOT / "cenum.toml", at)
        for folder in ("issues", "templates"):
            shutil.copytree(ROOT / folder, at / folder)
        issue = at / "issues" / "2026-11-06.md"
        beside = at / "issues" / "2026-10-30.md"
        text = issue.read_text("utf-8")
        beside.write_text(text.replace("Cette semaine", "Pour une fois").replace("chaises", "tables"), "utf-8")
        size = {"width": 1200, "height": 840}
        with running(at, "2026-11-06") as site, opened(browser, site, viewport=size) as page:
            for key in KEYS:
                page.keyboard.press(key)
                page.wait_for_timeout(400)  # a redraw, and the pictures in it
                shot(page, key)
                page.keyboard.press("1" if key in "23" else key if key.isalpha() else "Escape")
            page.keyboard.press("c")
            page.locator("#other").select_option("2026-10-30")
            page.frame_locator("#after").locator("ins").first.wait_for()
            page.locator("#title").click()
            page.keyboard.press("j")
            page.keyboard.press("j")
            shot(page, "c")


def shot(page: Page, key: str) -> None:
    keep(Image.open(io.BytesIO(page.screenshot())).resize((700, 490)), f"view-{key}", colours=48)


def keep(picture: Image.Image, name: str, colours: int = 128) -> None:
    """A palette keeps the repository light; these pictures have few colours."""
    picture.convert("RGB").quantize(colours).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
