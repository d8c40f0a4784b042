"""Whether every address of ours answers with the right bytes, and waiting until it does."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from cenum.archive.own_addresses import EDITION_META, OwnAddress
from cenum.errors import Refusal
from cenum.i18n import N_, _, ngettext
from cenum.links.addresses import page_of, resolve
from cenum.links.inquiry import Fault, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from typing import TypeAlias

    from cenum.links.inquiry import Answer
    from cenum.links.scheduler import WebClient

    SiteInquiry: TypeAlias = "Generator[Request, Answer, Found]"

Found = TypeVar("Found")

_GLANCE = 0.1  # seconds between two looks at what is late
_HEAD_BYTES = 65_536
_MOVED = frozenset({301, 302, 303, 307, 308})  # RFC 9110, section 15.4
_HOPS = 5
OK = 200
_NOT_THERE = frozenset({404, 410})
# Who answers so has something there, and turns programs away: the link check knows as much.
_TURNED_AWAY = frozenset({401, 403, 405, 429})
_NAME = re.compile(rb"\bname\s*=\s*[\"']?" + EDITION_META.encode() + rb"[\"'\s/>]", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^<>]*+>", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s*=\s*[\"']?([0-9a-f]+)", re.IGNORECASE)
_NAMED = 5  # in one sentence
_UNREADABLE = N_("the host gives no answer that can be read")
_FAULTS = {
    Fault.NO_SUCH_HOST: N_("this host does not exist"),
    Fault.LOOKUP: N_("the host could not be found, perhaps because the network is down"),
    Fault.CONNECTION_REFUSED: N_("the host refuses connections"),
    Fault.UNREACHABLE: N_("there is no way to the host"),
    Fault.TIMEOUT: N_("the host is too slow"),
    Fault.CERTIFICATE_EXPIRED: N_("the certificate has expired"),
    Fault.CERTIFICATE_OF_ANOTHER: N_("the certificate is another host's"),
    Fault.CERTIFICATE_UNKNOWN: N_("the certificate is of an unknown authority"),
    Fault.PRIVATE: N_("the host is in a private network, where readers can't reach it"),
}


class Lack(Struct, frozen=True):
    """An address that does not answer as it has to.

    ``says`` is what it does instead, in words, ``remedy`` what helps where that is special. ``cached``: all is well
    where the site is, and a cache on the way still gives readers what was there.
    """

    address: OwnAddress
    says: str
    remedy: str = ""
    cached: bool = False


class Vigil(Struct, frozen=True):
    """How long to go on asking: ``seconds``, as ``now`` counts them, with a ``pause`` between two rounds.

    ``tell`` is given what still lacks, and the seconds that are left, before each pause.
    """

    seconds: float
    now: Callable[[], float]
    pause: Callable[[], None]
    tell: Callable[[Sequence[Lack], float], None]


class NotOnline(Refusal):
    """Readers would ask our own site in vain; ``lacks`` are the addresses."""

    def __init__(self, lacks: Sequence[Lack], remedy: str) -> None:
        message = ngettext(
            "{count} address of the letter's own site does not answer as it has to: {addresses}",
            "{count} addresses of the letter's own site don't answer as they have to: {addresses}",
            len(lacks),
        )
        named = "; ".join(f"{lack.address.url} ({lack.says})" for lack in lacks[:_NAMED])
        if len(lacks) > _NAMED:
            named += " …"
        super().__init__(message.format(count=len(lacks), addresses=named), remedy)
        self.lacks = tuple(lacks)


class OwnSite(Struct, frozen=True):
    """The letter's own ``hosts``, asked through ``web`` about the issue ``key``.

    ``archived`` says that `cenum publish` makes its pages, ``by_choice`` that ``archive.required`` has them asked
    for. ``fresh`` gives words that no address ever had, each time other ones. No more than ``at_once`` requests are
    under way.
    """

    hosts: frozenset[str]
    web: WebClient
    key: str
    archived: bool
    fresh: Callable[[], str]
    at_once: int = 2
    by_choice: bool = False

    def wait_for(self, addresses: Iterable[OwnAddress], vigil: Vigil) -> bool:
        """Ask until all ``addresses`` answer as they have to; whether that took any waiting.

        Raises :class:`NotOnline` when the time is over. Nothing is written anywhere: it can be broken off.
        """
        until = vigil.now() + vigil.seconds
        lacks = self.lacks(addresses)
        waited = False
        while lacks and (left := until - vigil.now()) > 0:
            vigil.tell(lacks, left)
            vigil.pause()
            waited = True
            lacks = self.lacks([lack.address for lack in lacks])
        if lacks:
            raise NotOnline(lacks, self._remedy(lacks[0]))
        return waited

    def lacks(self, addresses: Iterable[OwnAddress]) -> tuple[Lack, ...]:
        """Those that do not answer as they have to, in their order; each is asked about once."""
        inquiries = [inquiry(address, self.hosts, self.fresh()) for address in dict.fromkeys(addresses)]
        return tuple(filter(None, carried_out(inquiries, self.web, self.at_once)))

    def _remedy(self, lack: Lack) -> str:
        """What brings online what lacks; and last, where that was chosen, how to do without."""
        if not self.by_choice:
            return self._what_helps(lack)
        remedy = _(
            "{remedy}; or write required = false below [archive] in cenum.toml: then letters leave even if these "
            "addresses lead readers nowhere"
        )
        return remedy.format(remedy=self._what_helps(lack))

    def _what_helps(self, lack: Lack) -> str:
        address = lack.address
        if lack.remedy:
            return lack.remedy
        if lack.cached:
            return _("caches forget a page that was missing within minutes: wait, or add --wait 10")
        if not (address.is_exact or address.is_page):
            return _("correct the address where it is written, or bring its page back")
        if self.archived:
            remedy = _("run {command}, and put its folder online; while that is under way, add --wait 10")
            command = "cenum publish" if address.is_page else f"cenum publish --only media {self.key}"
            return remedy.format(command=command)
        if address.is_page:
            return _("put the letter's page there, or have cenum make it: write an id in [archive] of cenum.toml")
        remedy = _("run cenum build, and publish dist/{key}/media at the address of newsletter.site")
        return remedy.format(key=self.key)


def carried_out(inquiries: Iterable[SiteInquiry[Found]], web: WebClient, at_once: int = 1) -> tuple[Found, ...]:
    """What each of the ``inquiries`` finds, in their order, with ``at_once`` requests under way at most."""
    pool = ThreadPoolExecutor(at_once)
    try:
        asked = [pool.submit(_carried_out, one, web) for one in inquiries]
        while wait(asked, timeout=_GLANCE).not_done:
            web.end_the_late()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        web.end_all(Fault.INTERRUPTED)
        raise
    pool.shutdown()
    return tuple(one.result() for one in asked)


def _carried_out(asking: SiteInquiry[Found], web: WebClient) -> Found:
    try:
        ask = next(asking)
        while True:
            ask = asking.send(web.ask(ask))
    except StopIteration as stopped:
        found: Found = stopped.value
        return found


def inquiry(address: OwnAddress, hosts: frozenset[str], fresh: str) -> SiteInquiry[Lack | None]:
    """Find out what ``address`` lacks; ``fresh`` is a word that no address ever had.

    What has to be exact is asked about twice: first with a query that no cache knows, for a cache would keep a “not
    found” that it was asked for too early (RFC 9111, section 4.2.2), and readers would get that after the page is
    there. Only what is there is then asked for as readers ask, with no word about caches.
    """
    if address.is_exact:
        lack = yield from _look(address, hosts, fresh)
        if lack:
            return lack
    lack = yield from _look(address, hosts, "")
    if lack is None or not address.is_exact:
        return lack
    says = _("a cache still gives readers what was there before: {what}").format(what=lack.says)
    return Lack(address, says, cached=True)


def _look(address: OwnAddress, hosts: frozenset[str], fresh: str) -> SiteInquiry[Lack | None]:
    ask = Request(
        address.url,
        "",
        want=address.size + 1 if address.sha256 else _HEAD_BYTES if address.edition else 0,
        stop=b"</head>" if address.edition else b"",
    )
    try:
        answer = yield from reach(ask, hosts, fresh, exact=address.is_exact)
    except Astray as astray:
        # Whose page cenum made has the rules for servers beside it.
        knows_rules = astray.leaves_tls and address.edition
        return Lack(address, astray.says, _has_to_know_its_rules() if knows_rules else _itself_has_to_answer())
    return _judged(address, answer)


class Astray(Exception):
    """An address leads where it may not; ``says`` is where, in words."""

    def __init__(self, says: str, *, leaves_tls: bool = False) -> None:
        super().__init__(says)
        self.says, self.leaves_tls = says, leaves_tls


def reach(ask: Request, hosts: frozenset[str], fresh: str, *, exact: bool) -> SiteInquiry[Answer]:
    """The answer at the address of ``ask``, past every cache where ``fresh`` is a word that no address ever had.

    A redirect is followed as a reader's program does; where the answer has to be ``exact``, one alone, and none that
    leaves ``hosts`` or TLS, for which nobody vouches. Raises :class:`Astray`.
    """
    target = ask.url
    if fresh:
        target += f"{'&' if '?' in target else '?'}cenum={fresh}"
    page, _fragment = page_of(target)
    for _hop in range(1 + (1 if exact else _HOPS)):
        headers = {"Cache-Control": "no-cache"} if fresh else {}
        answer = yield replace(ask, url=page.url, host=page.host, headers=headers)
        if answer.fault or answer.status not in _MOVED:
            return answer
        location = answer.headers.get("location", "")
        try:
            following, _fragment = page_of(resolve(page.url, location))
        except ValueError:
            break
        if exact and following.host not in hosts:
            raise Astray(_("it leads to another host: {address}").format(address=following.url))
        if exact and page.scheme == "https" and following.scheme == "http":
            says = _("it leads from https to {address}").format(address=following.url)
            raise Astray(says, leaves_tls=True)
        page = following
    raise Astray(_("it leads on and on: {address}").format(address=location or page.url))


def _itself_has_to_answer() -> str:
    return _("have the server answer at this address itself, without leading elsewhere")


def _has_to_know_its_rules() -> str:
    return _(
        "include the site's nginx-redirects.conf in nginx's server block, or let Apache read its .htaccess "
        "(AllowOverride FileInfo)"
    )


def _host_has_to_answer() -> str:
    return _("open it in a browser; once the host answers readers, run the same command again")


def fault_in_words(fault: Fault) -> str:
    """Why the host gave no answer."""
    return _(_FAULTS.get(fault, _UNREADABLE))


def _judged(address: OwnAddress, answer: Answer) -> Lack | None:
    if answer.fault:
        return Lack(address, fault_in_words(answer.fault), _host_has_to_answer())
    if answer.status in _NOT_THERE:
        return Lack(address, _("it is not there: {status}").format(status=answer.status))
    turned_away = answer.status in _TURNED_AWAY and not address.is_exact
    if answer.status != OK and not turned_away:
        return Lack(address, _("it answers {status}").format(status=answer.status), _host_has_to_answer())
    if address.sha256:
        return _judged_file(address, answer)
    if address.edition:
        return _judged_page(address, answer)
    return None


def _judged_file(address: OwnAddress, answer: Answer) -> Lack | None:
    kind = answer.headers.get("content-type", "").lower()
    if kind.startswith("text/html"):
        return Lack(address, _("a page is there instead"))
    if hashlib.sha256(answer.body).hexdigest() != address.sha256:
        return Lack(address, _("what is there has other bytes than the letter's"))
    if kind.startswith(address.types):
        return None
    says = _("the server says that its type is {type}").format(type=kind or "—")
    if "text/calendar" in address.types:
        return Lack(address, says, _("have the server of newsletter.site give files in .ics the type text/calendar"))
    return Lack(address, says, _("have the server of newsletter.site give pictures the type of their ending"))


def _judged_page(address: OwnAddress, answer: Answer) -> Lack | None:
    of = edition_of(answer.body)
    if of == address.edition:
        return None
    return Lack(address, _("the page is of another version") if of else _("a page is there that is not the letter's"))


def edition_of(head: bytes) -> str:
    """The digest of the edition that a page says it is of; ``head`` is its beginning. Empty where it says none."""
    for meta in _META.finditer(head):
        digest = _CONTENT.search(meta[0]) if _NAME.search(meta[0]) else None
        if digest:
            return digest[1].decode().lower()
    return ""
