"""The pictures of an issue: found beside it, or on a host of the newsletter's own."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cenum.accents import either_form
from cenum.errors import FolderRefusal, LeadsOut
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.issue.model import Image
from cenum.letter_folder import LetterFolder
from cenum.rule import Example, Rule
from cenum.web_address import PORTS, host_of, scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from cenum.settings import Newsletter

MOST_BYTES = 20_000_000
OPENING = 16  # bytes, by which a format is known
_MOST_NAMES = 12  # that a message lists
_SIGNATURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
}
_SIGNATURES[".jpeg"] = _SIGNATURES[".jpg"]

IMAGE_EMPTY = Rule(
    "image-empty",
    Severity.ERROR,
    what=N_("A picture names no file."),
    why=N_("There is nothing to show."),
    remedy=N_("Put its file name between the brackets, for example `media/photo.jpg`."),
    example=Example(
        fails="![Les foyers qui ont la fibre]()",
        passes="![Les foyers qui ont la fibre](carte-2026.png)",
    ),
)
IMAGE_MISSING = Rule(
    "image-missing",
    Severity.ERROR,
    what=N_("There is no picture with this name beside the issue."),
    why=N_("Readers would see a broken picture."),
    remedy=N_("Correct the name, or put the picture there."),
    corrected=True,
    example=Example(
        fails="![Les foyers qui ont la fibre](carte-2025.png)",
        passes="![Les foyers qui ont la fibre](carte-2026.png)",
    ),
)
IMAGE_PATH = Rule(
    "image-path",
    Severity.ERROR,
    what=N_("A picture is outside the folder of the issues."),
    why=N_("It is only on your computer: nobody else could build the letter."),
    remedy=N_("Copy it to `media/` and write `media/name.jpg`."),
    corrected=True,
    example=Example(
        fails="![Les foyers qui ont la fibre](../carte-2026.png)",
        passes="![Les foyers qui ont la fibre](carte-2026.png)",
    ),
)
IMAGE_FORMAT = Rule(
    "image-format",
    Severity.ERROR,
    what=N_("The file is not a PNG, JPEG, GIF or WebP picture, or has the wrong extension."),
    why=N_("Mail programs would not show it."),
    remedy=N_("Export it as PNG or JPEG, with the matching extension."),
    example=Example(
        fails="![Les foyers qui ont la fibre](2026-01-02.md)",
        passes="![Les foyers qui ont la fibre](carte-2026.png)",
    ),
)
IMAGE_SIZE = Rule(
    "image-size",
    Severity.ERROR,
    what=N_("A picture is larger than 20 MB, or has too many pixels."),
    why=N_("It takes minutes to read, and a letter shows a tenth of it."),
    remedy=N_("Export it at about 1600 pixels."),
    example="no page holds a picture of 20 MB",
)
IMAGE_HTTP = Rule(
    "image-http",
    Severity.ERROR,
    what=N_("A picture on the web is not served over https."),
    why=N_("Many mail programs refuse it, and anyone on the way can replace it."),
    remedy=N_("Write `https://`, or save the picture in `media/`."),
    corrected=True,
    example=Example(
        fails="![Les foyers qui ont la fibre](http://lettre.fr/carte.png)",
        passes="![Les foyers qui ont la fibre](https://lettre.fr/carte.png)",
    ),
)
IMAGE_HOST = Rule(
    "image-host",
    Severity.ERROR,
    what=N_("A picture would be fetched from a host that is not the newsletter's."),
    why=N_("That host would see who opens the letter, and when."),
    remedy=N_("Save it in `media/`, or add the host to `newsletter.image_hosts` if it is yours."),
    example=Example(
        fails="![Les foyers qui ont la fibre](https://www.arcep.fr/carte.png)",
        passes="![Les foyers qui ont la fibre](https://lettre.fr/carte.png)",
    ),
)


class Gallery:
    """The pictures of one issue, by source. Mistakes go to ``findings``."""

    def __init__(self, folder: Path, newsletter: Newsletter, findings: list[Finding]) -> None:
        """``folder`` is the issue's own: its pictures stand there or below."""
        self._folder = folder
        self._beside = LetterFolder(folder)
        self._hosts = newsletter.own_hosts
        self._findings = findings
        self.images: dict[str, Image] = {}

    def collect(self, tokens: Iterable[Token], file: str) -> None:
        """Take in every image of reviewed tokens."""
        for token in tokens:
            for child in token.children or ():
                if child.type == "image":
                    place = Place(file, child.meta["line"])
                    source = str(child.attrGet("src") or "")
                    image = self.add(source, child.meta["alt"], child.meta["credit"], place)
                    self.images.setdefault(source, image)

    def add(self, source: str, alt: str, credit: str, place: Place) -> Image:
        """One picture, judged."""
        file = None
        if not source.strip():
            remedy = _("put its file name between the round brackets, for example media/photo.jpg")
            self._refuse(IMAGE_EMPTY, place, _("the picture has no file"), remedy)
        elif (scheme := scheme_of(source)) in PORTS:
            self._judge_remote(source, scheme, place)
        else:
            file = self._find(unquote(source), place)
        return Image(source, alt, credit, place, file, self._folder)

    def _judge_remote(self, source: str, scheme: str, place: Place) -> None:
        host = host_of(source)
        if scheme != "https":
            message = _("the picture is not served over https")
            remedy = _("write https://, or save the picture in media/")
            better = [f"https{source[len(scheme) :]}"] if scheme == "http" else []
            self._refuse(IMAGE_HTTP, place, message, remedy, source, better)
        elif host not in self._hosts:
            message = _("the picture would load from {host}, which could track your readers").format(host=host)
            remedy = _("save it in media/, or add the host to newsletter.image_hosts if it is yours")
            self._refuse(IMAGE_HOST, place, message, remedy, source)

    def _find(self, source: str, place: Place) -> Path | None:
        if PurePosixPath(source).is_absolute() or "\\" in source or ":" in source:
            message = _("“{source}” is not a file beside the issue").format(source=source)
            meant = _meant(source.replace("\\", "/"), _pictures(self._beside))
            remedy = _("copy it to media/ and write media/name.jpg")
            self._refuse(IMAGE_PATH, place, message, remedy, source, filter(None, [meant]))
            return None
        path = self._folder / source
        try:
            path = either_form(self._beside, source)
            opening, size = self._beside.opening(path, OPENING)
        except LeadsOut:
            message = _("“{source}” is outside the issues folder").format(source=source)
            self._refuse(IMAGE_PATH, place, message, _("copy it to media/ and write media/name.jpg"), source)
            return None
        except FolderRefusal as mistake:
            message = _("“{source}” is no picture ({reason})").format(source=source, reason=mistake.reason)
            self._refuse(IMAGE_MISSING, place, message, _neighbours(source, _pictures(self._beside)), source)
            return None
        except (OSError, ValueError):
            opening, size = None, 0
        if opening is None:
            message = _("there is no picture “{source}”").format(source=source)
            names = _pictures(self._beside)
            better = list(filter(None, [_meant(source, names)]))
            self._refuse(IMAGE_MISSING, place, message, _neighbours(source, names), source, better)
        elif size > MOST_BYTES:
            message = _("“{source}” is too heavy ({size:.0f} MB)").format(source=source, size=size / 1e6)
            self._refuse(IMAGE_SIZE, place, message, _("export it at about 1600 pixels"), source)
        elif not opening.startswith(_SIGNATURES.get(path.suffix.lower(), ())):
            message = _("“{source}” is not a PNG, JPEG, GIF or WebP picture").format(source=source)
            remedy = _("export it as PNG or JPEG, with the matching extension (.png, .jpg)")
            self._refuse(IMAGE_FORMAT, place, message, remedy, source)
        else:
            return path
        return None

    def _refuse(  # noqa: PLR0913  what a finding says
        self, rule: Rule, place: Place, message: str, remedy: str, source: str = "", better: Iterable[str] = ()
    ) -> None:
        words = place.literal(source, *better) if source else ()
        self._findings.append(rule.at(place, message, remedy, words=words))


def _pictures(beside: LetterFolder) -> list[str]:
    there: list[str] = []
    with suppress(OSError):
        there = beside.names("media")
    return sorted(f"media/{name}" for name in there if PurePosixPath(name).suffix.lower() in _SIGNATURES)


def _meant(source: str, names: Iterable[str]) -> str:
    """The one of ``names`` that is meant by ``source``: folder and ending are those of all of them."""
    from cenum.schema import near  # noqa: PLC0415  only for a mistake

    stems = {PurePosixPath(name).stem: name for name in names}
    return stems.get(near(PurePosixPath(source).stem, stems), "")


def _neighbours(source: str, names: Sequence[str]) -> str:
    found = _meant(source, names)
    if found:
        return _("did you mean “{word}”?").format(word=found)
    if not names:
        return _("put the picture in media/, beside the issue")
    shown = ", ".join(names[:_MOST_NAMES]) + ", …" * (len(names) > _MOST_NAMES)
    return _("choose one of: {words}").format(words=shown)
