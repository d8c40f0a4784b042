"""An edition on the disk."""

from __future__ import annotations

import json
from contextlib import suppress
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import asdict, replace

from cenum.errors import TooLarge, unwritable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from cenum.letter_folder import LetterFolder
    from cenum.process import Result

_MEDIA = "media"
# What a build writes, and what its options add; a report is of the letter that left, and of no build.
_NAMES = ("email.html", "email.txt", "email.eml", "edition.json", "preview.html", "phone.png", "desktop.png")


def write(result: Result, letter: LetterFolder) -> list[Path]:
    """Write the edition into its folder in ``dist/``: its parts, the message, files, and ``edition.json``.

    Placeholders are filled with the public addresses of the settings, but the pictures are those beside the HTML and
    within the message: both show them before they are published. Calendar files open from beside the HTML too.
    Nothing of an earlier build stays.
    """
    from cenum.edition.message import octets, sample  # noqa: PLC0415  a check needs no message

    edition = result.edition
    _html, text = edition.fill(edition.public_links)
    beside = {file.name: f"{_MEDIA}/{file.name}" for file in edition.files}
    html, _text = edition.fill(replace(edition.public_links, files=beside))
    files = {
        "email.html": html.encode(),
        "email.txt": text.encode(),
        "email.eml": octets(sample(edition, embedded=True), edition.pictures),
        "edition.json": (json.dumps(summary(result), ensure_ascii=False, indent=2) + "\n").encode(),
    }
    files |= {beside[file.name]: file.content for file in edition.files}
    folder = folder_of(result.key, letter)
    clear(folder, letter, keep=files)
    write_all({folder / name: content for name, content in files.items()}, letter)
    return [folder / name for name in files]


def folder_of(key: str, letter: LetterFolder) -> Path:
    """Where the edition of the issue ``key`` goes."""
    return letter.root / "dist" / key


def clear(folder: Path, letter: LetterFolder, keep: Collection[str] = ()) -> None:
    """Remove what an earlier build wrote into ``folder``, but what is to be kept, named as seen from there.

    What it published is known by the hash of the content in its name: what a person put there stays.
    Raises :class:`~cenum.errors.UsageMistake` where that can't be done.
    """
    from cenum.edition.file_names import bears_its_hash  # noqa: PLC0415  as above

    media = folder / _MEDIA
    try:
        for name in _NAMES:
            if name not in keep:
                letter.remove(folder / name)
        for name in letter.names(media):
            path = media / name
            if fnmatch(name, "*-*.*") and f"{_MEDIA}/{name}" not in keep and letter.is_file(path):
                with suppress(TooLarge):  # nothing that cenum wrote
                    if bears_its_hash(name, letter.read(path, follow=False)):
                        letter.remove(path)
    except OSError as mistake:
        raise unwritable(folder, mistake) from None
    with suppress(OSError):
        letter.remove_folder(media)  # where nothing is left in it


def write_all(files: Mapping[Path, bytes], letter: LetterFolder) -> None:
    """Write ``files``, and the folders they need.

    Raises :class:`~cenum.errors.UsageMistake` where that can't be done.
    """
    for path, content in files.items():
        try:
            letter.write(path, content)
        except OSError as mistake:
            raise unwritable(path.parent, mistake) from None


def summary(result: Result) -> dict[str, object]:
    """What a program wants to know of an edition, ready for JSON."""
    edition = result.edition
    return {
        "issue": edition.key,
        "digest": edition.digest,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "sender": asdict(edition.sender),
        "reply_to": edition.reply_to,
        "sending_at": edition.sending_at.isoformat(),
        "weight": to_builtins(result.weight),
        "pictures": [picture.name for picture in edition.pictures],
        "calendars": [file.name for file in edition.calendars],
    }
