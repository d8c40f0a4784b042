"""What the pictures of a letter weigh, and how many words stand beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.analysis.html import words
from cenum.checks.letter_view import finds
from cenum.edition.file_names import address_safe
from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.edition.edition import Picture
    from cenum.issue.model import Issue

# SpamAssassin's HTML_IMAGE_RATIO_04: bytes of text for each pixel of the pictures (20_html_tests.cf).
FEWEST_BYTES = 0.004

WEIGHT_PICTURE = Rule(
    "weight-picture",
    Severity.WARNING,
    what=N_("A picture, as readers receive it, weighs more than `budget.picture`."),
    why=N_("Many people read on a phone, on a mobile connection, and pay for what they download."),
    remedy=N_("Crop it, or use one with less detail; save photos as JPEG, without transparency."),
    example=Example(
        kind="toml",
        letter="![La Creuse en bleu pâle, Paris en bleu nuit](carte-2026.png)",
        fails="""
            [budget]
            picture = 20
            """,
        passes="""
            [budget]
            picture = 300
            """,
    ),
)
WEIGHT_PICTURES = Rule(
    "weight-pictures",
    Severity.WARNING,
    what=N_("All pictures together weigh more than `budget.pictures`."),
    why=N_("Many people read on a phone, on a mobile connection, and pay for what they download."),
    remedy=N_("Remove one, or crop them."),
    example=Example(
        kind="toml",
        letter="![La Creuse en bleu pâle, Paris en bleu nuit](carte-2026.png)",
        fails="""
            [budget]
            pictures = 20
            """,
        passes="""
            [budget]
            pictures = 1000
            """,
    ),
)
TEXT_RATIO = Rule(
    "text-ratio",
    Severity.WARNING,
    what=N_("There is hardly any text beside the pictures: 4 bytes or less for each 1 000 pixels."),
    why=N_("Filters take this for spam, and readers who don't see pictures have nothing to read."),
    remedy=N_("Say in words what the pictures say."),
    source=N_("SpamAssassin, the tests HTML_IMAGE_RATIO in `20_html_tests.cf`."),
    example=Example(
        kind="html",
        fails=(
            '<img src="https://lettre.fr/affiche.png" width="592" height="900" alt="L’affiche du débat de jeudi">'
        ),
        passes="""
            <img src="https://lettre.fr/affiche.png" width="592" height="900" alt="L’affiche du débat de jeudi">
            <p>Jeudi 8 janvier à 18 h, la médiathèque de Blois ouvre ses portes à un débat.</p> (× 40)
            """,
    ),
)


@finds(WEIGHT_PICTURE, WEIGHT_PICTURES, TEXT_RATIO)
def budget(letter: LetterView) -> Iterator[Finding]:
    """A warning for each picture over the settings' budget, for all of them, and for pictures with hardly a word."""
    issue, weight, most = letter.issue, letter.weight, letter.settings.budget
    for picture in letter.edition.pictures:
        kilobytes = len(picture.content) / 1000
        if kilobytes > most.picture:
            message = _("the picture weighs {size:.0f} kB; the maximum is {most} kB").format(
                size=kilobytes, most=most.picture
            )
            remedy = _("crop it, or use one with less detail; save photos as JPEG, without transparency")
            yield WEIGHT_PICTURE.at(_place(picture, issue), message, remedy)
    if weight.picture_bytes > most.pictures * 1000:
        message = _(
            "the pictures weigh {pictures:.0f} kB; the maximum is {most} kB (HTML: {html:.0f} kB, "
            "text: {text:.0f} kB)"
        ).format(
            pictures=weight.picture_bytes / 1000,
            most=most.pictures,
            html=weight.html_bytes / 1000,
            text=weight.text_bytes / 1000,
        )
        yield WEIGHT_PICTURES.at(issue.place, message, _("remove one, or crop them"))
    yield from _ratio(letter.root, letter.place)


def _ratio(root: Any, place: Place) -> Iterator[Finding]:  # noqa: ANN401  lxml
    area = sum(_pixels(one.get("width")) * _pixels(one.get("height")) for one in root.iter("img"))
    body = root.find("body")
    if body is None or not area:
        return
    length = len(words(body).replace(" ", "").encode())
    if length / area <= FEWEST_BYTES:
        message = _(
            "there are only {text} bytes of text for {area} pixels of pictures: filters take this for spam"
        ).format(text=length, area=area)
        yield TEXT_RATIO.at(place, message, _("say in words what the pictures say"))


def _pixels(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _place(picture: Picture, issue: Issue) -> Place:
    """Where the editor named the picture: a developed one carries the name of its file, and a hash."""
    images = [*issue.images.values(), *([issue.illustration] if issue.illustration else [])]
    stem = picture.name.rpartition("-")[0]
    return next((one.place for one in images if one.file and address_safe(one.file.stem) == stem), issue.place)
