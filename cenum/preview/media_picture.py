"""A picture that an editor gives the letter, as a file of issues/media/: small, upright, saying nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cenum.edition.pictures import PictureRefusal, as_jpeg, as_png, is_animated, is_transparent, small_picture
from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.imported.kept_pictures import PictureUnfit, kept_picture
from cenum.issue.images import IMAGE_SIZE

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

# It is compressed once more for each width that readers see, from this.
_QUALITY = 90
# How much heavier a file without loss may be than one with: drawings are lighter, photographs five times heavier.
_WORTH_IT = 1.5


class MediaPicture(NamedTuple):
    """A file: its name's ``ending``, with the dot, what stands in it, and its size in pixels.

    ``is_still`` says that it is the first of an animation's pictures.
    """

    ending: str
    content: bytes
    width: int
    height: int
    is_still: bool


def media_picture(content: bytes, name: str) -> MediaPicture:
    """``content`` as it may be kept; ``name`` is what people call it. Raises :class:`UsageMistake`."""
    remedy = _("open it in a picture program and export it again, as PNG or JPEG")
    if not content:
        raise UsageMistake(_("“{name}” is empty").format(name=name), _("choose it again"))
    try:
        picture = _small(content)
        ending, kept = _saved(picture)
    except PictureUnfit as unfit:
        message = _("“{name}” can't be used: {reason}").format(name=name, reason=unfit.reason)
        raise UsageMistake(message, remedy) from None
    except PictureRefusal as refusal:
        message = refusal.message.format(source=name, reason=refusal.reason)
        raise UsageMistake(message, refusal.remedy) from None
    except (OSError, ValueError, SystemError, MemoryError):
        raise UsageMistake(_("“{name}” can't be saved for the letter").format(name=name), remedy) from None
    return MediaPicture(ending, kept, picture.width, picture.height, is_animated(content))


def _small(content: bytes) -> PillowImage:
    try:
        return small_picture(content)
    except PictureRefusal as refusal:
        if refusal.rule is IMAGE_SIZE:
            raise
    # Of another format, then, or of none: who imports documents knows more of them, and says in words what it is.
    return small_picture(kept_picture(content).content)


def _saved(picture: PillowImage) -> tuple[str, bytes]:
    png = as_png(picture)
    if is_transparent(picture):
        return ".png", png
    jpeg = as_jpeg(picture, _QUALITY)
    return (".png", png) if len(png) <= len(jpeg) * _WORTH_IT else (".jpg", jpeg)
