"""Tables in JSON, as services export them: rows that nobody has looked at yet, and no more of them than letters."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from cenum.i18n import _
from cenum.imported.refusal import ImportRefusal

_MOST_VALUES = 1_000_000
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)


def decoded(content: bytes, kind: type[Any], name: str) -> Any:  # noqa: ANN401  the caller's kind
    """What the file ``name`` says, as ``kind``. Raises :class:`ImportRefusal` where it says nothing of the sort.

    Everything between the strings is counted first: a value takes a hundred times the room of its comma.
    """
    between = _STRING.sub(b"", content)
    if sum(between.count(mark) for mark in (b",", b"[", b"{")) > _MOST_VALUES:
        raise _no_export(name)
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise _no_export(name) from None


def text_in(value: Any) -> str:  # noqa: ANN401  of JSON
    """A text or a number, as text; nothing of anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _no_export(name: str) -> ImportRefusal:
    return ImportRefusal(
        _("{file} can't be read as an export").format(file=name),
        _("export it again, and don't open it before you import it"),
    )
