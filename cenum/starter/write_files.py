"""Write a letter's first files into a folder: all of them or none, and never over anything."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake, unwritable
from cenum.i18n import _, ngettext
from cenum.letter_folder import LetterFolder
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
        letter = LetterFolder(folder)
        names = sorted(name for name in letter.names("") if not _is_harmless(name, letter))
    except OSError as mistake:
        raise unwritable(folder, mistake) from None
    if names:
        _refuse(folder, names)


def write_new(folder: Path, files: Mapping[str, bytes]) -> NewFiles:
    """Write ``files`` into ``folder``. Raises :class:`UsageMistake`; then, or interrupted, nothing is left there."""
    prepare(folder)
    files = dict(files)
    letter = LetterFolder(folder)
    left = [name for name in (README, IGNORE) if letter.holds(name)]
    if README in left:
        files[_GUIDE] = files.pop(README)
    if IGNORE in left:
        del files[IGNORE]
    in_the_way = [name for name in files if letter.holds(name)]
    if in_the_way:
        _refuse(folder, in_the_way)
    _write(letter, files)
    return NewFiles(tuple(files), tuple(left))


def _is_harmless(name: str, letter: LetterFolder) -> bool:
    hidden = name.startswith(".")
    return hidden or name.casefold().startswith(_HARMLESS) or letter.is_file(f"{name}/pyvenv.cfg")


def _write(letter: LetterFolder, files: Mapping[str, bytes]) -> None:
    folder = letter.root
    # In the order in which it is made; the way to the folder was named by a person.
    made = [path for path in (*reversed(folder.parents), folder) if not path.exists()]
    try:
        for name, content in files.items():
            path = folder / name
            made += letter.make_folder(path.parent)
            letter.create(path, content)
            made.append(path)
    except OSError as mistake:
        _take_back(made, letter)
        raise unwritable(folder, mistake) from None
    except BaseException:
        _take_back(made, letter)
        raise


def _take_back(made: list[Path], letter: LetterFolder) -> None:
    for path in reversed(made):
        with suppress(FileNotFoundError):  # it was still to be made
            if not path.is_relative_to(letter.root) or path == letter.root:
                path.rmdir()
            elif letter.is_folder(path):
                letter.remove_folder(path)
            else:
                letter.remove(path)


def _refuse(folder: Path, names: list[str]) -> None:
    shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    message = ngettext(
        "nothing was written: {names} already exists in {folder}",
        "nothing was written: {names} already exist in {folder}",
        len(names),
    ).format(names=shown, folder=folder)
    raise UsageMistake(message, _("choose an empty folder: {command}").format(command="cenum init lettre"))
