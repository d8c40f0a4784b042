from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from tests import machine
from tests.tried import WHOLE

machine.settle()

from tests.chromium import ARGUMENTS, CHROMIUM  # noqa: E402  which Chromium there is, is asked of the settled machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# The same examples every time, however busy the machine is.
settings.register_profile("push", deadline=None, derandomize=True, database=None)
settings.register_profile(WHOLE, settings.get_profile("push"))
settings.load_profile("push")
set_hypothesis_home_dir(Path.home() / ".hypothesis")


def pytest_configure(config: pytest.Config) -> None:
    """Where nothing is left out, Hypothesis tries its examples in full too."""
    if not config.getoption("markexpr"):
        settings.load_profile(WHOLE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked as long begins first: at the end, one process would work on it while the others wait."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the garbage collector would look at all of it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a worker: Playwright takes no second one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  a run without Chromium does without it

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()
