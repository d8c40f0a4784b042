from __future__ import annotations

import io
import random
import struct
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Pillow
from PIL import ImageCms, ImageFile

from cenum.edition.file_names import bears_its_hash
from cenum.edition.pictures import PictureResizer
from cenum.errors import Mistakes
from cenum.finding import Place
from cenum.issue.model import Image

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Place("issues/2026-01-02.md", 7)


def image(file: Path) -> Image:
    return Image(file.name, "Un dessin", "", PLACE, file)


def save(folder: Path, picture: Pillow.Image, name: str = "photo.jpg", **options: Any) -> Image:
    picture.save(folder / name, **options)
    return image(folder / name)


def opened(content: bytes) -> Pillow.Image:
    return Pillow.open(io.BytesIO(content))


def test_the_file_is_twice_as_wide_as_what_is_shown(tmp_path: Path) -> None:
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (3000, 1500))), 592)
    assert (picture.width, picture.height) == (1184, 592)
    assert opened(picture.content).size == (1184, 592)
    assert (picture.media_type, picture.name.rpartition(".")[2]) == ("image/jpeg", "jpg")


def test_a_small_picture_is_never_blown_up(tmp_path: Path) -> None:
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (300, 100))), 592)
    assert (picture.width, picture.height) == (300, 100)


def test_a_very_flat_picture_keeps_a_row(tmp_path: Path) -> None:
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (5000, 1)), "a.png"), 592)
    assert picture.height == 1


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (200, 100)), (3, (200, 100)), (6, (100, 200)), (8, (100, 200))]
)
def test_a_photo_taken_sideways_stands_upright(tmp_path: Path, orientation: int, size: tuple[int, int]) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (200, 100)), exif=exif), 592)
    assert opened(picture.content).size == (picture.width, picture.height) == size


def test_an_upright_photo_is_sharp_whichever_way_it_was_stored(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (4000, 1200)), exif=exif), 592)
    assert (picture.width, picture.height) == (1184, 3947)


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_neither_place_nor_camera_nor_comment_reaches_the_readers(tmp_path: Path, name: str) -> None:
    exif = Pillow.Exif()
    exif[0x010F] = "Appareil"
    exif.get_ifd(0x8825)[1] = "N"
    options: dict[str, Any] = {"exif": exif} | ({"comment": b"Appareil"} if name == "a.jpg" else {})
    mode = "RGB" if name == "a.jpg" else "RGBA"
    picture = PictureResizer().develop(save(tmp_path, Pillow.new(mode, (20, 20)), name, **options), 592)
    assert b"Appareil" in (tmp_path / name).read_bytes()
    assert b"Appareil" not in picture.content
    assert not opened(picture.content).getexif()
    assert "comment" not in opened(picture.content).info


def pixel(picture: Pillow.Image) -> tuple[int, ...]:
    colour = picture.getpixel((10, 10))
    assert isinstance(colour, tuple)
    return colour


def with_red_for_green() -> bytes:
    """A profile whose first number is how green a point is: that of sRGB, with two names in its list changed."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"____", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"____", b"gXYZ", 1)


@pytest.mark.parametrize(
    ("mode", "colour", "name"),
    [("RGB", (250, 10, 10), "a.jpg"), ("RGB", (250, 10, 10), "a.png"), ("RGBA", (250, 10, 10, 127), "a.png")],
)
def test_colours_look_the_same_without_the_profile_that_they_came_with(
    tmp_path: Path, mode: str, colour: tuple[int, ...], name: str
) -> None:
    file = save(tmp_path, Pillow.new(mode, (20, 20), colour), name, icc_profile=with_red_for_green())
    picture = opened(PictureResizer().develop(file, 592).content)
    assert "icc_profile" not in picture.info
    red, green, blue, *alpha = pixel(picture)
    assert red < 30
    assert green > 230
    assert blue < 30
    assert alpha == list(colour[3:])


@pytest.mark.parametrize("profile", [b"none", with_red_for_green()[:200]])
def test_a_profile_that_cannot_be_read_says_nothing(tmp_path: Path, profile: bytes) -> None:
    file = save(tmp_path, Pillow.new("RGB", (20, 20), (250, 10, 10)), "a.png", icc_profile=profile)
    picture = opened(PictureResizer().develop(file, 592).content)
    assert "icc_profile" not in picture.info
    assert pixel(picture)[0] > 230


def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGBA", (20, 20), (255, 0, 0, 127)), "a.png"), 592)
    assert picture.media_type == "image/png"
    assert opened(picture.content).getpixel((0, 0)) == (255, 0, 0, 127)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_what_hides_everything_behind_it_becomes_a_light_jpeg(tmp_path: Path, mode: str) -> None:
    ending = "jpg" if mode == "CMYK" else "png"
    source = Pillow.new("RGBA", (400, 400), "#1d2b53").convert("RGB" if mode in {"CMYK", "I;16"} else mode)
    if mode in {"CMYK", "I;16"}:
        source = source.convert("L").convert("I").convert("I;16") if mode == "I;16" else source.convert(mode)
    picture = PictureResizer().develop(save(tmp_path, source, f"a.{ending}"), 592)
    assert picture.media_type == "image/jpeg"
    assert opened(picture.content).mode == "RGB"


def test_of_an_animation_the_first_picture_is_kept(tmp_path: Path) -> None:
    frames = [Pillow.new("RGB", (20, 20), colour) for colour in ("#ff0000", "#0000ff")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    pixel = opened(PictureResizer().develop(image(tmp_path / "a.gif"), 592).content).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    red, _green, blue = pixel
    assert red > 200 > blue


def test_the_name_tells_the_content_and_needs_no_escaping(tmp_path: Path) -> None:
    one = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (9, 9)), "Été à Poitiers (1).PNG"), 592)
    other = PictureResizer().develop(
        save(tmp_path, Pillow.new("RGB", (9, 9), "#ff0000"), "Été à Poitiers (1).PNG"), 592
    )
    assert one.name != other.name
    assert one.name.startswith("-t----poitiers--1--")
    assert one.placeholder == f"https://cenum.invalid/picture/{one.name}"


def test_a_picture_shown_twice_is_developed_once(tmp_path: Path) -> None:
    darkroom, photo = PictureResizer(), save(tmp_path, Pillow.new("RGB", (2000, 1000)))
    first = darkroom.develop(photo, 592)
    assert darkroom.develop(photo, 592) is first
    portrait = darkroom.develop(photo, 240)
    assert darkroom.pictures == (first, portrait)
    assert portrait.width == 480


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"\0" * 50, b"GIF89a"])
def test_a_broken_picture_is_named_with_its_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "photo.jpg").write_bytes(content)
    with pytest.raises(Mistakes) as caught:
        PictureResizer().develop(image(tmp_path / "photo.jpg"), 592)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place) == ("image-broken", PLACE)
    assert "photo.jpg" in finding.message


def test_a_picture_cut_short_is_named_with_its_line(tmp_path: Path) -> None:
    photo = save(tmp_path, Pillow.effect_noise((400, 400), 90).convert("RGB"))
    whole = (tmp_path / "photo.jpg").read_bytes()
    (tmp_path / "photo.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Mistakes):
        PictureResizer().develop(photo, 592)


def huge(width: int, height: int) -> bytes:
    """A PNG that says that it has so many pixels, and has none."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000, 60_000), (2, 120_000_000)])
def test_a_picture_with_too_many_pixels_is_a_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "affiche.png").write_bytes(huge(*size))
    with pytest.raises(Mistakes) as caught:
        PictureResizer().develop(image(tmp_path / "affiche.png"), 592)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place, "affiche.png" in finding.message) == ("image-size", PLACE, True)


@pytest.mark.parametrize("size", [(100, 65_501), (2, 70_000)])
def test_a_picture_that_is_too_long_for_a_jpeg_is_a_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    long = save(tmp_path, Pillow.new("RGB", size), "frise.png")
    with pytest.raises(Mistakes) as caught:
        PictureResizer().develop(long, 592)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place, "frise.png" in finding.message) == ("image-size", PLACE, True)


@pytest.mark.parametrize("size", [(1184, 800), (300, 300)])
def test_a_picture_of_noise_is_a_picture(tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = size
    pixels = random.Random(1).randbytes(width * height * 3)  # noqa: S311  noise
    noise = Pillow.frombytes("RGB", size, pixels)
    picture = PictureResizer().develop(save(tmp_path, noise, "grande.png"), 592)
    assert (opened(picture.content).size, opened(picture.content).format) == (size, "JPEG")


@pytest.mark.parametrize(
    "failure", [OSError("broken data stream when writing image file"), SystemError("tile"), MemoryError()]
)
def test_a_picture_that_cannot_be_saved_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    photo = save(tmp_path, Pillow.new("RGB", (20, 20)))

    def fail(*_arguments: object, **_options: object) -> None:
        raise failure

    monkeypatch.setattr(Pillow.Image, "save", fail)
    with pytest.raises(Mistakes) as caught:
        PictureResizer().develop(photo, 592)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place, "photo.jpg" in finding.message) == ("image-broken", PLACE, True)


def test_what_a_good_phone_takes_is_developed_in_silence(tmp_path: Path) -> None:
    photo = save(tmp_path, Pillow.new("L", (7_300, 5_470)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert PictureResizer().develop(photo, 592).width == 1184


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp"])
def test_how_many_pixels_there_are_is_read_before_any_of_them(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is lowered: to write forty million pixels takes longer than to refuse them."""
    monkeypatch.setattr("cenum.edition.pictures.MOST_PIXELS", 399)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("pixels were decoded"))
    picture = save(tmp_path, Pillow.new("RGB", (20, 20)), name)
    with pytest.raises(Mistakes, match="too many pixels"):
        PictureResizer().develop(picture, 592)


def test_a_header_that_says_thirteen_thousand_pixels_a_side_is_enough(tmp_path: Path) -> None:
    """A PNG (PNG specification, section 5.3) of its first chunk, and the beginning of its pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 13_300, 13_300, 8, 2, 0, 0, 0)
    start = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + start + struct.pack(">I", 9) + b"IDAT")
    with pytest.raises(Mistakes, match="too many pixels"):
        PictureResizer().develop(image(tmp_path / "a.png"), 592)


def test_a_picture_that_was_developed_is_known_by_its_name(tmp_path: Path) -> None:
    picture = PictureResizer().develop(save(tmp_path, Pillow.new("RGB", (9, 9))), 592)
    assert bears_its_hash(picture.name, picture.content)
    assert not bears_its_hash(picture.name, picture.content + b"x")
    assert not bears_its_hash("photo-2026.jpg", picture.content)
