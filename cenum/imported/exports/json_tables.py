"""Tables in JSON, as services export them: rows that nobody has looked at yet, and no more of them than letters."""

from __future__ import annotations

from typing import Any

import msgspec

from cenum.i18n import _
from cenum.imported.refusal import ImportRefusal

_MOST_VALUES = 1_000_000
_AT_ONCE = 1 << 20


def decoded(content: bytes, kind: type[Any], name: str) -> Any:  # noqa: ANN401  the caller's kind
    """What the file ``name`` says, as ``kind``. Raises :class:`ImportRefusal` where it says nothing of the sort.

    Everything between the strings is counted first: a value takes a hundred times the room of its comma.
    """
    if _values(content) > _MOST_VALUES:
        raise _no_export(name)
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise _no_export(name) from None


def _values(content: bytes) -> int:
    """How many values there are at most: what begins or parts some, but for what stands in a string."""
    plain = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    count, inside = 0, False
    for start in range(0, len(plain), _AT_ONCE):
        parts = plain[start : start + _AT_ONCE].split(b'"')
        between = b"".join(parts[1::2] if inside else parts[::2])
        count += sum(between.count(mark) for mark in (b",", b"[", b"{"))
        inside ^= len(parts) % 2 == 0
        if count > _MOST_VALUES:
            break
    return count


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
