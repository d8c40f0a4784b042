"""Which mailing services there are, and how the one of the settings is opened."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from cenum.services.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from cenum.services.specification import ServiceSpec
    from cenum.settings import Settings

# Each is a module of this folder. The command line names them in its help, which has no time to read them.
NAMES = (
    "local",
    "brevo",
    "mailjet",
    "mailchimp",
    "listmonk",
)


class ServiceContext(NamedTuple):
    """Where a service is opened: the letter's folder, the clock (aware), and the environment with the keys."""

    root: Path
    now: Callable[[], datetime]
    environ: Mapping[str, str]


class OpenService(Service, Protocol):
    """A service that holds connections or files."""

    def close(self) -> None:
        """Let go of them."""
        ...


@cache
def spec(name: str) -> ServiceSpec[Any]:
    """What the module of the service called ``name`` says of it."""
    found: ServiceSpec[Any] = import_module(f"cenum.services.{name}").SPEC
    return found


def specs() -> tuple[ServiceSpec[Any], ...]:
    """Every service."""
    return tuple(map(spec, NAMES))


@contextmanager
def open_service(settings: Settings, context: ServiceContext) -> Iterator[OpenService]:
    """The service that the settings name. Raises what the service raises."""
    service = spec(settings.service.name).open(settings.service.chosen, settings, context)
    try:
        yield service
    finally:
        service.close()
