"""Read a file of a letter's folder, whoever put it there: no link is followed, and nothing huge is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.errors import reason_of
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from pathlib import Path

# Far more than any file that cenum gives; a difference is shown line by line, and takes seconds at most.
MOST_BYTES = 256_000


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
    try:
        return LetterFolder(root).read(name, MOST_BYTES, follow=False)
    except FileNotFoundError:
        raise MissingFile(name) from None
    except OSError as mistake:
        raise UnreadableFile(reason_of(mistake)) from None
