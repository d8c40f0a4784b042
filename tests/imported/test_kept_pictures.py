"""What an issue keeps of a picture: what is seen, upright, in a format that cenum shows, and nothing beside it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from cenum.imported.kept_pictures import PictureUnfit, kept_picture

if TYPE_CHECKING:
    from collections.abc import Callable


def drawn(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(stream, kind, **options)
    return stream.getvalue()


def telling() -> Image.Exif:
    """Turned, by a camera, at a place."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Appareil de Jeanne"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


@pytest.mark.parametrize(
    ("kind", "mode", "ending"),
    [
        ("PNG", "RGB", ".png"),
        ("PNG", "P", ".png"),
        ("PNG", "RGBA", ".png"),
        ("JPEG", "RGB", ".jpg"),
        ("JPEG", "L", ".jpg"),
        ("GIF", "P", ".png"),
        ("WEBP", "RGB", ".png"),
        ("BMP", "RGB", ".png"),
        ("TIFF", "RGB", ".png"),
        ("TIFF", "CMYK", ".png"),
        ("MPO", "RGB", ".jpg"),
    ],
)
def test_a_picture_becomes_a_file_that_cenum_shows(kind: str, mode: str, ending: str) -> None:
    kept = kept_picture(drawn(kind, mode))
    assert kept.ending == ending
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert (opened.format, opened.size) == ("PNG" if ending == ".png" else "JPEG", (40, 20))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_who_took_it_and_where_is_left_out_and_it_stands_upright(kind: str) -> None:
    kept = kept_picture(drawn(kind, exif=telling()))
    assert b"Jeanne" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert dict(opened.getexif()) == {}
        assert opened.size == (20, 40)


def test_nothing_that_is_seen_of_a_photo_changes() -> None:
    exif = telling()
    del exif[0x0112]
    photo = drawn("JPEG", quality=60, comment=b"De Jeanne", exif=exif)
    kept = kept_picture(photo)
    assert b"Jeanne" not in kept.content
    with Image.open(io.BytesIO(photo)) as before, Image.open(io.BytesIO(kept.content)) as after:
        assert before.tobytes() == after.tobytes()


def test_what_moves_goes_on_moving() -> None:
    stream = io.BytesIO()
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 90, 180)]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    assert kept_picture(stream.getvalue()) == (".gif", stream.getvalue())


def test_of_a_photo_beyond_what_a_letter_shows_half_the_sides_are_kept() -> None:
    kept = kept_picture(drawn("JPEG", "L", (6000, 4000)))
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert opened.size == (3000, 2000)


UNFIT: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "damaged"),
    "text": (lambda: b"<html>", "damaged"),
    "the beginning of one": (lambda: drawn("PNG")[:60], "damaged"),
    "a drawing of Word's": (lambda: b"\x01\x00\x00\x00" + bytes(100), "EMF or WMF"),
    "an older one": (lambda: b"\xd7\xcd\xc6\x9a" + bytes(100), "EMF or WMF"),
    "a drawing of the web": (lambda: b'<?xml version="1.0"?><svg/>', "SVG"),
    "a program that draws": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "damaged"),
    "too many bytes": (lambda: drawn("PNG") + bytes(20_000_000), "larger"),
    "too many pixels": (lambda: drawn("PNG", "1", (7000, 6000)), "larger"),
    "too many for its format": (lambda: drawn("WEBP", "RGB", (3700, 3700)), "larger"),
    "a bomb": (lambda: drawn("BMP")[:18] + b"\xff\xff\x00\x00\xff\xff\x00\x00" + drawn("BMP")[26:], "larger"),
}


@pytest.mark.parametrize(("content", "reason"), UNFIT.values(), ids=UNFIT)
def test_what_can_be_no_picture_of_an_issue_is_refused_in_a_few_words(
    content: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(PictureUnfit) as refused:
        kept_picture(content())
    assert reason in refused.value.reason
    assert refused.value.remedy
