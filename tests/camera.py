"""Pictures of a letter, where the tests may have a browser as well."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from cenum.preview import camera

if TYPE_CHECKING:
    from cenum.edition.edition import Edition

_take = camera.take


def taken_apart(edition: Edition) -> dict[str, bytes]:
    """In a thread of its own: Playwright has one browser in each, and that of the tests may be in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(_take, edition).result()
