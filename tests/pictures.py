"""The pictures of the documentation, taken in Chromium: `make pictures`."""

from __future__ import annotations

import io

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.edition.samples import ROOT, Letter
from tests.edition.test_in_chromium import shown

FOLDER = ROOT / "docs" / "pictures"
VIEWS = ((1280, "light"), (1280, "dark"), (375, "light"), (375, "dark"))
NAMES = {"2026-11-06": "letter", "2026-11-13": "interview", "2026-11-20": "bulletin"}
HEIGHT = 1600


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for issue, name in NAMES.items():
            for width, scheme in VIEWS:
                with shown(browser, Letter(ROOT / "issues" / f"{issue}.md", ROOT), width, scheme) as (page, _asked):
                    clip = {"x": 0.0, "y": 0.0, "width": float(width), "height": float(HEIGHT)}
                    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
                # A palette keeps the repository light; these pictures have few colours.
                taken.convert("RGB").quantize(128).save(FOLDER / f"{name}-{width}-{scheme}.png", optimize=True)
        browser.close()


main()
