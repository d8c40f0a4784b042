"""Which letters everybody can read, as far as that is known without asking the mailing service.

Who asks hosts about the links of a letter tells them what is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.archive.committed import committed_files
from cenum.archive.kept import kept_message
from cenum.archive.manifest import read_manifest
from cenum.archive.visibility import Fate, IssueFacts, LedgerEntry, Visibility, visibility
from cenum.issue.calendar import sending_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cenum.issue.model import Issue
    from cenum.workspace import Workspace


def known_as_listed(workspace: Workspace, environ: Mapping[str, str], now: datetime) -> Callable[[Issue], bool]:
    """Whether an issue is listed at ``now`` (aware) whatever the service would say, and was not withdrawn.

    It is where the last publication listed it, where what left is kept, and where it is history. Raises
    :class:`~cenum.errors.UsageMistake` where git, the last publication or what is kept can't be read.
    """
    settings = workspace.settings
    committed = committed_files(workspace.root, environ)
    before = read_manifest(workspace.files, workspace.root / settings.archive.out).letters

    def is_listed(issue: Issue) -> bool:
        facts = IssueFacts(sending_at(settings.newsletter, issue.day), issue.draft, committed.has(issue.place.file))
        kept = kept_message(workspace.files, issue.key)
        published = issue.key in before and before[issue.key].seen is Visibility.LISTED
        left = published or (kept is not None and kept.left)
        entry = LedgerEntry(Fate.UNKNOWN, before=Visibility.LISTED if left else Visibility.PRIVATE)
        seen = visibility(facts, entry, now, early=Visibility.ANNOUNCED)
        return seen is Visibility.LISTED and not issue.withdrawn

    return is_listed
