"""Pictures that an editor drops into the preview: small, upright, under the issue's name, and never over another."""

from __future__ import annotations

import io
import os
import struct
import zlib
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw

from cenum.errors import UsageMistake
from cenum.preview.media_picture import media_picture
from cenum.preview.media_shelf import MediaShelf
from tests.edition.test_pictures import opened, pixel, with_red_for_green
from tests.in_process import spoken
from tests.preview.site import KEY, folder, library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.preview.site import Answer, Site

MEDIA = f"media/{KEY}"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with spoken("en"):
        yield


def photograph(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **options: Any) -> bytes:
    """Something in which no two pixels are alike, as a camera gives it."""
    stream = io.BytesIO()
    Image.effect_noise((size[0], size[1]), 90).convert("RGB").save(stream, kind, **options)
    return stream.getvalue()


def drawing(kind: str = "PNG", size: tuple[int, int] = (400, 300), **options: Any) -> bytes:
    """A few bars, as a spreadsheet draws them."""
    picture = Image.new("RGB", size, "white")
    for number in range(5):
        ImageDraw.Draw(picture).rectangle((40 * number, 10, 40 * number + 20, size[1] - 10), fill=(30, 43, 83))
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, pixels: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP"])
def test_a_photograph_becomes_a_jpeg_whatever_it_was(kind: str) -> None:
    made = media_picture(photograph(kind), "x")
    assert (made.ending, made.width, made.height) == (".jpg", 400, 300)
    assert made.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
def test_a_drawing_becomes_a_png_with_its_edges(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {"quality": 100} if kind == "JPEG" else {}
    made = media_picture(drawing(kind, **options), "x")
    assert made.ending == ".png"


def test_what_can_be_seen_through_stays_so() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (60, 60), (200, 0, 0, 90)).save(stream, "WEBP", lossless=True)
    made = media_picture(stream.getvalue(), "x")
    assert opened(made.content).getpixel((5, 5)) == (200, 0, 0, 90)


def test_a_large_one_becomes_as_wide_as_anybody_shows_it_twice() -> None:
    made = media_picture(photograph(size=(4000, 3000)), "x")
    assert (made.width, made.height) == (1664, 1248)


def test_who_took_it_where_and_with_what_is_left_out_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Appareil de Jeanne"
    exif.get_ifd(0x8825)[1] = "N"
    made = media_picture(photograph(exif=exif, comment=b"Jeanne"), "x")
    assert (made.width, made.height) == (300, 400)
    assert b"Jeanne" not in made.content
    picture = opened(made.content)
    assert dict(picture.getexif()) == {}
    assert "icc_profile" not in picture.info


def test_its_colours_are_those_that_its_profile_meant() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (50, 50), (250, 10, 10)).save(stream, "PNG", icc_profile=with_red_for_green())
    red, green, _blue = pixel(opened(media_picture(stream.getvalue(), "x").content))
    assert red < 30
    assert green > 230


def test_of_an_animation_the_first_picture_is_kept_and_that_is_said(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    made = media_picture(stream.getvalue(), "x")
    assert made.is_still
    assert pixel(opened(made.content))[0] > 250
    placed = MediaShelf().put(stream.getvalue(), "anime.gif", KEY, library(folder(tmp_path)).workspace)
    assert placed.path == f"{MEDIA}-anime.png"
    assert placed.said.endswith("It is animated: readers see its first picture.")


TOO_MANY = png(60_000, 60_000, b"")
REFUSED = {
    "empty": (b"", "“x” is empty"),
    "text": (b"Bonjour", "“x” can't be used: it is damaged, or of a format that nobody knows"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "“x” can't be used: it is a drawing (SVG)"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(40), "“x” can't be used: it is a photograph of a telephone (HEIC)"),
    "truncated": (photograph()[:2000], "“x” can't be used: it is damaged"),
    "truncated png": (drawing()[:200], "“x” can't be used: it is damaged"),
    "bomb": (TOO_MANY, "“x” has too many pixels"),
    "lying bomb": (png(6_000, 6_000, bytes(6_000 * 18_001)), ""),
    "script": (b"<html><script>alert(1)</script>", "“x” can't be used"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "“x” can't be used"),
    "zip": (b"PK\x03\x04" + bytes(100), "“x” can't be used"),
    "too long": (png(1, 65_000, bytes(4 * 65_000)), ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_for_a_letter_is_refused_in_words_or_made_one(name: str) -> None:
    content, said = REFUSED[name]
    if not said:
        made = media_picture(content, "x")
        assert made.width * made.height <= 16_000_000
        return
    with pytest.raises(UsageMistake) as refused:
        media_picture(content, "x")
    assert refused.value.message.startswith(said)
    assert refused.value.remedy


def test_what_is_two_things_at_once_is_a_picture_alone_afterwards() -> None:
    made = media_picture(photograph() + b"<script>alert(1)</script>PK\x03\x04", "x")
    assert b"script" not in made.content


NAMES = {
    "Été à Reims (1).JPG": "ete-a-reims-1",
    "cœur & Straße.jpeg": "coeur-strasse",
    "../../../etc/passwd": "passwd",
    "C:\\Users\\x\\photo.png": "photo",
    "a\0b\n.png": "a-b",
    "…": "image",
    "": "image",
    ".png": "png",
    "写真.png": "image",
    f"{KEY}-carte.png": "carte",
    "x" * 300 + ".png": "x" * 60,
    "con": "con",
    "\u202egnp.exe": "gnp",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_the_issues_and_what_is_left_of_its_own(tmp_path: Path, name: str) -> None:
    at = folder(tmp_path)
    placed = MediaShelf().put(drawing(), name, KEY, library(at).workspace)
    assert placed.path == f"{MEDIA}-{NAMES[name]}.png"
    assert sorted(path.name for path in (at / "issues" / "media").iterdir()) == [f"{KEY}-{NAMES[name]}.png"]


def test_nothing_is_overwritten_and_the_same_picture_is_one_file(tmp_path: Path) -> None:
    at = folder(tmp_path)
    workspace, shelf = library(at).workspace, MediaShelf()
    first = shelf.put(drawing(), "carte.png", KEY, workspace)
    assert shelf.put(drawing(), "carte.png", KEY, workspace).path == first.path
    other = shelf.put(drawing(size=(200, 100)), "Carte.png", KEY, workspace)
    assert other.path == f"{MEDIA}-carte-2.png"
    assert shelf.put(drawing(size=(200, 100)), "carte.PNG", KEY, workspace).path == other.path
    assert len(list((at / "issues" / "media").iterdir())) == 2


def test_a_link_with_the_name_is_not_followed(tmp_path: Path) -> None:
    at = tmp_path / "letter"
    at.mkdir()
    folder(at)
    outside = tmp_path / "outside"
    (at / "issues" / "media").mkdir()
    (at / "issues" / "media" / f"{KEY}-carte.png").symlink_to(outside)
    placed = MediaShelf().put(drawing(), "carte.png", KEY, library(at).workspace)
    assert placed.path == f"{MEDIA}-carte-2.png"
    assert not outside.exists()


@pytest.mark.parametrize("made", ["link", "file", "pipe"])
def test_a_folder_that_is_none_is_refused_in_words(tmp_path: Path, made: str) -> None:
    at = tmp_path / "letter"
    at.mkdir()
    folder(at)
    outside = tmp_path / "outside"
    outside.mkdir()
    media = at / "issues" / "media"
    if made == "link":
        media.symlink_to(outside)
    elif made == "file":
        media.touch()
    else:
        os.mkfifo(media)
    with pytest.raises(UsageMistake) as refused:
        MediaShelf().put(drawing(), "carte.png", KEY, library(at).workspace)
    assert refused.value.message.startswith("“carte.png” can't be put into issues/media")
    assert list(outside.iterdir()) == []


def sent(site: Site, content: bytes, name: str = "carte.png", key: str = KEY, **headers: str) -> Answer:
    headers = {"x_cenum_token": site.token(), "origin": site.url, "x_cenum_name": quote(name), **headers}
    return site.ask(f"/media/{key}", "POST", content, **headers)


def test_the_preview_puts_it_beside_the_issue_and_says_where(site: Site) -> None:
    answer = sent(site, drawing(), "Une carte d'été.png")
    assert answer.status == 201
    kept = site.folder / "issues" / answer.data["path"]
    assert answer.data == {
        "path": f"{MEDIA}-une-carte-d-ete.png",
        "width": 400,
        "height": 300,
        "bytes": kept.stat().st_size,
        "said": answer.data["said"],
    }
    assert answer.data["said"].startswith("400 × 300 pixels, ")


def test_whoever_else_asks_writes_nothing(site: Site) -> None:
    assert sent(site, drawing(), x_cenum_token="").status == 403
    assert sent(site, drawing(), origin="https://mal.fr").status == 403
    assert sent(site, drawing(), host="mal.fr").status == 403
    assert sent(site, drawing(), cookie="none=1").status == 403
    assert sent(site, drawing(), key="2026-11-28").status == 404
    assert sent(site, drawing(), key="..%2f..%2fx").status == 404
    assert sent(site, drawing(), key="%00").status == 404
    assert not (site.folder / "issues" / "media").exists()


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "“carte.png” is empty — choose it again"),
        (bytes(21_000_000), 413, "“carte.png” is larger than 20 MB: export it at about 1600 pixels."),
        (b"<svg></svg>", 422, "“carte.png” can't be used: it is a drawing (SVG), which mail programs don't show"),
    ],
    ids=["empty", "21 MB", "svg"],
)
def test_a_refusal_is_in_words_and_nothing_is_written(site: Site, content: bytes, status: int, said: str) -> None:
    answer = sent(site, content)
    assert answer.status == status
    assert answer.data["said"].startswith(said)
    assert not (site.folder / "issues" / "media").exists()


def test_a_name_may_be_anything_that_a_header_can_hold(site: Site) -> None:
    for name in ("%", "%ZZ", "%ff%fe", "a" * 5_000, "%00%0d%0ax: y"):
        answer = sent(site, drawing(), x_cenum_name=name)
        assert answer.status == 201
        assert answer.data["path"].startswith(f"{MEDIA}-")
