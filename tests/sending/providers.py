"""Every service over HTTP, with the fake that it speaks to, and one command run against it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial
from ipaddress import ip_network
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cenum.archive.answering import OwnSite, Vigil
from cenum.archive.own_addresses import published_files
from cenum.edition.edition import Address
from cenum.errors import CenumError, Exit
from cenum.links.http_client import Limits, Web
from cenum.sending import act
from cenum.services.provider import Patience
from cenum.services.registry import spec
from tests.services.fakes import FAKES
from tests.services.fakes.server import PUBLISHED, SILENCE
from tests.services.opening import opened

from .editions import REVIEWERS, edition, illustrated, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.edition.edition import Edition
    from cenum.settings import Settings
    from tests.services.fakes.server import FakeProvider, Request

READERS = tuple(Address("", f"{name}@readers.example.org") for name in ("ada", "bachir", "celeste"))
# A machine that is busy with other tests is slow as well: only where that is the fault is patience short.
PATIENCE = Patience(connect=10, silence=20, answer=20, repeats=1, pause=0)
HASTE = Patience(connect=10, silence=SILENCE, answer=20, repeats=1, pause=0)
NO_VIGIL = Vigil(0, lambda: 0, lambda: None, lambda _lacks, _seconds: None)
HOUR = datetime(2126, 11, 27, 6, 0, tzinfo=UTC)
ONE_ADDRESS = "cenum@example.org"
SETTINGS = settings(audience={"maximum": 10})
PROVIDERS: dict[str, Callable[[], FakeProvider]] = {
    name: partial(fake.provider, READERS, REVIEWERS) for name, fake in FAKES.items()
}


def online(name: str, one: Edition, patience: Patience) -> Callable[[], bool] | None:
    """What waits, and not for long, for the team's own web site, where the pictures of some services' letters are."""
    if spec(name).hosts_files:
        return None
    limits = Limits(connect=patience.connect, silence=patience.silence, whole=patience.answer)
    # A letter's own process ends with it, and with its connections.
    web = Web({}, own=(ip_network("127.0.0.0/8"),), limits=limits)
    site = OwnSite(frozenset({"127.0.0.1"}), web, one.key, archived=False, fresh=lambda: "fresh")
    return lambda: site.wait_for(published_files(one), NO_VIGIL)


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
    service = opened(name, base, patience)
    one = illustrated(edition(words=words, reply_to=ONE_ADDRESS), base + PUBLISHED)
    one = replace(one, sending_at=HOUR)
    there = online(name, one, patience)
    going = act.SendOptions(draft=False, confirm=None, pause=pause, online=there)
    try:
        match command:
            case "test":
                act.send_test(one, service, using, there)
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
