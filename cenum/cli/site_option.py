"""The folder of the pages, as a command is told it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cenum.cli.context import named_file
from cenum.errors import UsageMistake
from cenum.i18n import _

if TYPE_CHECKING:
    from cenum.archive.site_folder import SiteFolder
    from cenum.workspace import Workspace

# Of the letter's folder: what editors and git have there is no place for pages.
_TAKEN = frozenset({"issues", "templates", "archive", "dist", ".cenum", ".git", ".github"})


def site_named(workspace: Workspace, out: str | None, folder: str | None) -> SiteFolder:
    """The folder of the site: in the letter's, or wherever the person who runs cenum says."""
    from cenum.archive.site_folder import SiteFolder
    from cenum.letter_folder import LetterFolder

    path, door = workspace.root / workspace.settings.archive.out, workspace.files
    if out:
        path, inside = named_file(out, folder)
        path = path if inside else Path(out).resolve()
        door = inside or LetterFolder(path)
    if path.is_relative_to(workspace.root):
        steps = path.relative_to(workspace.root).parts
        if not steps or steps[0] in _TAKEN:
            message = _("the pages can't be written to {folder}: other files of the letter are there")
            raise UsageMistake(message.format(folder=path), _("choose another folder: site"))
    return SiteFolder(door, path)
