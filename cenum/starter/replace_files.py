"""Replace files of a letter's folder: all of them or none, and only what is still as it was when it was shown."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import FolderRefusal, UsageMistake, unwritable
from cenum.i18n import _
from cenum.letter_folder import PRIVATE, LetterFolder
from cenum.starter.letter_files import MissingFile, UnreadableFile, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


class _Prepared(NamedTuple):
    """A file's place; its new content and, unless it is a new file, a copy of the old one: each a rename away."""

    path: str
    new: str
    old: str | None


def replace_files(root: Path, contents: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
    """Write ``contents``, by their paths in ``root``; ``before`` is what is there now, ``None`` where nothing is.

    Raises :class:`UsageMistake` where something else is there, or where it can't be written; then, or interrupted,
    nothing is changed. Killed half-way, each file is the old one or the new one, in the order of ``contents``.
    """
    # A run that was killed may have written some of it.
    contents = {name: content for name, content in contents.items() if not _holds(root, name, content)}
    if not contents:
        return
    letter = LetterFolder(root)
    try:
        for name in contents:
            _refuse_read_only(letter, name)
        with _staging(letter) as folder:
            prepared = [
                _prepare(letter, name, f"{folder}/{number}", content, before[name])
                for number, (name, content) in enumerate(contents.items())
            ]
            for name in contents:
                _refuse_changed(root, name, before[name])
            _rename(letter, prepared)
    except OSError as mistake:
        raise unwritable(root, mistake) from None


def _refuse_read_only(letter: LetterFolder, name: str) -> None:
    """Renaming would replace it all the same: whoever took the right to write away meant something by it."""
    with suppress(OSError):  # what can't be read has changed, which is said later
        if not letter.status(name).st_mode & stat.S_IWUSR:
            raise UsageMistake(
                _("nothing was written: {file} is read-only").format(file=name.rpartition("/")[2]),
                _("make it writable, then run this command again"),
            )


@contextmanager
def _staging(letter: LetterFolder) -> Iterator[str]:
    """A folder on the letter's own disk, from which a rename is all or nothing.

    Git ignores it: what a killed process leaves there is in nobody's way.
    """
    folder = f"{PRIVATE}/upgrade-{os.urandom(8).hex()}"
    try:
        letter.make_folder(folder)
    except FolderRefusal as mistake:
        message = _("nothing was written: {reason}").format(reason=mistake.reason)
        raise UsageMistake(message, _("move what is there to another place, then run this command again")) from None
    try:
        yield folder
    finally:
        with suppress(OSError):
            for name in letter.names(folder):
                letter.remove(f"{folder}/{name}")
            letter.remove_folder(folder)
            letter.remove_folder(PRIVATE)  # where others keep nothing there


def _prepare(letter: LetterFolder, name: str, copy: str, content: bytes, before: bytes | None) -> _Prepared:
    new, old = f"{copy}.new", f"{copy}.old"
    mode = None if before is None else stat.S_IMODE(letter.status(name).st_mode)
    letter.create(new, content, mode=mode, lasting=True)
    if before is None:
        return _Prepared(name, new, None)
    letter.create(old, before, mode=mode, lasting=True)
    return _Prepared(name, new, old)


def _holds(root: Path, name: str, content: bytes | None) -> bool:
    """Whether ``name`` holds ``content``; where that is ``None``, whether there is nothing of this name."""
    try:
        return read_file(root, name) == content
    except MissingFile:
        return content is None
    except UnreadableFile:
        return False


def _refuse_changed(root: Path, name: str, before: bytes | None) -> None:
    if _holds(root, name, before):
        return
    if before is None:
        message = _("nothing was written: {file} already exists").format(file=name)
        raise UsageMistake(message, _("move what is there to another place, then run this command again"))
    message = _("nothing was written: {file} has changed in the meantime").format(file=name)
    raise UsageMistake(message, _("run this command again"))


def _rename(letter: LetterFolder, prepared: Sequence[_Prepared]) -> None:
    begun: list[_Prepared] = []
    made: list[Path] = []  # folders
    try:
        for one in prepared:
            begun.append(one)
            made += letter.make_folder(one.path.rpartition("/")[0])
            letter.move(one.new, one.path)
    except BaseException:
        for one in reversed(begun):
            with suppress(OSError):  # the others shall be put back all the same
                if letter.holds(one.new):  # it was not renamed
                    continue
                if one.old:
                    letter.move(one.old, one.path)
                else:
                    letter.remove(one.path)
        for folder in reversed(made):
            with suppress(OSError):
                letter.remove_folder(folder)
        raise
