"""What takes long to make, and is the same for every test: made by the first worker that wants it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name`` of this run of all tests, with what ``make`` puts there; nobody changes it afterwards."""
    own = factory.getbasetemp()
    folder = (own.parent if own.name.startswith("popen-") else own) / name
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            folder.mkdir()
            try:
                make(folder)
            except BaseException:
                shutil.rmtree(folder)
                raise
    return folder
