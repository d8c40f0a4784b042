"""What a pull request brings: the letter, which may be taken, and all else, which counts once it is merged."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import Refusal, reason_of
from cenum.github.git_tree import changes, content_of
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cenum.github.git_tree import Tree, TreeChange
    from cenum.letter_folder import LetterFolder
    from cenum.repository.github_client import GitHubClient
    from cenum.settings import Settings

_ISSUES = "issues"
_MOST_FILES = 200
_MOST_BYTES = 20 * 1024 * 1024  # of one file; no mail program takes a letter as large
_MOST_IN_ALL = 60 * 1024 * 1024
_SHOWN = 12


class Brought(NamedTuple):
    """``letter`` are regular files below ``issues/``, ``besides`` is everything else that is changed."""

    letter: tuple[TreeChange, ...]
    besides: tuple[TreeChange, ...]


def brought(base: Tree, head: Tree, settings: Settings) -> Brought:
    """What ``head`` changes since ``base``, where the two parted. ``settings`` are those of the main branch."""
    own = named_by(settings)
    found = changes(base, head)
    letter = tuple(change for change in found if _is_letter(change, own))
    return Brought(letter, tuple(change for change in found if change not in letter))


def named_by(settings: Settings) -> frozenset[str]:
    """The files that the settings name, wherever they lie: they decide, and are no part of a letter."""
    dictionary = settings.writing.dictionary
    names = [settings.writing.words, settings.service.local.contacts, dictionary]
    if dictionary:  # Hunspell's rules lie beside its words
        names.append(str(PurePosixPath(dictionary).with_suffix(".aff")))
    return frozenset(os.path.normpath(name).replace(os.sep, "/") for name in names if name)


def _is_letter(change: TreeChange, own: Collection[str]) -> bool:
    return (
        _is_plain(change.path)
        and change.path not in own
        and all(entry is None or entry.is_regular for entry in (change.before, change.after))
    )


def _is_plain(path: str) -> bool:
    """Whether ``path`` leads below issues/ and nowhere else, on any system, to nothing that git itself obeys."""
    first, *parts = path.split("/")
    if first != _ISSUES or not parts or any(mark in path for mark in '\\:*?"<>|') or not path.isprintable():
        return False
    return all(part and not part.startswith(".") and part == part.rstrip(" .") for part in parts)


def refuse_besides(found: Brought) -> None:
    """Raises :class:`Refusal` where anything but the letter is changed: it would decide over its own test."""
    if not found.besides:
        return
    names = [name_of(change) for change in found.besides]
    shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    message = _("the pull request changes more than the letter: {files}").format(files=shown)
    remedy = _(
        "merge that part first, in a pull request of its own, and update this one; or test and approve in a "
        "terminal: “cenum test”, “cenum approve”"
    )
    raise Refusal(message, remedy)


def name_of(change: TreeChange) -> str:
    """Its path, and what it is where it is no file."""
    if all(entry is None or entry.is_regular for entry in (change.before, change.after)):
        return change.path
    return _("{file} (a link or a submodule)").format(file=change.path)


def refuse_changed_here(letter: Sequence[TreeChange], main: Tree) -> None:
    """Raises :class:`Refusal` where the main branch changed the same file: nobody saw what a merge would make."""
    for change in letter:
        here = main.get(change.path)
        if (here and here.sha) != (change.before and change.before.sha):
            message = _("{file} was changed on the main branch as well").format(file=change.path)
            raise Refusal(message, _("bring the pull request up to date (“Update branch”), then ask again"))


def contents(client: GitHubClient, letter: Sequence[TreeChange]) -> dict[str, bytes | None]:
    """What the letter's files are to hold, by path, ``None`` for what goes.

    Raises :class:`Refusal` of more than a letter can be, and GitHubRefused.
    """
    sizes = {change.path: change.after.size for change in letter if change.after}
    if len(letter) > _MOST_FILES or sum(sizes.values()) > _MOST_IN_ALL:
        message = _("the pull request brings more than a letter: {count} files, {size} MB")
        size = sum(sizes.values()) // (1024 * 1024)
        raise Refusal(message.format(count=len(letter), size=size), _("bring one letter in a pull request"))
    for path, size in sizes.items():
        if size > _MOST_BYTES:
            message = _("{file} has more than {most} MB").format(file=path, most=_MOST_BYTES // (1024 * 1024))
            raise Refusal(message, _("make it smaller, then ask again"))
    return {change.path: content_of(client, change.after) if change.after else None for change in letter}


def lay(letter: LetterFolder, files: Mapping[str, bytes | None]) -> None:
    """Put ``files`` into the letter's folder, each at once, through no link. Raises :class:`Refusal`."""
    try:
        # What goes makes room: a file may come where a folder was.
        for name in sorted(files, key=lambda name: files[name] is not None):
            _lay_one(letter, name, files[name])
    except OSError as mistake:
        raise _not_taken(reason_of(mistake)) from None


def _lay_one(letter: LetterFolder, name: str, content: bytes | None) -> None:
    if content is not None:
        letter.write(name, content)
        return
    letter.place(name)  # refuses a link, which is no part of a letter
    letter.remove(name)
    folder = PurePosixPath(name).parent
    while folder != PurePosixPath(_ISSUES) and letter.is_folder(str(folder)) and not letter.names(str(folder)):
        letter.remove_folder(str(folder))
        folder = folder.parent


def _not_taken(reason: str) -> Refusal:
    message = _("the letter of the pull request can't be taken ({reason})").format(reason=reason)
    return Refusal(message, _("test and approve in a terminal: “cenum test”, “cenum approve”"))
