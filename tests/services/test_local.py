"""The embedded service beyond the contract: its folder, its readers, its letters."""

from __future__ import annotations

import mailbox
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cenum.edition.edition import Address
from cenum.errors import ServiceRefused
from cenum.services.local.embedded import LocalService
from cenum.services.local.local_tags import escape, fill
from cenum.services.local.records import DeliveryResult, DeliveryStatus
from cenum.services.service import State
from tests.services.contract import NOW, READERS, REVIEWERS, body, edition, letters, picture

from .opening import cleared

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

URL = "http://localhost:8025"
# Percent signs in every company, and words that read like merge tags.
PIECES = st.sampled_from(["%", "%%", "%%%", "percent", "unsubscribe", "online", "é", "🎉", " ", "100", "<", "&", '"'])
PROSE = st.one_of(st.lists(PIECES, max_size=20).map("".join), st.text(st.characters(codec="utf-8"), max_size=80))
# Within one line, and without the spaces at its ends that no mail program shows.
LINE = PROSE.map(lambda text: " ".join("".join(c for c in text if c.isprintable()).split()))


def opened(folder: Path, contacts: Sequence[Address] = READERS) -> LocalService:
    return LocalService(folder, contacts, url=URL, smtp=None, now=lambda: NOW)


def a_draft(service: LocalService) -> str:
    return service.create("Cénum · 2025-04-18 · untested", service.content(edition())).id


def addresses(folder: Path) -> list[str]:
    return sorted(address for address, _message in letters(folder / "mailbox"))


def test_the_mailbox_is_a_maildir_that_only_its_owner_reads(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        service.send(*cleared(service, a_draft(service)))
    box = mailbox.Maildir(tmp_path / "mailbox", create=False)
    assert len(box) == len(READERS)
    for key in box.keys():  # noqa: SIM118  a mailbox iterates over its messages
        assert box.get_message(key).get_subdir() == "new"
        assert b"\r" not in box.get_bytes(key)
    for file in (tmp_path / "mailbox" / "new").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list((tmp_path / "mailbox" / "tmp").iterdir()) == []


def test_each_reader_has_links_of_their_own(tmp_path: Path) -> None:
    tokens = iter(["ada-token", "bachir-token", "celeste-token"])
    with LocalService(tmp_path, READERS, url=URL, smtp=None, now=lambda: NOW, token=lambda: next(tokens)) as service:
        service.send(*cleared(service, a_draft(service)))
    links = {address: message["List-Unsubscribe"] for address, message in letters(tmp_path / "mailbox")}
    assert links == {
        "ada@readers.example.org": f"<{URL}/unsubscribe/ada-token>",
        "bachir@readers.example.org": f"<{URL}/unsubscribe/bachir-token>",
        "celeste@readers.example.org": f"<{URL}/unsubscribe/celeste-token>",
    }
    html = {address: body(message, "html") for address, message in letters(tmp_path / "mailbox")}
    assert f'href="{URL}/online/ada-token/1"' in html["ada@readers.example.org"]


def test_tokens_can_not_be_guessed_and_stay(tmp_path: Path) -> None:
    def tokens() -> dict[str, str]:
        with opened(tmp_path) as service:
            service.send(*cleared(service, a_draft(service)))
            posted = service.store.letters(limit=3)
        return {letter.reader.address.email: letter.reader.token for letter in posted}

    first = tokens()
    assert len(set(first.values())) == len(READERS)
    assert all(len(token) >= 22 for token in first.values())
    assert tokens() == first


def test_a_test_has_tokens_of_its_own(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        draft = a_draft(service)
        service.test(draft, [READERS[0].email])
        service.send(*cleared(service, draft))
    links = {message["List-Unsubscribe"] for address, message in letters(tmp_path / "mailbox") if "ada" in address}
    assert len(links) == 2


def test_every_test_is_another_letter(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        draft = a_draft(service)
        service.test(draft, REVIEWERS)
        service.test(draft, [*REVIEWERS, REVIEWERS[0].upper()])
    assert addresses(tmp_path).count("two@review.example.org") == 2
    assert len(addresses(tmp_path)) == 4


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.org", "a@example.org\n", "élise@example.org", ".a..b.@example.org"]
)
def test_a_reviewer_without_an_address_gets_a_reason(tmp_path: Path, address: str) -> None:
    with opened(tmp_path) as service:
        outcome = service.test(a_draft(service), [address])
    assert outcome.delivered == ()
    assert outcome.refused == ((address, "mail servers don't accept this e-mail address"),)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True, max_examples=40
)
@given(st.one_of(st.text(st.characters(codec="utf-8")), st.from_regex(r"[!-~]{1,9}@[!-~]{1,9}(\.[!-~]{1,5})?\.?")))
@example("a@x.org.")
@example("")
def test_no_address_whatever_stops_the_others(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    with opened(tmp_path_factory.mktemp("service"), [Address("", address), READERS[0]]) as service:
        draft = a_draft(service)
        assert READERS[0].email in service.test(draft, [address, READERS[0].email]).delivered
        service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.SENT
        assert service.deliveries(draft)["delivered"] >= 1


def test_a_test_to_nobody_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as service, pytest.raises(ServiceRefused, match="no recipient"):
        service.test(a_draft(service), [])


def test_who_unsubscribed_gets_nothing_and_stays_so(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        service.send(*cleared(service, a_draft(service)))
        ada = next(letter.reader for letter in service.store.letters(limit=9) if "ada" in letter.reader.address.email)
        service.store.unsubscribe(ada, NOW)
        assert service.audience().size == 2
    shouting = [replace(READERS[0], email=READERS[0].email.upper()), *READERS[1:]]
    with opened(tmp_path, shouting) as service:
        assert service.audience().size == 2
        service.send(*cleared(service, a_draft(service)))
    assert addresses(tmp_path).count("ada@readers.example.org") == 1
    assert len(addresses(tmp_path)) == 5


def test_who_unsubscribes_before_a_late_delivery_gets_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        number = int(a_draft(service))
        service.store.claim(number, NOW)
        ada = service.store.to(number, DeliveryStatus.QUEUED)[0]
        service.store.unsubscribe(ada, NOW)
        assert service.campaign(str(number)).state is State.SENT
        assert service.deliveries(str(number)) == {"delivered": 2, "failed": 1}
    assert len(addresses(tmp_path)) == 2


def test_who_is_no_longer_in_the_list_is_no_longer_in_the_audience(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        assert service.audience().size == 3
    with opened(tmp_path, READERS[:1]) as service:
        assert service.audience().size == 1
    with opened(tmp_path) as service:
        assert service.audience().size == 3


def test_an_address_counts_once_however_it_is_written(tmp_path: Path) -> None:
    ada = READERS[0]
    with opened(tmp_path, [ada, replace(ada, email=ada.email.upper())]) as service:
        assert service.audience().size == 1
        service.send(*cleared(service, a_draft(service)))
    assert addresses(tmp_path) == [ada.email]


def test_an_empty_audience_is_refused_and_the_draft_stays_one(tmp_path: Path) -> None:
    with opened(tmp_path, []) as service:
        draft = a_draft(service)
        with pytest.raises(ServiceRefused, match="empty"):
            service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.DRAFT
        assert service.deliveries(draft) == {}


def test_an_address_that_no_header_takes_fails_alone(tmp_path: Path) -> None:
    odd = [Address("", "élise@example.org"), Address("two\nlines", "odd@example.org"), Address("", "no address")]
    with opened(tmp_path, [*odd, *READERS]) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.SENT
        assert service.deliveries(draft) == {"delivered": 3, "failed": 3}
    assert len(addresses(tmp_path)) == 3


def test_pictures_are_kept_once_under_their_names(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        content = service.content(edition())
        kept = tmp_path / "pictures" / picture().name
        assert kept.read_bytes() == picture().content
        before = kept.stat()
        service.content(edition())
        assert kept.stat().st_mtime_ns == before.st_mtime_ns
        assert kept.stat().st_ino == before.st_ino
    assert f'src="{URL}/picture/{picture().name}"' in content.html
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == [picture().name]


@pytest.mark.parametrize("name", ["../service.sqlite", "/etc/passwd", ".hidden", "a b.png", "", "%%online%%.png"])
def test_a_picture_can_not_be_kept_under_any_name(tmp_path: Path, name: str) -> None:
    with opened(tmp_path) as service, pytest.raises(ServiceRefused, match="picture"):
        service.content(replace(edition(), pictures=(picture(name),)))
    assert list((tmp_path / "pictures").iterdir()) == []


@settings(derandomize=True)
@given(PROSE)
@example("%%percent%%%%online%%%")
def test_prose_is_never_a_merge_tag(prose: str) -> None:
    assert fill(escape(prose), unsubscribe="!", online="!") == prose


@settings(derandomize=True)
@given(before=PROSE, after=PROSE)
def test_a_merge_tag_is_found_between_any_prose(before: str, after: str) -> None:
    stored = f"{escape(before)}%%online%%{escape(after)}"
    assert fill(stored, unsubscribe="?", online="!") == f"{before}!{after}"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True, max_examples=60
)
@given(subject=LINE.filter(bool), prose=PROSE.map(lambda text: "\n".join(text.splitlines())))
@example(subject="100 %% sûr : %%online%% 🎉", prose="%%unsubscribe%%")
def test_subject_and_prose_survive_delivery(
    tmp_path_factory: pytest.TempPathFactory, subject: str, prose: str
) -> None:
    folder = tmp_path_factory.mktemp("service")
    made = replace(edition(subject), html=f"<p>{prose}</p>\n", text=f"{prose}\n")
    with opened(folder, READERS[:1]) as service:
        service.send(*cleared(service, service.create("any", service.content(made)).id))
    ((_address, message),) = letters(folder / "mailbox")
    assert message["Subject"] == subject
    assert body(message, "html") == f"<p>{prose}</p>\n"
    assert body(message, "plain") == f"{prose}\n"


def test_a_campaign_keeps_the_hour_at_which_it_left(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        service.send(*cleared(service, a_draft(service)))
    assert {message["Date"].datetime for _address, message in letters(tmp_path / "mailbox")} == {NOW}
    assert NOW.utcoffset() == timedelta(0)


def test_reading_does_not_wait_for_who_delivers(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        number = int(a_draft(service))
        service.store.claim(number, NOW)
        with FileLock(tmp_path / "delivering.lock"):
            assert service.campaign(str(number)).state is State.SENDING
            assert [campaign.state for campaign in service.campaigns()] == [State.SENDING]
            assert service.deliveries(str(number)) == {"queued": 3}
        assert service.campaign(str(number)).state is State.SENT
    assert len(addresses(tmp_path)) == 3


def test_reading_does_not_wait_for_who_writes(tmp_path: Path) -> None:
    with opened(tmp_path) as service, closing(sqlite3.connect(tmp_path / "service.sqlite")) as other:
        draft = a_draft(service)
        other.execute("BEGIN IMMEDIATE")
        assert service.campaign(draft).state is State.DRAFT
        with opened(tmp_path) as elsewhere:
            assert elsewhere.audience().size == 3
        other.execute("ROLLBACK")


def test_two_threads_that_send_at_once_send_once(tmp_path: Path) -> None:
    refused: list[ServiceRefused] = []
    barrier = threading.Barrier(8)
    with opened(tmp_path) as service:
        draft = a_draft(service)

        def send() -> None:
            barrier.wait()
            try:
                service.send(*cleared(service, draft))
            except ServiceRefused as refusal:
                refused.append(refusal)

        threads = [threading.Thread(target=send) for _count in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert service.campaign(draft).state is State.SENT
    assert len(refused) == 7
    assert len(addresses(tmp_path)) == 3


def test_a_scheduled_letter_leaves_at_the_first_look_after_its_hour(tmp_path: Path) -> None:
    now = [NOW]
    with LocalService(tmp_path, READERS, url=URL, smtp=None, now=lambda: now[0]) as service:
        draft = a_draft(service)
        service.schedule(*cleared(service, draft), NOW + timedelta(hours=1))
        now[0] += timedelta(minutes=59)
        assert service.campaign(draft).state is State.SCHEDULED
        assert addresses(tmp_path) == []
        now[0] += timedelta(minutes=1)
        for _look in range(3):
            assert service.campaign(draft).state is State.SENT
        assert addresses(tmp_path) == sorted(reader.email for reader in READERS)
        assert service.statistics(draft).delivered == len(READERS)


def test_what_is_not_scheduled_or_not_being_sent_can_not_be_stopped(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        draft = a_draft(service)
        for act in (service.unschedule, service.cancel):
            with pytest.raises(ServiceRefused, match="nothing was changed"):
                act(draft)
        service.send(*cleared(service, draft))
        with pytest.raises(ServiceRefused):
            service.schedule(*cleared(service, draft), NOW)


def test_who_unsubscribed_after_a_letter_is_counted(tmp_path: Path) -> None:
    with opened(tmp_path) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        (reader, *_others) = service.store.to(int(draft), DeliveryStatus.DELIVERED)
        service.store.unsubscribe(reader, NOW + timedelta(minutes=5))
        assert service.statistics(draft).unsubscribes == 1


def test_what_was_stopped_half_way_is_not_taken_for_a_draft_or_for_nothing(tmp_path: Path) -> None:
    with LocalService(tmp_path, READERS, url=URL, smtp=None, now=lambda: NOW) as service:
        draft = a_draft(service)
        service.store.claim(int(draft), NOW)
        service.cancel(draft)
        assert service.campaign(draft).state is State.CANCELLED
        assert addresses(tmp_path) == []
        other = a_draft(service)
        service.store.claim(int(other), NOW)
        first = service.store.to(int(other), DeliveryStatus.QUEUED, 1)
        service.store.mark(int(other), [(first[0], DeliveryResult(DeliveryStatus.DELIVERED))], NOW)
        service.cancel(other)
        assert service.campaign(other).state is State.PAUSED
