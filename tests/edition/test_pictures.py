from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
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


def of_stripes(folder: Path, size: tuple[int, int], name: str = "photo.png") -> Image:
    """A picture whose red tells how far right a point is, and whose green how far down: 200 is the other end."""
    across, down = (Pillow.linear_gradient("L").resize((256, 256)).rotate(turn) for turn in (90, 0))
    blue = Pillow.new("L", (256, 256))
    return save(folder, Pillow.merge("RGB", (across, down, blue)).resize(size), name)


@pytest.mark.parametrize(
    ("size", "side", "centre"),
    [
        ((600, 600), 128, (0.5, 0.5)),
        ((1200, 600), 128, (0.5, 0.5)),
        # Of a third more height, a quarter is above the face: 50 of 800 pixels, and 300 to its middle.
        ((600, 800), 128, (0.5, 350 / 800)),
        ((90, 60), 60, (0.5, 0.5)),
        # One that is developed in strips.
        ((6000, 4000), 128, (0.5, 0.5)),
    ],
)
def test_a_face_is_the_middle_of_a_picture_and_near_its_top(
    size: tuple[int, int], side: int, centre: tuple[float, float], tmp_path: Path
) -> None:
    face = PictureResizer().develop(of_stripes(tmp_path, size), 64, square=True)
    assert (face.width, face.height) == (side, side)
    red, green, _blue = opened(face.content).convert("RGB").getpixel((side // 2, side // 2))  # type: ignore[misc]
    assert abs(red / 255 - centre[0]) < 0.03
    assert abs(green / 255 - centre[1]) < 0.03


def test_a_picture_and_its_face_are_two_files(tmp_path: Path) -> None:
    darkroom = PictureResizer()
    photo = of_stripes(tmp_path, (600, 300))
    assert darkroom.develop(photo, 64).width == 128
    assert darkroom.develop(photo, 64).height == 64
    assert darkroom.develop(photo, 64, square=True).height == 128
    assert len(darkroom.pictures) == 2


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


def test_a_picture_is_shown_in_few_widths(tmp_path: Path) -> None:
    darkroom, shown = PictureResizer(), save(tmp_path, Pillow.new("RGB", (20, 20)))
    for width in (*range(1, 9), 1):
        darkroom.develop(shown, width)
    with pytest.raises(ValueError, match="8 widths"):
        darkroom.develop(shown, 9)


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
    assert " at 0x" not in finding.message
    assert "photo.jpg" in finding.message


def test_a_picture_cut_short_is_named_with_its_line(tmp_path: Path) -> None:
    photo = save(tmp_path, Pillow.effect_noise((400, 400), 90).convert("RGB"))
    whole = (tmp_path / "photo.jpg").read_bytes()
    (tmp_path / "photo.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Mistakes):
        PictureResizer().develop(photo, 592)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "EPS", "ICO", "TGA"])
def test_no_decoder_is_asked_but_those_of_the_four_formats(tmp_path: Path, kind: str) -> None:
    other = save(tmp_path, Pillow.new("RGB", (20, 20)), "a.png", format=kind)
    with pytest.raises(Mistakes) as caught:
        PictureResizer().develop(other, 592)
    assert [one.rule for one in caught.value.findings] == ["image-broken"]


def test_a_picture_that_became_a_link_out_or_grew_is_not_read(tmp_path: Path) -> None:
    beside = tmp_path / "issues"
    beside.mkdir()
    there = save(tmp_path, Pillow.new("RGB", (20, 20)), "outside.png")
    (beside / "a.png").symlink_to(tmp_path / "outside.png")
    (beside / "b.png").write_bytes((tmp_path / "outside.png").read_bytes() + bytes(20_000_001))
    assert PictureResizer().develop(there, 592)
    for name in ("a.png", "b.png"):
        with pytest.raises(Mistakes) as caught:
            PictureResizer().develop(image(beside / name), 592)
        assert [one.rule for one in caught.value.findings] == ["image-broken"]


def huge(width: int, height: int) -> bytes:
    """A PNG that says that it has so many pixels, and has none."""
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


def turned(orientation: int) -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    return exif


def noise(mode: str, size: tuple[int, int]) -> Pillow.Image:
    """A picture in which each place has a colour of its own, and without transparency but where ``mode`` has it."""
    grey = Pillow.linear_gradient("L").resize(size)
    across = grey.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT)
    colours = Pillow.merge("RGB", (grey, across, Pillow.radial_gradient("L").resize(size)))
    if mode == "RGBA":
        colours.putalpha(across)
    return colours.convert("L").convert("I").convert("I;16") if mode == "I;16" else colours.convert(mode)


LARGE = [
    *(("png", mode, {}) for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16")),
    ("png", "RGB", {"exif": turned(6)}),
    ("png", "LA", {"exif": turned(8)}),
    ("png", "RGBA", {"exif": turned(3)}),
    ("png", "RGB", {"transparency": (3, 4, 5)}),
    ("png", "P", {"transparency": bytes(range(256)), "exif": turned(5)}),
    ("png", "RGB", {"icc_profile": with_red_for_green(), "exif": turned(7)}),
    ("png", "RGBA", {"icc_profile": with_red_for_green()}),
    ("png", "P", {"icc_profile": with_red_for_green()}),
    ("gif", "P", {"transparency": 3}),
    ("jpg", "CMYK", {"progressive": True}),
    ("webp", "RGBA", {"lossless": True, "exif": turned(6)}),
]


@pytest.mark.parametrize(("ending", "mode", "options"), LARGE)
def test_what_is_developed_in_strips_is_what_it_is_at_once(
    ending: str, mode: str, options: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = save(tmp_path, noise(mode, (401, 300)), f"a.{ending}", **options)
    at_once = PictureResizer().develop(file, 60)
    monkeypatch.setattr("cenum.edition.pictures._AT_ONCE", 30_000)
    monkeypatch.setattr("cenum.edition.pictures._STRIP", 20_000)
    made: list[Pillow.Image] = []
    crop = Pillow.Image.crop

    def cropped(*given: Any) -> Pillow.Image:
        made.append(crop(*given))
        return made[-1]

    monkeypatch.setattr(Pillow.Image, "crop", cropped)
    in_strips = PictureResizer().develop(file, 60)
    assert len(made) > 1
    assert all(one.width * one.height < 40_000 for one in made)
    assert (in_strips.media_type, in_strips.width, in_strips.height) == (
        at_once.media_type,
        at_once.width,
        at_once.height,
    )
    one, other = opened(in_strips.content).convert("RGBA"), opened(at_once.content).convert("RGBA")
    # At once Pillow makes it smaller in two steps (reducing_gap), which changes a colour by a little.
    different = [abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True)]
    assert sum(different) / len(different) < 2.5


def test_a_picture_that_stays_too_large_in_the_letter_is_a_sentence(tmp_path: Path) -> None:
    long = save(tmp_path, Pillow.new("1", (400, 41_000)), "frise.png")
    with pytest.raises(Mistakes, match="more than 16 million pixels") as caught:
        PictureResizer().develop(long, 592)
    assert [(one.rule, one.place) for one in caught.value.findings] == [("image-size", PLACE)]


@pytest.mark.parametrize(
    ("ending", "mode", "most"), [("webp", "RGB", 13), ("webp", "RGBA", 13), ("jpg", "CMYK", 30), ("png", "RGB", 40)]
)
def test_what_takes_more_memory_may_have_fewer_pixels(
    ending: str, mode: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("pixels were decoded"))
    picture = save(tmp_path, Pillow.new(mode, (20, 20)), f"a.{ending}")
    monkeypatch.setattr(ImageFile.ImageFile, "width", 1000)
    monkeypatch.setattr(ImageFile.ImageFile, "height", most * 1000 + 1)
    with pytest.raises(Mistakes, match=f"the most is {most} million"):
        PictureResizer().develop(picture, 592)


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG (PNG specification, section 5.3)."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_parts(*parts: bytes) -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", (20, 20)).save(stream, "PNG")
    return stream.getvalue()[:33] + b"".join(parts) + stream.getvalue()[33:]


def with_endless_exif() -> bytes:
    """A JPEG whose EXIF is a list of tags that all lie outside it, and that goes on where it begins."""
    tags = b"".join(struct.pack("<HHII", 0x100 + nth, 2, 60_000, 60_000) for nth in range(5_000))
    exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 5_000) + tags + struct.pack("<I", 8)
    stream = io.BytesIO()
    Pillow.new("RGB", (20, 20)).save(stream, "JPEG")
    return stream.getvalue()[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + stream.getvalue()[2:]


BOMB = zlib.compress(bytes(80_000_000), 9)


@pytest.mark.parametrize("part", [b"zTXt:k\0\0", b"iTXt:k\0\1\0\0\0", b"iCCP:k\0\0"], ids=["zTXt", "iTXt", "iCCP"])
def test_text_that_grows_is_not_unpacked(part: bytes, tmp_path: Path) -> None:
    name, _, start = part.partition(b":")
    (tmp_path / "a.png").write_bytes(with_parts(chunk(name, start + BOMB)))
    with pytest.raises(Mistakes, match="can't be read"):
        PictureResizer().develop(image(tmp_path / "a.png"), 592)


def test_what_a_camera_wrote_badly_is_nobodys_business(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(with_endless_exif())
    assert PictureResizer().develop(image(tmp_path / "a.jpg"), 592).width == 20


def peak_of(folder: Path, name: str, shown: int) -> int:
    """How many megabytes a process of its own needs to develop a picture."""
    code = (
        "import sys, pathlib; from cenum.edition.pictures import PictureResizer;"
        "from cenum.finding import Place; from cenum.issue.model import Image;"
        "file = pathlib.Path(sys.argv[1]);"
        "PictureResizer().develop(Image(file.name, '', '', Place('a', 1), file), int(sys.argv[2]));"
        "print(pathlib.Path('/proc/self/status').read_text())"
    )
    status = subprocess.check_output([sys.executable, "-c", code, str(folder / name), str(shown)], text=True)
    # Unlike getrusage's, it does not count what this process had when that one was begun (proc(5), VmHWM).
    return int(status.partition("VmHWM:")[2].split()[0]) // 1000


@pytest.mark.whole
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("ending", "mode", "size", "options"),
    [
        *(("png", mode, (7_300, 5_470), {"exif": turned(6)}) for mode in ("RGB", "RGBA", "LA", "P", "1", "I;16")),
        ("png", "RGB", (7_300, 5_470), {"transparency": (3, 4, 5)}),
        ("png", "RGB", (7_300, 5_470), {"icc_profile": with_red_for_green(), "exif": turned(6)}),
        ("png", "RGB", (1_180, 13_500), {"transparency": (3, 4, 5)}),
        ("gif", "P", (7_300, 5_470), {"transparency": 3}),
        ("jpg", "RGB", (7_300, 5_470), {"progressive": True, "subsampling": 0, "exif": turned(6)}),
        ("jpg", "CMYK", (6_300, 4_750), {"progressive": True, "subsampling": 0, "exif": turned(6)}),
        ("webp", "RGBA", (4_160, 3_120), {"method": 0, "exif": turned(6)}),
    ],
)
def test_no_picture_takes_three_hundred_megabytes(
    ending: str, mode: str, size: tuple[int, int], options: dict[str, Any], tmp_path: Path
) -> None:
    save(tmp_path, Pillow.new(mode, size), f"a.{ending}", **options)
    assert peak_of(tmp_path, f"a.{ending}", 592) < 300
