"""Signs of fonts that have no letters, such as Wingdings, as the characters that show the same."""

from __future__ import annotations

from functools import cache

from mammoth.docx.dingbats import dingbats  # the only table of them that is kept

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_FONTS = frozenset(font for font, _code in dingbats)
_PRIVATE = range(0xF000, 0xF100)  # where such fonts stand in Unicode (ECMA-376-1, section 17.3.3.30)


def sign(font: str, code: str) -> str:
    """The character of ``code``, hexadecimal, in ``font``: :data:`UNKNOWN` where nobody knows it."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    if font not in _FONTS:
        return _letter(number)
    return _of(font, number)


def written(font: str, text: str) -> str:
    """``text`` in ``font``: where that has no letters, what it shows."""
    return text.translate(_table(font)) if font in _FONTS else text


@cache
def _table(font: str) -> dict[int, str]:
    return {number: _of(font, number) for number in _PRIVATE}


def _of(font: str, number: int) -> str:
    known = dingbats.get((font, number)) or dingbats.get((font, number - _PRIVATE.start))
    return chr(known) if known else UNKNOWN


def _letter(number: int) -> str:
    # A control character, or half of one, can't stand in a text.
    shown = chr(number) if 0 <= number <= 0x10FFFF and number not in range(0xD800, 0xE000) else UNKNOWN  # noqa: PLR2004
    return shown if shown.isprintable() else UNKNOWN
