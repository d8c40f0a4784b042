"""What a source says of its pictures, where a person said it: programs write names and captions of their own."""

from __future__ import annotations

from typing import NamedTuple

from cenum.i18n import _
from cenum.imported.source_letter import Told

# What Word, PowerPoint and Outlook write after a description that no person wrote.
_AUTOMATIC = (
    "Description générée automatiquement",
    "Description automatically generated",
    "Le contenu généré par l’IA peut être incorrect.",
    "Le contenu généré par l'IA peut être incorrect.",
    "AI-generated content may be incorrect.",
)
_FILES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".svg", ".heic", ".emf", ".wmf")


class Spoken(NamedTuple):
    """What is read aloud for a picture, and what is told of it."""

    description: str
    told: tuple[Told, ...] = ()


def spoken(description: str) -> Spoken:
    """``description`` without what a program added; the name of a file is none."""
    if description.lower().endswith(_FILES):
        message = _("a picture is described by the name of a file: that was left out")
        remedy = _("describe what it shows in a few words")
        return Spoken("", (Told("description-file-name", message, remedy, left=description, look=True),))
    for phrase in _AUTOMATIC:
        before, found, after = description.partition(phrase)
        if found:
            rest = " ".join(f"{before} {after}".split())
            message = _("the description of a picture was written by a program: “{description}”").format(
                description=rest
            )
            told = Told(
                "description-automatic", message, _("say in your own words what it shows"), left=phrase, look=True
            )
            return Spoken(rest, (told,))
    return Spoken(description)
