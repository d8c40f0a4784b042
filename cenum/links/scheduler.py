"""Many addresses asked about at once, and no host more often than is polite."""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from itertools import count
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from msgspec import Struct

from cenum.links.inquiry import Answer, Fault
from cenum.links.link import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from cenum.links.inquiry import Request

Found = TypeVar("Found")

_JITTER = 0.1  # seconds
_GLANCE = 0.1  # seconds between two looks at what is late
_FAREWELL = 0.5  # seconds for what is cut off to come back


class Pace(Struct, frozen=True):
    """How fast, and for how long.

    ``connections`` at once in all and ``per_host`` at one; ``pause`` seconds between two requests to one host;
    ``seconds`` for everything.
    """

    connections: int = 64
    per_host: int = 2
    pause: float = 0.05
    seconds: float = 90


class WebClient(Protocol):
    """What carries a request out: :class:`~cenum.links.http_client.Web`."""

    def ask(self, ask: Request) -> Answer:
        """Whatever happens, it is an answer."""
        ...

    def end_the_late(self) -> None:
        """Cut off what lasts too long."""
        ...

    def end_all(self, fault: Fault) -> None:
        """Cut off everything that is under way."""
        ...


class Progress(Struct, frozen=True):
    """How far it is: addresses, and the hosts that are being waited for, those that have kept it longest first."""

    done: int
    of: int
    waiting_for: tuple[str, ...]


class _Job(Generic[Found]):
    __slots__ = ("inquiry", "key")

    def __init__(self, key: str, inquiry: Generator[Request, Answer, Found]) -> None:
        self.key = key
        self.inquiry = inquiry


class _Host(Generic[Found]):
    """One host's queues: what can be asked there at once, and what at its hour, which goes first when it has come."""

    __slots__ = ("active", "later", "name", "now", "ready_at")

    def __init__(self, name: str) -> None:
        self.name = name
        self.active = 0
        self.ready_at = 0.0
        self.now: deque[tuple[_Job[Found], Request]] = deque()
        self.later: list[tuple[float, int, _Job[Found], Request]] = []

    def has_work(self) -> bool:
        return bool(self.now or self.later)

    def next_start(self) -> float:
        return self.ready_at if self.now else max(self.ready_at, self.later[0][0])

    def everybody(self) -> list[_Job[Found]]:
        return [job for job, _ask in self.now] + [job for _at, _ticket, job, _ask in self.later]

    def next_ask(self, at: float) -> tuple[_Job[Found], Request]:
        if self.later and (not self.now or self.later[0][0] <= at):
            return heapq.heappop(self.later)[2:]
        return self.now.popleft()


def run(  # noqa: PLR0913  the world, passed in
    inquiries: Mapping[str, Generator[Request, Answer, Found]],
    web: WebClient,
    pace: Pace,
    *,
    given_up: Callable[[Reason], Found],
    jitter: Callable[[], float],
    watch: Callable[[Progress], None] = lambda progress: None,  # noqa: ARG005  nobody watches
    keep: Callable[[Iterable[tuple[str, Found]]], None] = lambda outcomes: None,  # noqa: ARG005  nobody keeps
) -> tuple[dict[str, Found], bool]:
    """What became of each address, and whether all came to its end: Ctrl-C stops it early, with what is known.

    ``given_up`` makes the outcome of one that is not waited for. ``jitter`` gives a figure from 0 to 1. ``watch`` is
    told several times a second how far it is; ``keep`` is given outcomes as they come.
    """
    round_ = _Round(inquiries, web, pace, given_up, jitter)
    try:
        for finished in round_.finished():
            keep(finished)
            watch(round_.progress())
    except KeyboardInterrupt:
        round_.stop(Fault.INTERRUPTED)
        keep(list(round_.outcomes.items()))
        return round_.outcomes, False
    return round_.outcomes, True


class _Round(Generic[Found]):
    """The state that the threads share, under one lock."""

    def __init__(
        self,
        inquiries: Mapping[str, Generator[Request, Answer, Found]],
        web: WebClient,
        pace: Pace,
        given_up: Callable[[Reason], Found],
        jitter: Callable[[], float],
    ) -> None:
        self._web = web
        self._pace = pace
        self._given_up = given_up
        self._jitter = jitter
        self._lock = threading.Lock()
        # Workers wait for something to ask, whoever reads the outcomes for something to read: one would steal the
        # other's call.
        self._work_to_do = threading.Condition(self._lock)
        self._news = threading.Condition(self._lock)
        self._hosts: dict[str, _Host[Found]] = {}
        self._ready: list[tuple[float, int, _Host[Found]]] = []
        self._ticket = count()
        self._under_way: dict[int, tuple[float, _Job[Found], str]] = {}
        self._open: dict[str, _Job[Found]] = {key: _Job(key, inquiry) for key, inquiry in inquiries.items()}
        self._of = len(self._open)
        # Written by the workers, whom no Ctrl-C interrupts; what is new is told in `_done`.
        self.outcomes: dict[str, Found] = {}
        self._done: deque[str] = deque()
        self._ended: Fault | None = None
        self._broken: BaseException | None = None
        self._until = time.monotonic() + pace.seconds

    def finished(self) -> Iterator[list[tuple[str, Found]]]:
        """What is done, as it comes."""
        for job in list(self._open.values()):
            self._advance(job, None)
        for _number in range(min(self._pace.connections, len(self._open))):
            threading.Thread(target=self._work, daemon=True).start()
        while True:
            with self._lock:
                # What comes in meanwhile is handed on together: each batch is written to the disk.
                if self._open and not self._broken:
                    self._news.wait(_GLANCE)
                batch = self._new()
                left, broken = bool(self._open), self._broken
            if broken:
                raise broken
            self._web.end_the_late()
            if left and time.monotonic() > self._until:
                self.stop(Fault.NO_TIME)
                batch += self._new()
                left = False
            yield batch
            if not left:
                return

    def _new(self) -> list[tuple[str, Found]]:
        return [(key, self.outcomes[key]) for key in (self._done.popleft() for _number in range(len(self._done)))]

    def progress(self) -> Progress:
        with self._lock:
            slowest = sorted(self._under_way.values(), key=lambda entry: entry[0])
            return Progress(
                self._of - len(self._open), self._of, tuple(dict.fromkeys(host for _at, _job, host in slowest))
            )

    def stop(self, fault: Fault) -> None:
        """End everything for the reason ``fault``, what is under way and the rest; each has its outcome then."""
        with self._lock:
            self._ended = self._ended or fault
            waiting = [job for host in self._hosts.values() for job in host.everybody()]
            self._hosts.clear()
            self._work_to_do.notify_all()
        self._web.end_all(fault)
        for job in waiting:
            self._advance(job, Answer(fault=fault))
        give_up = time.monotonic() + _FAREWELL
        with self._lock:
            while self._open and time.monotonic() < give_up:
                self._news.wait(_GLANCE)
            # Who is still busy, with a lookup perhaps, is not waited for.
            for key in self._open:
                reason = Reason.NO_TIME if fault is Fault.NO_TIME else Reason.INTERRUPTED
                self.outcomes[key] = self._given_up(reason)
                self._done.append(key)
            self._open.clear()

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            number, host, job, ask = taken
            try:
                answer = self._web.ask(ask)
            except BaseException as mistake:  # noqa: BLE001  a thread that dies silently would be waited for
                self._break(mistake)
                return
            with self._lock:
                self._under_way.pop(number, None)
                host.active -= 1
                self._announce(host)
            self._advance(job, answer)

    def _take(self) -> tuple[int, _Host[Found], _Job[Found], Request] | None:
        """The next request that may be made; waits for it. ``None`` when there is none any more."""
        with self._lock:
            while self._open and not self._ended and not self._broken:
                now = time.monotonic()
                host = self._next_host(now)
                if host:
                    job, ask = host.next_ask(now)
                    host.active += 1
                    host.ready_at = now + self._pace.pause
                    self._announce(host)
                    number = next(self._ticket)
                    self._under_way[number] = (now, job, host.name)
                    return number, host, job, ask
                self._work_to_do.wait(max(self._ready[0][0] - now, 0.001) if self._ready else None)
            return None

    def _next_host(self, now: float) -> _Host[Found] | None:
        """A host that may be asked now. The heap may hold what is no longer so: it is looked at again here."""
        while self._ready:
            start, _ticket, host = self._ready[0]
            if not host.has_work() or host.active >= self._pace.per_host:
                heapq.heappop(self._ready)
                continue
            if host.next_start() > start:
                heapq.heappop(self._ready)
                self._announce(host)
                continue
            if start > now:
                return None
            heapq.heappop(self._ready)
            return host
        return None

    def _announce(self, host: _Host[Found]) -> None:
        if host.has_work() and host.active < self._pace.per_host:
            heapq.heappush(self._ready, (host.next_start(), next(self._ticket), host))
            self._work_to_do.notify()

    def _break(self, mistake: BaseException) -> None:
        """End the round because of a mistake of ours: it is raised where it is waited for."""
        with self._lock:
            self._broken = mistake
            self._news.notify_all()
            self._work_to_do.notify_all()

    def _advance(self, job: _Job[Found], answer: Answer | None) -> None:
        """Let an inquiry draw its conclusions, and queue what it wants to ask next."""
        try:
            ask = next(job.inquiry) if answer is None else job.inquiry.send(answer)
            while not self._queue(job, ask, begun=answer is not None):
                ask = job.inquiry.send(Answer(fault=self._ended or Fault.NO_TIME))
        except StopIteration as stopped:
            with self._lock:
                if self._open.pop(job.key, None):
                    self.outcomes[job.key] = stopped.value
                    self._done.append(job.key)
                if not self._open:
                    self._news.notify_all()
                    self._work_to_do.notify_all()
        except Exception as mistake:  # noqa: BLE001  as above
            self._break(mistake)

    def _queue(self, job: _Job[Found], ask: Request, *, begun: bool) -> bool:
        """Whether there is time for ``ask``; if so, it waits for its turn. What has ``begun`` goes on first."""
        # A little later than asked for, so that those who were turned away together do not come back together.
        start = time.monotonic() + ask.after + (_JITTER * self._jitter() if ask.after else 0)
        with self._lock:
            if self._ended or start > self._until:
                return False
            host = self._hosts.setdefault(ask.host, _Host(ask.host))
            if ask.for_all:
                host.ready_at = max(host.ready_at, start)
            if ask.after:
                heapq.heappush(host.later, (start, next(self._ticket), job, ask))
            elif begun:
                host.now.appendleft((job, ask))
            else:
                host.now.append((job, ask))
            self._announce(host)
        return True
