"""The folder of the site: written so that who reads it at any moment finds every file whole.

A file is cenum's own by what is in it: a picture's name bears the hash of its content, and the manifest has the hash
of everything else. Nothing else there is ever written over, or removed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from cenum.archive.manifest import MANIFEST, file_hash, read_manifest
from cenum.edition.file_names import bears_its_hash
from cenum.errors import UsageMistake, unwritable
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cenum.archive.manifest import Manifest
    from cenum.letter_folder import LetterFolder

MEDIA = "media"


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

    def put(self, files: Mapping[str, bytes], media: Iterable[str], manifest: Manifest) -> Changes:
        """Make the folder hold ``files``, the ``media`` that are there already, and nothing else of cenum's.

        ``manifest`` says so afterwards. Raises :class:`UsageMistake`, before anything is written where a file of
        somebody else's is in the way.
        """
        before = self.manifest()
        own = {*before.files}
        new = {path: content for path, content in files.items() if self._differs(path, content, own)}
        hashes = tuple(sorted({file_hash(path, content) for path, content in files.items()}))
        after = replace(manifest, files=hashes)
        stale = list(self._stale({*files, *media, MANIFEST}, own))
        if new or stale:
            # Whatever dies from here on: the next one knows all that may be there by then as cenum's own.
            self._put(MANIFEST, replace(before, files=tuple(sorted({*own, *hashes}))).encoded(), count=False)
        for path, content in new.items():
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
        if file_hash(path, there) not in own:
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
