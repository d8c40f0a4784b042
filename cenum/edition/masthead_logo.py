"""The picture that stands in place of the letter's name, if the settings name one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.errors import SettingsMistakes
from cenum.finding import Place
from cenum.issue.images import Gallery
from cenum.settings import FILE_NAME
from cenum.toml import line_of_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.edition.edition import Picture
    from cenum.edition.pictures import PictureResizer
    from cenum.finding import Finding
    from cenum.issue.model import Image
    from cenum.letter_folder import LetterFolder
    from cenum.settings import Newsletter

_WITHIN = (280, 72)  # CSS pixels that it may take in the header


class ShownLogo(NamedTuple):
    """``picture`` is the logo's file; ``width`` and ``height`` are in CSS pixels, ``alt`` is the letter's name."""

    picture: Picture
    width: int
    height: int
    alt: str


def masthead_logo(newsletter: Newsletter, letter: LetterFolder) -> Image | None:
    """The logo, whose description is the letter's name. Raises :class:`SettingsMistakes` where it is no picture.

    Its file is named as an issue names its pictures: from ``issues/`` on.
    """
    if not newsletter.logo:
        return None
    findings: list[Finding] = []
    gallery = Gallery(letter.root / "issues", newsletter, findings)
    place = Place(FILE_NAME, _line(letter))
    image = gallery.add(newsletter.logo, newsletter.name, "", place)
    if findings:
        raise SettingsMistakes(findings)
    return image


def shown_logo(logo: Image, light: Mapping[str, Any], darkroom: PictureResizer) -> ShownLogo:
    """``logo`` as e-mail and pages show it, on the header's colour of the ``light`` palette.

    What is dark and seen through would vanish where the header is darkened. Raises :class:`~cenum.errors.Mistakes`.
    """
    width = darkroom.width_within(logo, *_WITHIN)
    picture = darkroom.develop(logo, width, light.get("band", ""))
    shown = min(width, picture.width)
    return ShownLogo(picture, shown, round(picture.height * shown / picture.width), logo.alt)


def _line(letter: LetterFolder) -> int | None:
    try:
        return line_of_key(letter.text(FILE_NAME), ("newsletter", "logo"))
    except (OSError, UnicodeDecodeError):
        return None
