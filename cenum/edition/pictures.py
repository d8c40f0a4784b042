"""Local pictures, resized to twice their shown width and compressed."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from cenum.edition.edition import Picture
from cenum.errors import Mistakes
from cenum.finding import Severity
from cenum.i18n import N_, _
from cenum.rule import Rule

if TYPE_CHECKING:
    from typing import TypeAlias

    from PIL.Image import Image as PillowImage

    from cenum.issue.model import Image

    PictureCache: TypeAlias = dict[tuple[str, int, int, int], Picture]

_DENSITY = 2  # pixels of the file for each CSS pixel: sharp on every phone
_QUALITY = 82
_OPAQUE = 255

IMAGE_BROKEN = Rule(
    "image-broken",
    Severity.ERROR,
    what=N_("A picture can't be read."),
    why=N_("It is damaged, or was not copied completely."),
    remedy=N_("Open it in a picture program and export it again, as PNG or JPEG."),
    example="a damaged picture is no text",
)


class PictureResizer:
    """Develops each picture once for each shown width, in the order in which they are asked for."""

    def __init__(self, cache: PictureCache | None = None) -> None:
        """``cache`` keeps pictures from one letter to the next, by their files as they stand."""
        self._cache = cache
        self._pictures: dict[tuple[str, int], Picture] = {}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that was asked for, once each."""
        return tuple({picture.name: picture for picture in self._pictures.values()}.values())

    def develop(self, image: Image, shown: int) -> Picture:
        """``image``, which has a file, for ``shown`` CSS pixels. Raises :class:`Mistakes`."""
        key = (image.source, shown)
        if key not in self._pictures:
            self._pictures[key] = _develop(image, shown) if self._cache is None else self._kept(image, shown)
        return self._pictures[key]

    def _kept(self, image: Image, shown: int) -> Picture:
        try:
            stands = image.file.stat() if image.file else None
        except OSError:
            stands = None  # it went just now: developing it says so
        if stands is None or self._cache is None:
            return _develop(image, shown)
        key = (str(image.file), stands.st_mtime_ns, stands.st_size, shown)
        if key not in self._cache:
            self._cache[key] = _develop(image, shown)
        return self._cache[key]


def _develop(image: Image, shown: int) -> Picture:
    from PIL import Image as Pillow  # noqa: PLC0415  a letter without pictures does without it
    from PIL import ImageOps  # noqa: PLC0415  as above

    if image.file is None:
        raise ValueError(image.source)
    try:
        with Pillow.open(image.file) as opened:
            # A JPEG is decoded at the smallest scale that still has enough pixels, whichever side is up.
            opened.draft("RGB", (shown * _DENSITY, shown * _DENSITY))
            ImageOps.exif_transpose(opened, in_place=True)
            profile = opened.info.get("icc_profile") if opened.mode in {"RGB", "RGBA"} else None
            picture = _in_mode(opened, "RGBA" if opened.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as mistake:
        message = _("the picture “{source}” can't be read ({reason})").format(source=image.source, reason=mistake)
        remedy = _("open it in a picture program and export it again, as PNG or JPEG")
        raise Mistakes([IMAGE_BROKEN.at(image.place, message, remedy)]) from None
    width, height = picture.size
    target = min(width, shown * _DENSITY)
    size = (target, max(1, round(height * target / width)))
    if picture.size != size:
        picture = picture.resize(size, Pillow.Resampling.BICUBIC, reducing_gap=2.0)
    # Comments, places and cameras are nobody's business; the profile is what makes the colours right.
    picture.info = {}
    transparent = picture.mode == "RGBA" and any(picture.getchannel("A").histogram()[:_OPAQUE])
    stream = io.BytesIO()
    if transparent:
        picture.save(stream, "PNG", optimize=True, icc_profile=profile)
    else:
        # Full colour resolution: drawings have hard coloured edges, where 4:2:0 bleeds.
        _in_mode(picture, "RGB").save(
            stream, "JPEG", quality=_QUALITY, subsampling=0, optimize=True, icc_profile=profile
        )
    content = stream.getvalue()
    ending, media_type = (".png", "image/png") if transparent else (".jpg", "image/jpeg")
    name = f"{image.file.stem}-{hashlib.sha256(content).hexdigest()[:12]}{ending}"
    return Picture(_address_safe(name), media_type, content, *size)


def _in_mode(picture: PillowImage, mode: str) -> PillowImage:
    """``picture`` itself where it can be: a copy of a photo is megabytes."""
    if picture.mode == mode:
        picture.load()
        return picture
    return picture.convert(mode)


def _address_safe(name: str) -> str:
    """``name`` with nothing that an address would have to escape."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name.lower())
