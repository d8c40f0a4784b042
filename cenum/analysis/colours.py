"""Colours as eyes and dark modes take them: contrast, and what mail programs make of a light letter in the dark."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]

_HEXADECIMAL = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0)}
# Chromium, dark_mode_settings_builder.cc: text below the one brightness and grounds above the other are inverted.
_DARK_TEXT = 150
_LIGHT_GROUND = 205
# sRGB to XYZ and back (IEC 61966-2-1), white being D65.
_WHITE = (0.95047, 1.0, 1.08883)


def colour(value: str) -> Colour | None:
    """The colour that a CSS value holds; ``None`` for none, or for one that is not understood."""
    text = value.lower()
    found = _HEXADECIMAL.search(text)
    if found:
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])  # noqa: PLR2004  CSS
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    rgb = _RGB.search(text)
    if rgb:
        return int(rgb[1]), int(rgb[2]), int(rgb[3])
    return next((_NAMED[word] for word in text.split() if word in _NAMED), None)


def in_digits(one: Colour) -> str:
    """``#rrggbb``."""
    return "#" + "".join(f"{part:02x}" for part in one)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def fully_inverted(ink: Colour, ground: Colour) -> tuple[Colour, Colour]:
    """Every colour gets the opposite lightness, as in Gmail on iPhones and Outlook for Windows."""
    return inverted(ink), inverted(ground)


def partly_inverted(ink: Colour, ground: Colour) -> tuple[Colour, Colour]:
    """Only light grounds and dark texts do, as Chromium, which Android's mail programs draw with, decides."""
    return (
        inverted(ink) if _brightness(ink) < _DARK_TEXT else ink,
        inverted(ground) if _brightness(ground) > _LIGHT_GROUND else ground,
    )


@cache
def inverted(one: Colour) -> Colour:
    """The same hue, and lightness L* become min(110 - L*, 100): Chromium, dark_mode_color_filter.cc."""
    x, y, z = _to_xyz(one)
    fx, fy, fz = _bent(x), _bent(y), _bent(z)
    lightness, a, b = 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
    fy = (min(110 - lightness, 100) + 16) / 116
    return _from_xyz(_unbent(fy + a / 500), _unbent(fy), _unbent(fy - b / 200))


def _brightness(one: Colour) -> float:
    """From 0 to 255 (W3C, “Techniques for accessibility evaluation”, 2000; Chromium's classifier has the same)."""
    return (299 * one[0] + 587 * one[1] + 114 * one[2]) / 1000


@cache
def _luminance(one: Colour) -> float:
    red, green, blue = map(_linear, one)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  the standard's


def _to_xyz(one: Colour) -> tuple[float, float, float]:
    red, green, blue = map(_linear, one)
    return (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / _WHITE[0],
        (0.2126729 * red + 0.7151522 * green + 0.0721750 * blue) / _WHITE[1],
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / _WHITE[2],
    )


def _from_xyz(x: float, y: float, z: float) -> Colour:
    x, y, z = x * _WHITE[0], y * _WHITE[1], z * _WHITE[2]
    return (
        _encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
        _encoded(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
        _encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
    )


def _encoded(share: float) -> int:
    share = min(max(share, 0.0), 1.0)
    bent = share * 12.92 if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055  # noqa: PLR2004  as above
    return round(bent * 255)


def _bent(share: float) -> float:
    """CIE 1976 L*a*b*."""
    return float(share ** (1 / 3)) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116


def _unbent(value: float) -> float:
    return value**3 if value**3 > 216 / 24389 else (116 * value - 16) * 27 / 24389
