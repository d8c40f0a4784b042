"""Whole commands at Brevo, in every reading of what its pages leave open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cenum.errors import Exit
from cenum.services.service import State
from tests.sending.editions import REVIEWERS
from tests.sending.providers import PATIENCE, READERS, run
from tests.services.fakes.brevo import FakeBrevo
from tests.services.fakes.server import Fault
from tests.services.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYBODY = {reader.email: 1 for reader in READERS}


@pytest.fixture
def fake() -> Iterator[FakeBrevo]:
    with FakeBrevo(READERS, REVIEWERS) as provider:
        yield provider


def commands(fake: FakeBrevo, *names: str) -> list[int]:
    return [run("brevo", fake.base, name) for name in names]


def asked(fake: FakeBrevo, name: str) -> list[str]:
    """What a command asks Brevo for; the pictures are on the team's own site."""
    before = len(fake.answers)
    assert run("brevo", fake.base, name) == Exit.DONE
    return [f"{request.method} {request.path}" for request, _said in fake.answers[before:]]


def received(fake: FakeBrevo) -> Counter[str]:
    return Counter(address for address, _message, _html in fake.sends)


def states(fake: FakeBrevo) -> list[State]:
    return [campaign.state for campaign in opened("brevo", fake.base, PATIENCE).campaigns()]


@pytest.mark.parametrize("edits_suspended", [True, False])
@pytest.mark.parametrize("takes_back", [True, False])
def test_what_was_scheduled_can_be_taken_back_tested_again_and_sent(
    fake: FakeBrevo,
    takes_back: bool,  # noqa: FBT001  a reading
    edits_suspended: bool,  # noqa: FBT001  a reading
) -> None:
    fake.takes_back_to_draft, fake.edits_suspended = takes_back, edits_suspended
    done = commands(fake, "test", "schedule", "cancel", "test", "send", "due")
    assert done == [Exit.DONE] * 6
    assert received(fake) == EVERYBODY
    assert len(fake.stored) == (1 if takes_back else 2)
    assert {one.state for one in fake.stored.values()} == ({"sent"} if takes_back else {"sent", "suspended"})


@pytest.mark.parametrize(
    "fault", [fault for fault in Fault if "KILLED" not in fault.name and fault is not Fault.SLOW]
)
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("takes_back", [True, False])
def test_a_broken_cancel_never_ends_where_nothing_can_be_tested_again(
    fake: FakeBrevo,
    takes_back: bool,  # noqa: FBT001  a reading
    number: int,
    fault: Fault,
) -> None:
    fake.takes_back_to_draft = takes_back
    assert commands(fake, "test", "schedule") == [Exit.DONE] * 2
    fake.break_at(number, fault)
    code = run("brevo", fake.base, "cancel")
    fake.heal()
    if code != Exit.DONE and State.SCHEDULED in states(fake):
        assert commands(fake, "cancel") == [Exit.DONE]
    assert State.SCHEDULED not in states(fake)
    assert commands(fake, "test", "send") == [Exit.DONE] * 2
    assert received(fake) == EVERYBODY


def test_a_letter_that_somebody_suspends_before_its_hour_reached_nobody_and_can_be_tested_again(
    fake: FakeBrevo,
) -> None:
    assert commands(fake, "test", "schedule") == [Exit.DONE] * 2
    fake.stored["1"].state = "suspended"
    assert states(fake) == [State.CANCELLED]
    assert commands(fake, "test", "send") == [Exit.DONE] * 2
    assert received(fake) == EVERYBODY


def test_a_letter_that_is_stopped_while_it_leaves_is_not_sent_to_everybody_again(fake: FakeBrevo) -> None:
    fake.daily_limit = 1
    assert commands(fake, "test", "send") == [Exit.DONE] * 2
    fake.stored["1"].state = "suspended"
    fake.reached["1"] = 0  # the count lags behind
    assert states(fake) == [State.PAUSED]
    assert commands(fake, "test", "send", "due") == [Exit.REFUSED] * 3
    assert len(fake.sends) == 1


@pytest.mark.parametrize(("limited", "state"), [("suspended", State.PAUSED), ("sent", State.INCOMPLETE)])
def test_a_letter_that_a_daily_limit_stops_is_an_alarm_with_its_counters(
    fake: FakeBrevo, limited: str, state: State
) -> None:
    fake.daily_limit, fake.limited = 1, limited
    assert commands(fake, "test", "send") == [Exit.DONE] * 2
    assert commands(fake, "due", "send", "test") == [Exit.REFUSED] * 3
    assert states(fake) == [state]
    found = next(opened("brevo", fake.base, PATIENCE).campaigns())
    assert (found.reached, found.wanted) == (1, len(READERS))
    assert len(fake.sends) == 1


def test_what_is_sent_now_is_no_schedule(fake: FakeBrevo) -> None:
    assert commands(fake, "test", "send") == [Exit.DONE] * 2
    assert fake.stored["1"].fields["scheduledAt"]
    fake.stored["1"].state = "queued"
    assert states(fake) == [State.SENDING]


LIST, ONE = "/emailCampaigns", "/emailCampaigns/1"


def test_no_command_asks_for_more_than_it_needs(fake: FakeBrevo) -> None:
    first = asked(fake, "test")
    again = asked(fake, "test")
    assert first == [f"GET {LIST}", f"POST {LIST}", f"GET {LIST}", f"POST {ONE}/sendTest", f"PUT {ONE}"]
    assert again == [f"GET {LIST}", f"PUT {ONE}", f"GET {ONE}", f"POST {ONE}/sendTest", f"PUT {ONE}"]
    assert asked(fake, "approve") == [f"GET {LIST}", f"GET {ONE}", f"PUT {ONE}", f"GET {ONE}"]
    assert asked(fake, "send") == [
        *(f"GET {LIST}", f"GET {ONE}", "GET /contacts/lists/12", f"GET {ONE}", f"POST {ONE}/sendNow"),
        *(f"GET {ONE}", f"GET {ONE}"),
    ]
    assert asked(fake, "due") == [f"GET {LIST}", f"GET {ONE}"]


@pytest.mark.parametrize("command", ["test", "send", "due"])
def test_where_the_hour_s_requests_are_used_up_nothing_is_sent_and_nobody_waits(
    fake: FakeBrevo, command: str
) -> None:
    assert commands(fake, "test") == [Exit.DONE]
    for left in range(5 if command == "test" else 6):
        fake.requests_left = left
        before = len(fake.answers)
        code = run("brevo", fake.base, command)
        if command == "test" or not fake.sends:
            assert code == Exit.SERVICE
            assert not fake.sends
        assert len(fake.answers) == before + left
        if fake.sends:
            assert code == Exit.DONE  # the last look is no part of a promise
            break
        fake.requests_left = None
        assert commands(fake, "test") == [Exit.DONE]


@pytest.mark.parametrize("as_objects", [True, False])
def test_clicks_are_clicks_in_both_shapes(
    fake: FakeBrevo,
    as_objects: bool,  # noqa: FBT001  a reading
) -> None:
    fake.links_as_objects = as_objects
    assert commands(fake, "test", "send") == [Exit.DONE] * 2
    found = opened("brevo", fake.base, PATIENCE).statistics("1")
    assert [(one.address, one.clicks) for one in found.links] == [
        ("https://example.org/a", 1),
        ("https://example.org/b", 5),
    ]
