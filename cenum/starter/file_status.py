"""Who changed a file since cenum gave it: the team, cenum in a later version, both, or nobody."""

from __future__ import annotations

from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.starter.letter_files import MissingFile, UnreadableFile, read_file
from cenum.starter.looks import USUAL
from cenum.starter.provenance import FILE
from cenum.starter.stamp import digest_of, is_older, parse_stamp, read_stamp

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from cenum.settings import Newsletter
    from cenum.starter.stamp import Stamp
    from cenum.starter.template_files import Material


class FileState(Enum):
    """How a file of the letter and cenum's form of it stand to each other."""

    CURRENT = "current"  # the same
    NEWER = "newer"  # cenum has another form, and nobody changed this one
    ADDED = "added"  # cenum has it since, and nothing of this name is there
    OWN = "own"  # the team changed it, cenum did not
    BOTH = "both"  # the team changed it, and so did cenum
    UNSTAMPED = "unstamped"  # they differ, and no stamp says who changed it
    MISSING = "missing"  # the team took it away, or never had it
    WITHDRAWN = "withdrawn"  # cenum gives it no more
    UNREADABLE = "unreadable"  # a folder, a link, or too large


class FileStatus(Struct, frozen=True):
    """One file, by its path in the letter's folder.

    ``here`` is what is there now and ``given`` what cenum gives now, ``None`` where there is none. ``stamped`` is the
    digest of what cenum gave. ``reason`` says why an unreadable one can't be read.
    """

    name: str
    state: FileState
    here: bytes | None
    given: bytes | None
    stamped: str | None
    reason: str = ""


class Comparison(Struct, frozen=True):
    """A letter's files beside those of cenum ``version``.

    ``stamp`` is what the letter's stamp says and ``stamp_here`` its file, both ``None`` for a letter that has none;
    ``look`` is the one whose palette and type cenum gives.
    """

    files: tuple[FileStatus, ...]
    stamp: Stamp | None
    stamp_here: bytes | None
    version: str
    look: str

    def of(self, *states: FileState) -> tuple[FileStatus, ...]:
        """The files in one of ``states``."""
        return tuple(file for file in self.files if file.state in states)


def is_source(root: Path, material: Material) -> bool:
    """Whether ``root`` is where cenum's own files come from: there is nothing to compare them with."""
    return (root / "templates").resolve() == material.templates.resolve()


def compare(root: Path, newsletter: Newsletter, material: Material, look: str | None = None) -> Comparison:
    """Each file that cenum gives now, or gave, beside what stands in ``root``.

    ``look`` is the one that the letter shall have from now on; without it, that of its stamp.
    Raises :class:`UsageMistake` where the stamp can't be taken, or is a later version's.
    """
    stamp_here = read_stamp(root)
    stamp = parse_stamp(stamp_here) if stamp_here is not None else None
    if stamp and is_older(material.version, stamp.version):
        message = _("the letter's files come from cenum {theirs}; you are running cenum {ours}")
        raise UsageMistake(
            message.format(theirs=stamp.version, ours=material.version),
            _("install the letter's version: {command}").format(
                command=f"python -m pip install --requirement {FILE}"
            ),
        )
    forms = material.look_forms()
    look = look or (stamp.look if stamp else _look_of(root, forms))
    given = material.files(newsletter, look)
    digests: Mapping[str, str] = stamp.digests if stamp else {}
    ours = {name: frozenset(map(digest_of, by_look.values())) for name, by_look in forms.items()}
    found = [
        _status(root, name, given.get(name), digests.get(name), ours.get(name, ()), has_stamp=stamp is not None)
        for name in sorted(given.keys() | digests.keys())
    ]
    return Comparison(tuple(filter(None, found)), stamp, stamp_here, material.version, look)


def _look_of(root: Path, forms: Mapping[str, Mapping[str, bytes]]) -> str:
    """The look whose files are in ``root``, as far as that can be seen."""
    for name, by_look in forms.items():
        with suppress(MissingFile, UnreadableFile):
            here = digest_of(read_file(root, name))
            for look, content in by_look.items():
                if digest_of(content) == here:
                    return look
    return USUAL


def _status(  # noqa: PLR0913  what is known of a file
    root: Path, name: str, given: bytes | None, stamped: str | None, ours: Collection[str], *, has_stamp: bool
) -> FileStatus | None:
    """``None`` for what neither cenum nor the letter has any more; ``ours`` are digests of what nobody changed."""
    try:
        here = read_file(root, name)
    except MissingFile:
        if given is None:
            return None
        state = FileState.ADDED if has_stamp and stamped is None else FileState.MISSING
        return FileStatus(name, state, None, given, stamped)
    except UnreadableFile as mistake:
        return FileStatus(name, FileState.UNREADABLE, None, given, stamped, mistake.reason)
    if stamped is None and digest_of(here) in ours:
        stamped = digest_of(here)
    return FileStatus(name, _state(here, given, stamped), here, given, stamped)


def _state(here: bytes, given: bytes | None, stamped: str | None) -> FileState:
    if given is None:
        return FileState.WITHDRAWN
    if digest_of(here) == digest_of(given):
        return FileState.CURRENT
    if stamped is None:
        return FileState.UNSTAMPED
    if digest_of(here) == stamped:
        return FileState.NEWER
    return FileState.OWN if digest_of(given) == stamped else FileState.BOTH
