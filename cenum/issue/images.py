"""The pictures of an issue: found beside it, or on a host of the newsletter's own."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from cenum.finding import Finding, Place, error
from cenum.i18n import _
from cenum.issue.model import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from markdown_it.token import Token

    from cenum.settings import Newsletter

_MOST_BYTES = 20_000_000
_SIGNATURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
}
_SIGNATURES[".jpeg"] = _SIGNATURES[".jpg"]


class Gallery:
    """The pictures of one issue, by source. Mistakes go to ``findings``."""

    def __init__(self, folder: Path, newsletter: Newsletter, findings: list[Finding]) -> None:
        """``folder`` is the issue's own: its pictures stand there or below."""
        self._folder = folder
        self._hosts = {urlsplit(newsletter.site).hostname, *newsletter.image_hosts}
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
            remedy = _("put its file's name between the brackets, as media/photo.jpg")
            self._refuse("image-empty", place, _("the picture has no file"), remedy)
        elif urlsplit(source).scheme in {"http", "https"}:
            self._judge_remote(source, place)
        else:
            file = self._find(unquote(source), place)
        return Image(source, alt, credit, place, file)

    def _judge_remote(self, source: str, place: Place) -> None:
        parts = urlsplit(source)
        if parts.scheme != "https":
            message = _("the picture is not served over https")
            self._refuse("image-http", place, message, _("write https://, or save the picture in media/"))
        elif parts.hostname not in self._hosts:
            message = _("the picture would be fetched from {host}, which would see your readers").format(
                host=parts.hostname
            )
            remedy = _("save it in media/, or name the host in newsletter.image_hosts if it is yours")
            self._refuse("image-host", place, message, remedy)

    def _find(self, source: str, place: Place) -> Path | None:
        if PurePosixPath(source).is_absolute() or PureWindowsPath(source).drive or "\\" in source or ":" in source:
            message = _("“{source}” is not a file beside the issue").format(source=source)
            self._refuse("image-path", place, message, _("copy it to media/ and write media/name.jpg"))
            return None
        path = self._folder / source
        try:
            inside = path.resolve().is_relative_to(self._folder.resolve())
            opening = _first_bytes(path) if inside and path.is_file() else None
            size = path.stat().st_size if opening is not None else 0
        except (OSError, ValueError):
            inside, opening, size = True, None, 0
        if not inside:
            message = _("“{source}” leaves the folder of the issues").format(source=source)
            self._refuse("image-path", place, message, _("copy it to media/ and write media/name.jpg"))
        elif opening is None:
            message = _("there is no picture “{source}”").format(source=source)
            self._refuse("image-missing", place, message, _neighbours(self._folder, source))
        elif size > _MOST_BYTES:
            message = _("“{source}” is too heavy ({size:.0f} MB)").format(source=source, size=size / 1e6)
            self._refuse("image-size", place, message, _("export it at 1600 pixels or so"))
        elif not opening.startswith(_SIGNATURES.get(path.suffix.lower(), ())):
            message = _("“{source}” is not a PNG, JPEG, GIF or WebP picture").format(source=source)
            self._refuse("image-format", place, message, _("export it as PNG or JPEG, under that ending"))
        else:
            return path
        return None

    def _refuse(self, rule: str, place: Place, message: str, remedy: str) -> None:
        self._findings.append(error(rule, place, message, remedy))


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _neighbours(folder: Path, source: str) -> str:
    from cenum.schema import nearest  # noqa: PLC0415  only for a mistake

    names: Sequence[str] = sorted(
        file.relative_to(folder).as_posix()
        for file in (folder / "media").glob("*")
        if file.suffix.lower() in _SIGNATURES
    )[:100]
    return nearest(source, names) if names else _("put the picture in media/, beside the issue")
