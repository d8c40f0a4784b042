"""A web on which every page is there, for tests of what comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.links.inquiry import Answer

if TYPE_CHECKING:
    from cenum.links.inquiry import Fault, Request


class AnySite:
    """Stands for :class:`cenum.links.http_client.Web`, whatever the settings say."""

    def __init__(self, _settings: object) -> None:
        """Ask nobody."""

    def ask(self, _ask: Request) -> Answer:
        return Answer(200)

    def end_the_late(self) -> None:
        """Nothing is late."""

    def end_all(self, _fault: Fault) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is open."""
