"""Pictures of a letter, taken in the browser that is here."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cenum.errors import UsageMistake
from cenum.preview import camera
from tests.camera import taken_apart
from tests.chromium import needs_chromium
from tests.edition.samples import ROOT, edition
from tests.edition.samples import Letter as Sample
from tests.test_cli import Letter

if TYPE_CHECKING:
    from pathlib import Path


@needs_chromium
@pytest.mark.long
def test_a_phone_and_a_wide_screen_see_the_letter(tmp_path: Path) -> None:
    letter = Letter(tmp_path)
    done = letter.run_apart("build", "2026-11-27", "--pictures")
    assert done.code == 0, done.err
    folder = letter.folder / "dist" / "2026-11-27"
    for name, width in camera.WIDTHS.items():
        with Image.open(io.BytesIO((folder / f"{name}.png").read_bytes())) as picture:
            assert picture.width == width
            assert 300 < picture.height <= camera._LONGEST
            assert len(picture.convert("RGB").getcolors(1 << 16) or []) > 8


def test_a_machine_without_playwright_or_a_browser_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    one = edition(Sample(ROOT / "issues" / "2026-11-20.md", ROOT))
    with monkeypatch.context() as here:
        here.setitem(sys.modules, "playwright.sync_api", None)
        with pytest.raises(UsageMistake, match=r"pip install 'cenum\[pictures\]'"):
            camera.take(one)
    with monkeypatch.context() as here:
        here.setattr(shutil, "which", lambda _name: None)
        here.setattr(camera, "_CHANNELS", ())
        with pytest.raises(UsageMistake, match="Chrome or Chromium"):
            taken_apart(one)


@needs_chromium
def test_a_browser_that_stops_midway_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import Page  # noqa: PLC0415  a run without Chromium does without it

    def stop(page: Page, *_what: object, **_how: object) -> None:
        assert page.context.browser
        page.context.browser.close()

    monkeypatch.setattr(Page, "set_content", stop)
    with pytest.raises(UsageMistake, match=r"could not take the pictures \(Page\.screenshot: .*closed\)"):
        taken_apart(edition(Sample(ROOT / "issues" / "2026-11-20.md", ROOT)))


def test_a_playwright_that_cannot_begin_is_told_of_without_a_traceback(tmp_path: Path) -> None:
    done = Letter(tmp_path).run_apart(
        "build", "2026-11-27", "--pictures", PLAYWRIGHT_NODEJS_PATH=str(tmp_path / "none")
    )
    assert done.code == 2
    assert "the browser could not take the pictures (Cannot launch" in done.err
    assert "try again, or leave out --pictures" in done.err
    assert "Traceback" not in done.err
