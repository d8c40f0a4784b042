"""What a publication says of itself, for the next one: ``archive.json``, which lies among the pages.

Everybody can read it, so that it names no file, no title and no letter that has no page.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct

from cenum.archive.visibility import Visibility
from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.letter_folder import LetterFolder

MANIFEST = "archive.json"
MEDIA = "media"  # the folder of what bears the hash of its content in its name
# Whoever serves the site may have put anything there.
_Key: TypeAlias = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
_Hash: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{0,128}\Z")]
_Aware: TypeAlias = Annotated[datetime, Meta(tz=True)]
_NAMES = {one.name.lower(): one for one in Visibility}


class ManifestEntry(Struct, frozen=True):
    """One letter that has a page.

    ``digest`` is its edition's, ``words`` as :func:`~cenum.archive.words_hash.words_hash` has it; ``corrected`` is
    the SHA-256 of the correction that its page shows, empty without one. ``sends_at`` is its hour, aware.
    """

    visibility: str
    digest: _Hash
    words: _Hash
    sends_at: _Aware
    corrected: _Hash = ""

    @property
    def seen(self) -> Visibility:
        """What it was made; a word that nobody knows is nothing that was public."""
        return _NAMES.get(self.visibility, Visibility.PRIVATE)


class Manifest(Struct, frozen=True):
    """The letters that have a page, by their keys, and the :func:`file_hash` of all files but pictures, sorted."""

    letters: dict[_Key, ManifestEntry] = {}
    files: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """Its bytes in the file."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"


def decode_manifest(content: bytes) -> Manifest:
    """The manifest in ``content``. Raises :class:`ValueError` where it is not what cenum wrote."""
    try:
        found = msgspec.json.decode(content, type=Manifest)
        for key in found.letters:
            date.fromisoformat(key)
    except msgspec.MsgspecError as mistake:
        raise ValueError(str(mistake)) from None
    return found


def read_manifest(letter: LetterFolder, folder: Path) -> Manifest:
    """That of the last publication into ``folder``; an empty one where there was none.

    Raises :class:`UsageMistake` where it can't be read.
    """
    try:
        return decode_manifest(letter.read(folder / MANIFEST))
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else _("it is not what cenum wrote")
        raise UsageMistake(
            _("{file} can't be read ({reason})").format(file=folder / MANIFEST, reason=reason),
            _("take it from the published site again, or delete it: then cenum knows of no earlier publication"),
        ) from None


def file_hash(path: str, content: bytes) -> str:
    """SHA-256, in hexadecimal, of a file: of where it is, and what is in it. It tells nobody either."""
    return hashlib.sha256(path.encode() + b"\0" + content).hexdigest()
