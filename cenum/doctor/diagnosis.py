"""What the doctor has to say of one thing, in one type that every reporter reads."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Health(Enum):
    """How one thing stands. UNKNOWN is what could not be asked, or is not told: it is no alarm."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WARNING = "warning"
    BAD = "bad"


class Diagnosis(Struct, frozen=True):
    """One thing that was looked at; ``remedy`` is empty where there is nothing to do."""

    subject: str
    verdict: Health
    says: str
    remedy: str


def good(subject: str, says: str) -> Diagnosis:
    """Nothing to do."""
    return Diagnosis(subject, Health.GOOD, says, "")


def unknown(subject: str, says: str, remedy: str) -> Diagnosis:
    """Nobody could tell."""
    return Diagnosis(subject, Health.UNKNOWN, says, remedy)


def warning(subject: str, says: str, remedy: str) -> Diagnosis:
    """The letter arrives, and could arrive better."""
    return Diagnosis(subject, Health.WARNING, says, remedy)


def bad(subject: str, says: str, remedy: str) -> Diagnosis:
    """The letter does not leave, or does not arrive, or should not."""
    return Diagnosis(subject, Health.BAD, says, remedy)
