"""Prose that looks like a merge tag, such that no service takes it for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# U+2060 has no width, breaks no line, and is not spoken.
_JOINER = "\u2060"
_STYLE = re.compile(r"(<style\b[^<>]*>.*?(?:</style>|\Z))", re.IGNORECASE | re.DOTALL)


def in_html(html: str, openings: Sequence[str]) -> str:
    """``html`` with each of ``openings`` (two characters) taken apart.

    By a character reference, or by a space in style sheets, which know no references.
    """
    parts = _STYLE.split(html)
    parts[::2] = [_apart(part, openings, lambda first: f"&#{ord(first)};") for part in parts[::2]]
    parts[1::2] = [_apart(part, openings, lambda first: f"{first} ") for part in parts[1::2]]
    return "".join(parts)


def in_text(text: str, openings: Sequence[str]) -> str:
    """``text`` with an invisible joiner within each of ``openings``, for services that know no other way."""
    return _apart(text, openings, lambda first: first + _JOINER)


def _apart(text: str, openings: Sequence[str], spell: Callable[[str], str]) -> str:
    # The lookahead leaves the second character for the next match, which takes “{{{” apart twice.
    pattern = "|".join(f"{re.escape(opening[0])}(?={re.escape(opening[1])})" for opening in openings)
    return re.sub(pattern, lambda match: spell(match[0]), text)
