"""cenum, with the service of the settings on a socket of this machine: ``BASE BROKEN COMMAND -- COMMAND …``.

Where BROKEN is not empty, the service breaks off with an exception of these words that nobody foresaw.
"""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec.structs import replace

from cenum import cli
from cenum.services import registry
from cenum.services.http import Api, Patience

if TYPE_CHECKING:
    from cenum.services.registry import Surroundings
    from cenum.settings import Settings


def moved(name: str, base: str, broken: str) -> None:
    """The service ``name`` answers at ``base``."""
    opened = registry._SERVICES[name]

    def unforeseen(*_what: object) -> NoReturn:
        raise RuntimeError(broken)

    def at(settings: Settings, around: Surroundings) -> Any:
        service: Any = opened(settings, around)
        service._api = Api(replace(service._api._provider, base=base), Patience(repeats=1, pause=0))
        if broken:
            service.campaigns = unforeseen
        return service

    registry._SERVICES[name] = at


def main(base: str, broken: str, commands: list[str]) -> None:
    """Every command in turn, each with its exit code on a line of its own."""
    for name in ("brevo", "mailjet", "mailchimp", "listmonk"):
        moved(name, base, broken)
    for last, command in itertools.groupby(commands, lambda word: word == "--"):
        if last:
            continue
        sys.argv = ["cenum", *command]
        code: object = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        print(f"exit code {int(str(code or 0))}", flush=True)  # noqa: T201  the parent reads it


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
