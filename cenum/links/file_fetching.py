"""Files of the web, each asked for once: through the same door as links, and with the same manners."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cenum.links.addresses import page_of, resolve
from cenum.links.inquiry import Request
from cenum.links.scheduler import Pace, run

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

    from cenum.links.inquiry import Answer
    from cenum.links.scheduler import WebClient

Got = TypeVar("Got")

_MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})  # RFC 9110, section 15.4
_FINE = 200
_AT_ONCE = 8
_SECONDS = 90.0  # for all of them


def fetched_files(urls: Iterable[str], web: WebClient, most: int) -> dict[str, bytes]:
    """What is at each of ``urls``, at most ``most`` bytes; nothing of one that can't be had, or is larger."""
    return _ended({url: _file(url, most) for url in urls}, web)


def next_addresses(urls: Iterable[str], web: WebClient) -> dict[str, str]:
    """Where each of ``urls`` passes its readers on to, asked once; nothing of one that does not."""
    return _ended({url: _hop(url) for url in urls}, web)


def _ended(inquiries: Mapping[str, Generator[Request, Answer, Got | None]], web: WebClient) -> dict[str, Got]:
    """What came of those that came to something. Raises :class:`KeyboardInterrupt`."""
    pace = Pace(connections=_AT_ONCE, seconds=_SECONDS)
    outcomes, whole = run(inquiries, web, pace, given_up=lambda _reason: None, jitter=lambda: 0.0)
    if not whole:
        raise KeyboardInterrupt
    return {url: outcome for url, outcome in outcomes.items() if outcome is not None}


def _file(url: str, most: int) -> Generator[Request, Answer, bytes | None]:
    for _hops in range(_MOST_REDIRECTS + 1):
        ask = _request(url, most + 1)
        if ask is None:
            return None
        answer = yield ask
        if answer.fault or answer.status not in _MOVED:
            is_whole = not answer.fault and answer.status == _FINE and 0 < len(answer.body) <= most
            return answer.body if is_whole else None
        onward = _onward(url, answer)
        if onward is None:
            return None
        url = onward
    return None


def _hop(url: str) -> Generator[Request, Answer, str | None]:
    ask = _request(url, 0)
    if ask is None:
        return None
    answer = yield ask
    return _onward(url, answer) if not answer.fault and answer.status in _MOVED else None


def _request(url: str, want: int) -> Request | None:
    try:
        page, _fragment = page_of(url)
    except ValueError:
        return None
    return Request(page.url, page.host, want=want)


def _onward(url: str, answer: Answer) -> str | None:
    try:
        return resolve(url, answer.headers.get("location", ""))
    except ValueError:
        return None
