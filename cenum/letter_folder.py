"""The one way into and out of a letter's folder, which a stranger's pull request may have filled.

Reading follows a link only as long as it stays in the folder, and opens regular files alone, up to a limit that
counts what is read. Writing follows no link at all: a new file is written beside the old one, and put in its place.

Where the system can open a path step by step (openat in POSIX), every step is held open, so that nothing can be put
in its way between the look and the deed. Elsewhere (Windows) each step is looked at, then used.
"""

# pathlib knows no folder that is held open.
# ruff: noqa: PTH100, PTH118, PTH208

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import ChangedMeanwhile, FolderRefusal, LeadsOut, TooLarge
from cenum.i18n import _
from cenum.name_exchange import exchange_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PRIVATE = ".cenum"  # what cenum keeps for itself: git ignores it, and nobody else of the machine looks into it
_OWNER_ONLY = 0o700
_MOST_BYTES = 20_000_000  # where nobody says less
_PIECE = 1 << 16
_MOST_LINKS = 40  # as Linux has it (path_resolution(7))
# Windows: the link leads to another place, as symbolic links and junctions do, and files of OneDrive do not
# (learn.microsoft.com, “Reparse Point Tags”: the name surrogate bit).
_SURROGATE = 0x20000000

_BY_STEPS = {os.open, os.stat, os.mkdir, os.unlink, os.rename} <= os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# A pipe that nobody writes to is opened at once, and a terminal does not become ours.
_CAREFULLY = _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_A_FOLDER = getattr(os, "O_DIRECTORY", 0)
# What a FAT disk or a share says of a second name for a file (link(2); Windows: “Incorrect function”).
_NO_SECOND_NAME = {errno.EPERM, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
# Whoever may pass through a folder need not be allowed to list it.
_PASS = getattr(os, "O_PATH", os.O_RDONLY) | _A_FOLDER | _NO_LINK


def by_its_own_name(root: Path, path: Path) -> Path | None:
    """``path``, which somebody may have reached by another name of ``root``, below it; ``None`` for one elsewhere."""
    path = Path(os.path.abspath(path))
    for parent in (root, *path.parents):
        if path.is_relative_to(parent) and os.path.realpath(parent) == os.path.realpath(root):
            return root / path.relative_to(parent)
    return None


class _Step(NamedTuple):
    """A folder on the way: held open, or only known by its path."""

    descriptor: int | None
    path: str

    def at(self, name: str) -> str:
        """What the functions of ``os`` call ``name`` in this folder, beside ``dir_fd=descriptor``."""
        return name if self.descriptor is not None else self.at_path(name)

    def at_path(self, name: str) -> str:
        """Its path, to name it."""
        return os.path.join(self.path, name)

    def look(self, name: str) -> os.stat_result | None:
        """At ``name`` itself, not at where it leads; ``None`` where there is nothing."""
        try:
            return os.stat(self.at(name), dir_fd=self.descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def open(self, name: str, flags: int, mode: int = 0o666) -> int:
        """A descriptor of ``name``, which is no link."""
        return os.open(self.at(name), flags | _CAREFULLY, mode, dir_fd=self.descriptor)

    def content(self, name: str) -> bytes | None:
        """What the regular file ``name`` holds; ``None`` where there is none, or one that nobody wrote here."""
        with suppress(OSError):
            descriptor = self.open(name, os.O_RDONLY)
            try:
                if stat.S_ISREG(os.fstat(descriptor).st_mode):
                    return _content(descriptor, name, _MOST_BYTES)
            finally:
                os.close(descriptor)
        return None

    def rename(self, name: str, other: str) -> None:
        """Give the file ``name`` the name ``other``, over what has it."""
        os.replace(self.at(name), self.at(other), src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)

    def exchange(self, name: str, other: str) -> bool:
        """Exchange two names; ``False`` where the system can't."""
        return exchange_names(self.at(name), self.at(other), self.descriptor)

    def link(self, name: str, other: str) -> bool:
        """Give the file ``name`` a second name, ``other``; ``False`` where the file system knows no such thing.

        Raises :class:`FileExistsError` where anything has that name.
        """
        try:
            os.link(
                self.at(name),
                self.at(other),
                src_dir_fd=self.descriptor,
                dst_dir_fd=self.descriptor,
                follow_symlinks=False,
            )
        except OSError as mistake:
            if mistake.errno not in _NO_SECOND_NAME:
                raise
            return False
        return True

    def put_back(self, kept: str, content: bytes | None, name: str, ours: bytes | None) -> None:
        """Give the file ``kept``, of this ``content``, the ``name`` that it had, which a file with ``ours`` has now.

        What others put there meanwhile is newer, and gets the name in its turn.
        """
        try:
            while self.exchange(kept, name) and (found := self.content(kept)) != ours:
                content, ours = found, content
        except FileNotFoundError:  # somebody removed ours
            with suppress(FileExistsError):
                if not self.link(kept, name):
                    self.rename(kept, name)


class _Found(NamedTuple):
    """The end of a way: ``name`` in the folder ``step``, and what is there, which is no link."""

    step: _Step
    name: str
    status: os.stat_result | None


class LetterFolder:
    """The files below ``root``. A name is seen from there, a path as the system sees it.

    Everything raises :class:`OSError` as the system does, and :class:`FolderRefusal`, which is one, with the reason.
    """

    def __init__(self, root: Path) -> None:
        """Who runs cenum named ``root``, as seen from where they are, so that a link on the way to it is theirs."""
        self.root = root.absolute()

    def _whole(self, path: PurePath | str) -> Path:
        return self.root / path if isinstance(path, str) else Path(path).absolute()

    def read(self, path: Path | str, most: int = _MOST_BYTES, *, follow: bool = True) -> bytes:
        """The content of a regular file. Raises :class:`TooLarge` beyond ``most`` bytes, by what is read.

        Without ``follow`` a link is refused wherever it leads.
        """
        with self._opened(path, follow=follow) as descriptor:
            return _content(descriptor, self._name(path), most)

    def text(self, path: Path | str, most: int = _MOST_BYTES) -> str:
        """The same as text in UTF-8, with or without a mark of byte order. Raises :class:`UnicodeDecodeError` too."""
        return self.read(path, most).decode("utf-8-sig")

    def opening(self, path: Path | str, count: int) -> tuple[bytes, int]:
        """The first ``count`` bytes of a regular file, and how many there are in all."""
        with self._opened(path) as descriptor:
            return os.read(descriptor, count), os.fstat(descriptor).st_size

    def status(self, path: Path | str) -> os.stat_result:
        """What the system says of a regular file."""
        with self._opened(path) as descriptor:
            return os.fstat(descriptor)

    def is_file(self, path: Path | str) -> bool:
        """Whether :meth:`read` would find a regular file there."""
        return stat.S_ISREG(self._mode(path))

    def is_folder(self, path: Path | str) -> bool:
        """Whether :meth:`names` would find a folder there."""
        return stat.S_ISDIR(self._mode(path))

    def holds(self, path: Path | str) -> bool:
        """Whether anything has this name, were it a link to nothing."""
        return self._status_itself(path) is not None

    def names(self, folder: Path | str) -> list[str]:
        """What ``folder`` contains, in no order; nothing where it does not exist."""
        try:
            with self._walked(folder) as found:
                if found.status is not None and not stat.S_ISDIR(found.status.st_mode):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
                if not _BY_STEPS:
                    return os.listdir(found.step.at(found.name))
                descriptor = found.step.open(found.name, os.O_RDONLY | _A_FOLDER)
                try:
                    return os.listdir(descriptor)
                finally:
                    os.close(descriptor)
        except FileNotFoundError:
            return []

    def files_below(self, folder: Path | str) -> Iterator[Path]:
        """All files in ``folder`` and in its folders, but what is reached through a link, or can't be listed."""
        todo = [self._whole(folder)]
        while todo:
            inner = todo.pop()
            there: list[str] = []
            with suppress(OSError):
                there = self.names(inner)
            for name in sorted(there):
                status = self._status_itself(inner / name)
                if status is None or _leads_elsewhere(status):
                    continue
                if stat.S_ISDIR(status.st_mode):
                    todo.append(inner / name)
                elif stat.S_ISREG(status.st_mode):
                    yield inner / name

    def place(self, path: Path | str, *endings: str, make: bool = False) -> Path:
        """Where another library opens a regular file, which need not be there, and what it keeps under ``endings``.

        Raises where one of them is a link or no file. ``make`` makes the folders on the way.
        """
        path = self._whole(path)
        for one in (path, *(path.with_name(path.name + ending) for ending in endings)):
            with self._walked(one, follow=False, made=[] if make else None) as found:
                self._must_be_file(one, found.status)
        return path

    def write(self, path: Path | str, content: bytes, *, lasting: bool = False) -> None:
        """Put ``content`` there at once, with the folders that it needs; ``lasting`` before a power cut, too.

        What is there keeps its permissions, and stays where it is read-only, a link, or no file.
        """
        with self._walked(path, follow=False, made=[]) as (step, name, before):
            self._must_be_file(path, before)
            with _beside(step, content, mode=_kept_mode(path, before), lasting=lasting) as new:
                step.rename(new, name)

    def swap(self, path: Path | str, before: bytes, after: bytes) -> None:
        """Put ``after`` in the place of a file that holds ``before``, at once, and before a power cut.

        Raises :class:`ChangedMeanwhile` where it holds anything else, were it for a moment ago: then it stays. What
        was replaced is looked at once more when it has its place no longer, where the system can exchange two files;
        elsewhere somebody who writes in the instant between the last look and the deed is not seen.
        """
        with self._walked(path, follow=False) as (step, name, status):
            if status is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
            self._must_be_file(path, status)
            with _beside(step, after, mode=_kept_mode(path, status), lasting=True) as new:
                if step.content(name) != before:
                    raise ChangedMeanwhile(self._name(path))
                if not step.exchange(new, name):
                    step.rename(new, name)
                elif (replaced := step.content(new)) != before:
                    step.put_back(new, replaced, name, after)
                    raise ChangedMeanwhile(self._name(path))

    def create(self, path: Path | str, content: bytes, *, mode: int | None = None, lasting: bool = False) -> None:
        """Write a new file, of the permissions ``mode``. Raises :class:`FileExistsError` where anything has its name.

        It has its name once it is whole. Only where the file system can't give a second name is it filled in its
        place; where that fails, nothing is left.
        """
        with self._walked(path, follow=False, made=[], last=False) as (step, name, before):
            if before is not None:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            with _beside(step, content, mode=mode, lasting=lasting) as new:
                if step.link(new, name):
                    return
            _filled(step, name, content, mode=mode, lasting=lasting)

    def make_folder(self, path: Path | str, *, mode: int = 0o777) -> list[Path]:
        """Make the folder, and those that it is in; gives those that were not there.

        ``.cenum`` is its owner's alone.
        """
        made: list[Path] = []
        with self._walked(path, follow=False, made=made, mode=mode, into=True):
            return made

    def move(self, source: Path | str, target: Path | str) -> None:
        """Rename a file, over what is there."""
        with (
            self._walked(source, follow=False) as old,
            self._walked(target, follow=False) as new,
        ):
            self._must_be_file(source, old.status)
            self._must_be_file(target, new.status)
            os.replace(
                old.step.at(old.name),
                new.step.at(new.name),
                src_dir_fd=old.step.descriptor,
                dst_dir_fd=new.step.descriptor,
            )

    def remove(self, path: Path | str) -> None:
        """Remove a file, if there is one; of a link, the link."""
        with suppress(FileNotFoundError), self._walked(path, follow=False, last=False) as (step, name, _status):
            os.unlink(step.at(name), dir_fd=step.descriptor)

    def remove_folder(self, path: Path | str) -> None:
        """Remove a folder in which nothing is left."""
        with self._walked(path, follow=False) as (step, name, _status):
            os.rmdir(step.at(name), dir_fd=step.descriptor)

    def _name(self, path: PurePath | str) -> str:
        """What people call it: its path in the folder."""
        steps = self._steps_to(path)
        return str(path) if steps is None else "/".join(steps) or os.curdir

    def _steps_to(self, path: PurePath | str) -> tuple[str, ...] | None:
        """The steps from the root to ``path``, ``None`` where that is outside."""
        whole, root = self._whole(path), self.root.parts
        if whole.parts[: len(root)] == root:
            return whole.parts[len(root) :]
        # What Windows takes for the same may be spelt otherwise; this takes ten times as long.
        return whole.relative_to(self.root).parts if whole.is_relative_to(self.root) else None

    def _status_itself(self, path: Path | str) -> os.stat_result | None:
        """What has this name, not what it leads to; ``None`` where nothing has, or the way there leads out."""
        with suppress(OSError, ValueError), self._walked(path, last=False) as found:
            return found.status
        return None

    def _mode(self, path: Path | str) -> int:
        with suppress(OSError, ValueError), self._walked(path) as found:
            return found.status.st_mode if found.status else 0
        return 0

    @contextmanager
    def _opened(self, path: Path | str, *, follow: bool = True) -> Iterator[int]:
        with self._walked(path, follow=follow) as found:
            if found.status is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
            self._must_be_file(path, found.status)
            descriptor = found.step.open(found.name, os.O_RDONLY)
            try:
                self._must_be_file(path, os.fstat(descriptor))  # it is what was looked at, or another file
                yield descriptor
            finally:
                os.close(descriptor)

    def _must_be_file(self, path: Path | str, status: os.stat_result | None) -> None:
        if status is None or stat.S_ISREG(status.st_mode):
            return
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        kinds = {
            stat.S_IFIFO: _("it is a named pipe"),
            stat.S_IFSOCK: _("it is a socket"),
            stat.S_IFCHR: _("it is a device"),
            stat.S_IFBLK: _("it is a device"),
        }
        reason = kinds.get(stat.S_IFMT(status.st_mode), _("it is not a file"))
        raise FolderRefusal(self._name(path), reason)

    @contextmanager
    def _walked(  # noqa: PLR0913  how to walk
        self,
        path: Path | str,
        *,
        follow: bool = True,
        last: bool = True,
        made: list[Path] | None = None,
        mode: int = 0o777,
        into: bool = False,
    ) -> Iterator[_Found]:
        """The end of ``path``, reached step by step.

        ``follow`` says whether links are followed, ``last`` whether that, or a refusal, goes for the last step too.
        With ``made``, which gets them, folders that are missing on the way are made, of the permissions ``mode``;
        ``into`` says that the last step is one.
        """
        steps = self._steps_to(path)
        if steps is None:
            raise LeadsOut(str(path), _("it is outside the letter's folder"))
        if made is not None:
            self.root.mkdir(parents=True, exist_ok=True)
        with ExitStack() as held:
            way = _Way(self.root, "/".join(steps) or os.curdir, held, follow=follow, made=made, mode=mode)
            yield way.to((*steps, os.curdir) if into else steps, last=last)


class _Way:
    """A walk from ``root`` to ``path``; every folder on it is held open until ``held`` is closed."""

    def __init__(  # noqa: PLR0913  how to walk
        self, root: Path, path: str, held: ExitStack, *, follow: bool, made: list[Path] | None, mode: int
    ) -> None:
        self._root = root
        self._path = path
        self._held = held
        self._follow = follow
        self._made = made
        self._mode = mode
        self._steps = [_entered(held, None, str(root))]
        self._links: list[str] = []  # that were followed

    def to(self, parts: Sequence[str], *, last: bool) -> _Found:
        """The end of the walk."""
        todo = list(reversed(parts))
        while todo:
            part = todo.pop()
            if part == os.pardir:
                self._up()
                continue
            here = self._steps[-1]
            found = here.look(part)
            if _leads_elsewhere(found) and (todo or last):
                todo += reversed(self._target(part))
            elif todo:
                self._down(part, found)
            else:
                return _Found(here, part, found)
        return _Found(self._steps[-1], os.curdir, self._steps[-1].look(os.curdir))

    def _up(self) -> None:
        if len(self._steps) == 1:
            raise self._leads_out()
        self._steps.pop()

    def _target(self, part: str) -> Sequence[str]:
        """Where the link ``part`` leads, from here or from the root, where the walk then goes on."""
        here = self._steps[-1]
        self._links.append(os.path.relpath(here.at_path(part), self._root))
        if not self._follow:
            raise FolderRefusal(self._path, _("{path} is a symbolic link").format(path=self._links[-1]))
        if len(self._links) > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), self._path)
        target = PurePath(os.readlink(here.at(part), dir_fd=here.descriptor))
        if target.anchor:
            root = os.path.realpath(self._root)
            if not target.is_relative_to(root):
                raise self._leads_out()
            target = target.relative_to(root)
            del self._steps[1:]
        return target.parts

    def _down(self, part: str, found: os.stat_result | None) -> None:
        here = self._steps[-1]
        private = part == PRIVATE and len(self._steps) == 1
        if found is None:
            if self._made is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self._path)
            with suppress(FileExistsError):
                os.mkdir(here.at(part), _OWNER_ONLY if private else self._mode, dir_fd=here.descriptor)
                self._made.append(Path(here.at_path(part)))
        elif not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), self._path)
        elif private and self._made is not None and stat.S_IMODE(found.st_mode) & ~_OWNER_ONLY:
            with suppress(OSError):  # who may not is not its owner
                os.chmod(here.at(part), _OWNER_ONLY, dir_fd=here.descriptor)
        self._steps.append(_entered(self._held, here, part))

    def _leads_out(self) -> LeadsOut:
        link = self._links[-1] if self._links else self._path
        return LeadsOut(self._path, _("{link} leads out of the letter's folder").format(link=link))


def _leads_elsewhere(status: os.stat_result | None) -> bool:
    if status is None:
        return False
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0) & _SURROGATE)


def _entered(held: ExitStack, parent: _Step | None, name: str) -> _Step:
    path = parent.at_path(name) if parent else name
    if not _BY_STEPS:
        return _Step(None, path)
    flags = _PASS if parent else _PASS & ~_NO_LINK
    descriptor = os.open(name, flags, dir_fd=parent.descriptor if parent else None)
    held.callback(os.close, descriptor)
    return _Step(descriptor, path)


def _content(descriptor: int, name: str, most: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size > most:
        raise TooLarge(name, most, size)
    pieces: list[bytes] = []
    left = most + 1
    while left and (piece := os.read(descriptor, min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    if not left:
        raise TooLarge(name, most, most + 1)
    return b"".join(pieces)


def _kept_mode(path: Path | str, before: os.stat_result | None) -> int | None:
    """The permissions of what is written in the place of ``before``; a new file has no kept ones.

    Raises :class:`PermissionError` where that is read-only.
    """
    if before is None:
        return None
    if not before.st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return stat.S_IMODE(before.st_mode)


@contextmanager
def _beside(step: _Step, content: bytes, *, mode: int | None, lasting: bool) -> Iterator[str]:
    """The name of a new file in ``step`` with ``content``, of the permissions ``mode``; it goes again."""
    new = f".{os.urandom(8).hex()}.new"
    try:
        _filled(step, new, content, mode=mode, lasting=lasting)
        yield new
    finally:
        with suppress(FileNotFoundError):
            os.unlink(step.at(new), dir_fd=step.descriptor)


def _filled(step: _Step, name: str, content: bytes, *, mode: int | None, lasting: bool) -> None:
    """Write a new file where nothing has its name; where it can't be written whole, nothing is left."""
    descriptor = step.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:  # whatever the umask says
            os.chmod(step.at(name), mode, dir_fd=step.descriptor)
    except BaseException:
        os.unlink(step.at(name), dir_fd=step.descriptor)
        raise
