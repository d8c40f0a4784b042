"""The one place where cenum reads the clock. Everything else is given the moment, or this function."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


def seconds_now() -> float:
    """The same in seconds since 1970."""
    return utc_now().timestamp()
