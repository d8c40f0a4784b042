"""How the Wayback Machine is asked for the copy of a page, as a generator, and which copies are good enough.

``/web/20250418id_/URL`` leads to the snapshot nearest to that day, and gives its body as it was, without the bar of
the archive (en.wikipedia.org, “Help:Using the Wayback Machine”, “Specific archive copy”); a snapshot of an error or
of a redirect answers with that status. The availability API is not asked: it turns programs away
(internetarchive/wayback#274).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from cenum.care.copies import ARCHIVE
from cenum.links.addresses import page_of
from cenum.links.inquiry import Request, retry_after
from cenum.links.sketch import calls_itself_missing, is_challenge, sketch

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from cenum.care.cited import CitedPage
    from cenum.links.addresses import PageAddress
    from cenum.links.inquiry import Answer
    from cenum.links.lists import HostLists
    from cenum.links.sketch import Sketch

_MOST_HOPS = 6
_TRIES = 3
_WAIT = 5.0  # seconds, then twice as long
_LONGEST_WAIT = 60.0  # seconds that the archive may ask for
_MOST_DAYS = 731  # two years between the letter and its copy
_BYTES = 65_536
_SNAPSHOT = re.compile(r"/web/(\d{14})id_/(.+)", re.DOTALL)
_REPLAY = re.compile(r"/web/(\d+)(?:id_)?/(.+)", re.DOTALL)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOO_MANY = 429
_REPLAYED = "memento-datetime"  # in each answer that is a snapshot (RFC 7089, section 2.1.1)
_GONE = frozenset({404, 410})
_WORD = re.compile(r"\w{2,}")
_FEWEST_SHARED = 2
# What any two titles share, in the languages of most letters.
_LITTLE = """
au aux avec ce ces cette comme dans de des du elle en est et eux il la le les leur lui mais me meme mes moi mon ne
nos notre nous on ou par pas plus pour qu que qui sa se ses son sont sur ta te tes toi ton tu un une vos votre vous
all an and are as at be but by can for from has have how in into is it its more not of or our out that the their
there they this to was we what when which who why will with you your
"""
_LITTLE_WORDS = frozenset(_LITTLE.split())


class CopyMissing(Enum):
    """Why there is no copy to propose. The value is stored: it stays."""

    NO_SNAPSHOT = "no-snapshot"
    ERROR_PAGE = "error-page"
    WALL = "wall"
    OTHER_PAGE = "other-page"
    FAR = "far"
    ENDLESS = "endless"
    LEADS_OUT = "leads-out"
    NOT_A_PAGE = "not-a-page"
    # The archive said nothing of the page: it is asked again the next time.
    TURNED_AWAY = "turned-away"


class CopySearch(Struct, frozen=True):
    """A ``copy`` of ``day``, or why there is none."""

    copy: str = ""
    day: date | None = None
    missing: CopyMissing | None = None


def given_up(_reason: object = None) -> CopySearch:
    """A search that nobody waited for."""
    return CopySearch(missing=CopyMissing.TURNED_AWAY)


def seek_copy(page: CitedPage, lists: HostLists, archive: str = ARCHIVE) -> Generator[Request, Answer, CopySearch]:
    """Find the copy of ``page`` nearest to its letter's day. Only ``archive``, a scheme and host, is ever asked."""
    host = urlsplit(archive).netloc
    path = f"/web/{page.day:%Y%m%d}id_/{page.url}"
    visited = {path}
    for _hop in range(_MOST_HOPS):
        answer = yield from _patiently(Request(archive + path, host, want=_BYTES, stop=b"</h1>"))
        if answer.fault or answer.status == _TOO_MANY:
            return given_up()
        snapshot = _SNAPSHOT.fullmatch(path)
        if answer.status not in _REDIRECTS:
            if snapshot:
                return _judged(page, snapshot[1], snapshot[2], answer, lists)
            if answer.status in _GONE:
                return CopySearch(missing=CopyMissing.NO_SNAPSHOT)
            return given_up()  # the archive leads to a snapshot, or says that it has none
        next_path = _within(answer.headers.get("location", "").strip(), host)
        if next_path is None:
            return CopySearch(missing=CopyMissing.LEADS_OUT)
        if next_path in visited:
            return CopySearch(missing=CopyMissing.ENDLESS)
        visited.add(next_path)
        path = next_path
    return CopySearch(missing=CopyMissing.ENDLESS)


def _patiently(ask: Request) -> Generator[Request, Answer, Answer]:
    """The answer, asked for again where the archive is out of breath, and once where it says when to come back."""
    answer = yield ask
    for tried in range(1, _TRIES):
        wait = _WAIT * tried if answer.fault is None and answer.status >= 500 else None  # noqa: PLR2004  RFC 9110
        if answer.status == _TOO_MANY and tried == 1:
            wait = retry_after(answer.headers.get("retry-after", ""), answer.at)
        # What the archive replays is a page's own error, however often one asks.
        if wait is None or wait > _LONGEST_WAIT or _REPLAYED in answer.headers:
            return answer
        answer = yield replace(ask, after=wait, for_all=True)
    return answer


def _within(location: str, host: str) -> str | None:
    """The path of the raw snapshot that ``location`` leads to; ``None`` where it leads out of the archive."""
    start = re.match(rf"(?:(?:https?:)?//{re.escape(host)})?(?=/web/)", location, re.IGNORECASE)
    replay = _REPLAY.fullmatch(location[start.end() :]) if start else None
    return f"/web/{replay[1]}id_/{replay[2]}" if replay else None


def _judged(page: CitedPage, stamp: str, url: str, answer: Answer, lists: HostLists) -> CopySearch:
    try:
        day = datetime.strptime(stamp, "%Y%m%d%H%M%S").date()  # noqa: DTZ007  the archive's own time, UTC
        shown, _fragment = page_of(url)
    except ValueError:
        return CopySearch(missing=CopyMissing.LEADS_OUT)
    if abs(day - page.day).days > _MOST_DAYS:
        return CopySearch(missing=CopyMissing.FAR)
    missing = _wrong_with(answer, page, shown, lists)
    return CopySearch(missing=missing) if missing else CopySearch(f"{ARCHIVE}/web/{stamp}/{shown.url}", day)


def _wrong_with(answer: Answer, page: CitedPage, shown: PageAddress, lists: HostLists) -> CopyMissing | None:
    """Why the snapshot in ``answer``, of the page ``shown``, is not what the letter cited."""
    if answer.status >= 500 and _REPLAYED not in answer.headers:  # noqa: PLR2004  RFC 9110, section 15.6
        return CopyMissing.TURNED_AWAY
    kind, _semicolon, parameters = answer.headers.get("content-type", "").lower().partition(";")
    drawn = sketch(answer.body, parameters.partition("charset=")[2].strip(" \"'") or None)
    if answer.status != 200 or calls_itself_missing(drawn, lists.not_found):  # noqa: PLR2004  RFC 9110
        return CopyMissing.ERROR_PAGE
    if kind.strip() not in {"text/html", "application/xhtml+xml"}:
        return CopyMissing.NOT_A_PAGE
    if is_challenge(drawn, lists.challenge.phrases) or drawn.title.strip(" .!").casefold() in lists.login.titles:
        return CopyMissing.WALL
    front = shown.path in lists.front.paths and page_of(page.url)[0].path not in lists.front.paths
    return CopyMissing.OTHER_PAGE if front or not _is_what_was_cited(drawn, page.words) else None


def _is_what_was_cited(drawn: Sketch, cited: Sequence[str]) -> bool:
    """Whether the words of a link hold half of the words of the page's title or of its heading, and two at least."""
    for name in filter(None, map(_words, (drawn.title, drawn.heading))):
        for words in map(_words, cited):
            shared = len(name & words)
            if shared >= _FEWEST_SHARED and 2 * shared >= len(name):
                return True
    return False


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return frozenset(found) - _LITTLE_WORDS
