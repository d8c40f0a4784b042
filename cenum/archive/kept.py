"""What left is kept: the bytes that the service was given, beside the letters, and nothing about readers.

``archive/2026-11-27/`` holds ``email.html``, ``email.txt`` and ``message.json``. In five years they show what was
sent, whatever the templates became. They belong into git, with the letters.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.errors import Refusal, UsageMistake, reason_of, unwritable
from cenum.i18n import _
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cenum.letter_folder import LetterFolder
    from cenum.services.service import Content

FOLDER = "archive"
_HTML, _TEXT, _MESSAGE = "email.html", "email.txt", "message.json"
NAMES = (_HTML, _TEXT, _MESSAGE)
_MOST_BYTES = 64_000  # of message.json
MOST_BYTES = 2_000_000  # of each file; a letter has a tenth of it


class KeptMessage(Struct, frozen=True):
    """What ``message.json`` says of a letter.

    ``digest`` is its edition's, ``tested`` the one that its campaign's mark carries, ``words`` is that of
    :func:`~cenum.archive.words_hash.words_hash`, all in hexadecimal. ``left`` is false while it only is scheduled.
    ``at`` is the aware hour at which it left, or will; ``audience`` how many it went to, where that was said.
    ``files`` has the SHA-256 of what lies beside it, by name.
    """

    key: str
    subject: str
    preheader: str
    sender: tuple[str, str]
    reply_to: str
    digest: str
    tested: str
    words: str
    left: bool
    at: datetime
    audience: int | None
    files: dict[str, str]


class LeftLetter(Struct, frozen=True):
    """A letter that left, or that is scheduled: what the service was given, and what is known of it besides."""

    key: str
    content: Content
    digest: str
    tested: str
    words: str
    left: bool
    at: datetime
    audience: int | None

    def files(self) -> dict[str, bytes]:
        """What is kept of it, by name: the same letter gives the same bytes."""
        content = self.content
        parts = {_HTML: content.html.encode(), _TEXT: (content.text or "").encode()}
        message = KeptMessage(
            key=self.key,
            subject=content.subject,
            preheader=content.preheader or "",
            sender=(content.sender.name, content.sender.email),
            reply_to=content.reply_to,
            digest=self.digest,
            tested=self.tested,
            words=self.words,
            left=self.left,
            at=self.at,
            audience=self.audience,
            files={name: hashlib.sha256(part).hexdigest() for name, part in parts.items()},
        )
        return {**parts, _MESSAGE: msgspec.json.format(msgspec.json.encode(message), indent=2) + b"\n"}


def kept_message(letter: LetterFolder, key: str) -> KeptMessage | None:
    """What is kept of the issue ``key``; ``None`` where nothing is.

    Raises :class:`UsageMistake` for a file that can't be read.
    """
    path = f"{FOLDER}/{key}/{_MESSAGE}"
    try:
        return msgspec.json.decode(letter.read(path, _MOST_BYTES), type=KeptMessage)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else _("it is not what cenum wrote")
        raise UsageMistake(
            _("{file} can't be read ({reason})").format(file=path, reason=reason),
            _("restore it from git; it says what was sent"),
        ) from None


def read_bundle(key: str, files: Mapping[str, bytes]) -> KeptMessage | None:
    """What ``files``, by their names, keep of the issue ``key``; ``None`` where they are not whole, or not of it."""
    try:
        message = msgspec.json.decode(files.get(_MESSAGE, b""), type=KeptMessage)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    parts = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != _MESSAGE}
    is_whole = message.files == parts and parts.keys() == {_HTML, _TEXT}
    return message if is_whole and message.key == key and _is_day(key) else None


def bundle_in(letter: LetterFolder, folder: Path | str, key: str) -> dict[str, bytes]:
    """The files that are kept of the issue ``key`` in ``folder``, by their names; what can't be read is left out."""
    found: dict[str, bytes] = {}
    for name in NAMES:
        with suppress(OSError):
            found[name] = letter.read(f"{folder}/{key}/{name}", MOST_BYTES, follow=False)
    return found


def gives_way(before: KeptMessage | None, after: KeptMessage) -> bool:
    """Whether what was kept ``before`` may be written over: nothing, or what was only scheduled.

    Raises :class:`Refusal` where two letters of one day left.
    """
    if before is None or not before.left:
        return True
    if before.tested != after.tested:
        message = _("archive/{key} holds another letter than the one that left").format(key=after.key)
        raise Refusal(message, _("look at both, and at the campaign: nothing was written over"))
    return False


def lay_bundle(letter: LetterFolder, key: str, files: Mapping[str, bytes]) -> list[Path]:
    """Put ``files`` by their names where the issue ``key`` is kept; those that were written.

    What says that the others are there comes last: whatever dies in between is written again. Raises
    :class:`UsageMistake`.
    """
    folder = letter.root / FOLDER / key
    done = []
    for name in NAMES:
        try:
            if letter.holds(folder / name) and letter.read(folder / name, follow=False) == files[name]:
                continue
            letter.write(folder / name, files[name], lasting=True)
        except OSError as mistake:
            raise unwritable(folder, mistake) from None
        done.append(folder / name)
    return done


def kept_keys(letter: LetterFolder) -> list[str]:
    """The keys of which anything is kept, the oldest first."""
    return sorted(name for name in letter.names(FOLDER) if is_key(name) and _is_day(name))


def keep(letter: LetterFolder, left: LeftLetter) -> list[Path]:
    """Keep what left; the files that were written, none where it is kept already.

    What is kept of a letter that left is never written over. Raises :class:`Refusal` where that is another one, and
    :class:`UsageMistake` where it can't be written.
    """
    files = left.files()
    if not gives_way(kept_message(letter, left.key), msgspec.json.decode(files[_MESSAGE], type=KeptMessage)):
        return []
    return lay_bundle(letter, left.key, files)


def _is_day(key: str) -> bool:
    """Whether the calendar has the day of ``key``."""
    try:
        date.fromisoformat(key)
    except ValueError:
        return False
    return True
