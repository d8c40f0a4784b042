"""The providers that are faked: a module for each service that is spoken to over HTTP, under the same name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cenum.services.registry import NAMES

if TYPE_CHECKING:
    from .server import Fake

FAKES: dict[str, Fake] = {name: import_module(f"{__name__}.{name}").FAKE for name in NAMES if name != "local"}
