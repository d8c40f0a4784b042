"""The copies at the Internet Archive of what is dead: a file beside the issues, which are never rewritten."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.links.addresses import page_of
from cenum.toml import TooDeep, line_of, line_of_key, loads
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FILE = PurePosixPath("archive/copies.toml")
# Where copies are; a page shows no other address from this file.
ARCHIVE = "https://web.archive.org"
# Where msgspec found a mistake: “… - at `$.copies[0].day`”.
_WHERE = re.compile(r" - at `\$(?:\.copies)?(?:\[(\d+)\])?(?:\.(\w+))?[^`]*`\Z")
_HEAD = (
    "# Copies of pages that are gone, shown beside the original address. Written by “cenum care --write”.\n"
    "# To refuse a copy for good, leave its row and set copy to an empty text.\n"
)


class ArchivedCopy(Struct, frozen=True, forbid_unknown_fields=True):
    """What is shown beside a dead address.

    ``url`` is the page without its fragment, ``copy`` its snapshot of ``day``, or empty where the team wants none;
    ``seen`` are the two days on which it was dead, ``dead_since`` the first; ``reason`` is that of
    :class:`~cenum.links.link.Reason`.
    """

    url: str
    copy: str
    day: date
    dead_since: date
    seen: tuple[date, ...] = ()
    reason: str = ""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    copies: tuple[ArchivedCopy, ...] = ()


def page_asked(url: str) -> str:
    """What is asked about for ``url``, as it is known in all files of care; empty for what is no web page."""
    try:
        return page_of(spell(url))[0].url
    except ValueError:
        return ""


def read_copies(source: str) -> tuple[ArchivedCopy, ...]:
    """The rows of the TOML text ``source``. Raises :class:`UsageMistake` with the file and the line."""
    try:
        rows = msgspec.convert(loads(source), _File).copies
    except tomllib.TOMLDecodeError as mistake:
        raise _unreadable(str(mistake), line_of(mistake)) from None
    except TooDeep as mistake:
        raise _unreadable(str(mistake), mistake.line) from None
    except msgspec.ValidationError as mistake:
        raise _unreadable(_WHERE.sub("", str(mistake)), _line_of_value(source, str(mistake))) from None
    except ValueError as mistake:
        raise _unreadable(str(mistake)) from None
    for index, row in enumerate(rows):
        if row.copy and not row.copy.startswith(f"{ARCHIVE}/web/"):
            reason = _("{url} is no address at the Internet Archive").format(url=row.copy)
            raise _unreadable(reason, line_of_key(source, ("copies", index, "copy")))
    return rows


def _line_of_value(source: str, mistake: str) -> int | None:
    found = _WHERE.search(mistake)
    row, key = found.groups() if found else (None, None)
    path = ("copies", *([int(row)] if row else []), *([key] if key else []))
    return line_of_key(source, path) or line_of_key(source, path[:2]) or 1


def shown_copies(rows: Iterable[ArchivedCopy]) -> dict[str, ArchivedCopy]:
    """The rows whose copy is to be shown, by what :func:`page_asked` makes of an address that leads to the page."""
    # A person may have added a row, with whatever address.
    pages = ((page_asked(row.url), row) for row in rows if row.copy)
    return {page: row for page, row in pages if page}


def with_changes(
    rows: Sequence[ArchivedCopy], more: Iterable[ArchivedCopy], fewer: Iterable[str]
) -> tuple[ArchivedCopy, ...]:
    """``rows`` without those of the pages ``fewer``, and with ``more``, in the order of their addresses."""
    gone = set(fewer)
    kept = {row.url: row for row in (*more, *rows) if row.url not in gone}
    return tuple(kept[url] for url in sorted(kept))


def as_toml(rows: Iterable[ArchivedCopy]) -> str:
    """The same rows as a file that :func:`read_copies` reads."""
    return "\n".join([_HEAD, *(_row(msgspec.structs.asdict(row)) for row in rows)])


def _row(values: Mapping[str, object]) -> str:
    return "[[copies]]\n" + "".join(f"{name} = {_value(value)}\n" for name, value in values.items())


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    # JSON's texts are TOML's too (TOML 1.0.0, “String”), but for DEL.
    return str(value) if isinstance(value, date) else msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")


def _unreadable(reason: str, line: int | None = None) -> UsageMistake:
    file = f"{FILE}:{line}" if line else str(FILE)
    message = _("{file} can't be read ({reason})").format(file=file, reason=reason)
    return UsageMistake(message, _("correct the file, or restore it from the repository"))
