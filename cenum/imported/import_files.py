"""What an import writes into a letter's folder: the pictures, then the issue that shows them, or nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from cenum.errors import UsageMistake, unwritable
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cenum.letter_folder import LetterFolder


def write_import(
    files: LetterFolder,
    path: Path,
    content: bytes,
    pictures: Mapping[str, bytes],
    *,
    before: bytes | None = None,
) -> tuple[Path, ...]:
    """Write the issue in ``path``, and its ``pictures`` by their names beside it.

    A file that is there stays as it is: a picture has to be the same one, and an issue to be ``before``, which
    ``content`` then replaces. Gives the files that are new. Raises :class:`UsageMistake`; then, or interrupted,
    nothing is left.
    """
    made: list[Path] = []
    try:
        for name, picture in pictures.items():
            _create(files, path.parent / name, picture, made)
        if before is None:
            _create(files, path, content, made)
        else:
            _replace(files, path, content, before)
    except OSError as mistake:
        _take_back(files, made)
        raise unwritable(path.parent, mistake) from None
    except BaseException:
        _take_back(files, made)
        raise
    return tuple(path for path in made if files.is_file(path))


def _create(files: LetterFolder, path: Path, content: bytes, made: list[Path]) -> None:
    try:
        made += files.make_folder(path.parent)
        files.create(path, content, lasting=True)
    except FileExistsError:
        if files.read(path) != content:
            raise _taken(path) from None
    else:
        made.append(path)


def _replace(files: LetterFolder, path: Path, content: bytes, before: bytes) -> None:
    if files.read(path) != before:
        raise _taken(path)
    files.write(path, content, lasting=True)


def _taken(path: Path) -> UsageMistake:
    message = _("{file} was written by somebody else meanwhile, and was not changed").format(file=path.name)
    return UsageMistake(message, _("run the same command again"))


def _take_back(files: LetterFolder, made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            if files.is_folder(path):
                files.remove_folder(path)
            else:
                files.remove(path)
