"""What is kept from one command to the next, because making it again takes longer than reading it.

It lies in the user's own cache directory, never in a letter's folder, which may come from a stranger. Anybody may
delete it at any time: what is not there, or is damaged, is made again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cenum import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGEST = hashlib.sha256().digest_size
# Ten years of a weekly letter make some 2000 entries and 150 MB of a kind; a shared machine must not fill its disk.
_MOST, _MOST_BYTES = 5000, 400_000_000
# How many entries one command writes of a kind before it looks again: that takes as long as to write a dozen.
_BETWEEN = 50


class Cache:
    """Entries by their kind and by all that they depend on, each in a file of its own below ``folder``.

    Without a folder nothing is kept. Nothing that goes wrong with a file stops anything.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._written: Counter[str] = Counter()

    @property
    def folder(self) -> Path | None:
        """Where the entries are."""
        return self._folder

    def get(self, kind: str, *depends_on: str | bytes) -> bytes | None:
        """What was put there, whole and unchanged, or ``None``."""
        if self._folder is None:
            return None
        name = _name(depends_on)
        if not _is_private(self._folder / kind):
            return None
        try:
            entry = (self._folder / kind / name).read_bytes()
        except OSError:
            return None
        content = entry[_DIGEST:]
        return content if entry[:_DIGEST] == _seal(kind, name, content) else None

    def put(self, content: bytes, kind: str, *depends_on: str | bytes) -> None:
        """Keep ``content`` for whoever asks for the same kind with the same values."""
        if self._folder is None:
            return
        name, folder = _name(depends_on), self._folder / kind
        # Another command may read it at this moment, or write the same.
        unfinished = folder / f"{name}.{os.getpid()}"
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(folder):
                return
            try:
                unfinished.write_bytes(_seal(kind, name, content) + content)
                unfinished.replace(folder / name)
            finally:
                unfinished.unlink(missing_ok=True)
            if self._written[kind] % _BETWEEN == 0:
                _forget_the_oldest(folder)
            self._written[kind] += 1


NO_CACHE = Cache()


def user_cache(letter: Path | None = None) -> Cache:
    """The cache of who runs cenum, where their system keeps such things (XDG_CACHE_HOME on Linux).

    Nothing is kept where that is within the folder ``letter``: what is loaded from there may be a stranger's.
    """
    from platformdirs import user_cache_path  # noqa: PLC0415  --help does without it

    try:
        folder = user_cache_path("cenum", appauthor=False)
    except RuntimeError:  # who has no home directory has no cache
        return NO_CACHE
    # A relative path is void, says the XDG Base Directory Specification.
    is_apart = folder.is_absolute() and not (letter and folder.resolve().is_relative_to(letter.resolve()))
    return Cache(folder) if is_apart else NO_CACHE


@cache
def version_of(module: str) -> str:
    """What tells one release of an installed ``module`` from another, without importing it.

    The folder of its distribution beside it names the version (PyPA, “Recording installed projects”); where there is
    none, size and time of its first file have to do.
    """
    from importlib.util import find_spec  # noqa: PLC0415  only for what is looked up

    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return ""
    file = Path(spec.origin)
    stands = file.stat()
    recorded = file.parent.parent.glob(f"{_DISTRIBUTIONS.get(module, module)}-*.dist-info")
    return " ".join(sorted(one.name for one in recorded)) or f"{stands.st_size} {stands.st_mtime_ns}"


_DISTRIBUTIONS = {"PIL": "pillow", "hunspell": "chunspell"}


def _is_private(folder: Path) -> bool:
    """Whether nobody else may write or read there: what comes with a repository has other rights than we give."""
    try:
        there = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):  # Windows gives each user a profile that others can't write to
        return stat.S_ISDIR(there.st_mode)
    return stat.S_ISDIR(there.st_mode) and there.st_uid == os.getuid() and not there.st_mode & 0o077


def _name(depends_on: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256(__version__.encode())
    for value in depends_on:
        content = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()


def _seal(kind: str, name: str, content: bytes) -> bytes:
    return hashlib.sha256(f"{kind}/{name}\n".encode() + content).digest()


def _forget_the_oldest(folder: Path) -> None:
    entries = [(one.stat(), one) for one in folder.iterdir()]
    count, size = len(entries), sum(stands.st_size for stands, _entry in entries)
    for stands, entry in sorted(entries, key=lambda one: one[0].st_mtime):
        if count <= _MOST and size <= _MOST_BYTES:
            break
        entry.unlink(missing_ok=True)
        count, size = count - 1, size - stands.st_size
