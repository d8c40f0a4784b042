"""Where the files are that every letter begins with: its look, its workflows, and the words of its own language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cenum import __version__
from cenum.edition.own_templates import own_templates
from cenum.starter.letter_files import MissingFile, UnreadableFile, read_file
from cenum.starter.looks import LOOKS, USUAL, look_files
from cenum.starter.provenance import FILE, LIBRARIES, own_requirement
from cenum.starter.workflow_hours import with_sending_hour

if TYPE_CHECKING:
    from cenum.settings import Newsletter

_HERE = Path(__file__).parent
# GitHub offers what it finds in this folder (docs.github.com, “Syntax for issue forms”).
CLIP_FORM = ".github/ISSUE_TEMPLATE/clip.yml"
_NOT_A_LETTERS = {"ci.yml", "release.yml"}  # they test and publish cenum itself


class Material(NamedTuple):
    """What one version of cenum gives a letter: a folder of templates, and one of workflows for GitHub Actions.

    ``libraries`` is the file with all that cenum needs, by hash; ``requirement`` where runners get cenum itself.
    """

    templates: Path
    workflows: Path
    libraries: Path
    requirement: str
    version: str = __version__

    def files(self, newsletter: Newsletter, look: str = USUAL) -> dict[str, bytes]:
        """What stays cenum's own in the letter's folder, by its path there, for the letter's look and settings.

        Everything else that ``cenum init`` writes belongs to the team from then on.
        """
        return {
            **self.own_look(),
            **look_files(look),
            **own_words(newsletter.language),
            CLIP_FORM: words(newsletter.language, "clip-form.yml").encode(),
            **{name: with_sending_hour(workflow, newsletter).encode() for name, workflow in self.work().items()},
            LIBRARIES: self.libraries.read_bytes(),
            FILE: f"{self.requirement}\n".encode(),
        }

    def own_look(self) -> dict[str, bytes]:
        """The templates, by their paths in the letter's folder."""
        files = sorted(path for path in self.templates.rglob("*") if path.is_file())
        return {f"templates/{path.relative_to(self.templates).as_posix()}": path.read_bytes() for path in files}

    def look_forms(self) -> dict[str, dict[str, bytes]]:
        """Each file that looks differ in as each of them has it, by its path in the letter's folder."""
        usual, looks = self.own_look(), {look: look_files(look) for look in LOOKS}
        names = sorted({name for files in looks.values() for name in files})
        return {name: {look: files.get(name, usual[name]) for look, files in looks.items()} for name in names}

    def work(self) -> dict[str, str]:
        """The workflows of a letter that leaves on Friday at seven, by their paths in the letter's folder."""
        files = sorted(path for path in self.workflows.glob("*.yml") if path.name not in _NOT_A_LETTERS)
        return {f".github/workflows/{path.name}": path.read_text("utf-8") for path in files}


def material(root: Path | None = None, *, asks_index: bool = False) -> Material:
    """Beside this module once installed; in the source tree at its root, where cenum's own letters use them.

    ``root`` is a letter that has its files already. Only with ``asks_index`` may a package index be asked for the
    hash of this very version.
    """
    itself = own_requirement(__version__, _requirement_of(root), asks_index=asks_index)
    templates = own_templates()
    if templates.parent == _HERE:
        return Material(templates, _HERE / "workflows", _HERE / "requirements.txt", itself)
    tree = templates.parent
    return Material(templates, tree / ".github" / "workflows", tree / "requirements.txt", itself)


def _requirement_of(root: Path | None) -> str | None:
    if root is None:
        return None
    try:
        return read_file(root, FILE).decode("utf-8", "replace").strip()
    except (MissingFile, UnreadableFile):
        return None


def words(language: str, name: str) -> str:
    """The text ``name`` in the letter's ``language``: French for French letters, English for all others."""
    folder = "fr" if language.partition("-")[0] == "fr" else "en"
    return (_HERE / folder / name).read_text("utf-8")


def wordings() -> tuple[str, ...]:
    """``wording.j2`` in each language that letters begin in: every sentence that a letter repeats each week."""
    return ((own_templates() / "wording.j2").read_text("utf-8"), words("en", "wording.j2"))


def own_words(language: str) -> dict[str, bytes]:
    """The templates that a letter in ``language`` has instead of the French ones."""
    if language.partition("-")[0] == "fr":
        return {}
    return {"templates/wording.j2": words(language, "wording.j2").encode()}
