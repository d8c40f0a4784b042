"""Delivered letters as a Maildir, which mail programs open as it is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# https://cr.yp.to/proto/maildir.html: written in tmp/, moved to new/ when it is whole, and moved on to cur/
# by whoever reads it, with flags after a colon.
_FOLDERS = ("tmp", "new", "cur")


class Maildir:
    """Keeps letters by name; the same name is kept once, whoever died in between."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self) -> None:
        """Make the folders that are missing, readable by their owner only."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in _FOLDERS:
            (self._folder / name).mkdir(mode=0o700, exist_ok=True)

    def names(self) -> set[str]:
        """The names of all letters, wherever a mail program has put them."""
        # Letters only ever move from new/ to cur/, so this order misses none of them.
        found = [*(self._folder / "new").iterdir(), *(self._folder / "cur").iterdir()]
        return {file.name.partition(":")[0] for file in found}

    def keep(self, name: str, mail: bytes) -> None:
        """Write one letter, whole or not at all. Raises :class:`OSError`."""
        draft = self._folder / "tmp" / name
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(mail)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / "new" / name)
