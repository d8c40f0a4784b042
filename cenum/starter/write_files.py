"""Write a letter's first files into a folder: all of them or none, and never over anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake, unwritable
from cenum.i18n import _, ngettext
from cenum.starter.compose import IGNORE, README

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What a code host puts into a new repository; a letter goes well with it.
_HARMLESS = ("readme", "lisezmoi", "licence", "license", "copying")
_GUIDE = "GUIDE.md"  # what the README is called beside another
_SHOWN = 8


class NewFiles(Struct, frozen=True):
    """The files that were written, and those that were there and were left, by their paths in the folder."""

    written: tuple[str, ...]
    left: tuple[str, ...]


def prepare(folder: Path) -> None:
    """Raises :class:`UsageMistake` where ``folder`` is none, or holds anything that a letter could get mixed up with.

    A folder that is not there yet is fine, and so are hidden files, a virtual environment, a README and a licence.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if not _is_harmless(path))
    except FileNotFoundError:
        return
    except OSError as mistake:
        raise unwritable(folder, mistake) from None
    if names:
        _refuse(folder, names)


def write_new(folder: Path, files: Mapping[str, bytes]) -> NewFiles:
    """Write ``files`` into ``folder``. Raises :class:`UsageMistake`; then, or interrupted, nothing is left there."""
    prepare(folder)
    files = dict(files)
    left = [name for name in (README, IGNORE) if (folder / name).exists()]
    if README in left:
        files[_GUIDE] = files.pop(README)
    if IGNORE in left:
        del files[IGNORE]
    in_the_way = [name for name in files if (folder / name).exists()]
    if in_the_way:
        _refuse(folder, in_the_way)
    _write(folder, files)
    return NewFiles(tuple(files), tuple(left))


def _is_harmless(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return hidden or path.name.casefold().startswith(_HARMLESS) or (path / "pyvenv.cfg").is_file()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    made: list[Path] = []  # in the order in which it was made
    try:
        for name, content in files.items():
            path = folder / name
            for parent in reversed(path.parents):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            with path.open("xb") as file:
                made.append(path)
                file.write(content)
    except OSError as mistake:
        _take_back(made)
        raise unwritable(folder, mistake) from None
    except BaseException:
        _take_back(made)
        raise


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _refuse(folder: Path, names: list[str]) -> None:
    shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    message = ngettext(
        "nothing was written: {names} already exists in {folder}",
        "nothing was written: {names} already exist in {folder}",
        len(names),
    ).format(names=shown, folder=folder)
    raise UsageMistake(message, _("choose an empty folder: {command}").format(command="cenum init lettre"))
