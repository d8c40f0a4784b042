"""A file of the web, asked for once: through the same door as links, and with the same manners."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cenum.links.addresses import page_of, resolve
from cenum.links.inquiry import Request
from cenum.links.scheduler import Pace, run

if TYPE_CHECKING:
    from collections.abc import Generator

    from cenum.links.inquiry import Answer
    from cenum.links.scheduler import WebClient

Got = TypeVar("Got")

_MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})  # RFC 9110, section 15.4
_FINE = 200
_SECONDS = 30.0  # for a file, with all that redirects to it


def fetched_file(url: str, web: WebClient, most: int) -> bytes | None:
    """What is at ``url``, at most ``most`` bytes; ``None`` where it can't be had, or is larger."""
    return _ended(_file(url, most), url, web)


def next_address(url: str, web: WebClient) -> str | None:
    """Where ``url`` passes its readers on to, asked once; ``None`` where it does not."""
    return _ended(_hop(url), url, web)


def _ended(inquiry: Generator[Request, Answer, Got | None], url: str, web: WebClient) -> Got | None:
    outcomes, _whole = run(
        {url: inquiry}, web, Pace(connections=1, seconds=_SECONDS), given_up=lambda _reason: None, jitter=lambda: 0.0
    )
    return outcomes.get(url)


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
