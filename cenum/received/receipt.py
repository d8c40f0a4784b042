"""What a mailing service did to an edition on its way into a mailbox."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from msgspec import Struct

from cenum.checks.gmail_clipping import WARNING_BYTES
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.edition.measure import GMAIL_CLIP_BYTES
from cenum.edition.url_spelling import is_here
from cenum.finding import Finding, Place, Severity
from cenum.formatting import size
from cenum.i18n import N_, _, ngettext
from cenum.mail_parts import decoded_header
from cenum.printable import printable
from cenum.received.mime import joined
from cenum.received.references import references_in
from cenum.received.rewriting import Extended, LinkChange, Rewritten, fate, spelt
from cenum.rule import Rule
from cenum.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cenum.edition.edition import Edition
    from cenum.received.mime import Received
    from cenum.received.references import ReceivedReferences
    from cenum.settings import Tracking

# What merge tags look like at the services, and what stands for them in an edition.
_MARKERS = ("{{", "%7B%7B", "*|", "*%7C", "[[", "%5B%5B", "%%unsubscribe%%", PLACEHOLDER_HOST)
_FILLED_HEADERS = ("List-Unsubscribe", "From", "To", "Reply-To")
_METHODS = ("dkim", "spf", "dmarc")
_ALIKE = 0.9  # share of the words; services add a line or two to the text
_EXCERPT = 30

RECEIPT_UNFILLED = Rule(
    "receipt-unfilled",
    Severity.ERROR,
    what=N_("A merge tag was not filled."),
    why=N_("Readers would see the tag in place of their own link."),
    remedy=N_("Don't send this; check the tags of [your service](services/README.md), then test again."),
    example="a whole message is too long to show",
)
RECEIPT_SIZE = Rule(
    "receipt-size",
    Severity.ERROR,
    what=N_("The letter that arrived exceeds 102 400 bytes."),
    why=N_("Gmail cuts it there, and the unsubscribe link with it."),
    remedy=N_("Shorten it, or turn off click tracking."),
    example="a whole message is too long to show",
)
RECEIPT_SIZE_NEAR = Rule(
    "receipt-size-near",
    Severity.WARNING,
    what=N_("The letter that arrived is close to the length at which Gmail cuts it."),
    why=N_("One more link may be too much."),
    remedy=N_("Shorten it, or turn off click tracking."),
    example="a whole message is too long to show",
)
RECEIPT_TEXT = Rule(
    "receipt-text",
    Severity.WARNING,
    what=N_("The message has no plain text part, or the service wrote its own."),
    why=N_("Readers of the plain text get a different letter."),
    remedy=N_("See in [services](services/README.md) whether yours keeps the plain text."),
    example="a whole message is too long to show",
)
RECEIPT_PIXEL = Rule(
    "receipt-pixel",
    Severity.ERROR,
    what=N_("The service added a pixel that tells who opens the letter."),
    why=N_("The settings say that opens are not tracked."),
    remedy=N_("Turn off open tracking at the service."),
    example="a whole message is too long to show",
)
RECEIPT_FETCHED = Rule(
    "receipt-fetched",
    Severity.ERROR,
    what=N_("The service added something that is loaded when the letter is opened."),
    why=N_("The host that serves it sees who opens the letter."),
    remedy=N_("Find at the service what it adds, such as its own logo, and turn it off."),
    example="a whole message is too long to show",
)
RECEIPT_MACHINE = Rule(
    "receipt-machine",
    Severity.ERROR,
    what=N_("A link or a picture leads to this machine (`localhost`), or to another host than the service's own."),
    why=N_("Readers find nothing there: no picture, no web version, no way to unsubscribe."),
    remedy=N_("Give the service the address at which readers reach it: at listmonk, the Root URL."),
    example="a whole message is too long to show",
)
RECEIPT_HOSTS = Rule(
    "receipt-hosts",
    Severity.WARNING,
    what=N_("The message loads something from other hosts, and there is no issue to compare it with."),
    why=N_("They see who opens it."),
    remedy=N_("Name the issue with `--issue`; add your own hosts to `newsletter.image_hosts`."),
    example="a whole message is too long to show",
)
RECEIPT_LINKS = Rule(
    "receipt-links",
    Severity.WARNING,
    what=N_("Links go through another host first."),
    why=N_("It counts clicks, and the settings say that clicks are not tracked."),
    remedy=N_("Turn off click tracking at the service, or write `clicks = true` under `[tracking]`."),
    example="a whole message is too long to show",
)
RECEIPT_PARAMETERS = Rule(
    "receipt-parameters",
    Severity.WARNING,
    what=N_("The service added parameters to the links."),
    why=N_("They tell each site where its readers come from."),
    remedy=N_("Turn them off at the service; at Brevo, look for “UTM” in the default settings of campaigns."),
    example="a whole message is too long to show",
)
RECEIPT_MISSING = Rule(
    "receipt-missing",
    Severity.ERROR,
    what=N_("Links of the edition did not arrive."),
    why=N_("Someone changed the campaign at the service."),
    remedy=N_("Check the campaign there, then test again."),
    example="a whole message is too long to show",
)
RECEIPT_UNSUBSCRIBE = Rule(
    "receipt-unsubscribe",
    Severity.ERROR,
    what=N_("The header `List-Unsubscribe` has no https address."),
    why=N_("Mail programs can't offer to unsubscribe (RFC 2369, RFC 8058)."),
    remedy=N_("Check the unsubscribe settings at the service."),
    example="a whole message is too long to show",
)
RECEIPT_ONE_CLICK = Rule(
    "receipt-one-click",
    Severity.WARNING,
    what=N_("Readers can't unsubscribe with one click."),
    why=N_("Gmail and Yahoo require it from large senders (RFC 8058)."),
    remedy=N_("Check the unsubscribe settings at the service."),
    example="a whole message is too long to show",
)
RECEIPT_HEADER = Rule(
    "receipt-header",
    Severity.ERROR,
    what=N_("The subject, the sender or the reply address is not the edition's."),
    why=N_("This is another letter, or someone changed the campaign."),
    remedy=N_("Make sure that the message is a test of this issue."),
    example="a whole message is too long to show",
)
RECEIPT_AUTHENTICATION = Rule(
    "receipt-authentication",
    Severity.ERROR,
    what=N_("DKIM, SPF or DMARC fails, or the message is not signed."),
    why=N_("Mailboxes treat such letters as spam, or refuse them."),
    remedy=N_("Run `cenum doctor`, and correct the DNS."),
    example="a whole message is too long to show",
)
RECEIPT_UNJUDGED = Rule(
    "receipt-unjudged",
    Severity.WARNING,
    what=N_("The message does not show whether DKIM and SPF pass."),
    why=N_("The mailbox, or the embedded service, does not check them."),
    remedy=N_("Send the test to a mailbox that checks them, for example at Gmail, and save the message from there."),
    example="a whole message is too long to show",
)


class Receipt(Struct, frozen=True):
    """What arrived, held against the edition where there is one.

    ``authentication`` is what the receiving server wrote, per method; ``unfilled`` are merge tags with the words
    around them; ``text_alike`` is the share of the edition's plain text that arrived, ``None`` without the one or
    the other; ``html_bytes`` are of UTF-8. ``fetched`` is what a mail program loads, and can be seen, and neither
    the edition nor the newsletter accounts for.
    """

    issue: str | None
    digest: str | None
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
    extended: tuple[Extended, ...]
    missing: tuple[str, ...]
    pixels: tuple[str, ...]
    fetched: tuple[str, ...]
    hosts_added: tuple[str, ...]
    one_click: bool
    list_unsubscribe: str
    signed_by: tuple[str, ...]
    authentication: tuple[tuple[str, str], ...]
    unfilled: tuple[str, ...]
    own_machine: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()


def inspect(
    received: Received, edition: Edition | None, own_hosts: Collection[str] = (), service_host: str = ""
) -> Receipt:
    """Hold ``received`` against ``edition``; without one, look at the message alone, and at the hosts it asks.

    What a service whose ``service_host`` is known adds leads there.
    """
    page = references_in(received.html)
    original = references_in(edition.html) if edition else None
    links = fate(page, original) if original else LinkChange()
    if original and edition:
        unknown = _unaccounted(page, original, edition)
        pixels = tuple(one for one in page.pixels if one in unknown)
    else:
        unknown = [address for address in page.fetched if host_of(address) and host_of(address) not in own_hosts]
        pixels = page.pixels
    return Receipt(
        issue=edition.key if edition else None,
        digest=edition.digest if edition else None,
        subject=received.subject,
        subject_alike=edition.subject in joined(received.subject) if edition else None,
        sender=received.sender,
        sender_alike=received.sender == edition.sender.email.casefold() if edition else None,
        reply_alike=(received.reply_to or received.sender) == edition.reply_to.casefold() if edition else None,
        html_bytes=len(received.html.encode()),
        has_text=bool((received.text or "").strip()),
        text_alike=_alike(edition.text, received.text) if edition and received.text else None,
        links=len(page.links),
        rewritten=links.rewritten,
        extended=links.extended,
        missing=links.missing,
        pixels=pixels,
        fetched=tuple(address for address in unknown if address not in pixels),
        hosts_added=_hosts_added(page, original, edition),
        one_click="list-unsubscribe=one-click" in received.header("List-Unsubscribe-Post").casefold(),
        list_unsubscribe=received.header("List-Unsubscribe"),
        signed_by=tuple(
            re.findall(r"\bd=([\w.-]+)", " ".join(v for k, v in received.headers if k == "dkim-signature"))
        ),
        authentication=_authentication(received),
        unfilled=tuple(_unfilled(received, edition)),
        own_machine=tuple(dict.fromkeys(_on_own_machine(page, original))),
        astray=tuple(dict.fromkeys(_astray(page, original, {service_host, *own_hosts} if service_host else ()))),
    )


def findings(receipt: Receipt, file: str, tracking: Tracking, *, embedded: bool = False) -> list[Finding]:
    """What somebody has to look at. Counting that the settings allow is none of it.

    What the ``embedded`` service delivered never left the machine, and nobody vouches for it.
    """
    place = Place(file)
    found = [
        RECEIPT_UNFILLED.at(
            place,
            _("a merge tag was not filled: “{excerpt}”").format(excerpt=excerpt),
            _("don't send this; test again, and compare with the tags in docs/services"),
        )
        for excerpt in receipt.unfilled
    ]
    if receipt.own_machine and not embedded:
        message = _("{address} leads each reader to their own machine").format(address=receipt.own_machine[0])
        remedy = _("give the service the address at which readers reach it (listmonk: Root URL), then test again")
        found.append(RECEIPT_MACHINE.at(place, message, remedy))
    elif receipt.astray:
        message = _("{address} leads readers to another host than the service's own").format(
            address=receipt.astray[0]
        )
        remedy = _("give the service the address at which readers reach it (listmonk: Root URL), then test again")
        found.append(RECEIPT_MACHINE.at(place, message, remedy))
    if not tracking.opens:
        found += _fetched_findings(receipt, place)
    found += _link_findings(receipt, place, tracking)
    found += _header_findings(receipt, place, embedded=embedded)
    found += _authentication_findings(receipt, place, embedded=embedded)
    if receipt.html_bytes >= GMAIL_CLIP_BYTES:
        message = _("Gmail would cut this letter: {size:.0f} kB").format(size=receipt.html_bytes / 1000)
        found.append(RECEIPT_SIZE.at(place, message, _("shorten it, or turn off click tracking")))
    elif receipt.html_bytes >= WARNING_BYTES:
        message = _("Gmail would soon cut this letter: {size:.0f} kB").format(size=receipt.html_bytes / 1000)
        found.append(RECEIPT_SIZE_NEAR.at(place, message, _("shorten it, or turn off click tracking")))
    if not receipt.has_text:
        remedy = _("check in docs/services whether the service keeps one")
        found.append(RECEIPT_TEXT.at(place, _("there is no plain text part"), remedy))
    elif receipt.text_alike is not None and receipt.text_alike < _ALIKE:
        message = _("the plain text is not the edition's, but the service's own")
        found.append(RECEIPT_TEXT.at(place, message, _("check in docs/services whether the service keeps one")))
    return found


def _on_own_machine(page: ReceivedReferences, original: ReceivedReferences | None) -> Iterator[str]:
    """What leads to whoever's machine opens it, but for what the letter itself says."""
    written = {link.address for link in original.links} if original else set()
    for address in (*(link.address for link in page.links if link.address not in written), *page.fetched):
        if (name := host_of(address)) and is_here(name):
            yield address


def _astray(page: ReceivedReferences, original: ReceivedReferences | None, hosts: Collection[str]) -> Iterator[str]:
    """The links that the service added and that lead to none of ``hosts``, where these are known."""
    if original and hosts:
        written = {link.address for link in original.links}
        yield from (
            link.address
            for link in page.links
            if link.address not in written and host_of(link.address) not in {*hosts, ""}
        )


def _fetched_findings(receipt: Receipt, place: Place) -> list[Finding]:
    found = []
    if receipt.pixels:
        message = _("a tracking pixel was added: {address}").format(address=receipt.pixels[0])
        found.append(RECEIPT_PIXEL.at(place, message, _("turn off open tracking at the service")))
    if receipt.fetched and receipt.issue:
        message = ngettext(
            "opening the letter loads something that was added: {address}",
            "opening the letter loads {count} things that were added, such as {address}",
            len(receipt.fetched),
        ).format(count=len(receipt.fetched), address=receipt.fetched[0])
        remedy = _("turn off at the service what it adds to letters, such as its logo")
        found.append(RECEIPT_FETCHED.at(place, message, remedy))
    elif receipt.fetched:
        hosts = ", ".join(dict.fromkeys(map(host_of, receipt.fetched)))
        message = _("the letter loads something from these hosts, which see who opens it: {hosts}")
        remedy = _("compare it with its issue by --issue; list your own hosts in newsletter.image_hosts")
        found.append(RECEIPT_HOSTS.at(place, message.format(hosts=hosts), remedy))
    return found


def _link_findings(receipt: Receipt, place: Place, tracking: Tracking) -> list[Finding]:
    found = []
    if receipt.rewritten and not tracking.clicks:
        count = len(receipt.rewritten)
        message = ngettext(
            "{count} link leads through {host} first", "{count} links lead through {host} first", count
        ).format(count=count, host=", ".join(dict.fromkeys(link.through for link in receipt.rewritten)))
        remedy = _("turn off click tracking at the service, or write clicks = true under [tracking] in cenum.toml")
        found.append(RECEIPT_LINKS.at(place, message, remedy))
    if receipt.extended:
        count = len(receipt.extended)
        message = ngettext(
            "{count} link has tracking parameters: {names}",
            "{count} links have tracking parameters: {names}",
            count,
        ).format(
            count=count, names=", ".join(dict.fromkeys(name for link in receipt.extended for name in link.added))
        )
        remedy = _("turn it off at the service (Brevo: “UTM” in the default campaign settings)")
        found.append(RECEIPT_PARAMETERS.at(place, message, remedy))
    if receipt.missing:
        count = len(receipt.missing)
        message = ngettext(
            "{count} link of the edition did not arrive: {address}",
            "{count} links of the edition did not arrive, such as {address}",
            count,
        ).format(count=count, address=receipt.missing[0])
        remedy = _("check the campaign at the service, then test again; don't change it there by hand")
        found.append(RECEIPT_MISSING.at(place, message, remedy))
    return found


def _header_findings(receipt: Receipt, place: Place, *, embedded: bool) -> list[Finding]:
    found = []
    unsubscribe, remedy = receipt.list_unsubscribe.casefold(), _("check the unsubscribe settings at the service")
    if "https:" not in unsubscribe and "http:" in unsubscribe:
        message = _(
            "the address in the header List-Unsubscribe is not https, which one-click unsubscribe requires (RFC 8058)"
        )
        remedy = _("give the service an address that begins with https://")
        if not embedded:
            found.append(RECEIPT_UNSUBSCRIBE.at(place, message, remedy))
    elif "https:" not in unsubscribe:
        message = _("the header List-Unsubscribe has no web address (RFC 2369)")
        found.append(RECEIPT_UNSUBSCRIBE.at(place, message, remedy))
    elif not receipt.one_click:
        message = _("readers can't unsubscribe with one click (RFC 8058), which Gmail and Yahoo require")
        found.append(RECEIPT_ONE_CLICK.at(place, message, remedy))
    for alike, message in (
        (receipt.subject_alike, _("the subject is not the edition's")),
        (receipt.sender_alike, _("the sender's address is not the edition's")),
        (receipt.reply_alike, _("the reply address is not the edition's")),
    ):
        if alike is False:
            found.append(RECEIPT_HEADER.at(place, message, _("check that this is a test of this issue")))
    return found


def _authentication_findings(receipt: Receipt, place: Place, *, embedded: bool) -> list[Finding]:
    mend = _("run cenum doctor, and correct the DNS")
    if embedded and not receipt.authentication and not receipt.signed_by:
        message = _(
            "the embedded service does not sign, and its mailbox does not check: DKIM and SPF were not tested"
        )
        remedy = _("nothing to fix; they appear in a test sent by a mailing service")
        return [RECEIPT_UNJUDGED.at(place, message, remedy)]
    found = []
    for method, result in receipt.authentication:
        if result != "pass":
            message = _("{method} says “{result}”").format(method=method.upper(), result=result)
            found.append(RECEIPT_AUTHENTICATION.at(place, message, mend))
    if not receipt.signed_by:
        found.append(RECEIPT_AUTHENTICATION.at(place, _("the message has no DKIM signature"), mend))
    if not receipt.authentication:
        message = _("DKIM and SPF can't be judged: the mailbox wrote no Authentication-Results")
        remedy = _("send the test to a mailbox that checks them, such as Gmail, and save it from there")
        found.append(RECEIPT_UNJUDGED.at(place, message, remedy))
    return found


class _Row(NamedTuple):
    """A line of the receipt: ``said`` is our own, ``received`` came with the message."""

    name: str
    said: str = ""
    received: tuple[str, ...] = ()


def _rows(receipt: Receipt) -> list[_Row]:
    share = f"{100 * receipt.html_bytes / GMAIL_CLIP_BYTES:.0f}\u00a0%"
    text = _("missing") if not receipt.has_text else _("there")
    if receipt.text_alike is not None:
        text = _("the edition's") if receipt.text_alike >= _ALIKE else _("the service's own")
    signed, unknown = receipt.signed_by, _("none")
    results = tuple(f"{method}={result}" for method, result in receipt.authentication)
    return [
        _Row(_("issue"), receipt.issue or "—"),
        _Row(_("digest"), receipt.digest or "—"),
        _Row(_("subject"), received=(receipt.subject,)),
        _Row(_("from"), received=(receipt.sender,)),
        _Row("HTML", _("{size}, {share} of what Gmail shows").format(size=size(receipt.html_bytes), share=share)),
        _Row(_("plain text"), text),
        _Row(
            _("links rewritten"),
            f"{len(receipt.rewritten)} / {receipt.links}",
            tuple(f"{link.address} → {link.through}" for link in receipt.rewritten),
        ),
        _Row(
            _("parameters added"),
            f"{len(receipt.extended)} / {receipt.links}",
            tuple(f"{link.address} + {', '.join(link.added)}" for link in receipt.extended),
        ),
        _Row(_("links missing"), str(len(receipt.missing)), receipt.missing),
        _Row(_("pixels added"), "" if receipt.pixels else unknown, receipt.pixels),
        _Row(_("also loads"), "" if receipt.fetched else _("nothing"), receipt.fetched),
        _Row(_("hosts added"), "" if receipt.hosts_added else unknown, receipt.hosts_added),
        _Row(_("one-click unsubscribe"), _("yes") if receipt.one_click else _("no")),
        _Row(_("signed by (DKIM)"), "" if signed else unknown, signed),
        _Row(_("authentication"), "" if results else unknown, results),
    ]


def rows(receipt: Receipt) -> list[tuple[str, str]]:
    """The receipt as a table of two columns; what is a list goes on below its name."""
    table = []
    for row in _rows(receipt):
        first, *others = [row.said, *row.received] if row.said else row.received
        table += [(row.name, first), *(("", other) for other in others)]
    return table


def as_markdown(receipt: Receipt, found: list[Finding]) -> str:
    """A privacy receipt for a pull request, in GitHub's Markdown; what came with the message is code.

    Within code no picture is fetched, nobody is called by name, and no address is a link.
    """
    title = _("What the mailing service changed in the letter")
    lines = [f"### {title}", "", "| | |", "| --- | --- |"]
    for row in _rows(receipt):
        # A table ends its cells at a bar even within code, unless it is escaped (GitHub Flavored Markdown, 4.10).
        received = [_code(one).replace("|", "\\|") for one in row.received]
        lines.append(f"| {row.name} | {'<br>'.join(filter(None, [row.said, *received]))} |")
    words = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.NOTE: _("accepted")}
    lines += ["", *(f"- **{words[one.severity]}** {_code(one.message)} — {one.remedy}" for one in found)]
    return "\n".join(lines).rstrip() + "\n"


def _unaccounted(page: ReceivedReferences, original: ReceivedReferences, edition: Edition) -> list[str]:
    """What is fetched besides what the edition fetches; a picture may have been given another address."""
    known = {spelt(address) for address in (*original.fetched, *edition.public_links.files.values())}
    unknown = [address for address in page.fetched if host_of(address) and spelt(address) not in known]
    arrived = Counter((image.words, image.width) for image in page.images if spelt(image.address) in known)
    awaited = Counter((image.words, image.width) for image in original.images) - arrived
    names = [picture.name.rpartition(".")[0] for picture in edition.pictures]
    hosted = set()
    # Services keep a picture's words and width. Its name, where they keep it, tells it from a pixel of no words.
    for image in sorted(page.images, key=lambda one: not any(name in unquote(one.address) for name in names)):
        if image.address in unknown and awaited[image.words, image.width]:
            awaited[image.words, image.width] -= 1
            hosted.add(image.address)
    return [address for address in unknown if address not in hosted]


def _hosts_added(
    page: ReceivedReferences, original: ReceivedReferences | None, edition: Edition | None
) -> tuple[str, ...]:
    if original is None or edition is None:
        known: set[str] = set()
    else:
        public = edition.public_links
        known = {host_of(link.address) for link in original.links} | {
            host_of(address) for address in original.fetched
        }
        known |= {host_of(address) for address in (public.unsubscribe, public.view_online, *public.files.values())}
    hosts = [host_of(link.address) for link in page.links] + [host_of(address) for address in page.fetched]
    return tuple(dict.fromkeys(one for one in hosts if one and one not in known))


def _authentication(received: Received) -> tuple[tuple[str, str], ...]:
    """Of the topmost header alone: those below it may have come with the message (RFC 8601, section 5)."""
    said: dict[str, list[str]] = {}
    for statement in _without_remarks(received.header("Authentication-Results")).split(";"):
        # Microsoft's header has no name of the server before the first statement.
        match = re.match(r"\s*(\w+)\s*(?:/\s*\d+\s*)?=\s*(\w+)", statement)
        if match:
            said.setdefault(match[1].casefold(), []).append(match[2].casefold())
    # One signature that holds is enough: services sign with their own domain as well.
    return tuple(
        (method, "pass" if "pass" in said[method] else said[method][0]) for method in _METHODS if method in said
    )


def _without_remarks(header: str) -> str:
    """Without quoted strings and comments, which nest (RFC 5322, section 3.2): a sender may have written them."""
    kept, depth, quoted = [], 0, False
    characters = iter(header)
    for character in characters:
        if character == "\\" and (quoted or depth):
            next(characters, "")
        elif character == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif character == "(":
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(character)
            continue
        kept.append(" ")
    return "".join(kept)


def _places(marker: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(marker), text, re.IGNORECASE)]


def _unfilled(received: Received, edition: Edition | None) -> list[str]:
    """Merge tags that stand more often in what arrived than in the edition, where they are somebody's prose."""
    headers = [decoded_header(received.header(name)) for name in _FILLED_HEADERS]
    arrived = [unescape(received.html), received.text or "", received.subject, *headers]
    meant = [unescape(edition.html), edition.text, edition.subject] if edition else []
    meant += [""] * (len(arrived) - len(meant))
    found = []
    for part, original in zip(map(joined, arrived), meant, strict=True):
        for marker in _MARKERS:
            allowed = 0 if marker == PLACEHOLDER_HOST else original.casefold().count(marker.casefold())
            places = _places(marker, part)
            if len(places) > allowed:
                start = places[allowed]
                excerpt = part[max(0, start - _EXCERPT) : start + len(marker) + _EXCERPT]
                found.append(" ".join(excerpt.split()))
    return found


def _alike(meant: str, arrived: str) -> float:
    first, second = joined(meant).split(), joined(arrived).split()
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(first))


def _code(text: str) -> str:
    """``text`` as a code span that it can't end (CommonMark, section 6.1)."""
    shown = printable(text)
    if not shown.strip():
        return ""
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if "`" in shown else f"{fence}{shown}{fence}"
