"""Debian's Chromium, as every test of pages and e-mails starts it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt-get install chromium)")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Each preview is a site of its own by its port, and would get a process of its own: a tenth of the time.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The network ends at this machine, as for every process of the tests.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

_PATIENCE = 60_000  # milliseconds; a busy machine is no mistake of the page's
_emptied: dict[Browser, Page] = {}


@contextmanager
def empty_page(
    browser: Browser,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    listeners: Mapping[str, Callable[[Any], object]] = MappingProxyType({}),
) -> Iterator[Page]:
    """An empty page, ``width`` CSS pixels wide, whose events go to ``listeners`` by their names.

    A new one costs Chromium half a second: it is the one of the test before, unless that failed.
    """
    from playwright.sync_api import expect  # noqa: PLC0415  a run without Chromium does without it

    expect.set_options(timeout=_PATIENCE)
    page: Any = _emptied.pop(browser, None) or browser.new_page()
    page.set_default_timeout(_PATIENCE)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for event, listener in listeners.items():
        page.on(event, listener)
    try:
        yield page
    except BaseException:
        page.close()
        raise
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    page.mouse.move(-1, -1)  # it hovers over nothing
    page.unroute_all(behavior="ignoreErrors")
    # A preview of a later test may have the same port, and would find what this one kept.
    page.evaluate("() => { try { sessionStorage.clear(); localStorage.clear(); } catch {} }")
    page.goto("about:blank")
    page.context.clear_permissions()
    _emptied[browser] = page
