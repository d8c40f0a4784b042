"""The folder of the site: written so that who reads it at any moment finds every file whole.

A file is cenum's own by what is in it: a picture's name bears the hash of its content, and the manifest has the hash
of everything else. Nothing else there is ever written over, or removed.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Self

from msgspec.structs import replace

from cenum.archive.manifest import MANIFEST, MEDIA, file_hash, read_manifest
from cenum.edition.file_names import bears_its_hash
from cenum.errors import UsageMistake, unwritable
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from cenum.archive.manifest import Manifest
    from cenum.letter_folder import LetterFolder


class Changes(NamedTuple):
    """How many files were ``written``, and how many of an earlier publication were ``removed``."""

    written: int
    removed: int


class SiteFolder:
    """``folder``, which is reached through ``door``."""

    def __init__(self, door: LetterFolder, folder: Path) -> None:
        self._door = door
        self.folder = folder
        self._written = 0

    def manifest(self) -> Manifest:
        """That of the last publication. Raises :class:`UsageMistake`."""
        return read_manifest(self._door, self.folder)

    def adopt(self, live: Manifest) -> Manifest:
        """Know the letters of ``live``, as the published site says it, for those of the last publication.

        Which files in the folder are cenum's own is not for a site to say. Raises :class:`UsageMistake`.
        """
        known = replace(self.manifest(), letters=live.letters)
        self._put(MANIFEST, known.encoded(), count=False)
        return known

    def has_media(self, name: str) -> bool:
        """Whether anything of this name is among the pictures."""
        return self._door.holds(self.folder / MEDIA / name)

    def put_media(self, files: Iterable[tuple[str, bytes]]) -> list[str]:
        """Write pictures, and what else bears the hash of its content in its name; gives the paths.

        Each is written as it comes, and let go. Raises :class:`UsageMistake` where that can't be done.
        """
        paths = []
        for name, content in files:
            path = f"{MEDIA}/{name}"
            self._put(path, content)
            paths.append(path)
        return paths

    def there(self, path: str, sha256: str) -> bytes | None:
        """The content of the file at ``path``, if that has this hash, in hexadecimal."""
        content = self._read(path)
        return content if content is not None and hashlib.sha256(content).hexdigest() == sha256 else None

    def put(self, files: Iterable[tuple[str, bytes | None]], manifest: Callable[[], Manifest]) -> Changes:
        """Make the folder hold ``files``, and nothing else of cenum's.

        They are taken one after another: of two with one path the first, and ``None`` for one of the media that is
        there already. ``manifest``, which is asked for after the last one, says what is there. Nothing is written
        before that, so that nothing is where making them raises, or this: :class:`UsageMistake` where a file of
        somebody else's is in the way.
        """
        before = self.manifest()
        own, hashes, wanted = {*before.files}, set[str](), {MANIFEST}
        with _Drafts() as drafts:
            for path, content in files:
                if path in wanted:
                    continue
                wanted.add(path)
                if content is None:
                    continue
                if not path.startswith(f"{MEDIA}/"):
                    hashes.add(file_hash(path, content))
                if self._differs(path, content, own):
                    drafts.add(path, content)
            after = replace(manifest(), files=tuple(sorted(hashes)))
            stale = list(self._stale(wanted, own))
            if drafts or stale:
                # Whatever dies from here on: the next one knows all that may be there by then as cenum's own.
                halfway = replace(before, files=tuple(sorted(own | hashes)))
                self._put(MANIFEST, halfway.encoded(), count=False)
            for path, content in drafts:
                self._put(path, content)
        for left_over in stale:
            self._remove(left_over)
        self._put(MANIFEST, after.encoded(), count=False)
        return Changes(self._written, len(stale))

    def _differs(self, path: str, content: bytes, own: set[str]) -> bool:
        there = self._read(path)
        if there is None:
            return True
        if there == content:
            return False
        if not path.startswith(f"{MEDIA}/") and file_hash(path, there) not in own:
            raise UsageMistake(
                _("{file} is there, and cenum did not write it").format(file=self.folder / path),
                _("move it, or choose another folder: --out, or archive.out in cenum.toml"),
            )
        return True

    def _stale(self, wanted: set[str], own: set[str]) -> Iterable[Path]:
        """What an earlier publication wrote, and this one does not."""
        for path in self._door.files_below(self.folder):
            name = path.relative_to(self.folder).as_posix()
            if name in wanted:
                continue
            content = self._read(name)
            if content is None:
                continue
            in_media = PurePosixPath(name).parent == PurePosixPath(MEDIA)
            if bears_its_hash(path.name, content) if in_media else file_hash(name, content) in own:
                yield path

    def _read(self, path: str) -> bytes | None:
        """What is there; ``None`` where nothing is."""
        try:
            return self._door.read(self.folder / path, follow=False)
        except FileNotFoundError:
            return None
        except OSError as mistake:
            raise unwritable(self.folder, mistake) from None

    def _put(self, path: str, content: bytes, *, count: bool = True) -> None:
        if self._read(path) == content:
            return
        try:
            self._door.write(self.folder / path, content)
        except OSError as mistake:
            raise unwritable(self.folder, mistake) from None
        self._written += count

    def _remove(self, path: Path) -> None:
        try:
            self._door.remove(path)
        except OSError as mistake:
            raise unwritable(self.folder, mistake) from None
        with suppress(OSError):  # where nothing is left in it
            while path.parent != self.folder:
                path = path.parent
                self._door.remove_folder(path)


class _Drafts:
    """What waits to be written, out of the memory: in a file without a name, which ends with this."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed at the end
        self._places: list[tuple[str, int, int]] = []
        self._there: dict[bytes, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _mistake: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for path, start, size in self._places:
            self._file.seek(start)
            yield path, self._file.read(size)

    def add(self, path: str, content: bytes) -> None:
        """Keep the ``content`` of the file at ``path`` until it is written; that of two files only once."""
        sha256 = hashlib.sha256(content).digest()
        if sha256 not in self._there:
            self._there[sha256] = self._file.tell(), self._file.write(content)
        self._places.append((path, *self._there[sha256]))
