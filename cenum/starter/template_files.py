"""Where the files are that every letter begins with: its look, its workflows, and the words of its own language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cenum import __version__
from cenum.starter.workflow_hours import with_sending_hour

if TYPE_CHECKING:
    from cenum.settings import Newsletter

_HERE = Path(__file__).parent
_NOT_A_LETTERS = "ci.yml"  # it tests cenum itself


class Material(NamedTuple):
    """What one version of cenum gives a letter: a folder of templates, and one of workflows for GitHub Actions."""

    templates: Path
    workflows: Path
    version: str = __version__

    def files(self, newsletter: Newsletter) -> dict[str, bytes]:
        """What stays cenum's own in the letter's folder, by its path there, for the letter's language, day and hour.

        Everything else that ``cenum init`` writes belongs to the team from then on.
        """
        return {
            **self.look(),
            **own_words(newsletter.language),
            **{name: with_sending_hour(workflow, newsletter).encode() for name, workflow in self.work().items()},
            "requirements.txt": f"cenum[pictures]=={self.version}\n".encode(),
        }

    def look(self) -> dict[str, bytes]:
        """The templates, by their paths in the letter's folder."""
        files = sorted(path for path in self.templates.iterdir() if path.is_file())
        return {f"templates/{path.name}": path.read_bytes() for path in files}

    def work(self) -> dict[str, str]:
        """The workflows of a letter that leaves on Friday at seven, by their paths in the letter's folder."""
        files = sorted(path for path in self.workflows.glob("*.yml") if path.name != _NOT_A_LETTERS)
        return {f".github/workflows/{path.name}": path.read_text("utf-8") for path in files}


def material() -> Material:
    """Beside this module once installed; in the source tree at its root, where cenum's own letters use them."""
    if (_HERE / "templates").is_dir():
        return Material(_HERE / "templates", _HERE / "workflows")
    root = _HERE.parent.parent
    return Material(root / "templates", root / ".github" / "workflows")


def words(language: str, name: str) -> str:
    """The text ``name`` in the letter's ``language``: French for French letters, English for all others."""
    folder = "fr" if language.partition("-")[0] == "fr" else "en"
    return (_HERE / folder / name).read_text("utf-8")


def own_words(language: str) -> dict[str, bytes]:
    """The templates that a letter in ``language`` has instead of the French ones."""
    if language.partition("-")[0] == "fr":
        return {}
    return {"templates/wording.j2": words(language, "wording.j2").encode()}
