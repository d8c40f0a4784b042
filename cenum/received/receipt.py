"""What a mailing service did to an edition on its way into a mailbox."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from cenum.checks.clip import WARNING_BYTES
from cenum.console import size
from cenum.edition.measure import GMAIL_CLIP_BYTES
from cenum.edition.model import PLACEHOLDER_HOST
from cenum.finding import Finding, Place, error, warning
from cenum.i18n import _, ngettext
from cenum.received.page import host, look

if TYPE_CHECKING:
    from cenum.edition.model import Edition
    from cenum.received.message import Received
    from cenum.received.page import Page
    from cenum.settings import Tracking

# What merge tags look like at the services, and what stands for them in an edition.
_MARKERS = ("{{", "%7B%7B", "*|", "[[", "%%unsubscribe%%", PLACEHOLDER_HOST)
_METHODS = ("dkim", "spf", "dmarc")
_ALIKE = 0.9  # share of the words; services add a line or two to the text
_EXCERPT = 30


class Rewritten(Struct, frozen=True):
    """A link of the edition that leads through somebody else's host first."""

    address: str
    through: str


class Receipt(Struct, frozen=True):
    """What arrived, held against the edition where there is one.

    ``authentication`` is what the receiving server wrote, per method; ``unfilled`` are merge tags with the words
    around them; ``text_alike`` is the share of the edition's plain text that arrived, ``None`` without the one or
    the other; ``html_bytes`` are of UTF-8.
    """

    subject: str
    subject_alike: bool | None
    sender: str
    sender_alike: bool | None
    reply_alike: bool | None
    html_bytes: int
    has_text: bool
    text_alike: float | None
    links: int
    rewritten: tuple[Rewritten, ...]
    pixels: tuple[str, ...]
    hosts_added: tuple[str, ...]
    one_click: bool
    list_unsubscribe: str
    signed_by: tuple[str, ...]
    authentication: tuple[tuple[str, str], ...]
    unfilled: tuple[str, ...]


def inspect(received: Received, edition: Edition | None) -> Receipt:
    """Hold ``received`` against ``edition``; without one, look at the message alone."""
    page = look(received.html)
    original = look(edition.html) if edition else None
    return Receipt(
        subject=received.subject,
        subject_alike=edition.subject in _plain(received.subject) if edition else None,
        sender=received.sender,
        sender_alike=received.sender == edition.sender.email.casefold() if edition else None,
        reply_alike=(received.reply_to or received.sender) == edition.reply_to.casefold() if edition else None,
        html_bytes=len(received.html.encode()),
        has_text=bool((received.text or "").strip()),
        text_alike=_alike(edition.text, received.text) if edition and received.text else None,
        links=len(page.links),
        rewritten=_rewritten(page, original) if original else (),
        pixels=tuple(pixel for pixel in page.pixels if not original or pixel not in original.pixels),
        hosts_added=_hosts_added(page, original, edition),
        one_click="list-unsubscribe=one-click" in received.header("List-Unsubscribe-Post").casefold(),
        list_unsubscribe=received.header("List-Unsubscribe"),
        signed_by=tuple(
            re.findall(r"\bd=([\w.-]+)", " ".join(v for k, v in received.headers if k == "dkim-signature"))
        ),
        authentication=_authentication(received),
        unfilled=tuple(_unfilled(received, edition)),
    )


def findings(receipt: Receipt, file: str, tracking: Tracking) -> list[Finding]:
    """What somebody has to look at. Counting that the settings allow is none of it."""
    place = Place(file)
    found = [
        error(
            "receipt-unfilled",
            place,
            _("a merge tag was not filled: “{excerpt}”").format(excerpt=excerpt),
            _("don't send this; test again, and look at the tags in docs/services"),
        )
        for excerpt in receipt.unfilled
    ]
    if receipt.pixels and not tracking.opens:
        message = _("a pixel was added that tells who opens the letter: {address}").format(address=receipt.pixels[0])
        found.append(error("receipt-pixel", place, message, _("turn the tracking of opens off at the service")))
    if receipt.rewritten and not tracking.clicks:
        first = receipt.rewritten[0]
        message = ngettext(
            "{count} link leads through {host} first",
            "{count} links lead through {host} first",
            len(receipt.rewritten),
        ).format(count=len(receipt.rewritten), host=first.through)
        remedy = _("turn the tracking of clicks off at the service, or write clicks = true under [tracking]")
        found.append(warning("receipt-links", place, message, remedy))
    found += _header_findings(receipt, place)
    if receipt.html_bytes >= GMAIL_CLIP_BYTES:
        message = _("Gmail would cut this letter: {size:.0f} kB").format(size=receipt.html_bytes / 1000)
        found.append(error("receipt-size", place, message, _("shorten it, or turn the tracking of clicks off")))
    elif receipt.html_bytes >= WARNING_BYTES:
        message = _("Gmail would soon cut this letter: {size:.0f} kB").format(size=receipt.html_bytes / 1000)
        found.append(warning("receipt-size", place, message, _("shorten it, or turn the tracking of clicks off")))
    if not receipt.has_text:
        remedy = _("see in docs/services whether the service keeps one")
        found.append(warning("receipt-text", place, _("there is no plain text part"), remedy))
    elif receipt.text_alike is not None and receipt.text_alike < _ALIKE:
        message = _("the plain text is not the edition's, but the service's own")
        found.append(warning("receipt-text", place, message, _("see in docs/services whether the service keeps one")))
    return found


def _header_findings(receipt: Receipt, place: Place) -> list[Finding]:
    found = []
    if "https:" not in receipt.list_unsubscribe.casefold():
        message = _("the header List-Unsubscribe has no address of the web (RFC 2369)")
        found.append(
            error("receipt-unsubscribe", place, message, _("look at the unsubscribe settings at the service"))
        )
    elif not receipt.one_click:
        message = _("readers can't unsubscribe with one click (RFC 8058), which Gmail and Yahoo ask for")
        found.append(
            warning("receipt-unsubscribe", place, message, _("look at the unsubscribe settings at the service"))
        )
    results = dict(receipt.authentication)
    for method, result in results.items():
        if result != "pass":
            message = _("{method} says “{result}”").format(method=method.upper(), result=result)
            found.append(error("receipt-authentication", place, message, _("run cenum doctor, and mend the DNS")))
    if not receipt.signed_by:
        message = _("the message has no DKIM signature")
        found.append(error("receipt-authentication", place, message, _("run cenum doctor, and mend the DNS")))
    for alike, what in (
        (receipt.subject_alike, _("the subject")),
        (receipt.sender_alike, _("the sender's address")),
        (receipt.reply_alike, _("the reply address")),
    ):
        if alike is False:
            message = _("{what} is not the edition's").format(what=what)
            found.append(error("receipt-header", place, message, _("see that this is a test of this very issue")))
    return found


def rows(receipt: Receipt) -> list[tuple[str, str]]:
    """The receipt as a table of two columns."""
    share = f"{100 * receipt.html_bytes / GMAIL_CLIP_BYTES:.0f}\u00a0%"
    text = _("missing") if not receipt.has_text else _("there")
    if receipt.text_alike is not None:
        text = _("the edition's") if receipt.text_alike >= _ALIKE else _("the service's own")
    none = _("none")
    return [
        (_("subject"), receipt.subject),
        (_("from"), receipt.sender),
        (
            "HTML",
            _("{size}, {share} of what Gmail shows").format(size=size(receipt.html_bytes), share=share),
        ),
        (_("plain text"), text),
        (_("links rewritten"), f"{len(receipt.rewritten)} / {receipt.links}"),
        (_("pixels added"), ", ".join(receipt.pixels) or none),
        (_("hosts added"), ", ".join(receipt.hosts_added) or none),
        (_("one-click unsubscribe"), _("yes") if receipt.one_click else _("no")),
        (_("signed by (DKIM)"), ", ".join(receipt.signed_by) or none),
        (_("authentication"), ", ".join(f"{method}={result}" for method, result in receipt.authentication) or none),
    ]


def as_markdown(receipt: Receipt, found: list[Finding]) -> str:
    """A privacy receipt for a pull request, in GitHub's Markdown."""
    lines = [f"### {_('What the mailing service did to the letter')}", "", "| | |", "| --- | --- |"]
    lines += [f"| {name} | {_cell(value)} |" for name, value in rows(receipt)]
    lines += ["", *(f"- **{one.severity.value}** {_cell(one.message)} — {_cell(one.remedy)}" for one in found)]
    return "\n".join(lines).rstrip() + "\n"


def _rewritten(page: Page, original: Page) -> tuple[Rewritten, ...]:
    """Links of the edition whose address did not arrive; where the same words now lead says through whom."""
    there = {_spelt(link.address) for link in page.links}
    by_words: dict[str, list[str]] = {}
    for link in page.links:
        by_words.setdefault(link.words, []).append(link.address)
    missing = []
    for link in original.links:
        if host(link.address) in {"", PLACEHOLDER_HOST} or _spelt(link.address) in there:
            continue
        candidates = by_words.get(link.words) or [""]
        missing.append(Rewritten(link.address, host(candidates.pop(0)) or "?"))
    return tuple(missing)


def _hosts_added(page: Page, original: Page | None, edition: Edition | None) -> tuple[str, ...]:
    if original is None or edition is None:
        known: set[str] = set()
    else:
        public = edition.public_links
        known = {host(link.address) for link in original.links} | {host(address) for address in original.fetched}
        known |= {host(address) for address in (public.unsubscribe, public.view_online, *public.pictures.values())}
    hosts = [host(link.address) for link in page.links] + [host(address) for address in page.fetched]
    return tuple(dict.fromkeys(one for one in hosts if one and one not in known))


def _authentication(received: Received) -> tuple[tuple[str, str], ...]:
    """Of the topmost header alone: those below it may have come with the message (RFC 8601, section 5)."""
    header = received.header("Authentication-Results")
    results = {}
    for method in _METHODS:
        # One signature that holds is enough: services sign with their own domain as well.
        said = [word.casefold() for word in re.findall(rf"(?:^|[;\s]){method}\s*=\s*(\w+)", header, re.IGNORECASE)]
        if said:
            results[method] = "pass" if "pass" in said else said[0]
    return tuple(results.items())


def _unfilled(received: Received, edition: Edition | None) -> list[str]:
    """Merge tags that stand more often in what arrived than in the edition, where they are somebody's prose."""
    headers = [received.header("List-Unsubscribe"), received.header("From")]
    arrived = [unescape(received.html), received.text or "", received.subject, *headers]
    meant = [unescape(edition.html), edition.text, edition.subject, "", ""] if edition else [""] * len(arrived)
    found = []
    for part, original in zip(map(_plain, arrived), meant, strict=True):
        for marker in _MARKERS:
            allowed = 0 if marker == PLACEHOLDER_HOST else original.casefold().count(marker.casefold())
            places = [match.start() for match in re.finditer(re.escape(marker), part, re.IGNORECASE)]
            if len(places) > allowed:
                start = places[allowed]
                excerpt = part[max(0, start - _EXCERPT) : start + len(marker) + _EXCERPT]
                found.append(" ".join(excerpt.split()))
    return found


def _alike(meant: str, arrived: str) -> float:
    first, second = _plain(meant).split(), _plain(arrived).split()
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(first))


def _plain(text: str) -> str:
    return text.replace("\u2060", "")


def _spelt(address: str) -> str:
    return unquote(unescape(address)).rstrip("/")


def _cell(text: str) -> str:
    """Text that stays within a table's cell, and whose addresses stay text."""
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
