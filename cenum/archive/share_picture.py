"""The picture that stands for a letter where its address is shared: its title, the letter's name and the day."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import font_source_serif_pro

from cenum.cache import NO_CACHE, version_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.ImageFont import FreeTypeFont

    from cenum.cache import Cache

# What Open Graph's readers show without cutting it.
WIDTH, HEIGHT = 1200, 630
_MARGIN = 72
_EDGE = 18  # the height of the line in the accent's colour
_TITLE_SIZES = range(76, 39, -4)
_LEADING = 1.16
_NAME, _DAY = 40, 32
_ILLUSTRATION = 430  # its width, where there is one
_BOUND = "\u00a0\u202f\u2009"
_QUALITY = 85
_MORE = " …"
_MISSING = "\U0010ffff"  # no font has it


def share_picture(  # noqa: PLR0913  what there is to show
    title: str, name: str, day: str, colours: Mapping[str, str], illustration: bytes | None, cache: Cache = NO_CACHE
) -> bytes:
    """A PNG of 1200 by 630 pixels, or a JPEG where there is an ``illustration``, which is one of them itself.

    ``colours`` are those of the palette. A character that the font has not is left out, and so is a title that
    consists of them.
    """
    fonts, pillow = version_of("font_source_serif_pro"), version_of("PIL")
    itself = version_of("cenum.archive.share_picture")
    drawn_from = [title, name, day, *map("=".join, sorted(colours.items()))]
    depends_on: list[str | bytes] = [fonts, pillow, itself, *drawn_from, illustration or b""]
    kept = cache.get("share", *depends_on)
    if kept is None:
        kept = _drawn(title, name, day, colours, illustration)
        cache.put(kept, "share", *depends_on)
    return kept


def _drawn(title: str, name: str, day: str, colours: Mapping[str, str], illustration: bytes | None) -> bytes:
    from PIL import Image, ImageDraw, ImageOps  # noqa: PLC0415  what is kept needs no drawing

    picture = Image.new("RGB", (WIDTH, HEIGHT), colours["band"])
    draw = ImageDraw.Draw(picture)
    room = WIDTH - 2 * _MARGIN
    if illustration is not None:
        with Image.open(io.BytesIO(illustration), formats=("PNG", "JPEG")) as opened:
            flat = Image.new("RGB", opened.size, colours["card"])
            flat.paste(opened, mask=opened if opened.mode == "RGBA" else None)
        shown = ImageOps.fit(flat, (_ILLUSTRATION, HEIGHT - _EDGE))
        picture.paste(shown, (WIDTH - _ILLUSTRATION, 0))
        room -= _ILLUSTRATION
    draw.rectangle((0, HEIGHT - _EDGE, WIDTH, HEIGHT), fill=colours["accent"])
    draw.text((_MARGIN, _MARGIN - 14), _shown(name), font=_font("Bold", _NAME), fill=colours["band_ink"])
    base = HEIGHT - _EDGE - _MARGIN
    draw.text((_MARGIN, base), _shown(day), font=_font("Regular", _DAY), fill=colours["band_soft"], anchor="ls")
    top = _MARGIN + _NAME + 40
    lines, size = _fitted(_shown(title), room, base - _DAY - 30 - top)
    for number, line in enumerate(lines):
        place = (_MARGIN, top + round(number * size * _LEADING))
        draw.text(place, line, font=_font("Bold", size), fill=colours["band_ink"])
    stream = io.BytesIO()
    if illustration is None:
        # A few colours and their shades: a third of the bytes.
        picture.quantize(64).save(stream, "PNG", optimize=True)
    else:
        # A tenth of the time that a PNG of it takes, and a third of the bytes.
        picture.save(stream, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return stream.getvalue()


def _fitted(text: str, width: int, height: int) -> tuple[list[str], int]:
    """``text`` in lines, in the largest size at which they have room; what has none in the smallest is left out."""
    lines: list[str] = []
    size = _TITLE_SIZES[0]
    for size in _TITLE_SIZES:
        lines = _lines(text, _font("Bold", size), width)
        if len(lines) * size * _LEADING <= height and all(
            _font("Bold", size).getlength(line) <= width for line in lines
        ):
            return lines, size
    font = _font("Bold", size)
    most = int(height // (size * _LEADING))
    kept = [_cut(line, font, width, cut=False) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _cut(kept[-1].removesuffix(_MORE), font, width, cut=True)
    return kept, size


def _cut(line: str, font: FreeTypeFont, width: int, *, cut: bool) -> str:
    """``line`` as far as it has room; what shows that something is missing stands at its end where it does."""
    shown = f"{line}{_MORE}" if cut else line
    while font.getlength(shown) > width:
        line = line[:-1]
        shown = f"{line}{_MORE}"
    return shown


def _lines(text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer.replace("\x00", " ")) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line.replace("\x00", " ") for line in lines if line]


def _shown(text: str) -> str:
    """What the font has of ``text``; a space at which no line breaks stays one, as NUL."""
    bound = "".join("\x00" if one in _BOUND else one for one in text)
    return " ".join("".join(one for one in bound if one == "\x00" or _has(one)).split(" ")).strip()


@cache
def _has(character: str) -> bool:
    font = _font("Bold", _NAME)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask(_MISSING))


@cache
def _font(weight: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415  as above

    file = Path(str(font_source_serif_pro.font_directory)) / f"SourceSerifPro-{weight}.ttf"
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)
