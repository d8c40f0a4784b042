"""What pictures say to those who don't see them (WCAG 2.2, 1.1.1; RGAA 1.3)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.analysis.html import words
from cenum.checks.letter_view import finds
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.issue.characters import with_capital
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cenum.checks.letter_view import LetterView
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

ALT_MISSING = Rule(
    "alt-missing",
    Severity.ERROR,
    what=N_("A picture of the templates has no `alt`."),
    why=N_("Screen readers then read out its address."),
    remedy=N_('Say what it shows, or write `alt=""` if it is decoration.'),
    source=N_("WCAG 2.2, 1.1.1; RGAA 1.1."),
    example=Example(
        kind="html",
        fails='<p><img src="https://lettre.fr/filet.png" width="592" height="12"></p>',
        passes='<p><img src="https://lettre.fr/filet.png" width="592" height="12" alt=""></p>',
    ),
)
ALT_FILE_NAME = Rule(
    "alt-file-name",
    Severity.WARNING,
    what=N_("A picture's description is the name of a file."),
    why=N_("It does not describe the picture."),
    remedy=N_("Say what the picture shows."),
    source=N_("WCAG 2.2, 1.1.1, failure F30; RGAA 1.3."),
    example=Example(
        fails="![carte-2026](carte-2026.png)",
        passes="![La France, les départements sans haut débit en rouge](carte-2026.png)",
    ),
)
ALT_IMAGE_OF = Rule(
    "alt-image-of",
    Severity.WARNING,
    what=N_("A picture's description begins with “image de”, “photo de” or the like."),
    why=N_("Screen readers already say that it is a picture."),
    remedy=N_("Begin with what it shows."),
    source=N_("RGAA 1.3."),
    corrected=True,
    example=Example(
        fails="![Photo de la médiathèque de Blois](carte-2026.png)",
        passes="![La médiathèque de Blois, un soir d’atelier](carte-2026.png)",
    ),
)
ALT_LONG = Rule(
    "alt-long",
    Severity.WARNING,
    what=N_("A picture's description is longer than 150 characters."),
    why=N_("Screen readers read it in one go, with no way to stop or go back."),
    remedy=N_("Shorten it, and put the rest in the text."),
    source=N_("RGAA 1.3, and its glossary on short descriptions."),
    example=Example(
        fails=(
            "![Une carte de France où chaque département porte une couleur selon la part de ses foyers qui ont la "
            "fibre : du bleu pâle de la Creuse au bleu nuit de Paris, la Corse étant à part](carte-2026.png)"
        ),
        passes=(
            "![La part des foyers qui ont la fibre, par département : la Creuse ferme la marche](carte-2026.png)"
        ),
    ),
)
ALT_REPEATS = Rule(
    "alt-repeats",
    Severity.WARNING,
    what=N_("A picture's description is the same as its credit, or as the text right beside it."),
    why=N_("Screen readers read it twice, and it does not describe the picture."),
    remedy=N_("Say what only the picture shows."),
    source=N_("WCAG 2.2, technique H2; RGAA 1.3."),
    example=Example(
        fails="""
            La fibre, département par département

            ![La fibre, département par département](carte-2026.png)
            """,
        passes="""
            La fibre, département par département

            ![La Creuse en bleu pâle, Paris en bleu nuit](carte-2026.png)
            """,
    ),
)


@finds(ALT_MISSING, ALT_FILE_NAME, ALT_IMAGE_OF, ALT_LONG, ALT_REPEATS)
def alternatives(letter: LetterView) -> Iterator[Finding]:
    """A finding for each description that tells nothing, too much, or what stands beside anyway."""
    beside = {picture.get("alt", ""): _beside(picture) for picture in letter.root.iter("img")}
    for picture in letter.root.iter("img"):
        if picture.get("alt") is None:
            message = _("a picture has no alt: {source}").format(source=picture.get("src", "")[:_SHOWN])
            remedy = _('say what it shows, or write alt="" if it is decoration')
            yield ALT_MISSING.at(letter.tree.place_of(picture), message, remedy)
    for image in _images(letter.issue):
        yield from _judge(image, beside.get(image.alt, set()))


def _images(issue: Issue) -> list[Image]:
    return [*([issue.illustration] if issue.illustration else []), *issue.images.values()]


def _judge(image: Image, beside: set[str]) -> Iterator[Finding]:
    alt = image.alt.strip()
    shown = alt[:_SHOWN]
    if _FILE.fullmatch(alt) or _is_name(alt, image.source):
        message = _("“{alt}” is a file name, not a description").format(alt=shown)
        yield ALT_FILE_NAME.at(image.place, message, _("say what the picture shows"), words=image.place.shown(alt))
    elif opening := _OF.match(alt):
        message = _("“{alt}” begins by saying that it is a picture").format(alt=shown)
        remedy = _("begin with what it shows: readers already know that it is a picture")
        words = image.place.shown(alt, *filter(None, [with_capital(alt[opening.end() :])]))
        yield ALT_IMAGE_OF.at(image.place, message, remedy, words=words)
    elif len(alt) > LONGEST:
        message = _("the picture's description has {count} characters, “{alt}…”").format(count=len(alt), alt=shown)
        remedy = _("stay under {most}, and write the rest into the text").format(most=LONGEST)
        yield ALT_LONG.at(image.place, message, remedy, words=image.place.shown(alt))
    elif _bare(alt) in {_bare(image.credit), *beside}:
        message = _("the picture's description repeats the text beside it: “{alt}”").format(alt=shown)
        remedy = _("say what only the picture shows")
        yield ALT_REPEATS.at(image.place, message, remedy, words=image.place.shown(alt))


def _is_name(alt: str, source: str) -> bool:
    """Whether it is the file's own name, which is more than a word that happens to be the same."""
    stem = PurePosixPath(urlsplit(source).path).stem
    return bool(re.search(r"[-_\d]", stem)) and " " not in alt and _bare(alt) == _bare(stem)


def _beside(picture: Any) -> set[str]:  # noqa: ANN401  lxml
    """The texts right before, right after and around a picture, or a box that contains nothing else."""
    box = picture
    around = box.getparent()
    while len(around) == 1 and not words(around) and around.getparent() is not None:
        box, around = around, around.getparent()
    near = [around, around.getprevious(), around.getnext(), box.getprevious(), box.getnext()]
    return {_bare(words(one)) for one in near if one is not None and isinstance(one.tag, str)} - {""}


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
