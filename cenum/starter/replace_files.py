"""Replace files of a letter's folder: all of them or none, and only what is still as it was when it was shown."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import UsageMistake, unwritable
from cenum.i18n import _
from cenum.starter.letter_files import MissingFile, UnreadableFile, read_file, refuse_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PRIVATE = ".cenum"  # git ignores it: what a killed process leaves there is in nobody's way


class _Prepared(NamedTuple):
    """A file's place; its new content and, unless it is a new file, a copy of the old one: each a rename away."""

    path: Path
    new: Path
    old: Path | None


def replace_files(root: Path, contents: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
    """Write ``contents``, by their paths in ``root``; ``before`` is what is there now, ``None`` where nothing is.

    Raises :class:`UsageMistake` where something else is there, or where it can't be written; then, or interrupted,
    nothing is changed. Killed half-way, each file is the old one or the new one, in the order of ``contents``.
    """
    # A run that was killed may have written some of it.
    contents = {name: content for name, content in contents.items() if not _holds(root, name, content)}
    if not contents:
        return
    try:
        for name in contents:
            _refuse_read_only(root / name)
        with _staging(root) as folder:
            prepared = [
                _prepare(root / name, folder / str(number), content, before[name])
                for number, (name, content) in enumerate(contents.items())
            ]
            for name in contents:
                _refuse_changed(root, name, before[name])
            _rename(prepared)
    except OSError as mistake:
        raise unwritable(root, mistake) from None


def _refuse_read_only(path: Path) -> None:
    """Renaming would replace it all the same: whoever took the right to write away meant something by it."""
    with suppress(FileNotFoundError):
        if not path.lstat().st_mode & stat.S_IWUSR:
            raise UsageMistake(
                _("nothing was written: {file} is read-only").format(file=path.name),
                _("make it writable, then run this command again"),
            )


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """A folder on the letter's own disk, from which a rename is all or nothing."""
    try:
        refuse_links(root, _PRIVATE)
    except UnreadableFile as mistake:
        message = _("nothing was written: {reason}").format(reason=mistake.reason)
        raise UsageMistake(message, _("move what is there to another place, then run this command again")) from None
    private = root / _PRIVATE
    private.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="upgrade-", dir=private))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # others keep things there
            private.rmdir()


def _prepare(path: Path, copy: Path, content: bytes, before: bytes | None) -> _Prepared:
    new, old = copy.with_suffix(".new"), copy.with_suffix(".old")
    _write(new, content)
    if before is None:
        return _Prepared(path, new, None)
    _write(old, before)
    mode = stat.S_IMODE(path.lstat().st_mode)
    new.chmod(mode)
    old.chmod(mode)
    return _Prepared(path, new, old)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


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


def _rename(prepared: Sequence[_Prepared]) -> None:
    begun: list[_Prepared] = []
    made: list[Path] = []  # folders
    try:
        for one in prepared:
            begun.append(one)
            for parent in reversed(one.path.parents):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            one.new.replace(one.path)
    except BaseException:
        for one in reversed(begun):
            with suppress(OSError):  # the others shall be put back all the same
                if one.new.exists():  # it was not renamed
                    continue
                if one.old:
                    one.old.replace(one.path)
                else:
                    one.path.unlink()
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
