"""What of one issue has to be online before its test is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.edition.render import published_files
from cenum.edition.templates import Templates
from cenum.errors import Mistakes
from cenum.issue.reader import read

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.workspace import Workspace


def pictures_of_issue(workspace: Workspace, path: Path) -> list[tuple[str, bytes]]:
    """The pictures and calendar files of the issue in ``path``, draft or not, by their names.

    Raises :class:`~cenum.errors.Mistakes` of what can't be read.
    """
    reading = read(path, workspace.settings, root=workspace.root)
    if reading.issue is None:
        raise Mistakes(reading.findings)
    templates = Templates(workspace.templates, workspace.cache)
    files = published_files(reading.issue, workspace.settings, templates, workspace.cache)
    return [(file.name, file.content) for file in files]
