from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.docs.site import built

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that holds both sites, built by the first worker that wants them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "site"
    with FileLock(f"{folder}.lock"):
        said = folder / "said.txt"
        if not said.exists():
            folder.mkdir()
            said.write_text(built(folder), "utf-8")
    return folder
