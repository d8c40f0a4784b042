"""How one address is asked about, as a generator: it yields what to ask and is sent the answer, and gives a verdict.

Nothing here touches the network or a clock, so every behaviour of a host can be played to it.
"""

from __future__ import annotations

import re
import warnings
from email.utils import parsedate_to_datetime
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from cenum.edition.pictures import FORMATS, MOST_PIXELS
from cenum.links.addresses import PageAddress, cleaned, is_file, over_https, page_of, resolve, with_fragment
from cenum.links.link import HEAVY_IMAGE, Reason, Verdict
from cenum.links.lists import entry
from cenum.links.sketch import Sketch, calls_itself_missing, has_its_places, is_challenge, sketch

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from cenum.links.lists import HostLists

MOST_REDIRECTS = 10
_RETRIES = 2  # after the first try, where what is wrong may pass
_FIRST_WAIT = 0.25  # seconds, then twice as long; jitter is the runner's
_LONGEST_WAIT = 60.0  # seconds that a host may ask for
_TITLE_BYTES = 65_536
_FRAGMENT_BYTES = 2_000_000
_FOREVER = frozenset({301, 308})
_FOR_A_WHILE = frozenset({302, 303, 307})
_PASSING = frozenset({500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_TOO_MANY = 429
_NOT_MODIFIED = 304
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_NEVER_FOLLOWED = frozenset({"http", "https", "file", "javascript", "data", "about", "blob", "vbscript"})
_SESSION = re.compile(
    r"(;jsessionid=|[?&;](phpsessid|jsessionid|sessionid|session_id|sid|aspsessionid\w*)=)", re.IGNORECASE
)


class Fault(Enum):
    """Why there is no answer."""

    NO_SUCH_HOST = "no such host"
    LOOKUP = "lookup failed"
    CONNECTION_REFUSED = "connection refused"
    UNREACHABLE = "no way there"
    TIMEOUT = "too slow"
    CUT = "cut off"
    UNREADABLE = "no HTTP"
    CERTIFICATE_EXPIRED = "certificate expired"
    CERTIFICATE_OF_ANOTHER = "certificate of another host"
    CERTIFICATE_UNKNOWN = "certificate of an unknown authority"
    TLS = "TLS failed"
    PRIVATE = "address of a private network"
    NO_TIME = "no time left"
    INTERRUPTED = "interrupted"


_OF_FAULT = {
    Fault.NO_SUCH_HOST: Reason.NO_SUCH_HOST,
    Fault.LOOKUP: Reason.LOOKUP,
    Fault.CONNECTION_REFUSED: Reason.CONNECTION_REFUSED,
    Fault.UNREACHABLE: Reason.UNREACHABLE,
    Fault.TIMEOUT: Reason.TIMEOUT,
    Fault.CUT: Reason.CUT,
    Fault.UNREADABLE: Reason.UNREADABLE,
    Fault.CERTIFICATE_EXPIRED: Reason.CERTIFICATE_EXPIRED,
    Fault.CERTIFICATE_OF_ANOTHER: Reason.CERTIFICATE_OF_ANOTHER,
    Fault.CERTIFICATE_UNKNOWN: Reason.CERTIFICATE_UNKNOWN,
    Fault.TLS: Reason.TLS,
    Fault.PRIVATE: Reason.PRIVATE,
    Fault.NO_TIME: Reason.NO_TIME,
    Fault.INTERRUPTED: Reason.INTERRUPTED,
}
# What may have passed a moment later.
_FLEETING = frozenset({Fault.LOOKUP, Fault.CONNECTION_REFUSED, Fault.TIMEOUT, Fault.CUT, Fault.UNREACHABLE})


class Request(Struct, frozen=True):
    """One request.

    ``want`` is the most bytes of the body that are of use, ``stop`` what they may end with; ``after`` the seconds to
    wait before, which are for every request to this host if ``for_all``.
    """

    url: str
    host: str
    method: str = "GET"
    headers: dict[str, str] = {}
    want: int = 0
    stop: bytes = b""
    after: float = 0.0
    for_all: bool = False


class Answer(Struct, frozen=True):
    """What came of it: ``fault``, or a status with its headers (names in small letters) and the body's beginning.

    ``at`` is when it came, in seconds since 1970; ``detail`` what is to be known of a fault.
    """

    status: int = 0
    headers: Mapping[str, str] = {}
    body: bytes = b""
    fault: Fault | None = None
    detail: str = ""
    at: float = 0.0


class Target(Struct, frozen=True):
    """What is to be found out: a page, the fragments that links name on it, and whether it is shown as an image."""

    url: str
    fragments: tuple[str, ...] = ()
    image: bool = False


class Validators(Struct, frozen=True):
    """What a host gave with its last answer, to be asked whether anything changed (RFC 9110, section 8.8)."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The conditional request."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


class Outcome(Struct, frozen=True):
    """The verdict, and what the host gave to ask again with."""

    verdict: Verdict
    validators: Validators = Validators()


Inquiry: TypeAlias = "Generator[Request, Answer, Outcome]"


def given_up(reason: Reason) -> Outcome:
    """The outcome of an inquiry that nobody waits for."""
    return Outcome(Verdict(reason))


# The method of a request that no host is sent: whether mail to it can arrive.
MAIL = "MAIL"


def inquire_about_mail(domain: str, lists: HostLists) -> Inquiry:
    """Find out whether an address at ``domain`` can receive anything."""
    if entry(domain, lists.examples):
        return Outcome(Verdict(Reason.EXAMPLE, detail=domain))
    answer = yield Request(f"mailto:@{domain}", domain, MAIL)
    match answer.fault:
        case None:
            reason = Reason.ADDRESS_IN_ORDER
        case Fault.NO_SUCH_HOST:
            reason = Reason.NO_MAIL_SERVER
        case fault:
            reason = _OF_FAULT[fault]
    return Outcome(Verdict(reason, detail=domain))


def inquire(target: Target, lists: HostLists, before: Outcome | None = None) -> Inquiry:
    """Find out what became of ``target``. ``before`` is the stale outcome of an earlier run, if it was alive.

    Raises :class:`ValueError` where ``target`` has no http address.
    """
    page, _fragment = page_of(target.url)
    listed = _known_without_asking(page, lists)
    if listed:
        return Outcome(listed)
    chain = yield from _chain(target, page, lists, before)
    if before and not chain.hops and before.validators.headers and chain.answer.status == _NOT_MODIFIED:
        return before
    if chain.reason:
        return Outcome(Verdict(chain.reason, chain.answer.status or None, chain.page.url, chain.answer.detail))
    verdict = _judge(chain, target, lists)
    if verdict.reason is Reason.ANSWERS and page.scheme == "http" and chain.page.scheme == "http":
        verdict = yield from _over_https(chain, target, verdict, lists)
    given = chain.answer.headers
    validators = Validators(given.get("etag", ""), given.get("last-modified", ""))
    return Outcome(verdict, validators if verdict.reason is Reason.ANSWERS else Validators())


class _Chain(Struct):
    """The hops of an address until somebody answers.

    ``lasting`` is where the redirects for good alone lead; ``baked`` says whether a cookie was given on the way.
    """

    start: PageAddress
    page: PageAddress
    lasting: str
    answer: Answer = Answer()
    hops: int = 0
    only_for_good: bool = True
    baked: bool = False
    reason: Reason | None = None


def _known_without_asking(page: PageAddress, lists: HostLists) -> Verdict | None:
    for table, reason in ((lists.walls, Reason.WALL), (lists.examples, Reason.EXAMPLE)):
        name = entry(page.host, table)
        if name:
            return Verdict(reason, address=page.url, detail=name)
    return None


def _chain(
    target: Target, page: PageAddress, lists: HostLists, before: Outcome | None
) -> Generator[Request, Answer, _Chain]:
    """Follow redirects until an answer that is none."""
    chain = _Chain(page, page, page.url)
    jar: dict[str, dict[str, str]] = {}
    seen = {(page.url, _spelled({}))}
    while True:
        cookies = jar.setdefault(chain.page.host, {})
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        if before and not chain.hops:
            headers |= before.validators.headers
        chain.answer = yield from _patiently(chain.page, target, headers, lists)
        if chain.answer.fault or chain.answer.status not in _FOREVER | _FOR_A_WHILE:
            return chain
        chain.baked |= "set-cookie" in chain.answer.headers
        _keep_cookies(chain.answer, cookies)
        chain.hops += 1
        location = chain.answer.headers.get("location", "")
        try:
            next_page, fragment = page_of(resolve(chain.page.url, location))
        except ValueError:
            # A browser hands the other schemes on to a program, and runs none of these.
            scheme = location.partition(":")[0].strip().lower() if ":" in location else ""
            nothing = not _SCHEME.fullmatch(scheme) or scheme in _NEVER_FOLLOWED
            chain.reason = Reason.REDIRECT_TO_NOTHING if nothing else Reason.PROGRAM
            chain.answer = replace(chain.answer, detail=location[:200])
            return chain
        chain.page = next_page
        visit = (next_page.url, _spelled(jar.get(next_page.host, {})))
        if visit in seen or chain.hops > MOST_REDIRECTS:
            endless = Reason.REDIRECT_LOOP if visit in seen else Reason.TOO_MANY_REDIRECTS
            # A browser, whose cookies last, may well get through.
            chain.reason = Reason.COOKIES if chain.baked else endless
            return chain
        seen.add(visit)
        listed = _known_without_asking(next_page, lists)
        if listed:
            chain.reason = listed.reason
            chain.answer = replace(chain.answer, detail=listed.detail)
            return chain
        chain.only_for_good &= chain.answer.status in _FOREVER
        if chain.only_for_good:
            chain.lasting = with_fragment(next_page.url, fragment)


def _patiently(
    page: PageAddress, target: Target, headers: dict[str, str], lists: HostLists
) -> Generator[Request, Answer, Answer]:
    """One hop: HEAD where that can be enough and GET where it was refused or doubtful, again where it may pass."""
    ask = _first_ask(page, target, headers, lists)
    last = yield ask
    retries = 0
    while True:
        if ask.method == "HEAD" and _is_doubtful(last):
            ask = replace(ask, method="GET", want=_TITLE_BYTES, stop=b"</h1>")
            last = yield ask
            continue
        wait = _wait(last, retries)
        if wait is None or retries == _RETRIES:
            return last
        retries += 1
        answer = yield replace(ask, after=wait, for_all=last.status == _TOO_MANY)
        if answer.fault in {Fault.NO_TIME, Fault.INTERRUPTED}:
            return last
        last = answer


def _first_ask(page: PageAddress, target: Target, headers: dict[str, str], lists: HostLists) -> Request:
    if target.image:
        return Request(page.url, page.host, headers=headers, want=HEAVY_IMAGE + 1)
    if target.fragments:
        return Request(page.url, page.host, headers=headers, want=_FRAGMENT_BYTES)
    if is_file(page.path, lists):
        return Request(page.url, page.host, "HEAD", headers)
    # A page may say 200 and “introuvable”: HEAD would always have to be followed by GET.
    return Request(page.url, page.host, headers=headers, want=_TITLE_BYTES, stop=b"</h1>")


def _is_doubtful(answer: Answer) -> bool:
    """Whether what HEAD was answered may not be what GET would be: many hosts answer it wrongly, or not at all."""
    if answer.fault:
        return answer.fault in {Fault.CUT, Fault.UNREADABLE, Fault.TIMEOUT}
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status >= 400 or (answer.status == 200 and is_page)  # noqa: PLR2004  a file that is a page


def _wait(answer: Answer, retries: int) -> float | None:
    """Seconds until it is worth asking again; ``None`` where it is not."""
    pause = _FIRST_WAIT * (1 + retries)
    if answer.fault:
        # Who is too slow twice is too slow: a third time would cost everybody who waits for the rest.
        return pause if answer.fault in _FLEETING and not (answer.fault is Fault.TIMEOUT and retries) else None
    if answer.status == _TOO_MANY or answer.status in _PASSING:
        asked = retry_after(answer.headers.get("retry-after", ""), answer.at)
        if asked is None:
            return pause
        return asked if asked <= _LONGEST_WAIT else None
    return None


def retry_after(value: str, now: float) -> float | None:
    """Seconds to wait, of either form of Retry-After (RFC 9110, section 10.2.3); ``now`` in seconds since 1970."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        hour: float = parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, hour - now)


def _judge(chain: _Chain, target: Target, lists: HostLists) -> Verdict:
    """What an answer says of the address that was asked first."""
    answer, page = chain.answer, chain.page
    if answer.fault:
        return Verdict(_OF_FAULT[answer.fault], None, page.url, answer.detail)
    if chain.hops and _asks_who(chain, lists):
        return Verdict(Reason.LOGIN, answer.status, page.url)
    refused = _refusal(answer.status)
    if refused:
        asked = answer.headers.get("retry-after", "") if refused is Reason.ASKED_TOO_OFTEN else ""
        return Verdict(refused, answer.status, page.url, asked)
    if target.image:
        return _judge_image(chain, lists)
    if chain.hops and _is_front(page, lists) and chain.start.path not in lists.front.paths:
        return Verdict(Reason.FRONT_PAGE, answer.status, page.url)
    drawn = _sketch(answer)
    if chain.hops and _bare_title(drawn) in lists.login.titles:
        return Verdict(Reason.LOGIN, answer.status, page.url)
    says = calls_itself_missing(drawn, lists.not_found)
    if says:
        return Verdict(Reason.SAYS_NOT_FOUND, answer.status, page.url, says)
    verdict = _moved(chain, lists)
    missing = tuple(name for name in target.fragments if not _has(drawn, name))
    return replace(verdict, missing_fragments=missing if missing and _is_all(answer, drawn, lists) else ())


def _is_all(answer: Answer, drawn: Sketch, lists: HostLists) -> bool:
    """Whether every place of the page that readers see surely is in ``answer``."""
    # What was cut short may have the place further down.
    whole = len(answer.body) < _FRAGMENT_BYTES and _is_html(answer)
    challenged = "cf-mitigated" in answer.headers or is_challenge(drawn, lists.challenge.phrases)
    return whole and not challenged and has_its_places(answer.body, _charset(answer))


def _refusal(status: int) -> Reason | None:  # noqa: C901  one table of what a status means
    match status:
        case 404 | 410:
            return Reason.GONE
        case 401 | 407:
            return Reason.LOGIN
        case 402:
            return Reason.PAYMENT
        case 403:
            return Reason.FORBIDDEN
        case 405 | 501:
            return Reason.METHOD
        case 429:
            return Reason.ASKED_TOO_OFTEN
        case 451:
            return Reason.LEGAL
        case 999:
            return Reason.WALL
        case _ if 200 <= status < 300:  # noqa: PLR2004  RFC 9110, section 15.3
            return None
        case _ if 500 <= status < 600:  # noqa: PLR2004  RFC 9110, section 15.6
            return Reason.SERVER_ERROR
        case _:
            return Reason.ODD_STATUS


def _moved(chain: _Chain, lists: HostLists) -> Verdict:
    """Alive; and moved for good where the new address is one to write: no worse, and nobody's own."""
    status, url = chain.answer.status, chain.page.url
    better = cleaned(chain.lasting, lists)
    worse = better.startswith("http:") and chain.start.scheme == "https"
    if better.partition("#")[0] != chain.start.url and not worse and not _SESSION.search(better):
        return Verdict(Reason.MOVED_FOR_GOOD, status, better)
    return Verdict(Reason.MOVED_FOR_A_WHILE if chain.hops else Reason.ANSWERS, status, url)


def _judge_image(chain: _Chain, lists: HostLists) -> Verdict:
    """Whether it is a picture that mail programs show, and what it weighs."""
    answer = chain.answer
    kind = _kind(answer)
    if not _is_picture(answer.body):
        return Verdict(Reason.NOT_AN_IMAGE, answer.status, chain.page.url, kind)
    said = answer.headers.get("content-length", "")
    weight = max(len(answer.body), int(said) if re.fullmatch(r"[0-9]{1,12}", said) else 0)
    return replace(_moved(chain, lists), bytes=weight)


def _is_picture(body: bytes) -> bool:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415  few letters show a picture from the web

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is too many is said below
            opened = Image.open(BytesIO(body), formats=FORMATS)
        with opened:
            return opened.width * opened.height <= MOST_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def _over_https(
    chain: _Chain, target: Target, verdict: Verdict, lists: HostLists
) -> Generator[Request, Answer, Verdict]:
    """Whether https answers the same as http did: then that is the address to write."""
    if chain.start.port:
        return verdict
    secure, _fragment = page_of(over_https(chain.start.url))
    answer = yield _first_ask(secure, target, {}, lists)
    if answer.status != chain.answer.status or answer.fault:
        return verdict
    if not _is_the_same(chain.answer, answer) or (target.image and not _is_picture(answer.body)):
        return verdict
    return replace(verdict, reason=Reason.HTTPS_ANSWERS, address=secure.url)


def _is_the_same(ours: Answer, theirs: Answer) -> bool:
    """Whether two answers are of one page, or of one file: a host that answers anything answers nothing of it."""
    if _kind(ours) != _kind(theirs):
        return False
    if not _is_html(ours):
        lengths = {one.headers.get("content-length", "") for one in (ours, theirs)} - {""}
        return len(lengths) < 2  # noqa: PLR2004  they differ
    one, other = _sketch(ours), _sketch(theirs)
    return (one.title, one.heading) == (other.title, other.heading)


def _kind(answer: Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _bare_title(drawn: Sketch) -> str:
    return re.split(r"\s[|–—·-]\s|[|·]", drawn.title)[0].strip(" .!").casefold()


def _is_front(page: PageAddress, lists: HostLists) -> bool:
    return page.path in lists.front.paths and not urlsplit(page.url).query


def _sketch(answer: Answer) -> Sketch:
    if not _is_html(answer):
        return Sketch()
    return sketch(answer.body, _charset(answer))


def _charset(answer: Answer) -> str | None:
    return answer.headers.get("content-type", "").partition("charset=")[2].strip(" \"'") or None


def _is_html(answer: Answer) -> bool:
    return _kind(answer) in {"text/html", "application/xhtml+xml", ""}


def _has(drawn: Sketch, fragment: str) -> bool:
    """Whether the page has the place; GitHub puts a prefix before the ids that people write."""
    return fragment in drawn.names or f"user-content-{fragment}" in drawn.names or fragment.lower() == "top"


def _asks_who(chain: _Chain, lists: HostLists) -> bool:
    """Whether the last hop leads to a log-in; an address that held the word from the beginning is about it."""
    page = chain.page
    if page.host in lists.login.hosts or page.host.partition(".")[0] in lists.login.labels:
        return page.host != chain.start.host
    before = set(_segments(chain.start))
    return any(segment in lists.login.segments and segment not in before for segment in _segments(page))


def _segments(page: PageAddress) -> list[str]:
    """The parts of a path, in small letters and without their endings."""
    return [part.partition(".")[0] for part in urlsplit(page.url).path.lower().split("/") if part]


def _keep_cookies(answer: Answer, cookies: dict[str, str]) -> None:
    """What this very host wants to hear again while it is asked about this very address, and no longer."""
    for line in answer.headers.get("set-cookie", "").split("\n"):
        name, equals, value = line.partition(";")[0].partition("=")
        if equals and _TOKEN.fullmatch(name.strip()) and value.isprintable():
            cookies[name.strip()] = value.strip()


def _spelled(cookies: dict[str, str]) -> str:
    return repr(sorted(cookies.items()))
