"""Every service over HTTP, with the fake that it speaks to, and one command run against it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import requests
from msgspec.structs import replace

from cenum.edition.edition import Address
from cenum.errors import CenumError, Exit
from cenum.sending import act
from cenum.services.provider import Patience
from tests.services.fakes import FAKES
from tests.services.fakes.server import PUBLISHED, SILENCE
from tests.services.opening import opened

from .editions import REVIEWERS, edition, illustrated, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.settings import Settings
    from tests.services.fakes.server import FakeProvider, Request

READERS = tuple(Address("", f"{name}@readers.example.org") for name in ("ada", "bachir", "celeste"))
# A machine that is busy with other tests is slow as well: only where that is the fault is patience short.
PATIENCE = Patience(connect=10, silence=20, answer=20, repeats=1, pause=0)
HASTE = Patience(connect=10, silence=SILENCE, answer=20, repeats=1, pause=0)
HOUR = datetime(2126, 11, 27, 6, 0, tzinfo=UTC)
ONE_ADDRESS = "cenum@example.org"
SETTINGS = settings(audience={"maximum": 10})
PROVIDERS: dict[str, Callable[[], FakeProvider]] = {
    name: partial(fake.provider, READERS, REVIEWERS) for name, fake in FAKES.items()
}


class Site(requests.Session):
    """The team's own web site, which is waited for as long as the service is."""

    def __init__(self, patience: Patience) -> None:
        super().__init__()
        self._seconds = patience.silence

    def get(self, url: str | bytes, **options: Any) -> requests.Response:
        return super().get(url, **{**options, "timeout": self._seconds})


def run(  # noqa: PLR0913  what a command line says
    name: str,
    base: str,
    command: str,
    words: str = "Bonjour",
    patience: Patience = PATIENCE,
    *,
    using: Settings = SETTINGS,
    now: datetime = HOUR,
    pause: Callable[[], None] = lambda: None,
) -> int:
    """The exit code of one command, as the command line would give it.

    ``nine`` is the alarm's, `cenum status --due`; ``pause`` is what happens while a command waits for the service.
    """
    service = opened(name, base, patience, Site(patience))
    one = illustrated(edition(words=words, reply_to=ONE_ADDRESS), base + PUBLISHED)
    one = replace(one, sending_at=HOUR)
    going = act.SendOptions(draft=False, confirm=None, pause=pause)
    try:
        match command:
            case "test":
                act.send_test(one, service, using)
            case "send":
                act.send(one, service, using, going)
            case "schedule":
                act.schedule(one, service, using, going, HOUR)
            case "due":
                act.send_due(one, service, using, going, now)
            case "nine":
                act.look_whether_it_left(one, service, using, now, pause)
            case "approve":
                act.approve(one, service, using, "Ada")
            case "cancel":
                act.cancel(one.key, service, using, going.pause)
    except CenumError as mistake:
        return int(mistake.exit_code)
    finally:
        service.close()
    return int(Exit.DONE)


@cache
def rehearsed(name: str, command: str) -> tuple[Request, ...]:
    """The requests that ``command`` makes where nothing breaks, in order; what it sends or schedules was tested."""
    with PROVIDERS[name]() as fake:
        if command != "test":
            assert run(name, fake.base, "test") == Exit.DONE
        before = len(fake.requests)
        assert run(name, fake.base, command) == Exit.DONE
        return tuple(fake.requests[before:])
