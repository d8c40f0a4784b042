"""Which issue is due, for the one who wakes up on Friday and has nobody to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.issue.calendar import sending_at
from cenum.issue.reader import says_draft

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cenum.settings import Newsletter


def due_issue(issues: Path, newsletter: Newsletter, now: datetime) -> Path | None:
    """The issue of today, in the letter's own time zone, if its hour has come and it is no draft.

    ``now`` is aware. A job that starts late finds it until midnight; the next day it is history.
    """
    today = now.astimezone(newsletter.sending_time.tzinfo).date()
    path = issues / f"{today.isoformat()}.md"
    if not path.is_file() or now < sending_at(newsletter, today) or says_draft(path):
        return None
    return path
