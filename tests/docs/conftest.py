from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.site import built
from tests.once import once

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds both sites, and ``said.txt``, what was complained of."""
    return once(tmp_path_factory, "site", lambda folder: (folder / "said.txt").write_text(built(folder), "utf-8"))
