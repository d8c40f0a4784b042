"""Every request of `test` and `send` broken in every way, at every service; then everything run again.

Whatever happens: no reader gets it twice, nobody gets what was not tested, a test reaches reviewers only, and a
command that says neither “done” nor “a person must look” has sent nothing.

A push tries each fault at each request, each service with each fault, and each service at each of its requests: a
part of all three together, in which `numbers` takes turns. The request that makes a letter leave is broken in every
way at every service. `make test-all` tries the other parts too.
"""

from __future__ import annotations

import itertools
from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cenum.errors import Exit
from tests.children import Child
from tests.services.fakes.server import Fault

from .editions import REVIEWERS
from .providers import HASTE, PATIENCE, PROVIDERS, READERS, rehearsed, run

if TYPE_CHECKING:
    from cenum.services.provider import Patience
    from tests.services.fakes.server import FakeProvider

KILLS = (Fault.KILLED_BEFORE, Fault.KILLED_AFTER)
FAULTS = [fault for fault in Fault if fault not in KILLS]
EVERYBODY = {reader.email: 1 for reader in READERS}
# As many parts as services: each of these has its own share of what a push tries.
PARTS = len(PROVIDERS)
whole = pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.whole) for part in range(1, PARTS))]
)
SAID_NO = {Exit.REFUSED, Exit.USAGE, Exit.SERVICE}


def holds(fake: FakeProvider) -> None:
    received = Counter(address for address, _letter, _html in fake.sends)
    assert not received or received == EVERYBODY
    tested = {html for _address, _letter, html in fake.tests}
    assert {html for _address, _letter, html in fake.sends} <= tested
    assert {address for address, _letter, _html in fake.tests} <= set(REVIEWERS)


def leaving(name: str) -> int:
    """Which request of `send` makes the letter leave: the last that does not only look."""
    asked = enumerate(rehearsed(name, "send"), start=1)
    return max(number for number, request in asked if request.method != "GET")


def numbers(name: str, command: str, fault: Fault, part: int) -> list[int]:
    """At which requests ``fault`` is tried in this part, counted from 1."""
    turn = part + list(PROVIDERS).index(name) + list(Fault).index(fault)
    always = {leaving(name)} if command == "send" else set()
    every = range(1, len(rehearsed(name, command)) + 1)
    return [number for number in every if (part == 0 if number in always else (number + turn) % PARTS == 0)]


@pytest.mark.parametrize("command", ["test", "send", "schedule"])
def test_a_part_has_every_pair_and_all_parts_have_everything_once(command: str) -> None:
    tried = [
        {
            (name, fault, number)
            for name in PROVIDERS
            for fault in Fault
            for number in numbers(name, command, fault, part)
        }
        for part in range(PARTS)
    ]
    product = {
        (name, fault, number)
        for name in PROVIDERS
        for fault in Fault
        for number in range(1, len(rehearsed(name, command)) + 1)
    }
    assert set.union(*tried) == product
    assert sum(map(len, tried)) == len(product)
    made_by_all = range(1, min(len(rehearsed(name, command)) for name in PROVIDERS) + 1)
    assert {(fault, number) for _name, fault, number in tried[0]} >= {*itertools.product(Fault, made_by_all)}
    for one, other in ((0, 1), (0, 2)):
        assert {(case[one], case[other]) for case in tried[0]} == {(case[one], case[other]) for case in product}


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


@whole
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_broken_request_breaks_no_promise(name: str, command: str, fault: Fault, part: int) -> None:
    for number in numbers(name, command, fault, part):
        with PROVIDERS[name]() as fake:
            if command == "send":
                assert step(name, fake, "test") == Exit.DONE
            fake.break_at(number, fault)
            code = step(name, fake, command, patience=HASTE if fault is Fault.SLOW else PATIENCE)
            assert fake.count >= number or fake.is_down or fault is Fault.SLOW  # a busy machine is slow before
            fake.heal()
            if command == "test":
                assert not fake.sends
            if command == "send" and fake.sends:
                assert code in {Exit.DONE, Exit.FATE_UNKNOWN}
            again(name, fake, command)


@whole
@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault is not Fault.SLOW], ids=lambda fault: fault.name.lower()
)
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_broken_schedule_is_either_made_or_not_or_needs_a_person(name: str, fault: Fault, part: int) -> None:
    for number in numbers(name, "schedule", fault, part):
        with PROVIDERS[name]() as fake:
            assert step(name, fake, "test") == Exit.DONE
            (stored,) = fake.stored.values()
            draft = stored.state
            fake.break_at(number, fault)
            code = step(name, fake, "schedule")
            assert fake.count >= number or fake.is_down
            fake.heal()
            if code == Exit.DONE:
                assert stored.state != draft
            if code in SAID_NO:
                assert stored.state == draft
            # The same again: made, or made before.
            assert step(name, fake, "schedule") in {Exit.DONE, Exit.REFUSED}
            assert stored.state != draft
            assert step(name, fake, "send") == Exit.REFUSED
            assert not fake.sends
            assert step(name, fake, "cancel") == Exit.DONE
            assert stored.state == draft
            assert step(name, fake, "send") == Exit.DONE


@whole
@pytest.mark.parametrize("fault", KILLS, ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_killed_process_breaks_no_promise(name: str, command: str, fault: Fault, part: int) -> None:
    for number in numbers(name, command, fault, part):
        with PROVIDERS[name]() as fake:
            if command == "send":
                assert step(name, fake, "test") == Exit.DONE
            fake.break_at(number, fault)
            child = Child(run, name, fake.base, command)
            fake.victim = child.pid
            child.go()
            assert child.outcome() is None
            holds(fake)
            fake.heal()
            again(name, fake, command)


@pytest.mark.parametrize("lag", [1, 3, 9])
@pytest.mark.parametrize("name", PROVIDERS)
def test_a_draft_right_after_a_lost_answer_proves_nothing(name: str, lag: int) -> None:
    with PROVIDERS[name]() as fake:
        step(name, fake, "test")
        fake.break_at(leaving(name), Fault.LOST)
        fake.lag = lag
        code = step(name, fake, "send")
        assert code == (Exit.DONE if lag < 5 else Exit.FATE_UNKNOWN)
        assert Counter(address for address, _letter, _html in fake.sends) == EVERYBODY
        fake.heal()
        fake.lag = 0
        assert step(name, fake, "send") == Exit.REFUSED


@pytest.mark.parametrize("_round", [1, *(pytest.param(number, marks=pytest.mark.whole) for number in (2, 3))])
@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_two_at_once_break_no_promise(name: str, command: str, _round: int) -> None:
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


@pytest.mark.long
@pytest.mark.parametrize("examples", [15, pytest.param(60, marks=pytest.mark.whole)])
def test_weeks_of_commands_break_no_promise(examples: int) -> None:
    run_state_machine_as_test(
        Weeks,
        settings=settings(
            max_examples=examples, stateful_step_count=12, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
