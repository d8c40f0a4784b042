"""The text of an issue as somebody writes it: exactly what its file holds, and saved only over what she was given."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cenum.errors import ChangedMeanwhile, TooLarge, UsageMistake, reason_of
from cenum.i18n import _
from cenum.issue.source import MOST_KILOBYTES

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.letter_folder import LetterFolder

MOST_BYTES = MOST_KILOBYTES * 1000  # of an issue's file, whatever the settings say: what is written is kept
NO_FILE = ""  # the digest of what is not there


class StoredSource(NamedTuple):
    """What a file holds, byte for byte. ``text`` is ``None`` where there is no file."""

    text: str | None
    digest: str


class SaveOutcome(NamedTuple):
    """Whether it was ``saved``, and what the file holds now: what was to be saved, or what somebody else wrote."""

    saved: bool
    now: StoredSource


def load(path: Path, letter: LetterFolder) -> StoredSource:
    """The issue in ``path``: its marks of byte order, its line ends and its spaces are as they are.

    Raises :class:`UsageMistake` where it can't be read, or is no text in UTF-8. It is not read through a link: it
    could not be written either.
    """
    name = _name(path)
    try:
        content = letter.read(path, MOST_BYTES, follow=False)
        return StoredSource(content.decode(), digest_of(content))
    except FileNotFoundError:
        return StoredSource(None, NO_FILE)
    except UnicodeDecodeError:
        message = _("{file} is not text in UTF-8").format(file=name)
        raise UsageMistake(message, _("save it again as “UTF-8” in the program that wrote it")) from None
    except TooLarge as mistake:
        message = _("{file} can't be opened here: {said}").format(file=name, said=mistake.sentence)
        raise UsageMistake(message, _("open it in another program, and split it")) from None
    except OSError as mistake:
        message = _("{file} can't be opened ({reason})").format(file=name, reason=reason_of(mistake))
        raise UsageMistake(message, _("it must be a plain file in a plain folder, not a link")) from None


def save(path: Path, base: str, text: str, letter: LetterFolder) -> SaveOutcome:
    """Put ``text`` into the issue in ``path`` if that still holds what has the digest ``base``, or it already.

    With :data:`NO_FILE` a new file is written, where there is none. Raises :class:`UsageMistake` where it can't be
    read or written; then it is as it was. ``text`` has :data:`MOST_BYTES` at most.
    """
    content = text.encode()
    wanted = StoredSource(text, digest_of(content))
    now = load(path, letter)
    if now == wanted:
        return SaveOutcome(saved=True, now=now)
    if now.digest != base:
        return SaveOutcome(saved=False, now=now)
    try:
        if now.text is None:
            letter.create(path, content, lasting=True)
        else:
            letter.swap(path, now.text.encode(), content)
    except (ChangedMeanwhile, FileExistsError, FileNotFoundError):
        return SaveOutcome(saved=False, now=load(path, letter))
    except OSError as mistake:
        message = _("{file} can't be written ({reason})").format(file=_name(path), reason=reason_of(mistake))
        remedy = _("check the file's permissions and the free disk space; your text is still in this window")
        raise UsageMistake(message, remedy) from None
    return SaveOutcome(saved=True, now=wanted)


def digest_of(content: bytes) -> str:
    """What a version is known by."""
    return sha256(content).hexdigest()


def _name(path: Path) -> str:
    """What people call the file."""
    return f"{path.parent.name}/{path.name}"
