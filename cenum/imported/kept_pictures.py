"""The pictures of a source as an issue keeps them: of a size and a format that cenum shows, and saying nothing else.

Comments, cameras and places are nobody's business: what a file says beside its picture is left out, whatever it is.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING, NamedTuple

from cenum.edition.pictures import FORMATS, most_pixels
from cenum.i18n import _
from cenum.issue.images import MOST_BYTES

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

# What else Word, scanners and phones save, and Pillow decodes by itself: EPS would run a program.
_OTHERS = ("BMP", "DIB", "TIFF", "ICO", "AVIF")
_METAFILE = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")  # [MS-WMF], [MS-EMF]
# ISO/IEC 14496-12, 4.3: the brands of pictures in HEVC (ISO/IEC 23008-12, annex B).
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypmif1", b"ftypmsf1")
_ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
_ORIENTATION = 0x0112  # EXIF 2.32, table 5
_UPRIGHT = 1
_QUALITY = 92
_HALVED = 16_000_000  # pixels of a JPEG that no letter shows, and that take more memory than all else


class KeptPicture(NamedTuple):
    """A picture as a file: its name's ``ending``, with the dot, and what stands in it."""

    ending: str
    content: bytes


class PictureUnfit(Exception):
    """A picture that an issue can't have: ``reason`` says why, in a few words, and ``remedy`` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def kept_picture(content: bytes) -> KeptPicture:
    """``content`` as it may be kept. Raises :class:`PictureUnfit`."""
    from PIL import Image as Pillow  # noqa: PLC0415  most letters have none

    if len(content) > MOST_BYTES:
        raise _too_large()
    Pillow.init()
    formats = [one for one in (*FORMATS, *_OTHERS) if one in Pillow.OPEN]
    try:
        with warnings.catch_warnings(action="ignore"), Pillow.open(io.BytesIO(content), formats=formats) as opened:
            if opened.width * opened.height > most_pixels(opened):
                raise _too_large()
            if opened.format == "GIF" and getattr(opened, "is_animated", False):
                opened.seek(0)  # whether it can be decoded at all
                return KeptPicture(_ENDINGS["GIF"], content)
            kept = _rewritten(opened)
    except (Pillow.DecompressionBombError, MemoryError):
        raise _too_large() from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, SystemError, struct.error):
        raise _unreadable(content) from None
    if len(kept.content) > MOST_BYTES:
        raise _too_large()
    return kept


def _rewritten(opened: PillowImage) -> KeptPicture:
    """The picture alone, upright, with the profile of its colours."""
    from PIL import ImageOps  # noqa: PLC0415  as above

    kind = opened.format or ""
    turned = opened.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
    profile = opened.info.get("icc_profile")
    stream = io.BytesIO()
    if opened.width * opened.height > _HALVED:
        # As it is decoded: of other formats there is no smaller form than the whole.
        opened.draft(opened.mode, (opened.width // 2, opened.height // 2))
    elif kind == "JPEG" and not turned:
        # Its own tables: nothing that is seen changes.
        opened.save(stream, "JPEG", quality="keep", subsampling="keep", icc_profile=profile, exif=b"", comment=b"")
        return KeptPicture(_ENDINGS["JPEG"], stream.getvalue())
    picture: PillowImage = opened
    ImageOps.exif_transpose(picture, in_place=True)
    if kind in {"JPEG", "MPO"} and picture.mode in {"RGB", "L", "CMYK"}:
        picture.info = {}
        picture.save(stream, "JPEG", quality=_QUALITY, icc_profile=profile)
        return KeptPicture(_ENDINGS["JPEG"], stream.getvalue())
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None else {"transparency": transparency}
    if picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.save(stream, "PNG", icc_profile=profile, exif=b"")
    return KeptPicture(_ENDINGS["PNG"], stream.getvalue())


def _too_large() -> PictureUnfit:
    return PictureUnfit(_("it is larger than a letter's pictures can be"), _("export it at about 1600 pixels"))


def _unreadable(content: bytes) -> PictureUnfit:
    remedy = _("open it in a picture program, export it as PNG or JPEG, and put it into media/")
    if content.startswith(_METAFILE):
        return PictureUnfit(_("it is a drawing of Windows (EMF or WMF), which mail programs don't show"), remedy)
    if content[4:12] in _HEIC:
        return PictureUnfit(_("it is a photograph of a telephone (HEIC), which mail programs don't show"), remedy)
    if b"<svg" in content[:1000]:
        return PictureUnfit(_("it is a drawing (SVG), which mail programs don't show"), remedy)
    return PictureUnfit(_("it is damaged, or of a format that nobody knows"), remedy)
