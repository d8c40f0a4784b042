"""Read a file of a letter's folder, whoever put it there: no link is followed, and nothing huge is read."""

from __future__ import annotations

import stat
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cenum.errors import reason_of
from cenum.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

# Far more than any file that cenum gives; a difference is shown line by line, and takes seconds at most.
MOST_BYTES = 256 * 1024


class MissingFile(Exception):
    """There is nothing of this name."""


class UnreadableFile(Exception):
    """What is there is not a file that can be read; ``reason`` says why not."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_file(root: Path, name: str) -> bytes:
    """The content of ``name``, a path in ``root`` with slashes.

    Raises :class:`MissingFile` and :class:`UnreadableFile`.
    """
    path = root / name
    try:
        refuse_links(root, name)
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):  # reading a named pipe would wait for ever
            raise UnreadableFile(_("it is not a file"))
        if found.st_size > MOST_BYTES:
            raise UnreadableFile(_("it is larger than {size} kB").format(size=MOST_BYTES // 1024))
        return path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(name) from None
    except OSError as mistake:
        raise UnreadableFile(reason_of(mistake)) from None


def refuse_links(root: Path, name: str) -> None:
    """Raises :class:`UnreadableFile` where ``name``, or a folder on the way to it, is a symbolic link."""
    for step in (PurePosixPath(name), *PurePosixPath(name).parents[:-1]):
        if (root / step).is_symlink():
            raise UnreadableFile(_("{path} is a symbolic link").format(path=step))
