"""The embedded service in several processes at once, and in processes that are killed."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cenum.services.local.embedded import LocalService
from cenum.services.service import State
from tests.children import Child
from tests.services.contract import NOW, READERS, edition, letters
from tests.services.local_child import send
from tests.services.relays import Inbox, mail_server

from .opening import cleared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERYBODY = {reader.email: 1 for reader in READERS}


def opened(folder: Path, smtp: str | None = None) -> LocalService:
    return LocalService(folder, READERS, url="http://localhost:8025", smtp=smtp, now=lambda: NOW)


def a_draft(folder: Path) -> None:
    with opened(folder) as service:
        assert service.create("any", service.content(edition())).id == "1"


def outcomes(children: list[Child]) -> list[str | None]:
    """Let them all go at the same moment, and give what each says; nothing where it was killed."""
    for child in children:
        child.go()
    return [child.outcome() for child in children]


def sender(folder: Path, smtp: str | None = None, die_at: int = 0) -> Child:
    """A process that is about to send campaign 1."""
    return Child(send, folder, smtp, die_at)


def kept(folder: Path) -> Counter[str]:
    return Counter(address for address, _message in letters(folder / "mailbox"))


def read_some(folder: Path) -> None:
    """What a mail program does with a letter that was opened."""
    for file in itertools.islice((folder / "mailbox" / "new").iterdir(), 1):
        file.rename(folder / "mailbox" / "cur" / f"{file.name}:2,S")


@pytest.mark.parametrize("relayed", [False, True], ids=["mailbox", "mail server"])
def test_processes_that_send_at_once_send_once(tmp_path: Path, *, relayed: bool) -> None:
    inbox = Inbox()
    a_draft(tmp_path)
    with mail_server(inbox) as server:
        smtp = server if relayed else None
        said = outcomes([sender(tmp_path, smtp) for _count in range(3)])
    assert sorted(map(str, said)) == ["ServiceRefused", "ServiceRefused", "sent"]
    assert kept(tmp_path) == EVERYBODY
    assert len(inbox.received) == (3 if relayed else 0)


def deaths(tmp_path: Path, smtp: str | None) -> Iterator[tuple[Path, bool]]:
    """A folder for each point at which who sends can die, and the last one in which nobody did."""
    for die_at in itertools.count(1):
        folder = tmp_path / str(die_at)
        a_draft(folder)
        survived = outcomes([sender(folder, smtp, die_at)]) == ["sent"]
        yield folder, survived
        if survived:
            assert die_at > 20
            return


@pytest.mark.long
def test_whoever_is_killed_at_whatever_point_each_reader_gets_one_letter(tmp_path: Path) -> None:
    for folder, survived in deaths(tmp_path, None):
        read_some(folder)
        with opened(folder) as service:
            state = service.campaign("1").state
            assert state in ({State.SENT} if survived else {State.DRAFT, State.SENT})
            if state is State.DRAFT:
                assert kept(folder) == {}
                service.send(*cleared(service, "1"))
            assert service.campaign("1").state is State.SENT
            assert service.deliveries("1") == {"delivered": 3}
        assert kept(folder) == EVERYBODY


@pytest.mark.long
def test_whoever_is_killed_with_a_mail_server_each_reader_gets_at_most_one_letter(tmp_path: Path) -> None:
    inbox = Inbox()
    fates: Counter[str] = Counter()
    with mail_server(inbox) as smtp:
        for folder, survived in deaths(tmp_path, smtp):
            with opened(folder, smtp) as service:
                if service.campaign("1").state is State.DRAFT:
                    assert inbox.received == []
                    service.send(*cleared(service, "1"))
                assert service.campaign("1").state is State.SENT
                said = service.deliveries("1")
                sure = {
                    letter.reader.address.email
                    for letter in service.store.letters(limit=9)
                    if letter.verdict.fate.value == "delivered"
                }
            taken = Counter(address for address, _mail in inbox.received)
            assert max(taken.values()) == 1
            assert sure <= taken.keys()
            assert said.get("unknown", 0) <= (0 if survived else 1)
            assert said.get("unknown", 0) + said["delivered"] == 3
            fates.update(said)
            inbox.received.clear()
    assert fates["unknown"]


def test_a_dead_senders_letters_are_delivered_by_whoever_opens_the_folder_next(tmp_path: Path) -> None:
    a_draft(tmp_path)
    with opened(tmp_path) as service:
        service.store.claim(1, NOW)
    said = outcomes([sender(tmp_path), sender(tmp_path)])
    assert said == ["ServiceRefused", "ServiceRefused"]
    assert kept(tmp_path) == EVERYBODY
    assert os.listdir(tmp_path / "mailbox" / "tmp") == []  # noqa: PTH208  names are enough
