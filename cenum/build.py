"""An edition on the disk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import asdict

from cenum.errors import unwritable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cenum.process import Result


def write(result: Result, folder: Path) -> list[Path]:
    """Write the edition into ``folder``: its two parts, the message, its pictures, and ``edition.json``.

    Placeholders are filled with the public addresses of the settings, so that the files open anywhere.
    """
    from cenum.edition.message import octets, sample  # noqa: PLC0415  a check needs no message

    edition = result.edition
    html, text = edition.fill(edition.public_links)
    files = {
        "email.html": html.encode(),
        "email.txt": text.encode(),
        "email.eml": octets(sample(edition)),
        "edition.json": (json.dumps(summary(result), ensure_ascii=False, indent=2) + "\n").encode(),
    }
    files |= {f"media/{picture.name}": picture.content for picture in edition.pictures}
    write_all({folder / name: content for name, content in files.items()})
    return [folder / name for name in files]


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write ``files``, and the folders they need.

    Raises :class:`~cenum.errors.UsageMistake` where that can't be done.
    """
    for path, content in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
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
    }
