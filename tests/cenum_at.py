"""cenum, with the service of the settings on a socket of this machine: ``BASE BROKEN COMMAND -- COMMAND …``.

Where BROKEN is not empty, the service breaks off with an exception of these words that nobody foresaw.
"""

from __future__ import annotations

import itertools
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec.structs import replace

from cenum import cli
from cenum.links import online
from cenum.services import registry
from cenum.services.provider import Patience
from tests.archive.any_site import AnySite
from tests.services.opening import moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.services.specification import ServiceSpec


@contextmanager
def at(base: str, broken: str) -> Iterator[None]:
    """Every service over HTTP answers at ``base`` meanwhile, and the letter's own site has every page."""
    declared, web_of = registry.spec, online.web_of

    def unforeseen(*_what: object) -> NoReturn:
        raise RuntimeError(broken)

    def found(name: str) -> ServiceSpec[Any]:
        service = declared(name)

        def opened(*given: Any) -> Any:
            one = moved(service.open(*given), base, Patience(repeats=1, pause=0))
            if broken:
                one.campaigns = unforeseen
            return one

        return service if name == "local" else replace(service, open=opened)

    registry.spec = found  # type: ignore[assignment]  # it keeps nothing
    online.web_of = AnySite  # type: ignore[assignment]  # a web
    try:
        yield
    finally:
        registry.spec, online.web_of = declared, web_of


def main(base: str, broken: str, commands: list[str]) -> None:
    """Every command in turn, each with its exit code on a line of its own."""
    with at(base, broken):
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
