"""The stamp: which version of cenum gave a letter its files, and in which form.

It lies beside cenum.toml and is committed, so that whoever upgrades knows what a person changed since. Whoever
writes to the repository writes it too: it is judged as a stranger's, and no name in it leads out of the folder.
"""

from __future__ import annotations

import hashlib
import re
from string import Template
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.starter.letter_files import MissingFile, UnreadableFile, read_file
from cenum.starter.looks import LOOKS, USUAL
from cenum.starter.template_files import words
from cenum.toml import loads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STAMP = ".cenum-stamp.toml"
# Every version of cenum gives files of these places only.
_NAME = re.compile(
    r"(?:(?:templates(?:/(?:web|blocks))?|\.github/(?:workflows|ISSUE_TEMPLATE))/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}|requirements(?:-cenum)?\.txt)"
)
# The part of PEP 440 that tells releases apart, and whatever follows it.
_VERSION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6}){0,4})[a-z0-9.+-]{0,30}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHOWN = 200  # characters of what a stranger wrote


class Stamp(Struct, frozen=True):
    """``version`` is cenum's; ``digests`` has for each file, by its path, the :func:`digest_of` what cenum gave.

    ``look`` is which of cenum's looks the letter has.
    """

    version: str
    digests: dict[str, str]
    look: str = USUAL

    @classmethod
    def of(cls, version: str, files: Mapping[str, bytes], look: str = USUAL) -> Stamp:
        """The stamp of ``files`` as ``version`` gives them."""
        return cls(version, {name: digest_of(content) for name, content in files.items()}, look)


def digest_of(content: bytes) -> str:
    """SHA-256, the same for both of the line endings between which git converts (gitattributes, “text”)."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def as_toml(stamp: Stamp, language: str) -> bytes:
    """The file's content, with a word of explanation in the letter's ``language``."""
    lines = [f'"{name}" = "{digest}"' for name, digest in sorted(stamp.digests.items())]
    template = Template(words(language, "stamp.toml"))
    return template.substitute(version=stamp.version, look=stamp.look, files="\n".join(lines)).encode()


def read_stamp(root: Path) -> bytes | None:
    """The stamp's file in ``root``, or ``None`` where there is none. Raises :class:`UsageMistake`."""
    try:
        return read_file(root, STAMP)
    except MissingFile:
        return None
    except UnreadableFile as mistake:
        raise _unusable(mistake.reason) from None


def parse_stamp(content: bytes) -> Stamp:
    """The stamp that a file holds. Raises :class:`UsageMistake` where it can't be taken as it is."""
    try:
        table = loads(content.decode("utf-8-sig"))
    except ValueError as mistake:
        raise _unusable(_("it is not TOML (“{reason}”)").format(reason=str(mistake)[:_SHOWN])) from None
    version, look, files = table.get("version"), table.get("look", USUAL), table.get("files")
    if not (isinstance(version, str) and _VERSION.fullmatch(version)):
        raise _unusable(_("“{key}” is missing or not valid").format(key="version"))
    if not (isinstance(look, str) and look in LOOKS):
        raise _unusable(_("“{key}” is missing or not valid").format(key="look"))
    if not isinstance(files, dict):
        raise _unusable(_("“{key}” is missing or not valid").format(key="files"))
    for name, digest in files.items():
        if not _NAME.fullmatch(name):
            raise _unusable(_("cenum has no file called “{name}”").format(name=name[:_SHOWN]))
        if not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
            raise _unusable(_("“{key}” is missing or not valid").format(key=name))
    return Stamp(version, files, look)


def is_older(version: str, other: str) -> bool:
    """Whether ``version`` was released before ``other``."""
    return _release(version) < _release(other)


def _release(version: str) -> tuple[int, ...]:
    match = _VERSION.fullmatch(version)
    numbers = [int(number) for number in match[1].split(".")] if match else []
    while numbers and not numbers[-1]:  # 1.0 is 1 (PEP 440, “Version matching”)
        numbers.pop()
    return tuple(numbers)


def _unusable(reason: str) -> UsageMistake:
    return UsageMistake(
        _("{file} can't be used: {reason}").format(file=STAMP, reason=reason),
        _("restore it from git: {command}; or delete it, and run this command again").format(
            command=f"git checkout -- {STAMP}"
        ),
    )
