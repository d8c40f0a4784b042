from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.preview.site import folder, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.preview.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with running(folder(tmp_path)) as site:
        yield site
