"""What an archive holds: a zip, a folder, or one file, read only as far as somebody asks.

A name is a path within the archive, with slashes, and leads nowhere else. What can't be one, and what would unpack to
far more than it is, is passed over, and told. A folder is read as a letter's own is: no link is followed out of it.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING, NamedTuple

from cenum.errors import reason_of
from cenum.i18n import _
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import Told
from cenum.letter_folder import LetterFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MOST_FILES = 20_000
MOST_BYTES = 40_000_000  # of one file: the texts of a thousand letters in one table
# Of all files that were read: what a small archive unpacks to is no letter's.
MOST_IN_ALL = 500_000_000
# A letter in HTML is packed to a tenth; what is packed to less than a hundredth is one character, again and again.
_PACKED, _WORTH_A_LOOK = 100, 1_000_000
# The directory at a zip's end is read at once: this is one of some forty thousand files.
_AT_ONCE = 4_000_000
_PIECE = 1 << 16
_LONGEST_NAME = 400
_ENCRYPTED = 0x1  # of the general purpose bits: APPNOTE.TXT, 4.4.4
# What a system puts beside files for itself.
_OF_SYSTEMS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
# By these an export is known, even where it has nothing else.
_FOLDERS_OF_EXPORTS = frozenset({"posts", "emails", "campaigns_content"})
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class PackedFile(NamedTuple):
    """One file of an archive: ``size`` as the archive says, in bytes; ``read`` gives no more than that."""

    size: int
    read: Callable[[], bytes]


class ArchiveFiles:
    """The files of an archive by their names; ``told`` are those that were passed over."""

    def __init__(self, name: str, files: Mapping[str, PackedFile], told: Iterable[Told] = ()) -> None:
        """``name`` is what messages call the archive."""
        self.name = name
        self.told = tuple(told)
        self._packed = _without_common_folder(files)
        self._left = MOST_IN_ALL
        # What people and programs made of a name on the way: Windows and macOS take both for one.
        self._loosely = {name.casefold(): name for name in reversed(self._packed)}

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(self._packed)

    def find(self, name: str) -> str | None:
        """The file that ``name`` means, whatever the case of its letters; ``None`` where there is none."""
        return name if name in self._packed else self._loosely.get(name.casefold())

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The content of a file. Raises :class:`ImportRefusal` beyond ``most`` bytes, and where it is damaged."""
        file = self._packed[name]
        if file.size > most:
            message = _("{file} is too large ({size} kB; the most is {most} kB)")
            raise ImportRefusal(
                message.format(file=name, size=file.size // 1000, most=most // 1000),
                _("make it smaller, or take it out of the archive"),
            )
        self._left -= file.size
        if self._left < 0:
            raise ImportRefusal(
                _("{archive} unpacks to more than {most} MB").format(
                    archive=self.name, most=MOST_IN_ALL // 1_000_000
                ),
                _("import it in parts"),
            )
        try:
            return file.read()
        except _UNREADABLE as mistake:
            reason = reason_of(mistake) if isinstance(mistake, OSError) else _("it is damaged")
            raise ImportRefusal(
                _("{file} can't be read ({reason})").format(file=name, reason=reason),
                _("export or copy it again"),
            ) from None


@contextmanager
def archive_files(path: Path) -> Iterator[ArchiveFiles]:
    """What is in the archive at ``path``, which a person named; any other file is an archive of one.

    Raises :class:`ImportRefusal` for what is damaged or has too many files, and :class:`OSError`.
    """
    if path.is_dir():
        yield of_folder(path)
        return
    with path.open("rb") as file:
        if zipfile.is_zipfile(file):
            file.seek(0)
            yield of_zip(path.name, file)
        else:
            folder = LetterFolder(path.parent)
            size = folder.status(path.name).st_size
            yield ArchiveFiles(path.name, {path.name: PackedFile(size, lambda: folder.read(path.name, MOST_BYTES))})


def of_zip(name: str, file: IO[bytes]) -> ArchiveFiles:
    """The files of a zip, which stays open. Raises :class:`ImportRefusal`."""
    try:
        packed = zipfile.ZipFile(_InPieces(file))
    except _UNREADABLE:
        raise ImportRefusal(
            _("{archive} can't be unpacked").format(archive=name),
            _("export it again, or unpack it, and import the folder"),
        ) from None
    entries = packed.infolist()
    _must_be_few(name, len(entries))
    files: dict[str, PackedFile] = {}
    told: list[Told] = []
    for entry in entries:
        known, why = _name_of(entry.filename), _why_not(entry)
        if entry.filename.endswith("/") or (known is not None and _is_of_a_system(known)):
            continue
        if known is None:
            why = _("its name is no path within the archive")
        elif known in files:
            why = _("another file has its name")
        if known is None or why:
            told.append(_passed_over(known or entry.filename, why))
        else:
            files[known] = PackedFile(entry.file_size, _Packed(packed, entry).read)
    return ArchiveFiles(name, files, told)


def of_folder(path: Path) -> ArchiveFiles:
    """The files in a folder and in those below it. Raises :class:`ImportRefusal` where they are too many."""
    letter = LetterFolder(path)
    files: dict[str, PackedFile] = {}
    for file in letter.files_below(letter.root):
        name = file.relative_to(letter.root).as_posix()
        if not _is_of_a_system(name):
            _must_be_few(path.name, len(files) + 1)
            files[name] = PackedFile(letter.status(file).st_size, _Placed(letter, file).read)
    told = (_passed_over(name, _("it is not a file")) for name in _unread(letter, files))
    return ArchiveFiles(path.name, dict(sorted(files.items())), told)


def _unread(letter: LetterFolder, files: Iterable[str]) -> Iterator[str]:
    """What stands beside the ``files`` and is none: a link out of the folder, a pipe.

    A link that stays within leads to what is read where it is.
    """
    known = {step.as_posix() for name in files for step in (PurePosixPath(name), *PurePosixPath(name).parents)}
    for folder in sorted(name for name in known if letter.is_folder(letter.root / name)):
        for one in sorted(letter.names(letter.root / folder)):
            path = letter.root / folder / one
            name = path.relative_to(letter.root).as_posix()
            if name not in known and not _is_of_a_system(name) and not letter.is_folder(path) | letter.is_file(path):
                yield name


class _InPieces:
    """A file of which nothing large is read at once, as a zip's directory would be, however long it says to be."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, count: int = -1) -> bytes:
        if count > _AT_ONCE:
            raise ValueError(count)
        found = self._file.read(_AT_ONCE + 1 if count < 0 else count)
        if len(found) > _AT_ONCE:
            raise ValueError(len(found))
        return found


class _Packed(NamedTuple):
    """A file within a zip."""

    packed: zipfile.ZipFile
    entry: zipfile.ZipInfo

    def read(self) -> bytes:
        # All at once would be more than may be read at once.
        with self.packed.open(self.entry) as file:
            return b"".join(iter(partial(file.read, _PIECE), b""))


class _Placed(NamedTuple):
    """A file within a folder."""

    folder: LetterFolder
    path: Path

    def read(self) -> bytes:
        return self.folder.read(self.path, MOST_BYTES, follow=False)


def _why_not(entry: zipfile.ZipInfo) -> str:
    """Why nobody should read a zip's ``entry``."""
    if entry.flag_bits & _ENCRYPTED:
        return _("it needs a password")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("it is a link")
    if entry.file_size > max(_WORTH_A_LOOK, entry.compress_size * _PACKED):
        return _("it would unpack to {size} MB").format(size=entry.file_size // 1_000_000)
    return ""


def _name_of(written: str) -> str | None:
    """The path within an archive that ``written`` is, ``None`` where it leads out or is none."""
    path = PurePosixPath(unicodedata.normalize("NFC", written.replace("\\", "/")))
    name = path.as_posix()
    if path.is_absolute() or ".." in path.parts or PureWindowsPath(name).drive:
        return None
    if not path.parts or len(name) > _LONGEST_NAME or any(unicodedata.category(one) == "Cc" for one in name):
        return None
    return name


def _is_of_a_system(name: str) -> bool:
    return any(step.startswith(".") or step in _OF_SYSTEMS for step in name.split("/"))


def _must_be_few(name: str, count: int) -> None:
    if count > MOST_FILES:
        raise ImportRefusal(
            _("{archive} has more than {most} files").format(archive=name, most=MOST_FILES),
            _("name the folder that holds the letters, and nothing else"),
        )


def _passed_over(name: str, why: str) -> Told:
    return Told(
        "file-passed-over",
        _("{file} was passed over: {reason}").format(file=name, reason=why),
        _("if it is a letter, import it alone"),
        look=True,
    )


def _without_common_folder(files: Mapping[str, PackedFile]) -> dict[str, PackedFile]:
    """``files`` without the folder that all of them are in: whoever packs a folder gets it, too."""
    named = dict(files)
    while named and len(firsts := {name.partition("/")[:2] for name in named}) == 1:
        first, slash = next(iter(firsts))
        if not slash or first in _FOLDERS_OF_EXPORTS:
            break
        named = {name.removeprefix(f"{first}/"): file for name, file in named.items()}
    return named
