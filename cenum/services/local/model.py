"""The nouns of the embedded service."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from cenum.edition.model import Address
    from cenum.services.service import State


class Fate(StrEnum):
    """What can become of one letter to one reader, in the order in which it happens."""

    QUEUED = "queued"
    HANDING = "handing"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Verdict(NamedTuple):
    """A fate, and why where there is something to say."""

    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A contact, or a reviewer of a test send. ``token`` is what their personal links carry."""

    id: int
    address: Address
    token: str
    is_reviewer: bool
    unsubscribed: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A campaign without its content. ``sent_at`` is aware, ``trouble`` says why delivery waits."""

    id: int
    name: str
    state: State
    subject: str
    sent_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One letter to one reader, as it stands. ``at`` is aware, ``None`` while nothing was tried."""

    campaign: int
    subject: str
    reader: Reader
    verdict: Verdict
    at: datetime | None
