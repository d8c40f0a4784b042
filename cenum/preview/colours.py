"""Colours turned over, as mail programs do that force a dark mode on letters (Outlook, Gmail on iOS)."""

from __future__ import annotations

import colorsys
import re

_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|\b(?:white|black)\b", re.IGNORECASE)
_NAMED = {"white": "#ffffff", "black": "#000000"}
# White becomes this light rather than black, as it does in the programs that turn colours over.
_DARKEST = 0.09
_SHORT = 4


def turned_over(colour: str) -> str:
    """``colour``, six or three hexadecimal digits, with its lightness reversed and its hue kept."""
    digits = _NAMED.get(colour.lower(), colour).lstrip("#")
    if len(digits) == _SHORT - 1:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = 1 - lightness * (1 - _DARKEST)
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def turn_over(style: str) -> str:
    """A style sheet, or the value of a style attribute, with all its colours turned over."""
    return _COLOUR.sub(lambda match: turned_over(match[0]), style)
