"""The nouns of the embedded service."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime

    from cenum.edition.edition import Address
    from cenum.services.service import State


AUDIENCE = "contacts"  # the only one there is


class DeliveryStatus(StrEnum):
    """What can become of one letter to one reader, in the order in which it happens."""

    QUEUED = "queued"
    HANDING = "handing"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class DeliveryResult(NamedTuple):
    """A fate, and why where there is something to say."""

    fate: DeliveryStatus
    reason: str = ""


class Reader(Struct, frozen=True):
    """A contact, or a reviewer of a test send. ``token`` is what their personal links carry."""

    id: int
    address: Address
    token: str
    is_reviewer: bool
    unsubscribed: bool


class CampaignRecord(Struct, frozen=True):
    """A campaign without its content. ``sent_at``, aware, is its hour; ``trouble`` says why delivery waits."""

    id: int
    name: str
    state: State
    subject: str
    sent_at: datetime | None
    trouble: str


class Posted(Struct, frozen=True):
    """One letter to one reader, as it stands. ``at`` is aware, ``None`` while nothing was tried."""

    campaign: int
    subject: str
    reader: Reader
    verdict: DeliveryResult
    at: datetime | None
