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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cenum.errors import Exit
from tests.children import Child
from tests.services.fakes.server import Fault

from .editions import REVIEWERS
from .providers import HASTE, PATIENCE, PROVIDERS, READERS, SETTINGS, rehearsed, run

if TYPE_CHECKING:
    from cenum.services.provider import Patience
    from cenum.settings import Settings
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


def test_the_page_says_how_much_is_tried() -> None:
    asked = {command: sum(len(rehearsed(name, command)) for name in PROVIDERS) for command in ("test", "send")}
    requests, schedule = sum(asked.values()), sum(len(rehearsed(name, "schedule")) for name in PROVIDERS)
    deaths = sum(len(rehearsed(name, "due")) * len(AFTERWARDS.get(name, [{}])) * 4 for name in PROVIDERS)
    for said in (
        f"{len(FAULTS) * requests} single faults and {len(KILLS) * requests} kills at the {requests} requests of",
        f"{(len(FAULTS) - 1) * schedule} single faults at the {schedule} requests of `schedule`",
        f"between any two of the {requests} requests, and {5 * len(PROVIDERS)} times at the same moment",
        f"({deaths} deaths)",
    ):
        assert said in on_the_page()


def on_the_page() -> str:
    return " ".join((Path(__file__).parents[2] / "docs/sending.md").read_text("utf-8").split())


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


LETTERS = (("Cénum", "Bonjour"), ("La lettre", "Bonsoir"))  # of one day, to the same readers


def of(newsletter: str) -> Settings:
    table = msgspec.to_builtins(SETTINGS)
    return msgspec.convert({**table, "newsletter": {**table["newsletter"], "name": newsletter}}, type(SETTINGS))


def whole_letter(name: str, fake: FakeProvider, newsletter: str, words: str, *commands: str) -> list[int]:
    return [run(name, fake.base, command, words, using=of(newsletter)) for command in commands]


def each_once(fake: FakeProvider) -> None:
    """Each reader has each of the two letters once, as the reviewers had it."""
    assert {html for _address, _letter, html in fake.sends} == {html for _address, _letter, html in fake.tests}
    received = Counter((address, html) for address, _letter, html in fake.sends)
    assert set(received.values()) == {1}
    assert len(received) == len(LETTERS) * len(READERS)


@pytest.mark.parametrize("command", ["test", "send"])
@pytest.mark.parametrize("name", PROVIDERS)
def test_another_letter_that_another_machine_sends_between_any_two_requests_is_nobodys_business(
    name: str, command: str
) -> None:
    ours, theirs = LETTERS
    for number in range(1, len(rehearsed(name, command)) + 1):
        with PROVIDERS[name]() as fake:
            if command != "test":
                assert whole_letter(name, fake, *ours, "test") == [Exit.DONE]
            others: list[int] = []
            fake.do_at(number, lambda: others.extend(whole_letter(name, fake, *theirs, "test", "send")))  # noqa: B023  at once
            assert whole_letter(name, fake, *ours, command) == [Exit.DONE]
            assert others == [Exit.DONE, Exit.DONE]
            if command == "test":
                assert whole_letter(name, fake, *ours, "send") == [Exit.DONE]
            each_once(fake)


@pytest.mark.parametrize("_round", [1, *(pytest.param(number, marks=pytest.mark.whole) for number in (2, 3, 4, 5))])
@pytest.mark.parametrize("name", PROVIDERS)
def test_two_machines_with_two_letters_at_once_send_both(name: str, _round: int) -> None:
    with PROVIDERS[name]() as fake, ThreadPoolExecutor(2) as machines:
        codes = machines.map(lambda letter: whole_letter(name, fake, *letter, "test", "send"), LETTERS)
        assert list(codes) == [[Exit.DONE, Exit.DONE]] * 2
        each_once(fake)


# How a service that died stands once it is there again, by the attributes of its fake: as it was, or as it went on.
# Measured: listmonk, restarted or killed mid-send; Brevo's daily limit. Mailchimp: its SDK's delivery status.
AFTERWARDS: dict[str, list[dict[str, object]]] = {
    "listmonk": [{}, {"lost": 1}, {"lost": 3}, {"runs": True}, {"begins_after": 2}, {"begins_after": 99}],
    "brevo": [{}, {"daily_limit": 1}, {"daily_limit": 1, "limited": "sent"}, {"daily_limit": 0}],
    "mailjet": [{}],
    "mailchimp": [{}, {"missed": 1}, {"missed": 3}, {"missed": 1, "canceled": 1}],
}


@pytest.mark.parametrize("comes_back", ["while it is looked for", "afterwards"])
@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.DIED], ids=lambda fault: fault.name.lower())
@pytest.mark.parametrize(
    ("name", "afterwards"),
    [
        pytest.param(name, afterwards, marks=[pytest.mark.whole] if place > 1 else [])
        for name in PROVIDERS
        for place, afterwards in enumerate(AFTERWARDS.get(name, [{}]))
    ],
)
def test_a_service_that_dies_and_comes_back_makes_no_promise_that_is_not_kept(
    name: str, afterwards: dict[str, object], fault: Fault, comes_back: str
) -> None:
    for number in range(1, len(rehearsed(name, "due")) + 1):
        with PROVIDERS[name]() as fake:
            assert run(name, fake.base, "test") == Exit.DONE
            for attribute, value in afterwards.items():
                setattr(fake, attribute, value)
            fake.break_at(number, fault)
            pause = fake.heal if comes_back == "while it is looked for" else lambda: None
            run(name, fake.base, "due", pause=pause)
            at_most_once(fake)
            fake.heal()
            for _friday in range(3):  # as often as it is looked at in the morning
                run(name, fake.base, "due")
                at_most_once(fake)
            done = {command: run(name, fake.base, command) == Exit.DONE for command in ("due", "nine")}
            received = {address for address, _letter, _html in fake.sends}
            assert not any(done.values()) or received == {*EVERYBODY}, (number, afterwards)
            if not afterwards:
                assert all(done.values()), number


def at_most_once(fake: FakeProvider) -> None:
    received = Counter(address for address, _letter, _html in fake.sends)
    assert not received or max(received.values()) == 1
    assert {html for _address, _letter, html in fake.sends} <= {html for _address, _letter, html in fake.tests}


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
