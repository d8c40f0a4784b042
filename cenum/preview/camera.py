"""Pictures of a letter as a phone and a wide screen show it, taken in the browser that this machine has."""

from __future__ import annotations

import io
import logging
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserType, Route

    from cenum.edition.edition import Edition

WIDTHS = {"phone": 375, "desktop": 1280}  # CSS pixels
_LONGEST = 6000  # CSS pixels of a picture; a comment is no place for more
_COLOURS = 128
# What Linux calls them, GitHub's runners included; elsewhere Playwright knows where Chrome and Edge are.
_PROGRAMS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge")
_CHANNELS = ("chrome", "msedge")


def take(edition: Edition) -> dict[str, bytes]:
    """A PNG by name for each of :data:`WIDTHS`. Nothing is fetched, and no script runs.

    Raises :class:`UsageMistake` where Playwright or a browser is not installed, can't be started, or stops midway.
    """
    html, _text = edition.fill(edition.public_links)
    media = {edition.public_links.files[picture.name]: picture for picture in edition.pictures}

    def answer(route: Route) -> None:
        picture = media.get(route.request.url)
        if picture:
            route.fulfill(body=picture.content, content_type=picture.media_type)
        else:
            route.abort()

    taken = {}
    with _browser() as browser:
        for name, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
            page.route("**/*", answer)
            page.set_content(html, wait_until="load")
            taken[f"{name}.png"] = _smaller(page.screenshot(full_page=True))
            page.close()
    return taken


@contextmanager
def _browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  an extra that few need
    except ImportError:
        raise UsageMistake(
            _("pictures need Playwright, which is not installed"), _("install it with: pip install 'cenum[pictures]'")
        ) from None
    # Of what Playwright leaves behind where it can't begin, asyncio would print the traceback.
    logging.getLogger("asyncio").addHandler(logging.NullHandler())
    try:
        with sync_playwright() as playwright:
            browser = _started(playwright.chromium)
            try:
                yield browser
            finally:
                browser.close()
    except Error as mistake:
        reason = mistake.message.partition("\n")[0]
        message = _("the browser could not take the pictures ({reason})").format(reason=reason)
        raise UsageMistake(message, _("try again, or leave out --pictures")) from None


def _started(chromium: BrowserType) -> Browser:
    from playwright.sync_api import Error  # noqa: PLC0415  as above

    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    for channel in [None] if program else _CHANNELS:
        # Where it may not make a sandbox, as in many containers and as root, it does not start with one.
        for sandbox in (True, False):
            with suppress(Error):
                return chromium.launch(executable_path=program, channel=channel, chromium_sandbox=sandbox)
    message = _("pictures need Chrome or Chromium, and neither could be started")
    raise UsageMistake(message, _("install Chrome or Chromium, or leave out --pictures"))


def _smaller(picture: bytes) -> bytes:
    """The same picture in few colours, which is a third of its weight, and not longer than anybody scrolls."""
    from PIL import Image  # noqa: PLC0415  only pictures need it

    with Image.open(io.BytesIO(picture)) as opened:
        cut = opened.crop((0, 0, opened.width, min(opened.height, _LONGEST))).convert("RGB")
    small = io.BytesIO()
    cut.quantize(_COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()
