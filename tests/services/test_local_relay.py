"""The embedded service in front of real mail servers, well-behaved and not."""

from __future__ import annotations

import email.policy
import socket
from collections import Counter
from contextlib import closing
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any

import mailparser
import pytest

from cenum.errors import FateUnknown, ServiceRefused, ServiceUnreachable
from cenum.sending import act
from cenum.services.local.embedded import LocalService
from cenum.services.service import State
from tests.sending.editions import settings
from tests.services.contract import NOW, READERS, REVIEWERS, edition, letters
from tests.services.relays import Fussy, Inbox, Mute, Restless, Sceptic, Vanishing, mail_server

from .opening import cleared

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = settings()
URL = "http://localhost:8025"
SUBJECT = "Été à la plage : « l'IA » décryptée, en un très long sujet qui ne tient pas sur une ligne 🏖️"
EVERYBODY = {reader.email: 1 for reader in READERS}


def opened(folder: Path, smtp: str | None) -> LocalService:
    return LocalService(folder, READERS, url=URL, smtp=smtp, now=lambda: NOW)


def a_draft(service: LocalService) -> str:
    return service.create("Cénum · 2025-04-18 · untested", service.content(edition(SUBJECT))).id


def taken(inbox: Inbox) -> Counter[str]:
    return Counter(address for address, _mail in inbox.received)


def kept(folder: Path) -> Counter[str]:
    return Counter(address for address, _message in letters(folder / "mailbox"))


def nobody_listens() -> str:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def test_letters_reach_the_mail_server_as_standard_messages(tmp_path: Path) -> None:
    inbox = Inbox()
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.SENT
        assert service.deliveries(draft) == {"delivered": 3}
    assert taken(inbox) == EVERYBODY
    assert inbox.greeted == 1
    names = {reader.email: reader.name for reader in READERS}
    for recipient, raw in inbox.received:
        message = BytesParser(policy=email.policy.default).parsebytes(raw)
        assert [part.defects for part in message.walk()] == [[]] * 3
        assert [header.defects for header in message.values()] == [()] * len(message.values())
        assert message["Subject"] == SUBJECT
        assert message["To"].addresses[0].addr_spec == recipient
        assert message["List-Unsubscribe"].startswith(f"<{URL}/unsubscribe/")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
        assert raw.isascii()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        second = mailparser.parse_from_bytes(raw)
        assert not second.has_defects
        assert second.subject == SUBJECT
        assert second.to == [(names[recipient], recipient)]
        assert edition().text.splitlines()[0] in second.text_plain[0]


def test_the_mailbox_keeps_what_the_mail_server_took(tmp_path: Path) -> None:
    inbox = Inbox()
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        service.send(*cleared(service, a_draft(service)))
    assert kept(tmp_path) == EVERYBODY
    relayed = {mail.replace(b"\r\n", b"\n") for _to, mail in inbox.received}
    assert relayed == {file.read_bytes() for file in (tmp_path / "mailbox" / "new").iterdir()}


def test_a_test_goes_through_the_mail_server_too(tmp_path: Path) -> None:
    inbox = Fussy("one@review.example.org")
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        outcome = service.test(a_draft(service), REVIEWERS)
    assert outcome.delivered == ("two@review.example.org",)
    assert outcome.refused == (("one@review.example.org", "550 5.1.1 no such mailbox"),)
    assert taken(inbox) == {"two@review.example.org": 1}


def test_one_refused_recipient_keeps_nobody_else_waiting(tmp_path: Path) -> None:
    inbox = Fussy("bachir@readers.example.org")
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.SENT
        assert service.deliveries(draft) == {"delivered": 2, "failed": 1}
        reasons = {letter.reader.address.name: letter.verdict.reason for letter in service.store.letters(limit=9)}
    assert reasons == {"Ada": "", "Bachir": "550 5.1.1 no such mailbox", "Céleste": ""}
    assert taken(inbox) == kept(tmp_path) == {"ada@readers.example.org": 1, "celeste@readers.example.org": 1}


def test_a_letter_that_the_mail_server_does_not_like_is_a_failure_with_its_words(tmp_path: Path) -> None:
    with mail_server(Sceptic()) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        assert service.deliveries(draft) == {"failed": 3}
        assert {letter.verdict.reason for letter in service.store.letters(limit=9)} == {
            "554 5.7.1 this looks like spam"
        }
    assert kept(tmp_path) == {}


def test_a_letter_without_an_answer_is_never_repeated(tmp_path: Path) -> None:
    inbox = Mute(times=1)
    with mail_server(inbox) as smtp:
        with opened(tmp_path, smtp) as service:
            draft = a_draft(service)
            service.send(*cleared(service, draft))
            assert service.deliveries(draft) == {"delivered": 2, "unknown": 1}
            assert service.campaign(draft).state is State.SENT
        with opened(tmp_path, smtp) as service:
            assert service.deliveries(draft) == {"delivered": 2, "unknown": 1}
            with pytest.raises(ServiceRefused):
                service.send(*cleared(service, draft))
    assert taken(inbox) == EVERYBODY


def test_a_test_without_an_answer_counts_as_refused_with_a_reason(tmp_path: Path) -> None:
    inbox = Mute(times=1)
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        outcome = service.test(a_draft(service), REVIEWERS)
    assert outcome.delivered == REVIEWERS[1:]
    assert "may have left" in outcome.refused[0][1]


@pytest.mark.parametrize("patience", [0, 1, 2])
def test_a_connection_that_was_dropped_in_time_is_opened_again(tmp_path: Path, patience: int) -> None:
    inbox = Restless(patience)
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        assert service.deliveries(draft) == {"delivered": 3}
    assert taken(inbox) == EVERYBODY
    assert inbox.greeted > 1


def test_nothing_is_claimed_for_a_mail_server_that_is_not_there(tmp_path: Path) -> None:
    smtp = nobody_listens()
    with opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        with pytest.raises(ServiceUnreachable, match=smtp) as trouble:
            service.send(*cleared(service, draft))
        assert "smtp" in trouble.value.remedy
        assert service.campaign(draft).state is State.DRAFT
        with pytest.raises(ServiceUnreachable, match=smtp):
            service.test(draft, REVIEWERS)
    assert kept(tmp_path) == {}


@pytest.mark.parametrize("smtp", ["127.0.0.1:99999", "no such host:25"])
def test_a_mail_server_that_can_not_be_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, smtp: str) -> None:
    asked = socket.getaddrinfo

    def known(host: str, *more: Any, **options: Any) -> Any:
        if host == "no such host":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return asked(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", known)
    with opened(tmp_path, smtp) as service, pytest.raises(ServiceUnreachable, match=smtp):
        service.send(*cleared(service, a_draft(service)))


def test_a_mail_server_that_is_gone_after_the_claim_leaves_the_letters_queued(tmp_path: Path) -> None:
    inbox = Vanishing(letters=0)
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        with pytest.raises(FateUnknown, match="queued") as trouble:
            service.send(*cleared(service, draft))
        assert "cenum status" in trouble.value.remedy
        assert service.deliveries(draft) == {"queued": 3}
        assert service.campaign(draft).state is State.SENDING
        assert smtp in service.store.campaign(1).trouble
        with pytest.raises(ServiceRefused):
            service.send(*cleared(service, draft))
    later = Inbox()
    with mail_server(later) as smtp, opened(tmp_path, smtp) as service:
        assert [campaign.state for campaign in service.campaigns()] == [State.SENT]
        assert service.store.campaign(1).trouble == ""
    assert taken(later) == kept(tmp_path) == EVERYBODY


def test_a_letter_that_waits_for_its_mail_server_is_on_its_way(tmp_path: Path) -> None:
    inbox, later = Vanishing(letters=0), Inbox()
    one = edition(SUBJECT)
    going = act.SendOptions(draft=False, confirm=None, pause=lambda: None)
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        with opened(tmp_path, None) as tester:
            act.send_test(one, tester, SETTINGS)
        assert act.send(one, service, SETTINGS, going).campaign.state is State.SENDING
    with mail_server(later) as smtp, opened(tmp_path, smtp) as service:
        assert act.send_due(one, service, SETTINGS, going, NOW).campaign.state is State.SENT
    assert taken(later) == EVERYBODY


def test_a_mail_server_that_is_gone_half_way_gets_the_rest_later(tmp_path: Path) -> None:
    inbox, later = Vanishing(letters=2), Inbox()
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        service.send(*cleared(service, draft))
        assert service.campaign(draft).state is State.SENDING
        assert service.deliveries(draft) == {"queued": 1, "delivered": 2}
    with mail_server(later) as smtp, opened(tmp_path, smtp) as service:
        assert service.campaign(draft).state is State.SENT
        assert service.deliveries(draft) == {"delivered": 3}
    assert taken(inbox) + taken(later) == kept(tmp_path) == EVERYBODY


def test_a_copy_that_can_not_be_kept_is_said_and_the_letter_is_not_repeated(tmp_path: Path) -> None:
    inbox = Inbox()
    with mail_server(inbox) as smtp, opened(tmp_path, smtp) as service:
        draft = a_draft(service)
        away = tmp_path / "mailbox" / "tmp"
        away.rmdir()
        away.write_bytes(b"")
        service.send(*cleared(service, draft))
        assert service.deliveries(draft) == {"delivered": 3}
        assert all("mailbox" in letter.verdict.reason for letter in service.store.letters(limit=9))
    assert taken(inbox) == EVERYBODY
