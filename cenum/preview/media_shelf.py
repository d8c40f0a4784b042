"""issues/media/, as an editor fills it from the preview: new files alone, each under a name that says whose it is."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from itertools import count, islice
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from cenum.accents import normalised
from cenum.errors import UsageMistake, reason_of
from cenum.formatting import size
from cenum.i18n import N_, _
from cenum.imported.picture_shelf import FOLDER
from cenum.issue.images import MOST_BYTES
from cenum.preview.media_picture import media_picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cenum.letter_folder import LetterFolder
    from cenum.preview.media_picture import MediaPicture
    from cenum.workspace import Workspace

TOO_LARGE = N_("“{name}” is larger than {number} MB: export it at about 1600 pixels.")
_LONGEST = 60  # characters of a name that is made
_LONGEST_CALLED = 120  # of one that is said
_NAMELESS = "image"  # for a picture out of the clipboard, say
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MOST_ALIKE = 200  # pictures of one name
_OTHERS = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


class PlacedPicture(NamedTuple):
    """Where a picture is now: ``path`` as the issue writes it, its size, and what was done to it, in words."""

    path: str
    width: int
    height: int
    bytes: int
    said: str


class MediaShelf:
    """Puts pictures into issues/media/, one at a time: each takes up to 300 MB while it is read."""

    def __init__(self) -> None:
        self._busy = Lock()

    def put(self, content: bytes, name: str, key: str, workspace: Workspace) -> PlacedPicture:
        """Keep ``content``, a file that its owner calls ``name``, for the issue ``key``.

        Raises :class:`UsageMistake` where it is no picture for a letter, or can't be written.
        """
        called = name_in_words(name)
        with self._busy:
            picture = media_picture(content, called)
            try:
                path = self._written(picture, _stem(name, key), workspace)
            except OSError as mistake:
                message = _("“{name}” can't be put into {folder} ({reason})")
                raise UsageMistake(
                    message.format(name=called, folder=f"issues/{FOLDER}", reason=reason_of(mistake)),
                    _("check the folder and its permissions"),
                ) from None
        return PlacedPicture(path, picture.width, picture.height, len(picture.content), _said(content, picture))

    def _written(self, picture: MediaPicture, stem: str, workspace: Workspace) -> str:
        for name in islice(_names(stem, picture.ending), _MOST_ALIKE):
            path = workspace.issues / name
            with suppress(FileExistsError):
                workspace.files.create(path, picture.content)
                return name
            if _content(path, workspace.files) == picture.content:
                return name
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), stem)


def name_in_words(name: str) -> str:
    """What people are told of a file that its owner calls ``name``."""
    return _last_part(name) or _("the picture")


def _names(stem: str, ending: str) -> Iterator[str]:
    yield f"{FOLDER}/{stem}{ending}"
    yield from (f"{FOLDER}/{stem}-{number}{ending}" for number in count(2))


def _stem(name: str, key: str) -> str:
    """The issue's key, then ``name`` in letters that any system and any address can have."""
    called = _last_part(name)
    plain = normalised("NFKD", called.rpartition(".")[0] or called)
    words = _OTHERS.sub("-", plain.lower().translate(_LIGATURES).encode("ascii", "ignore").decode())
    own = words.strip("-").removeprefix(key)[:_LONGEST].strip("-")
    return f"{key}-{own or _NAMELESS}"


def _last_part(name: str) -> str:
    """What a file is called, whatever folder of whatever system it is said to be in."""
    return " ".join(_UNPRINTABLE.sub(" ", name.replace("\\", "/").rpartition("/")[2]).split())[:_LONGEST_CALLED]


def _content(path: Path, files: LetterFolder) -> bytes | None:
    with suppress(OSError):
        return files.read(path, MOST_BYTES, follow=False)
    return None


def _said(content: bytes, picture: MediaPicture) -> str:
    """What an editor should know of what was made of her picture."""
    said = _("{width} × {height} pixels, {size}.").format(
        width=picture.width, height=picture.height, size=size(len(picture.content))
    )
    if len(content) > len(picture.content):
        said = _("{width} × {height} pixels, {size} (it had {before}).").format(
            width=picture.width, height=picture.height, size=size(len(picture.content)), before=size(len(content))
        )
    if picture.is_still:
        said += " " + _("It is animated: readers see its first picture.")
    return said
