"""The pictures of the documentation, taken in Chromium: `make pictures`, or `make pictures NAMES=view-3` for some.

Each is of a page of its own that has come to rest, on the tests' machine: its clock, fonts and language. The same
sources, Chromium, fonts and Pillow give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from PIL import Image
from playwright.sync_api import sync_playwright

from cenum.preview.standalone import preview_file
from cenum.process import process
from cenum.settings import load
from cenum.starter.looks import LOOKS, USUAL
from cenum.workspace import Workspace
from tests import machine
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.edition.samples import ROOT, Letter
from tests.edition.test_in_chromium import shown
from tests.preview.site import running
from tools.reference import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request, ViewportSize

FOLDER = ROOT / "docs" / "pictures"
Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 1600
VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
ISSUE = "2026-11-06"


class LetterPicture(NamedTuple):
    """A sample letter by itself, ``width`` pixels wide, in one of the looks that letters begin with."""

    issue: str
    width: int
    scheme: Scheme
    look: str = USUAL


class PreviewPicture(NamedTuple):
    """The served preview of a letter in which something is left to mend, after some keys."""

    scheme: Scheme
    keys: str


class WritingPicture(NamedTuple):
    """The served preview while somebody writes, ``width`` pixels wide, with something left to mend."""

    width: int
    scheme: Scheme


class FilePicture(NamedTuple):
    """The preview as the file for reviewers, after a key."""

    language: str
    key: str


class ViewPicture(NamedTuple):
    """One view of the served preview, by its key."""

    key: str


def _looks() -> Iterator[tuple[str, LetterPicture]]:
    for look in LOOKS:
        for width in (1280, 375):
            for scheme in SCHEMES:
                yield f"look-{look}-{width}-{scheme}", LetterPicture(ISSUE, width, scheme, look)


def _letters() -> Iterator[tuple[str, LetterPicture]]:
    for issue, name in (("2026-11-06", "letter"), ("2026-11-13", "interview"), ("2026-11-20", "bulletin")):
        for width in (1280, 375):
            for scheme in SCHEMES:
                yield f"{name}-{width}-{scheme}", LetterPicture(issue, width, scheme)


Picture: TypeAlias = LetterPicture | PreviewPicture | WritingPicture | FilePicture | ViewPicture
PICTURES: dict[str, Picture] = {
    **dict(_letters()),
    **dict(_looks()),
    "preview-1280-light": PreviewPicture("light", ""),
    "preview-1280-dark": PreviewPicture("dark", "5s"),
    "writing-1280-light": WritingPicture(1280, "light"),
    "writing-375-dark": WritingPicture(375, "dark"),
    **{f"preview-alone-1280{suffix}": FilePicture(language, "4") for language, suffix in (("en", ""), ("fr", ".fr"))},
    **{f"preview-inbox-1280{suffix}": FilePicture(language, "i") for language, suffix in (("en", ""), ("fr", ".fr"))},
    **{f"view-{key}": ViewPicture(key) for key in "123456789tilsoc"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the pictures of the documentation.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all without any; {', '.join(PICTURES)}")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder that they are written to")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.names if name not in PICTURES]:
        parser.error(f"no picture is called {', '.join(unknown)}; there are {', '.join(PICTURES)}")
    if CHROMIUM is None:
        parser.error("Chromium is not installed: apt-get install chromium")
    machine.settle()
    chosen.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name in chosen.names or PICTURES:
            taken = _take(browser, PICTURES[name])
            taken.save(chosen.into / f"{name}.png", optimize=True)
        browser.close()


def _take(browser: Browser, wanted: Picture) -> Image.Image:
    match wanted:
        case LetterPicture(issue, width, scheme, look):
            letter = Letter(ROOT / "issues" / f"{issue}.md", ROOT, look)
            with shown(browser, letter, width, scheme) as (page, _asked):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                return _few_colours(_at_rest(page))
        case PreviewPicture(scheme, keys):
            with _folder(something_to_mend=True) as at, _served(browser, at, VIEWPORT, scheme) as page:
                _press(page, keys)
                page.locator("#findings .warning .finding").first.click()
                return _few_colours(_at_rest(page))
        case WritingPicture(width, scheme):
            space: ViewportSize = {"width": width, "height": 800}
            with _folder(something_to_mend=True) as at, _served(browser, at, space, scheme) as page:
                _press(page, "e")
                page.locator("#findings .warning .finding").first.dispatch_event("click")
                page.locator("#source-text .cm-lintRange").first.wait_for()
                return _few_colours(_at_rest(page))
        case FilePicture(language, key):
            with _folder(something_to_mend=True) as at, _file(browser, at, language) as page:
                _press(page, key)
                if key == "4":
                    page.locator("#findings .warning .finding").first.click()
                return _few_colours(_at_rest(page))
        case ViewPicture(key):
            size: ViewportSize = {"width": 1200, "height": 840}
            with _folder(something_to_mend=False) as at, _served(browser, at, size, "light") as page:
                _press(page, key)
                if key == "c":
                    page.locator("#other").select_option("2026-10-30")
                    page.frame_locator("#after").locator("ins").first.wait_for()
                    page.locator("#title").click()
                    _press(page, "jj")
                return _few_colours(_at_rest(page).resize((700, 490)), colours=48)


@contextmanager
def _folder(*, something_to_mend: bool) -> Iterator[Path]:
    """A copy of the sample letters: with a link that says “ici”, or else with an older version beside the letter."""
    with TemporaryDirectory() as name:
        at = Path(name)
        shutil.copy(ROOT / "cenum.toml", at)
        for folder in ("issues", "templates"):
            shutil.copytree(ROOT / folder, at / folder)
        issue = at / "issues" / f"{ISSUE}.md"
        text = issue.read_text("utf-8")
        if something_to_mend:
            issue.write_text(text.replace("[la liste des formations]", "la liste des formations, [ici]"), "utf-8")
        else:
            other = text.replace("Cette semaine", "Pour une fois").replace("chaises", "tables")
            issue.with_stem("2026-10-30").write_text(other, "utf-8")
        yield at


@contextmanager
def _served(browser: Browser, at: Path, size: ViewportSize, scheme: Scheme) -> Iterator[Page]:
    with running(at, ISSUE) as site, _opened(browser, f"{site.url}/?key={site.key}", size, scheme) as page:
        yield page


@contextmanager
def _file(browser: Browser, at: Path, language: str) -> Iterator[Page]:
    workspace = Workspace(at, load(at / "cenum.toml"))
    issue = at / "issues" / f"{ISSUE}.md"
    file = at / "preview.html"
    with spoken(language):
        file.write_bytes(preview_file(process(issue, workspace), issue, workspace))
    with _opened(browser, file.as_uri(), VIEWPORT, "light") as page:
        yield page


@contextmanager
def _opened(browser: Browser, url: str, size: ViewportSize, scheme: Scheme) -> Iterator[Page]:
    # A button's colour comes gradually, but where motion is unwelcome.
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    page.set_default_timeout(60_000)
    try:
        page.goto(url)
        page.locator("body[data-revision]").wait_for()
        yield page
    finally:
        page.close()


_TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def _press(page: Page, keys: str) -> None:
    """Press the keys in turn; after each, until what the page asked its server for has come."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    for key in keys:
        page.keyboard.press(key)
        page.evaluate(_TWO_FRAMES)
        while asked:
            asked.pop().response()
            page.evaluate(_TWO_FRAMES)  # one answer may be why the next is asked for
    page.remove_listener("request", note)


def _at_rest(page: Page) -> Image.Image:
    """The page once its pictures are there, and two of it in a row are the same."""
    for frame in page.frames:
        # Not decode(): what is drawn of a picture that was decoded whole differs a little from what is drawn at once.
        frame.wait_for_function("[...document.images].every(image => image.complete)")
    before, now = b"", page.screenshot(animations="disabled")
    while now != before:
        before, now = now, page.screenshot(animations="disabled")
    return Image.open(io.BytesIO(now))


def _few_colours(picture: Image.Image, colours: int = 128) -> Image.Image:
    """A palette keeps the repository light; these pictures have few colours."""
    return picture.convert("RGB").quantize(colours)


if __name__ == "__main__":
    main()
