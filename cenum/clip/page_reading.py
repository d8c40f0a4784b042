"""The beginning of a page, asked for as a link is: the same door, the same pace, the same verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from cenum.clip.page_facts import ReadPage
from cenum.clip.page_tags import MOST_BYTES
from cenum.links.check import targets
from cenum.links.inquiry import Outcome, given_up, inquire
from cenum.links.link import Link, Reason, Verdict
from cenum.links.scheduler import Pace, run

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from cenum.finding import Place
    from cenum.links.check import World
    from cenum.links.inquiry import Answer, Request, Target
    from cenum.links.lists import HostLists
    from cenum.settings import LinkCheck

# The page that was asked for is there, where it is or elsewhere.
_THERE = frozenset({Reason.ANSWERS, Reason.MOVED_FOR_A_WHILE, Reason.MOVED_FOR_GOOD, Reason.HTTPS_ANSWERS})
_FINE = range(200, 300)  # RFC 9110, section 15.3
_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})


class PageAnswer(NamedTuple):
    """What became of an address; ``page`` where its page was read, ``None`` where nothing can be told of it."""

    outcome: Outcome
    page: ReadPage | None = None

    @property
    def verdict(self) -> Verdict:
        """What the check of links says of the address."""
        return self.outcome.verdict


def read_pages(
    addresses: Iterable[str], lists: HostLists, chosen: LinkCheck, world: World, place: Place
) -> Mapping[str, PageAnswer]:
    """The page at each of ``addresses``, all asked for at once.

    What was found out of an address is remembered for the check of links.
    """
    keys: dict[str, str] = {}
    wanted: dict[str, Target] = {}
    for address in addresses:
        for key, target in targets([Link(address, "", place)]).items():
            keys[address], wanted[key] = key, target
    now = world.now()
    answers, _whole = run(
        {key: _reading(target, lists) for key, target in wanted.items()},
        world.web,
        Pace(chosen.connections, chosen.per_host, chosen.pause, chosen.seconds),
        given_up=lambda reason: PageAnswer(given_up(reason)),
        jitter=world.jitter,
        watch=world.watch,
        keep=lambda found: world.memory.keep([(key, answer.outcome) for key, answer in found], now),
    )
    return {address: answers[key] for address, key in keys.items()}


def as_saved(content: bytes, address: str) -> PageAnswer:
    """The page at ``address`` as somebody's browser had it: it was there."""
    return PageAnswer(Outcome(Verdict(Reason.ANSWERS, address=address)), ReadPage(content, address))


def _reading(target: Target, lists: HostLists) -> Generator[Request, Answer, PageAnswer]:
    """The inquiry of the check of links, with as much of the page as tells what it is."""
    inquiry = inquire(target, lists)
    read: list[ReadPage] = []
    try:
        ask = next(inquiry)
        while True:
            answer = yield replace(ask, want=MOST_BYTES, stop=b"") if ask.method == "GET" else ask
            if ask.method == "GET" and answer.status in _FINE and not answer.fault:
                read.append(_page(ask, answer))
            ask = inquiry.send(answer)
    except StopIteration as ended:
        outcome: Outcome = ended.value
    reason = outcome.verdict.reason
    if reason not in _THERE:
        return PageAnswer(outcome)
    if not read:  # HEAD was enough to tell that it is a file
        return PageAnswer(outcome, ReadPage(b"", outcome.verdict.address or target.url))
    # Beside the page that answered, https may have been tried.
    return PageAnswer(outcome, read[-1] if reason is Reason.HTTPS_ANSWERS else read[0])


def _page(ask: Request, answer: Answer) -> ReadPage:
    kind, _semicolon, more = answer.headers.get("content-type", "").partition(";")
    charset = more.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    # Of a file there is nothing to read.
    body = answer.body if kind.strip().lower() in _PAGES else b""
    return ReadPage(body, ask.url, charset)
