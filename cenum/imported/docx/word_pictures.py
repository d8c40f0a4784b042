"""The pictures of a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cenum.imported.docx.word_package import Related, WordPackage

_LONGEST_ENDING = 5


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
