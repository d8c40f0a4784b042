"""What an upgrade writes: what nobody changed, and what a person named. Nothing is decided anywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.schema import nearest
from cenum.starter.file_status import FileState
from cenum.starter.stamp import STAMP, Stamp, as_toml, digest_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cenum.starter.file_status import Comparison, FileStatus

# What stood in the place of a file that a person asked for is kept under its name with this at the end.
_MINE = ".mine"
# Nobody changed these, or they are not there.
_FREE = frozenset({FileState.NEWER, FileState.ADDED})
# These may be somebody's own: replaced on demand alone, and kept.
_SOMEBODYS = frozenset({FileState.OWN, FileState.BOTH, FileState.UNSTAMPED})
# They wait for a person to decide.
_OPEN = frozenset({FileState.BOTH, FileState.UNSTAMPED, FileState.UNREADABLE})


class UpgradePlan(Struct, frozen=True):
    """What is to be written into the letter's folder, by its path there, in this order; the stamp is last.

    ``before`` is what has to be there when it is written, ``None`` for what must not be there. ``taken`` are cenum's
    files among it, ``aside`` has the names under which what a person wrote is kept. ``kept`` are the names that count
    as the team's from now on; ``left`` are the files that wait for a person.
    """

    contents: dict[str, bytes]
    before: dict[str, bytes | None]
    taken: tuple[FileStatus, ...]
    aside: dict[str, str]
    kept: frozenset[str]
    left: tuple[FileStatus, ...]


def plan(compared: Comparison, language: str, take: Collection[str] = (), keep: Collection[str] = ()) -> UpgradePlan:
    """Take what is free to be taken and what ``take`` names; what ``keep`` names counts as the team's from now on.

    ``language`` is the letter's. Raises :class:`UsageMistake` for names that can't be taken or kept.
    """
    _judge(compared, take, keep)
    taken = tuple(
        file
        for file in compared.files
        if file.name not in keep
        and (file.state in _FREE or (file.name in take and file.state is not FileState.CURRENT))
    )
    names = {file.name for file in taken}
    aside = {file.name: file.name + _MINE for file in taken if file.state in _SOMEBODYS}
    contents = {mine: file.here or b"" for file in taken if (mine := aside.get(file.name))}
    before: dict[str, bytes | None] = dict.fromkeys(contents)
    contents |= {file.name: _with_line_endings(file.given or b"", file.here) for file in taken}
    before |= {file.name: file.here for file in taken}
    stamp = Stamp(compared.version, dict(_digests(compared, names, keep)), compared.look)
    if stamp != compared.stamp:
        contents[STAMP], before[STAMP] = as_toml(stamp, language), compared.stamp_here
    left = tuple(file for file in compared.of(*_OPEN) if file.name not in names and file.name not in keep)
    return UpgradePlan(contents, before, taken, aside, frozenset(keep), left)


def _judge(compared: Comparison, take: Collection[str], keep: Collection[str]) -> None:
    by_name = {file.name: file for file in compared.files}
    for name in (*take, *keep):
        if name not in by_name:
            raise UsageMistake(_("cenum has no file called “{name}”").format(name=name), nearest(name, by_name))
    for name in take:
        if name in keep:
            message = _("{file} can't be given to both --take and --keep").format(file=name)
            raise UsageMistake(message, _("leave out one of the two"))
        if by_name[name].given is None:
            raise UsageMistake(_("{file} is no longer part of cenum").format(file=name), _("leave it, or delete it"))
        if by_name[name].state is FileState.UNREADABLE:
            message = _("{file} can't be replaced: {reason}").format(file=name, reason=by_name[name].reason)
            raise UsageMistake(message, _("move what is there to another place, then run this command again"))


def _digests(compared: Comparison, taken: Collection[str], keep: Collection[str]) -> Iterator[tuple[str, str]]:
    """The stamp after the upgrade: of what is not decided it keeps what it had.

    What is missing is stamped too, so that it does not come back as new with the next upgrade.
    """
    for file in compared.files:
        given = digest_of(file.given) if file.given is not None else None
        if file.name in taken or file.name in keep or file.state is FileState.CURRENT:
            digest = given
        elif file.state is FileState.MISSING:
            digest = file.stamped or given
        else:
            digest = file.stamped
        if digest:
            yield file.name, digest


def _with_line_endings(given: bytes, here: bytes | None) -> bytes:
    """``given`` with the line endings of what it replaces, such that git shows no more than what changed."""
    if here and b"\r\n" in here and here.count(b"\r\n") == here.count(b"\n"):
        return given.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return given
