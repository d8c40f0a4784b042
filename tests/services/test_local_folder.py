"""What the embedded service says of its folder, when it is new, shared, spoilt, full or taken."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cenum.errors import FateUnknown, ServiceRefused, ServiceUnreachable
from cenum.services.local.embedded import LocalService
from cenum.services.service import State
from tests.services.contract import NOW, READERS, edition, letters

from .opening import cleared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def opened(folder: Path) -> LocalService:
    return LocalService(folder, READERS, url="http://localhost:8025", smtp=None, now=lambda: NOW)


def a_draft(service: LocalService) -> str:
    return service.create("Cénum · 2025-04-18 · untested", service.content(edition())).id


def addresses(folder: Path) -> list[str]:
    return sorted(address for address, _message in letters(folder / "mailbox"))


def test_many_can_open_a_new_folder_at_once(tmp_path: Path) -> None:
    barrier = threading.Barrier(8)
    sizes: list[int] = []

    def look() -> None:
        barrier.wait()
        with opened(tmp_path / "new") as service:
            sizes.append(service.audience().size)

    threads = [threading.Thread(target=look) for _count in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [3] * 8


def another_programs_file(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE theirs (x)")


def a_newer_file(file: Path) -> None:
    opened(file.parent).close()
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 99")


def a_cut_file(file: Path) -> None:
    opened(file.parent).close()
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b"not a database at all, but long enough to be read as one" * 40),
        lambda file: file.mkdir(),
        another_programs_file,
        a_newer_file,
        a_cut_file,
    ],
    ids=["text", "folder", "another program's", "newer", "cut"],
)
def test_a_file_that_is_not_its_own_is_named_and_left_alone(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    file = tmp_path / "service.sqlite"
    spoil(file)
    before = file.read_bytes() if file.is_file() else None
    with pytest.raises(ServiceRefused) as refusal, opened(tmp_path) as service:
        list(service.campaigns())
    assert str(file) in refusal.value.message
    assert refusal.value.remedy
    assert (file.read_bytes() if file.is_file() else None) == before


def test_a_file_that_was_moved_away_leaves_nothing_behind(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with opened(tmp_path) as service:
        a_draft(service)
        leftover = (tmp_path / "service.sqlite-wal").read_bytes()
    (tmp_path / "service.sqlite").rename(tmp_path / "away.sqlite")
    (tmp_path / "service.sqlite-wal").write_bytes(leftover)
    with opened(tmp_path) as service:
        assert list(service.campaigns()) == []
        service.send(*cleared(service, a_draft(service)))
    assert len(addresses(tmp_path)) == 3


def test_a_new_file_beside_an_old_mailbox_delivers_anew(tmp_path: Path) -> None:
    for count in (1, 2):
        with opened(tmp_path) as service:
            service.send(*cleared(service, a_draft(service)))
        (tmp_path / "service.sqlite").unlink()
        assert len(addresses(tmp_path)) == 3 * count


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ServiceRefused, match="file"):
        opened(tmp_path / "file" / "service")


def test_a_file_that_another_program_keeps_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cenum.services.local.database._BUSY_SECONDS", 0.01)
    with opened(tmp_path) as service, closing(sqlite3.connect(tmp_path / "service.sqlite")) as other:
        draft = a_draft(service)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ServiceUnreachable, match="another program"):
            service.send(*cleared(service, draft))
        other.execute("ROLLBACK")
        assert service.campaign(draft).state is State.DRAFT


def test_a_mailbox_that_can_not_be_written_keeps_the_letters_queued(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        draft = a_draft(service)
        away = tmp_path / "mailbox" / "tmp"
        away.rmdir()
        away.write_bytes(b"")
        with pytest.raises(FateUnknown, match="mailbox") as trouble:
            service.send(*cleared(service, draft))
        assert "cenum status" in trouble.value.remedy
        assert service.campaign(draft).state is State.SENDING
        assert service.deliveries(draft) == {"queued": 3}
        away.unlink()
        assert service.campaign(draft).state is State.SENT
    assert len(addresses(tmp_path)) == 3


def test_a_folder_that_is_of_no_use_after_the_claim_is_no_refusal(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        draft = a_draft(service)
        (tmp_path / "delivering.lock").mkdir()
        with pytest.raises(FateUnknown, match="queued"):
            service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.SENDING
        (tmp_path / "delivering.lock").rmdir()
        assert service.campaign(draft).state is State.SENT
    assert len(addresses(tmp_path)) == 3


def test_closing_twice_is_fine(tmp_path: Path) -> None:
    service = opened(tmp_path)
    service.close()
    service.close()


def test_nothing_is_left_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH112, PTH208  Linux only
    for _count in range(3):
        with opened(tmp_path) as service:
            service.send(*cleared(service, a_draft(service)))
    after = len(os.listdir("/proc/self/fd")) if before else 0  # noqa: PTH208  as above
    assert after == before
