from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.chromium import ARGUMENTS, CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# The same examples every time, however busy the machine is.
settings.register_profile("cenum", deadline=None, derandomize=True, database=None)
settings.load_profile("cenum")
# Whatever dictionaries this machine has, the tests' letters are not held against them.
os.environ["DICPATH"] = ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a worker: Playwright takes no second one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  a run without Chromium does without it

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()
