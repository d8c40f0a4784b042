"""Services opened as a command opens them, from settings and environment, and then led to a fake."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from cenum.clock import utc_now
from cenum.services.http import Api
from cenum.services.registry import ServiceContext, spec
from tests.sending.editions import settings

from .fakes import FAKES

if TYPE_CHECKING:
    from cenum.services.provider import Patience
    from cenum.services.service import Campaign, Content, Service


def moved(service: Any, base: str, patience: Patience) -> Any:
    """``service``, which from now on speaks to the API at ``base``."""
    service._api.close()
    service._api = Api(replace(service._api._provider, base=base), patience)
    return service


def opened(name: str, base: str, patience: Patience) -> Any:
    """The service ``name`` with its fake at ``base``."""
    fake = FAKES[name]
    chosen = settings(service={"name": name, name: fake.settings})
    around = ServiceContext(Path(), utc_now, fake.environ)
    return moved(spec(name).open(chosen.service.chosen, chosen, around), base + fake.path, patience)


def cleared(service: Service, campaign_id: str) -> tuple[Campaign, Content]:
    """What a send is given of a campaign that nobody changed."""
    return service.campaign(campaign_id), service.read(campaign_id)
