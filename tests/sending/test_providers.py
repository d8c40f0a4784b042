"""Whole commands at every service over HTTP, where the services are unlike each other."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cenum.errors import Exit, Refusal
from cenum.sending import act
from cenum.services.mailjet import Mailjet
from cenum.services.service import State
from tests.services.fakes import FAKES, mailchimp, mailjet
from tests.services.fakes.server import PUBLISHED, Fault
from tests.services.opening import cleared, opened

from .editions import edition, illustrated
from .providers import ONE_ADDRESS, PATIENCE, PROVIDERS, READERS, SETTINGS, rehearsed, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.fakes.server import FakeProvider

EVERYBODY = {reader.email: 1 for reader in READERS}


@pytest.mark.parametrize("name", PROVIDERS)
def test_what_was_readdressed_at_the_service_is_not_sent_before_another_test(name: str) -> None:
    with PROVIDERS[name]() as fake:
        assert run(name, fake.base, "test") == Exit.DONE
        (stored,) = fake.stored.values()
        stored.fields |= FAKES[name].readdressed[0]
        for command in ("send", "schedule", "approve"):
            assert run(name, fake.base, command) == Exit.REFUSED
        assert not fake.sends
        assert run(name, fake.base, "test") == Exit.DONE
        assert run(name, fake.base, "send") == Exit.DONE


@pytest.mark.parametrize("name", PROVIDERS)
def test_what_was_readdressed_after_it_was_scheduled_is_refused_on_friday(name: str) -> None:
    with PROVIDERS[name]() as fake:
        for command in ("test", "schedule", "due"):
            assert run(name, fake.base, command) == Exit.DONE
        (stored,) = fake.stored.values()
        stored.fields |= FAKES[name].readdressed[0]
        assert run(name, fake.base, "due") == Exit.REFUSED


@pytest.mark.parametrize("fault", [None, Fault.LOST, Fault.ERROR_AFTER])
@pytest.mark.parametrize("lag", [0, 1, 3, 9])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_schedule_whose_state_lags_behind_is_never_called_refused(name: str, lag: int, fault: Fault | None) -> None:
    number = [b"2126" in request.body for request in rehearsed(name, "schedule")].index(True) + 1
    with PROVIDERS[name]() as fake:
        assert run(name, fake.base, "test") == Exit.DONE
        (stored,) = fake.stored.values()
        draft = stored.state
        fake.break_at(number, fault)
        fake.lag = lag
        code = run(name, fake.base, "schedule")
        assert code in ({Exit.DONE} if lag < 4 else {Exit.DONE, Exit.FATE_UNKNOWN, Exit.SERVICE})
        assert code != Exit.SERVICE or stored.state == draft
        fake.heal()
        fake.lag = 0
        assert run(name, fake.base, "schedule") == Exit.DONE
        assert stored.state != draft
        assert not fake.sends


@pytest.fixture
def leaving() -> Iterator[mailjet.FakeMailjet]:
    """A letter that Mailjet was told to send, and calls programmed for as long as it takes."""
    with PROVIDERS["mailjet"]() as fake:
        assert isinstance(fake, mailjet.FakeMailjet)
        assert run("mailjet", fake.base, "test") == Exit.DONE
        assert run("mailjet", fake.base, "send") == Exit.DONE
        fake.looks = 1000
        yield fake
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("due", Exit.DONE),
        ("send", Exit.REFUSED),
        ("test", Exit.REFUSED),
        ("schedule", Exit.REFUSED),
        ("cancel", Exit.SERVICE),
    ],
)
def test_a_letter_that_mailjet_is_sending_is_left_alone(
    leaving: mailjet.FakeMailjet, command: str, code: Exit
) -> None:
    assert run("mailjet", leaving.base, command) == code
    (stored,) = leaving.stored.values()
    assert stored.state == "programmed"


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.ERROR_AFTER, Fault.GARBAGE, Fault.TRUNCATED])
def test_a_lost_answer_of_mailjet_s_is_found_programmed(fault: Fault) -> None:
    number = [request.path.endswith("/send") for request in rehearsed("mailjet", "send")].index(True) + 1
    with PROVIDERS["mailjet"]() as fake:
        assert run("mailjet", fake.base, "test") == Exit.DONE
        fake.break_at(number, fault)
        assert run("mailjet", fake.base, "send") == Exit.DONE
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY


def test_two_sends_that_mailjet_takes_are_one_campaign_that_was_programmed_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As its guide reads: both are accepted. That the readers get one letter is the fake's reading of it."""
    with PROVIDERS["mailjet"]() as fake:
        with closing(Mailjet(mailjet.KEY, mailjet.SECRET, 12, base=fake.base, patience=PATIENCE)) as service:
            campaign = act.send_test(edition(reply_to=ONE_ADDRESS), service, SETTINGS).campaign
            monkeypatch.setattr(Mailjet, "_must_be_draft", lambda _service, _campaign, _content: None)
            service.send(*cleared(service, campaign.id))
            service.send(*cleared(service, campaign.id))
            assert service.campaign(campaign.id).state is State.SENDING
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY


@pytest.mark.parametrize("name", ["mailjet", "mailchimp"])
def test_a_segment_that_outlives_a_push_is_removed_by_a_person(name: str) -> None:
    """A push that does not name it may leave it: at Mailjet and at Mailchimp, nobody says."""
    with PROVIDERS[name]() as fake:
        assert run(name, fake.base, "test") == Exit.DONE
        (stored,) = fake.stored.values()
        before = dict(stored.fields)
        stored.fields |= FAKES[name].readdressed[1]
        with closing(opened(name, fake.base, PATIENCE)) as service:
            letter = illustrated(edition(reply_to=ONE_ADDRESS), fake.base + PUBLISHED)
            with pytest.raises(Refusal) as caught:
                act.send_test(letter, service, SETTINGS)
        assert caught.value.message.startswith("the campaign still has what was changed at the service: audience (")
        assert "remove a segment" in caught.value.remedy
        assert run(name, fake.base, "send") == Exit.REFUSED
        stored.fields |= before
        stored.fields.pop("SegmentationID", None)
        assert run(name, fake.base, "test") == Exit.DONE
        assert run(name, fake.base, "send") == Exit.DONE


READINGS: list[tuple[str, dict[str, Any]]] = [
    ("mailjet", {"keeps_text": True}),
    ("mailjet", {"has_hour": True}),
    ("mailjet", {"sorts": None}),
    ("mailjet", {"sorts": False}),
    ("mailjet", {"repeats": True}),
    ("mailchimp", {"keeps_segment": False}),
    ("mailchimp", {"plan": "forever_free"}),
]


def read_as(name: str, reading: dict[str, Any]) -> FakeProvider:
    fake = PROVIDERS[name]()
    for what, value in reading.items():
        setattr(fake, what, value)
    return fake


@pytest.mark.parametrize(("name", "reading"), READINGS)
def test_a_letter_leaves_once_whatever_a_silence_means(name: str, reading: dict[str, Any]) -> None:
    with read_as(name, reading) as fake:
        schedules = fake.__dict__.get("plan") != "forever_free"
        for command, code in (
            ("send", Exit.REFUSED),
            ("test", Exit.DONE),
            ("test", Exit.DONE),
            ("approve", Exit.DONE),
            ("schedule", Exit.DONE if schedules else Exit.SERVICE),
            *([("due", Exit.DONE), ("cancel", Exit.DONE)] if schedules else []),
            ("send", Exit.DONE),
            ("due", Exit.DONE),
            ("send", Exit.REFUSED),
            ("test", Exit.REFUSED),
            ("schedule", Exit.REFUSED),
        ):
            assert run(name, fake.base, command) == code, command
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY
        assert {html for _to, _letter, html in fake.sends} <= {html for _to, _letter, html in fake.tests}


@pytest.mark.parametrize("canceled", [0, 2])
def test_a_letter_that_mailchimp_sent_to_a_part_is_an_alarm_and_never_sent_again(canceled: int) -> None:
    with read_as("mailchimp", {"missed": 2, "canceled": canceled}) as fake:
        assert run("mailchimp", fake.base, "test") == Exit.DONE
        assert run("mailchimp", fake.base, "send") == Exit.FATE_UNKNOWN
        for command in ("due", "send", "test", "schedule"):
            assert run("mailchimp", fake.base, command) == Exit.REFUSED
        assert len(fake.sends) == len(READERS) - 2


@pytest.mark.parametrize("number", range(1, len(rehearsed("mailchimp", "send")) + 1))
def test_a_busy_gateway_stops_a_command_and_nothing_else(number: int) -> None:
    with PROVIDERS["mailchimp"]() as fake:
        assert isinstance(fake, mailchimp.FakeMailchimp)
        assert run("mailchimp", fake.base, "test") == Exit.DONE
        fake.break_at(0, None)
        fake.throttled_at = number
        # What is looked at after the send is no reason to call it a failure.
        code = run("mailchimp", fake.base, "send")
        assert code == (Exit.DONE if fake.sends else Exit.SERVICE)
        fake.throttled_at = 0
        assert run("mailchimp", fake.base, "send") == (Exit.REFUSED if code == Exit.DONE else Exit.DONE)
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY
