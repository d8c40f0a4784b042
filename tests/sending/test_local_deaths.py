"""The commands on the embedded service, killed before and after everything that they write or hand over.

A push kills each command at each of its points in turn with a mailbox and with a mail server; `make test-all` kills
it with both.
"""

from __future__ import annotations

import itertools
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from cenum.errors import CenumError, Exit
from cenum.sending import act
from cenum.services.local import delivery
from cenum.services.local.embedded import LocalService
from cenum.services.service import State
from tests.children import Child
from tests.services.contract import letters
from tests.services.local_child import mortal
from tests.services.relays import Inbox, mail_server

from .editions import REVIEWERS, edition, illustrated, settings
from .providers import HOUR, READERS

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://localhost:8025"
SETTINGS = settings(audience={"maximum": 10})
TESTED = illustrated(edition(), f"{URL}/picture/")
EVERYBODY = {reader.email: 1 for reader in READERS}
COMMANDS = ("test", "send", "schedule")


def opened(folder: Path, smtp: str | None) -> LocalService:
    return LocalService(folder, READERS, url=URL, smtp=smtp, now=lambda: TESTED.sending_at)


def run(service: LocalService, command: str) -> int:
    going = act.SendOptions(draft=False, confirm=None, pause=lambda: None)
    try:
        match command:
            case "test":
                act.send_test(TESTED, service, SETTINGS)
            case "send":
                act.send(TESTED, service, SETTINGS, going)
            case "schedule":
                act.schedule(TESTED, service, SETTINGS, going, HOUR)
            case "cancel":
                act.cancel(TESTED.key, service, SETTINGS, going.pause)
    except CenumError as mistake:
        return int(mistake.exit_code)
    return int(Exit.DONE)


def run_until_killed(folder: Path, smtp: str | None, command: str, die_at: int) -> int:
    """:func:`run` in a process of its own, which kills itself at one of its points."""
    delivery._BATCH = 2  # several batches even of these few
    with opened(folder, smtp) as service:
        mortal(service, die_at)
        return run(service, command)


def dies(folder: Path, smtp: str | None, command: str, die_at: int) -> bool:
    """Whether the command was killed; where it was not, it is done."""
    child = Child(run_until_killed, folder, smtp, command, die_at)
    child.go()
    code = child.outcome()
    assert code in {None, Exit.DONE}
    return code is None


def received(folder: Path, inbox: Inbox | None) -> Counter[str]:
    """How many letters each address got."""
    return Counter(address for address, _mail in (inbox.received if inbox else letters(folder / "mailbox")))


def only_reviewers(found: Counter[str]) -> bool:
    return set(found) <= set(REVIEWERS)


def readers_of(found: Counter[str]) -> Counter[str]:
    return Counter({address: count for address, count in found.items() if address not in REVIEWERS})


@pytest.mark.long
@pytest.mark.parametrize("part", [0, pytest.param(1, marks=pytest.mark.whole)])
@pytest.mark.parametrize("relayed", [False, True], ids=["mailbox", "mail server"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_breaks_no_promise(tmp_path: Path, command: str, part: int, *, relayed: bool) -> None:
    first = 1 + (part + COMMANDS.index(command) + relayed) % 2
    for die_at in itertools.count(first, 2):
        folder = tmp_path / str(die_at)
        with ExitStack() as stack:
            inbox = Inbox() if relayed else None
            smtp = stack.enter_context(mail_server(inbox)) if inbox else None
            with opened(folder, smtp) as service:
                if command != "test":
                    assert run(service, "test") == Exit.DONE
            killed = dies(folder, smtp, command, die_at)
            if command != "send":
                assert only_reviewers(received(folder, inbox))
            with opened(folder, smtp) as service:
                if command == "schedule":
                    # It is as it was, or the hour is there; either way the same again ends well.
                    assert run(service, "schedule") == Exit.DONE
                    assert run(service, "cancel") == Exit.DONE
                    assert only_reviewers(received(folder, inbox))
                ends_well(service, command)
                fates = service.deliveries("1")
            readers = readers_of(received(folder, inbox))
            # RFC 1047: what a mail server was being handed when we died may be there or not, and is not repeated.
            if not fates.get("unknown"):
                assert readers == EVERYBODY
            assert not readers or max(readers.values()) == 1
            assert fates.get("unknown", 0) <= (1 if relayed and command == "send" else 0)
            if not killed:
                assert die_at > 10
                return


def ends_well(service: LocalService, command: str) -> None:
    """The same again, up to three times: it left, by this hand or by the one that died."""
    for _attempt in range(3):
        if run(service, "test") == Exit.DONE:
            assert service.campaign("1").state is State.DRAFT
        if run(service, "send") == Exit.DONE:
            break
    assert [campaign.state for campaign in service.campaigns()] == [State.SENT], command
