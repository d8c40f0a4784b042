"""Local pictures, resized to twice their shown width and compressed."""

from __future__ import annotations

import io
import struct
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec import Struct

from cenum.cache import NO_CACHE, version_of
from cenum.edition.edition import Picture
from cenum.edition.file_names import JPEG, PNG, hashed_name
from cenum.errors import Mistakes, reason_of
from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.issue.images import IMAGE_SIZE, MOST_BYTES
from cenum.letter_folder import LetterFolder
from cenum.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image as PillowImage

    from cenum.cache import Cache
    from cenum.issue.model import Image

# CSS pixels: the column of a letter's page (templates/web/style.css.j2); nobody shows one wider.
FULL_WIDTH = 832
_DENSITY = 2  # pixels of the file for each CSS pixel: sharp on every phone
_QUALITY = 82
_ABOVE_A_FACE = 4  # of what a tall picture is higher than wide, this part is above the face, the rest below
_COLOURS: Literal["sRGB"] = (
    "sRGB"  # what browsers take a picture's colours for that has no profile (CSS Color 4, section 10.2)
)
_OPAQUE = 255
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
# What the header says, before anything is decoded: Pillow keeps up to four bytes for each pixel.
MOST_PIXELS = 40_000_000
# What takes more memory while it is decoded, by format and mode, so that no picture takes 300 MB.
_FEWER_PIXELS = {
    # libwebp draws on two canvases, and hands over a copy of which Pillow makes another (WebPAnimDecoder).
    ("WEBP", "RGB"): 13_000_000,
    ("WEBP", "RGBA"): 13_000_000,
    # Of a progressive one libjpeg keeps two bytes for each of four colours, at whatever scale (jdcoefct.c).
    ("JPEG", "CMYK"): 30_000_000,
}
# What has more is developed in strips, and what has more even as the letter shows it is no picture for a letter.
_AT_ONCE = 16_000_000
_STRIP = 1_000_000  # pixels of the file, about
_REACH = 2  # pixels, of the smaller picture, from which Pillow's BICUBIC takes a colour (Resample.c)
# What a profile can be for, as it stands in the file.
_PROFILED = ("RGB", "L", "CMYK")
_SIDEWAYS = (5, 6, 7, 8)  # EXIF 2.32, table 5, Orientation: the sides change places
_ORIENTATION = 0x0112
_LONGEST = 65_500  # pixels of a side that libjpeg writes (JPEG_MAX_DIMENSION); no screen shows a tenth of it

IMAGE_BROKEN = Rule(
    "image-broken",
    Severity.ERROR,
    what=N_("A picture can't be read, or not be saved for the letter."),
    why=N_("It is damaged, or was not copied completely."),
    remedy=N_("Open it in a picture program and export it again, as PNG or JPEG."),
    example="a damaged picture is no text",
)


class _Developed(Struct, frozen=True):
    """A picture without the name of its file; ``width`` and ``height`` in pixels."""

    media_type: str
    width: int
    height: int
    content: bytes


# In how many widths a letter may show a picture: each costs up to a second, and is a file to publish.
_WIDTHS = 8


def most_pixels(opened: PillowImage) -> int:
    """How many pixels a picture may have that nobody decoded yet."""
    return min(MOST_PIXELS, _FEWER_PIXELS.get((opened.format or "", opened.mode), MOST_PIXELS))


def small_picture(source: bytes) -> PillowImage:
    """``source`` upright, in sRGB, and no larger than anybody shows it. Raises :class:`PictureRefusal`.

    It says nothing beside what is seen: neither who took it nor where.
    """
    picture, size = _read(source, _Form(FULL_WIDTH))
    try:
        return _resized(picture, size)
    except MemoryError:
        raise _too_many_pixels() from None


def is_animated(source: bytes) -> bool:
    """Whether ``source``, which can be read, holds several pictures: a letter shows the first."""
    from PIL import Image as Pillow  # noqa: PLC0415  as below

    with (
        suppress(OSError, ValueError, SyntaxError, EOFError),
        warnings.catch_warnings(action="ignore"),
        Pillow.open(io.BytesIO(source), formats=FORMATS) as opened,
    ):
        return bool(getattr(opened, "is_animated", False))
    return False


def is_transparent(picture: PillowImage) -> bool:
    """Whether anything can be seen through ``picture``."""
    return picture.mode == "RGBA" and any(picture.getchannel("A").histogram()[:_OPAQUE])


def as_jpeg(picture: PillowImage, quality: int) -> bytes:
    """``picture`` in full colour resolution: drawings have hard coloured edges, where 4:2:0 bleeds."""
    stream = io.BytesIO()
    with _room_for(picture):
        _in_mode(picture, "RGB").save(stream, "JPEG", quality=quality, subsampling=0, optimize=True)
    return stream.getvalue()


def as_png(picture: PillowImage) -> bytes:
    """``picture`` without loss."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


class _Form(NamedTuple):
    """How a picture is shown: ``width`` in CSS pixels, the colour behind it if one sees through it, cut or whole."""

    width: int
    ground: str = ""
    square: bool = False


class PictureResizer:
    """Develops each picture once for each shown width, in the order in which they are asked for."""

    def __init__(self, cache: Cache = NO_CACHE) -> None:
        """``cache`` keeps pictures from one letter to the next, by what stands in their files."""
        self._cache = cache
        self._pictures: dict[tuple[str, _Form], Picture] = {}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that was asked for, once each."""
        return tuple({picture.name: picture for picture in self._pictures.values()}.values())

    def develop(self, image: Image, shown: int, ground: str = "", *, square: bool = False) -> Picture:
        """``image``, which has a file, for ``shown`` CSS pixels. Raises :class:`Mistakes`.

        Where one sees through it, the colour ``ground`` shows, if there is one; ``square`` is what a face is in.
        """
        key = (image.source, _Form(shown, ground, square))
        if key not in self._pictures:
            if sum(source == image.source for source, _form in self._pictures) >= _WIDTHS:
                raise ValueError(_("a picture is asked for in more than {number} widths").format(number=_WIDTHS))
            self._pictures[key] = self._made(image, key[1])
        return self._pictures[key]

    def width_within(self, image: Image, width: int, height: int) -> int:
        """How wide ``image`` may be shown in ``width`` and ``height``, in CSS pixels. Raises :class:`Mistakes`."""
        whole = self._made(image, _Form(width))
        return max(1, min(width, whole.width, height * whole.width // whole.height))

    def _made(self, image: Image, form: _Form) -> Picture:
        if image.file is None:
            raise ValueError(image.source)
        try:
            developed = self._developed(image.file, LetterFolder(image.folder or image.file.parent), form)
        except PictureRefusal as unfit:
            message = unfit.message.format(source=image.source, reason=unfit.reason)
            raise Mistakes([unfit.rule.at(image.place, message, unfit.remedy)]) from None
        return _named(developed, image.file.stem)

    def _developed(self, file: Path, folder: LetterFolder, form: _Form) -> _Developed:
        try:
            source = folder.read(file, MOST_BYTES)
        except OSError as mistake:
            raise _unreadable(reason_of(mistake)) from None
        depends_on: tuple[str | bytes, ...] = (
            version_of("PIL"),
            _COLOURS,
            str(_DENSITY),
            str(_QUALITY),
            *map(str, form),
            source,
        )
        kept = self._cache.get("pictures", *depends_on)
        if kept is not None:
            return msgspec.msgpack.decode(kept, type=_Developed)
        developed = _develop(source, form)
        self._cache.put(msgspec.msgpack.encode(developed), "pictures", *depends_on)
        return developed


class PictureRefusal(Exception):
    """What is wrong with a picture, for its ``source``; the ``reason`` is in the system's words, or Pillow's."""

    def __init__(self, rule: Rule, message: str, remedy: str, reason: object = "") -> None:
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.reason = reason


def _unreadable(reason: object) -> PictureRefusal:
    message = _("the picture “{source}” can't be read ({reason})")
    remedy = _("open it in a picture program and export it again, as PNG or JPEG")
    return PictureRefusal(IMAGE_BROKEN, message, remedy, reason)


def _too_many_pixels(most: int = MOST_PIXELS) -> PictureRefusal:
    # The picture's name comes later.
    message = _("“{source}” has too many pixels (the most is {number} million, and 65,500 on a side)")
    return PictureRefusal(
        IMAGE_SIZE, message.replace("{number}", str(most // 1_000_000)), _("export it at about 1600 pixels")
    )


def _too_long() -> PictureRefusal:
    message = _("“{source}” is too long for its width: the letter would show more than {number} million pixels")
    return PictureRefusal(
        IMAGE_SIZE,
        message.replace("{number}", str(_AT_ONCE // 1_000_000)),
        _("cut it into several pictures, or export it less wide"),
    )


def _develop(source: bytes, form: _Form) -> _Developed:
    picture, size = _read(source, form)
    try:
        return _saved(picture, size, form)
    except (OSError, ValueError, SystemError, MemoryError):
        message = _("the picture “{source}” can't be saved for the letter")
        remedy = _("open it in a picture program and export it again, as PNG or JPEG, at about 1600 pixels")
        raise PictureRefusal(IMAGE_BROKEN, message, remedy) from None


def _read(source: bytes, form: _Form) -> tuple[PillowImage, tuple[int, int]]:
    """The picture, upright and in sRGB, and the size that it is to have."""
    from PIL import Image as Pillow  # noqa: PLC0415  a letter without new pictures does without it
    from PIL import ImageOps, UnidentifiedImageError  # noqa: PLC0415  as above

    try:
        # What is wrong with it is said below, and what does not matter nowhere.
        with warnings.catch_warnings(action="ignore"), Pillow.open(io.BytesIO(source), formats=FORMATS) as opened:
            most = most_pixels(opened)
            if opened.width * opened.height > most:
                raise _too_many_pixels(most)
            # A JPEG is decoded at the smallest scale that still has enough pixels, whichever side is up.
            opened.draft("RGB", (form.width * _DENSITY, form.width * _DENSITY))
            sideways = opened.getexif().get(_ORIENTATION) in _SIDEWAYS
            size = _final_size(opened.size[::-1] if sideways else opened.size, form)
            picture: PillowImage = opened
            if opened.width * opened.height > _AT_ONCE:
                picture = _in_strips(opened, size[::-1] if sideways else size)
            ImageOps.exif_transpose(picture, in_place=True)
            return _in_srgb(picture), size
    except (Pillow.DecompressionBombError, MemoryError):
        raise _too_many_pixels() from None
    except UnidentifiedImageError:  # whose own words name a place in memory
        raise _unreadable(_("nothing in it is a picture")) from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error) as mistake:
        raise _unreadable(mistake) from None


def _final_size(upright: tuple[int, int], form: _Form) -> tuple[int, int]:
    width, height = upright
    side = min(upright) if form.square else width
    target = min(side, form.width * _DENSITY)
    size = (max(1, round(width * target / side)), max(1, round(height * target / side)))
    if max(size) > _LONGEST:
        raise _too_many_pixels()
    if size[0] * size[1] > _AT_ONCE:
        raise _too_long()
    return size


def _in_strips(opened: PillowImage, size: tuple[int, int]) -> PillowImage:
    """``opened`` in ``size``, as Pillow would make it at once; of no more than a strip are there two copies."""
    from PIL import Image as Pillow  # noqa: PLC0415  as above

    opened.load()
    mode: str = _screen_mode(opened)
    if mode == "RGB" and opened.mode in _PROFILED:
        mode = opened.mode
    small = Pillow.new(mode, size)
    small.info = {key: value for key, value in opened.info.items() if key != "transparency"}
    scale = opened.height / size[1]
    reach = int(_REACH * max(scale, 1)) + 1
    rows = max(1, _STRIP // int(opened.width * max(scale, 1)))
    for first in range(0, size[1], rows):
        last = min(first + rows, size[1])
        above = max(0, int(first * scale) - reach)
        below = min(opened.height, int(last * scale) + reach + 1)
        strip = opened.crop((0, above, opened.width, below)).convert(mode)
        box = (0, first * scale - above, opened.width, min(last * scale - above, strip.height))
        small.paste(strip.resize((size[0], last - first), Pillow.Resampling.BICUBIC, box), (0, first))
    return small


def _saved(picture: PillowImage, size: tuple[int, int], form: _Form) -> _Developed:
    picture = _resized(picture, size)
    if form.square:
        picture = picture.crop(_face(size))
    if not is_transparent(picture):
        return _Developed("image/jpeg", *picture.size, as_jpeg(picture, _QUALITY))
    if form.ground:
        picture = _before(form.ground, picture)
    return _Developed("image/png", *picture.size, as_png(picture))


def _before(ground: str, picture: PillowImage) -> PillowImage:
    """``picture`` with the colour ``ground`` where one sees through it."""
    from PIL import Image as Pillow  # noqa: PLC0415  as above

    behind = Pillow.new("RGBA", picture.size, ground)
    behind.alpha_composite(picture)
    return behind.convert("RGB")


def _resized(picture: PillowImage, size: tuple[int, int]) -> PillowImage:
    from PIL import Image as Pillow  # noqa: PLC0415  as above

    if picture.size != size:
        picture = picture.resize(size, Pillow.Resampling.BICUBIC, reducing_gap=2.0)
    # Comments, places and cameras are nobody's business; a profile names its maker, and screens need none for sRGB.
    picture.info = {}
    return picture


def _face(size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The square of a picture of somebody, as Pillow cuts it: in the middle, and near the top, where a face is."""
    width, height = size
    side = min(size)
    left, top = (width - side) // 2, (height - side) // _ABOVE_A_FACE
    return left, top, left + side, top + side


def _in_srgb(picture: PillowImage) -> PillowImage:
    """``picture`` in the colours that it has on a screen, without its profile."""
    from PIL import ImageCms  # noqa: PLC0415  as above

    mode = _screen_mode(picture)
    profile = picture.info.get("icc_profile")
    if not profile:
        return _in_mode(picture, mode)
    # A palette's colours, and what can be seen through, come first: the profile is for neither.
    source = picture.convert(mode) if mode == "RGBA" or picture.mode == "P" else picture
    try:
        changed = ImageCms.profileToProfile(
            source,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile(_COLOURS),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=mode,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        changed = None  # a profile that is broken, or for another kind of picture, says nothing
    return _in_mode(source, mode) if changed is None else changed


def _screen_mode(picture: PillowImage) -> Literal["RGB", "RGBA"]:
    return "RGBA" if picture.has_transparency_data else "RGB"


@contextmanager
def _room_for(picture: PillowImage) -> Iterator[None]:
    """Have Pillow write an optimized JPEG that takes more than a byte for each pixel, as one of noise does.

    It reckons with one, and ends with “broken data stream” (JpegImagePlugin); in full colour there are three.
    """
    from PIL import ImageFile  # noqa: PLC0415  as above

    usual = ImageFile.MAXBLOCK
    ImageFile.MAXBLOCK = max(usual, 4 * picture.width * picture.height)
    try:
        yield
    finally:
        ImageFile.MAXBLOCK = usual


def _named(developed: _Developed, stem: str) -> Picture:
    name = hashed_name(stem, developed.content, PNG if developed.media_type == "image/png" else JPEG)
    return Picture(name, developed.media_type, developed.content, developed.width, developed.height)


def _in_mode(picture: PillowImage, mode: str) -> PillowImage:
    """``picture`` itself where it can be: a copy of a photo is megabytes."""
    if picture.mode == mode:
        picture.load()
        return picture
    return picture.convert(mode)
