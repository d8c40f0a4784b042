"""The pictures of a Word document, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cenum.i18n import _
from cenum.imported.source_letter import Told

if TYPE_CHECKING:
    from cenum.imported.docx.word_package import Related, WordPackage

# What Word and PowerPoint write after a description that no person wrote.
_AUTOMATIC = (
    "Description générée automatiquement",
    "Description automatically generated",
    "Le contenu généré par l’IA peut être incorrect.",
    "Le contenu généré par l'IA peut être incorrect.",
    "AI-generated content may be incorrect.",
)
_FILES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".svg", ".heic", ".emf", ".wmf")
_LONGEST_ENDING = 5


class Spoken(NamedTuple):
    """What is read aloud for a picture, and what is told of it."""

    description: str
    told: tuple[Told, ...] = ()


class WordPictures:
    """Those that are taken out of ``package``, by the names that the HTML shows."""

    def __init__(self, package: WordPackage) -> None:
        self.taken: dict[str, bytes] = {}
        self._package = package
        self._names: dict[str, str] = {}

    def take(self, named: Related | None) -> str | None:
        """The name of a picture that the document names, or ``None`` where it is not in it."""
        if named is None or named.outside:
            return None
        if named.target not in self._names:
            data = self._package.picture(named.target)
            if data is None:
                return None
            ending = named.target.rpartition(".")[2]
            ending = ending if ending.isalnum() and ending.isascii() and len(ending) <= _LONGEST_ENDING else "bin"
            self._names[named.target] = name = f"picture-{len(self._names) + 1}.{ending}"
            self.taken[name] = data
        return self._names[named.target]


def described(properties: Any | None) -> str:  # noqa: ANN401  lxml
    """The description that a drawing has; its name, such as “Image 1”, is none."""
    return "" if properties is None else " ".join(properties.get("descr", "").split())


def spoken(description: str) -> Spoken:
    """``description`` without what Word added; the name of a file is none."""
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
