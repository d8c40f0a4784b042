"""Hours as services write them."""

from __future__ import annotations

from datetime import UTC, datetime


def hour(said: object) -> datetime | None:
    """The aware hour in ISO 8601, UTC where no zone is said; ``None`` for whatever is none."""
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
