"""The page's modules one by one, in a real browser, without a server and without the page."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cenum.preview.static_files import BUNDLE, static_file, static_files
from tests.chromium import empty_page
from tests.preview.site import accidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

ORIGIN = "http://modules.test"
_TYPES = {".css": "text/css", ".js": "text/javascript"}


@contextmanager
def module_page(browser: Browser, **shape: Any) -> Iterator[Page]:
    """An empty page whose server has the modules, and nothing else."""
    files = {name: static_file(name) or "" for name in [*static_files(), BUNDLE.name]}

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name in files:
            route.fulfill(body=files[name], content_type=_TYPES[name[name.rindex(".") :]])
        else:
            route.fulfill(body="<!doctype html><title></title>", content_type="text/html")

    wrong: list[str] = []
    with empty_page(browser, listeners=accidents(wrong), **shape) as page:
        page.route("**/*", answer)
        page.goto(ORIGIN)
        yield page
        assert wrong == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as page:
        yield page


def run(page: Page, module: str, body: str, **values: Any) -> Any:
    """What ``body`` gives back, with the exports of ``module`` as ``it`` and the ``values`` by their names."""
    imported = f"const it = await import('{ORIGIN}/{module}.js')"
    return page.evaluate(f"async ({{ {', '.join(values)} }}) => {{ {imported}; {body} }}", values)
