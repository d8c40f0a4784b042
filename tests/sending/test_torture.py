"""Every request of `test` and `send` broken in every way, at every service; then everything run again.

Whatever happens: no reader gets it twice, nobody gets what was not tested, a test reaches reviewers only, and a
command that says neither “done” nor “a person must look” has sent nothing.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cenum.errors import Exit
from tests.services.fakes.server import Fault

from .editions import REVIEWERS
from .providers import HASTE, PATIENCE, PROVIDERS, READERS, run, run_when_told

if TYPE_CHECKING:
    from cenum.services.provider import Patience
    from tests.services.fakes.server import FakeProvider

KILLS = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)
FAULTS = [fault for fault in Fault if fault not in KILLS]
EVERYBODY = {reader.email: 1 for reader in READERS}
# More requests than a command makes at any service; a fault beyond the last breaks nothing.
MOST = {"test": 20, "send": 15, "schedule": 18}
SAID_NO = {Exit.REFUSED, Exit.USAGE, Exit.SERVICE}


def holds(fake: FakeProvider) -> None:
    received = Counter(address for address, _letter, _html in fake.sends)
    assert not received or received == EVERYBODY
    tested = {html for _address, _letter, html in fake.tests}
    assert {html for _address, _letter, html in fake.sends} <= tested
    assert {address for address, _letter, _html in fake.tests} <= set(REVIEWERS)


def step(name: str, fake: FakeProvider, command: str, words: str = "Bonjour", patience: Patience = PATIENCE) -> int:
    before = len(fake.sends)
    code = run(name, fake.base, command, words, patience)
    holds(fake)
    if code in SAID_NO:
        assert len(fake.sends) == before, "a command that says no has sent"
    if command == "send" and code == Exit.DONE:
        assert fake.sends, "a command that says done has not sent"
    return code


def at_once(name: str, fake: FakeProvider, command: str) -> None:
    """Two machines run the same command at the same moment."""
    both = [Thread(target=run, args=(name, fake.base, command)) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    holds(fake)
    # Two first tests may leave two drafts, which `send` lists: somebody deletes one by hand.
    for surplus in list(fake.stored)[1:]:
        assert command == "test"
        del fake.stored[surplus]


def again(name: str, fake: FakeProvider, command: str) -> None:
    """What people do after a failure: the same again, two of them at once, and then up to three times."""
    at_once(name, fake, command)
    for _attempt in range(3):
        step(name, fake, "test")
        if step(name, fake, "send") == Exit.DONE:
            break
    assert fake.sends
    # Known by its content, a picture is uploaded once, unless two machines do so at the same moment.
    assert len(getattr(fake, "media", ())) <= 2


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_broken_request_breaks_no_promise(name: str, command: str, fault: Fault) -> None:
    broken = 0
    for number in range(1, MOST[command] + 1):
        with PROVIDERS[name]() as fake:
            if command == "send":
                assert step(name, fake, "test") == Exit.DONE
            fake.break_at(number, fault)
            code = step(name, fake, command, patience=HASTE if fault is Fault.SLOW else PATIENCE)
            reached = fake.count >= number or fake.is_down
            fake.heal()
            if command == "test":
                assert not fake.sends
            if not reached:
                assert code == Exit.DONE or fault is Fault.SLOW
                break
            broken += 1
            if command == "send" and fake.sends:
                assert code in {Exit.DONE, Exit.FATE_UNKNOWN}
            again(name, fake, command)
    assert 4 <= broken < MOST[command]


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault is not Fault.SLOW], ids=lambda fault: fault.name.lower()
)
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_broken_schedule_is_either_made_or_not_or_needs_a_person(name: str, fault: Fault) -> None:
    broken = 0
    for number in range(1, MOST["schedule"] + 1):
        with PROVIDERS[name]() as fake:
            assert step(name, fake, "test") == Exit.DONE
            (stored,) = fake.stored.values()
            draft = stored.state
            fake.break_at(number, fault)
            code = step(name, fake, "schedule")
            reached = fake.count >= number or fake.is_down
            fake.heal()
            if code == Exit.DONE:
                assert stored.state != draft
            if code in SAID_NO:
                assert stored.state == draft
            if not reached:
                break
            broken += 1
            # The same again: made, or made before.
            assert step(name, fake, "schedule") in {Exit.DONE, Exit.REFUSED}
            assert stored.state != draft
            assert step(name, fake, "send") == Exit.REFUSED
            assert not fake.sends
            assert step(name, fake, "cancel") == Exit.DONE
            assert stored.state == draft
            assert step(name, fake, "send") == Exit.DONE
    assert 4 <= broken < MOST["schedule"]


@pytest.mark.parametrize("fault", KILLS, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_killed_process_breaks_no_promise(name: str, command: str, fault: Fault) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.sending.providers"])
    for number in range(1, MOST[command] + 1):
        with PROVIDERS[name]() as fake:
            if command == "send":
                assert step(name, fake, "test") == Exit.DONE
            fake.break_at(number, fault)
            mine, theirs = context.Pipe()
            child = context.Process(target=run_when_told, args=(theirs, name, fake.base, command))
            child.start()
            fake.victim = child.pid
            mine.send("go")
            child.join(30)
            killed = child.exitcode == -9
            child.close()
            mine.close()
            theirs.close()
            holds(fake)
            fake.heal()
            if not killed:
                assert fake.count < number
                break
            again(name, fake, command)
    assert 4 < number < MOST[command]


@pytest.mark.parametrize("lag", [1, 3, 9])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_draft_right_after_a_lost_answer_proves_nothing(name: str, lag: int) -> None:
    with PROVIDERS[name]() as fake:
        step(name, fake, "test")
        fake.break_at(0, None)
        probe = len(fake.requests)
        with PROVIDERS[name]() as other:
            step(name, other, "test")
            other.break_at(0, None)
            step(name, other, "send")
            # The request that changes something is the last but those that look at what became of it.
            number = next(
                index
                for index, request in enumerate(other.requests[-other.count :], start=1)
                if request.method != "GET"
            )
        assert probe
        fake.break_at(number, Fault.LOST)
        fake.lag = lag
        code = step(name, fake, "send")
        assert code == (Exit.DONE if lag < 5 else Exit.FATE_UNKNOWN)
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY
        fake.heal()
        fake.lag = 0
        assert step(name, fake, "send") == Exit.REFUSED


@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_two_at_once_break_no_promise(name: str, command: str) -> None:
    for _round in range(3):
        with PROVIDERS[name]() as fake:
            if command == "send":
                step(name, fake, "test")
            at_once(name, fake, command)
            if command == "send":
                assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY
            else:
                assert not fake.sends
                step(name, fake, "send")


class Weeks(RuleBasedStateMachine):
    """Commands in any order, each with a request broken in any way, of two versions of one issue."""

    @initialize(name=st.sampled_from(sorted(PROVIDERS)))
    def begin(self, name: str) -> None:
        self.name = name
        self.fake = PROVIDERS[name]()

    @rule(
        command=st.sampled_from(["test", "test", "send", "send", "schedule", "cancel", "approve"]),
        words=st.sampled_from(["Bonjour", "Bonjour à tous"]),
        fault=st.sampled_from([None, *(fault for fault in FAULTS if fault is not Fault.SLOW)]),
        number=st.integers(1, 16),
    )
    def command(self, command: str, words: str, fault: Fault | None, number: int) -> None:
        self.fake.break_at(number, fault)
        step(self.name, self.fake, command, words)
        self.fake.heal()

    @invariant()
    def promises(self) -> None:
        holds(self.fake)

    def teardown(self) -> None:
        self.fake.close()


TestWeeks = Weeks.TestCase
TestWeeks.settings = settings(
    max_examples=60,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
