"""Colours turned over, as mail programs do that force a dark mode on letters (Outlook, Gmail on iOS)."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|(?<![\w-])(?:white|black)(?![\w-])", re.IGNORECASE)
_NAMED = {"white": "#ffffff", "black": "#000000"}
_SHORT = 3
# White becomes this light rather than black, as it does in the programs that turn colours over.
_DARKEST = 0.22
# Oklab (bottosson.github.io/posts/oklab): lightness as eyes see it, so that a cream does not turn into a brown.
_TO_CONES = (
    (0.41222147, 0.53633254, 0.05144599),
    (0.2119035, 0.6806995, 0.10739696),
    (0.08830246, 0.28171884, 0.6299787),
)
_TO_LAB = (
    (0.21045426, 0.7936178, -0.00407205),
    (1.9779985, -2.4285922, 0.4505937),
    (0.02590404, 0.78277177, -0.80867577),
)
_FROM_LAB = ((1.0, 0.39633778, 0.21580376), (1.0, -0.10556135, -0.06385417), (1.0, -0.08948418, -1.29148555))
_FROM_CONES = (
    (4.0767417, -3.3077116, 0.23096993),
    (-1.268438, 2.6097574, -0.3413194),
    (-0.0041960863, -0.7034186, 1.7076147),
)


def inverted(colour: str) -> str:
    """``colour``, six or three hexadecimal digits, with its lightness reversed and its hue kept."""
    digits = _NAMED.get(colour.lower(), colour).lstrip("#")
    if len(digits) == _SHORT:
        digits = "".join(digit * 2 for digit in digits)
    parts = [_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4)]
    lightness, *hue = _times(_TO_LAB, [part ** (1 / 3) for part in _times(_TO_CONES, parts)])
    cones = [part**3 for part in _times(_FROM_LAB, [1 - lightness * (1 - _DARKEST), *hue])]
    return "#" + "".join(f"{round(255 * _seen(part)):02x}" for part in _times(_FROM_CONES, cones))


def invert_colours(style: str) -> str:
    """A style sheet, or the value of a style attribute, with all its colours turned over."""
    return _COLOUR.sub(lambda match: inverted(match[0]), style)


def _times(matrix: tuple[tuple[float, float, float], ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _linear(part: float) -> float:
    """A part of sRGB as an amount of light (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  the standard's figures


def _seen(light: float) -> float:
    light = min(1.0, max(0.0, light))
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055  # noqa: PLR2004  as above
