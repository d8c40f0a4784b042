"""The picture that stands in place of the letter's name, if the settings name one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.errors import SettingsMistakes
from cenum.finding import Place
from cenum.issue.images import Gallery
from cenum.settings import FILE_NAME
from cenum.toml import line_of_key

if TYPE_CHECKING:
    from cenum.finding import Finding
    from cenum.issue.model import Image
    from cenum.letter_folder import LetterFolder
    from cenum.settings import Newsletter


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


def _line(letter: LetterFolder) -> int | None:
    try:
        return line_of_key(letter.text(FILE_NAME), ("newsletter", "logo"))
    except (OSError, UnicodeDecodeError):
        return None
