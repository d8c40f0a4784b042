"""What pictures say to those who don't see them (WCAG 2.2, 1.1.1; RGAA 1.3)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.analysis.html import page, words
from cenum.checks.sought import sought
from cenum.finding import Finding, error, warning
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cenum.edition.model import Edition
    from cenum.issue.model import Image, Issue

# RGAA's glossary asks for a short one, and names 80 characters; as long as two lines is surely too long.
LONGEST = 150
_FILE = re.compile(
    r"\S+\.(png|jpe?g|gif|webp|svg|avif|heic|pdf)|(img|dsc|dscn|image|photo|capture)[-_ ]?\d+", re.IGNORECASE
)
_OF = re.compile(
    r"(l['’]|une |la |cette )?(image|photo|photographie)s? (d['’]|de |du |des |représentant|montrant)"
    r"|(an? |the )?(image|photo|picture) of ",
    re.IGNORECASE,
)
_SHOWN = 60


def alternatives(issue: Issue, edition: Edition) -> Iterator[Finding]:
    """A finding for each description that tells nothing, too much, or what stands beside anyway."""
    beside = {picture.get("alt", ""): _beside(picture) for picture in page(edition.html).iter("img")}
    for picture in page(edition.html).iter("img"):
        if picture.get("alt") is None:
            message = _("a picture has no alt: {source}").format(source=picture.get("src", "")[:_SHOWN])
            remedy = _('say what it shows, or write alt="" if it is decoration')
            yield error("alt-missing", sought(r"<(?:img|mj-image)\b(?![^>]*\salt=)[^>]*>"), message, remedy)
    for image in _images(issue):
        yield from _judge(image, beside.get(image.alt, set()))


def _images(issue: Issue) -> list[Image]:
    return [*([issue.illustration] if issue.illustration else []), *issue.images.values()]


def _judge(image: Image, beside: set[str]) -> Iterator[Finding]:
    alt = image.alt.strip()
    shown = alt[:_SHOWN]
    if _FILE.fullmatch(alt) or _is_name(alt, image.source):
        message = _("“{alt}” is a file's name, and says nothing of the picture").format(alt=shown)
        yield warning("alt-file-name", image.place, message, _("say what the picture shows"))
    elif _OF.match(alt):
        message = _("“{alt}” begins with what every picture is").format(alt=shown)
        yield warning(
            "alt-image-of", image.place, message, _("begin with what it shows: that it is a picture is known")
        )
    elif len(alt) > LONGEST:
        message = _("the picture's description has {count} characters, “{alt}…”").format(count=len(alt), alt=shown)
        remedy = _("stay under {most}, and write the rest into the text").format(most=LONGEST)
        yield warning("alt-long", image.place, message, remedy)
    elif _bare(alt) in {_bare(image.credit), *beside}:
        message = _("the picture's description repeats what stands beside it: “{alt}”").format(alt=shown)
        yield warning("alt-repeats", image.place, message, _("say what only the picture shows"))


def _is_name(alt: str, source: str) -> bool:
    """Whether it is the file's own name, which is more than a word that happens to be the same."""
    stem = PurePosixPath(urlsplit(source).path).stem
    return bool(re.search(r"[-_\d]", stem)) and " " not in alt and _bare(alt) == _bare(stem)


def _beside(picture: Any) -> set[str]:  # noqa: ANN401  lxml
    """The texts right before, right after and around a picture."""
    around = picture.getparent()
    near = [around, around.getprevious(), around.getnext(), picture.getprevious(), picture.getnext()]
    return {_bare(words(one)) for one in near if one is not None and isinstance(one.tag, str)} - {""}


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
