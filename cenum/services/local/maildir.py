"""Delivered letters as a Maildir, which mail programs open as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cenum.letter_folder import LetterFolder

# https://cr.yp.to/proto/maildir.html: written in tmp/, moved to new/ when it is whole, and moved on to cur/
# by whoever reads it, with flags after a colon.
_FOLDERS = ("tmp", "new", "cur")


class Maildir:
    """Keeps letters by name; the same name is kept once, whoever died in between."""

    def __init__(self, files: LetterFolder, name: str) -> None:
        """The Maildir is the folder ``name`` of ``files``."""
        self._files = files
        self._name = name

    def create(self) -> None:
        """Make the folders that are missing, readable by their owner only."""
        for name in _FOLDERS:
            self._files.make_folder(f"{self._name}/{name}", mode=0o700)

    def names(self) -> set[str]:
        """The names of all letters, wherever a mail program has put them."""
        # Letters only ever move from new/ to cur/, so this order misses none of them.
        found = [*self._files.names(f"{self._name}/new"), *self._files.names(f"{self._name}/cur")]
        return {name.partition(":")[0] for name in found}

    def keep(self, name: str, mail: bytes) -> None:
        """Write one letter, whole or not at all. Raises :class:`OSError`."""
        draft = f"{self._name}/tmp/{name}"  # noqa: S108  the one of a Maildir
        self._files.remove(draft)  # what a process left that was killed
        self._files.create(draft, mail, mode=0o600, lasting=True)
        self._files.move(draft, f"{self._name}/new/{name}")
