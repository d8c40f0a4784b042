"""What a service's page says of every field of a stored campaign."""

from __future__ import annotations

import re
from pathlib import Path

_PAGES = Path(__file__).parents[2] / "docs/services"
_ROW = re.compile(r"^\| ((?:`[^`]+`(?:, )?)+) \| (compared|written|harmless)\b", re.MULTILINE)


def stored_fields(service: str) -> dict[str, str]:
    """Each field as the service spells it, with “compared”, “written” or “harmless”; none of them twice."""
    page = (_PAGES / f"{service}.md").read_text(encoding="utf-8")
    _before, _title, section = page.partition("## Every field of a campaign")
    rows = [(field, row[2]) for row in _ROW.finditer(section) for field in re.findall("`([^`]+)`", row[1])]
    assert len(rows) == len(dict(rows))
    return dict(rows)
