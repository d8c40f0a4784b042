"""Asking many at once: politeness, patience, budget, interruption."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from cenum.links.inquiry import Answer, Fault, Outcome, Request, Target, given_up, inquire
from cenum.links.link import Reason, Verdict
from cenum.links.lists import known
from cenum.links.scheduler import Pace, run

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from cenum.links.scheduler import Progress

_LONGEST = 10  # seconds that a stand-in waits at most


class StandIn:
    """Answers as it is told, and notes when each request began."""

    def __init__(self, behave: Callable[[Request], Answer]) -> None:
        self.begun: list[tuple[float, str]] = []
        self.busiest: dict[str, int] = {}
        self.ended = threading.Event()
        self._busy: dict[str, int] = {}
        self._fault = Fault.INTERRUPTED
        self._behave = behave
        self._lock = threading.Lock()

    def ask(self, ask: Request) -> Answer:
        with self._lock:
            self.begun.append((time.monotonic(), ask.host))
            self._busy[ask.host] = self._busy.get(ask.host, 0) + 1
            self.busiest[ask.host] = max(self.busiest.get(ask.host, 0), self._busy[ask.host])
        try:
            return self._behave(ask)
        finally:
            with self._lock:
                self._busy[ask.host] -= 1

    def end_the_late(self) -> None:
        pass

    def end_all(self, fault: Fault) -> None:
        self._fault = fault
        self.ended.set()

    def silence(self, _ask: Request) -> Answer:
        self.ended.wait(_LONGEST)
        return Answer(fault=self._fault)


def one_ask(host: str, number: int) -> Generator[Request, Answer, Outcome]:
    answer = yield Request(f"http://{host}/{number}", host)
    return Outcome(Verdict(Reason.ANSWERS if not answer.fault else Reason.CUT))


def test_no_host_is_asked_more_often_at_once_nor_sooner_than_is_polite() -> None:
    gate = threading.Barrier(2, timeout=_LONGEST)

    def together(_ask: Request) -> Answer:
        gate.wait()  # two at once, or nobody gets on
        return Answer(200)

    web = StandIn(together)
    inquiries = {f"{host}{number}": one_ask(host, number) for host in "abc" for number in range(6)}
    outcomes, whole = run(
        inquiries, web, Pace(connections=18, per_host=2, pause=0.02), given_up=given_up, jitter=lambda: 0
    )
    assert whole
    assert len(outcomes) == 18
    assert max(web.busiest.values()) <= 2
    for host in "abc":
        begun = sorted(at for at, name in web.begun if name == host)
        # Five pauses of 20 ms lie between six requests; a thread that was late by itself may eat up some of it.
        assert begun[-1] - begun[0] >= 0.06


def test_never_more_connections_than_the_settings_allow() -> None:
    busy, most, lock = [0], [0], threading.Lock()

    def count(_ask: Request) -> Answer:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        with lock:
            busy[0] -= 1
        return Answer(200)

    inquiries = {str(number): one_ask(f"host{number}", number) for number in range(200)}
    run(inquiries, StandIn(count), Pace(connections=3, pause=0), given_up=given_up, jitter=lambda: 0)
    assert most[0] <= 3


def test_what_goes_on_is_asked_before_what_has_not_begun() -> None:
    def two_hops(number: int) -> Generator[Request, Answer, Outcome]:
        yield Request(f"http://a/{number}/1", "a")
        yield Request(f"http://a/{number}/2", "a")
        return Outcome(Verdict(Reason.ANSWERS))

    asked: list[str] = []

    def note(ask: Request) -> Answer:
        asked.append(ask.url)
        return Answer(200)

    inquiries = {str(number): two_hops(number) for number in range(3)}
    run(inquiries, StandIn(note), Pace(connections=1, per_host=1, pause=0), given_up=given_up, jitter=lambda: 0)
    assert asked == [f"http://a/{number}/{hop}" for number in range(3) for hop in (1, 2)]


def test_a_host_that_asks_for_time_gets_it_from_everybody() -> None:
    turned_away = threading.Event()

    def busy_once(_ask: Request) -> Answer:
        if not turned_away.is_set():
            turned_away.set()
            return Answer(429, {"retry-after": "1"}, at=0)
        return Answer(200, {"content-type": "text/html"}, b"<title>x</title>")

    web = StandIn(busy_once)
    urls = [f"https://occupe.fr/{number}" for number in range(3)]
    outcomes, _whole = run(
        {url: inquire(Target(url), known()) for url in urls},
        web,
        Pace(per_host=1, pause=0),
        given_up=given_up,
        jitter=lambda: 0,
    )
    assert {outcome.verdict.reason for outcome in outcomes.values()} == {Reason.ANSWERS}
    begun = sorted(at for at, _host in web.begun)
    assert begun[1] - begun[0] >= 0.99


def test_what_there_is_no_time_for_is_said_to_be_so() -> None:
    web = StandIn(lambda ask: web.silence(ask) if ask.host == "muet.fr" else Answer(429, {"retry-after": "50"}))
    urls = ["https://muet.fr/", "https://muet.fr/2", "https://muet.fr/3", "https://occupe.fr/"]
    outcomes, whole = run(
        {url: inquire(Target(url), known()) for url in urls},
        web,
        Pace(per_host=1, pause=0, seconds=0.3),
        given_up=given_up,
        jitter=lambda: 0,
    )
    assert whole
    assert [outcomes[url].verdict.reason for url in urls[:3]] == [Reason.NO_TIME] * 3
    assert outcomes["https://occupe.fr/"].verdict.reason is Reason.ASKED_TOO_OFTEN


def test_an_interruption_keeps_what_is_known_and_waits_for_nobody() -> None:
    web = StandIn(lambda ask: web.silence(ask) if "muet" in ask.host else Answer(200, {"content-type": "text/html"}))
    urls = ["https://bon.fr/", "https://muet.fr/", "https://muet.fr/2", "https://muet.fr/3"]
    kept: dict[str, Outcome] = {}

    def interrupt(progress: Progress) -> None:
        if progress.done:
            assert progress.of == 4
            assert progress.waiting_for == ("muet.fr",)
            raise KeyboardInterrupt

    outcomes, whole = run(
        {url: inquire(Target(url), known()) for url in urls},
        web,
        Pace(pause=0, per_host=2),
        given_up=given_up,
        jitter=lambda: 0,
        watch=interrupt,
        keep=kept.update,
    )
    assert not whole
    assert web.ended.is_set()
    assert outcomes["https://bon.fr/"].verdict.reason is Reason.ANSWERS
    assert {outcomes[url].verdict.reason for url in urls[1:]} == {Reason.INTERRUPTED}
    assert kept == outcomes


def test_who_can_not_be_woken_is_left_behind() -> None:
    for_ever = threading.Event()

    def deaf(_ask: Request) -> Answer:
        for_ever.wait(_LONGEST)
        return Answer(200)

    outcomes, _whole = run(
        {"a": one_ask("sourd.fr", 1)}, StandIn(deaf), Pace(seconds=0.1), given_up=given_up, jitter=lambda: 0
    )
    assert outcomes["a"].verdict.reason is Reason.NO_TIME
    for_ever.set()


def test_a_mistake_of_ours_is_not_waited_for() -> None:
    def broken(_ask: Request) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run({"a": one_ask("a.fr", 1)}, StandIn(broken), Pace(), given_up=given_up, jitter=lambda: 0)

    def wrong() -> Generator[Request, Answer, Outcome]:
        yield Request("http://a.fr/", "a.fr")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run({"a": wrong()}, StandIn(lambda _ask: Answer(200)), Pace(), given_up=given_up, jitter=lambda: 0)


def test_nothing_to_ask_is_nothing_to_wait_for() -> None:
    assert run({}, StandIn(lambda _ask: Answer(200)), Pace(), given_up=given_up, jitter=lambda: 0) == ({}, True)
