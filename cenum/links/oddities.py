"""What is odd about an address itself, whether it answers or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.links.addresses import alphabets, ascii_host, cleaned
from cenum.links.lists import entry
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.links.link import Link
    from cenum.links.lists import HostLists

# An address after a slash or an equals sign is one that another passes on: archives and proxies do.
_JOINED = re.compile(r"(?<=[^/=?&:#+%])https?:/?/", re.IGNORECASE)

LINK_HOST_NAME = Rule(
    "link-host-name",
    Severity.ERROR,
    what=N_("No host can be called so (IDNA 2008)."),
    why=N_("The link leads nowhere."),
    remedy=N_("Copy it again from the browser's address bar."),
    waive=True,
    example=Example(
        fails="[Le rapport](https://les–bases.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/)",
    ),
)
LINK_JOINED = Rule(
    "link-joined",
    Severity.ERROR,
    what=N_("Two addresses stand in one."),
    why=N_("Something was pasted twice; the link leads nowhere."),
    remedy=N_("Keep one of them."),
    waive=True,
    example=Example(
        fails="[Le rapport](https://www.arcep.frhttps://www.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_CREDENTIALS = Rule(
    "link-credentials",
    Severity.ERROR,
    what=N_("A name or a password stands before the host."),
    why=N_("Every reader would have it."),
    remedy=N_("Take it out, and change the password."),
    example=Example(
        fails="[Le rapport](https://magali:secret@www.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_PERSONAL = Rule(
    "link-personal",
    Severity.ERROR,
    what=N_(
        "A mailing service made the address for one reader, to count a click or to show a letter online "
        "(cenum/links/lists.toml)."
    ),
    why=N_("Whoever follows it is counted as that reader, and may read their letter, or end it."),
    remedy=N_("Open it in a private window, and put the address where it leads."),
    waive=True,
    example=Example(
        fails="[La lettre du 26 septembre](https://hubtr.lettre.fr/mirror201/2388/aB3dE)",
        passes="[La lettre du 26 septembre](https://lettre.fr/2025-09-26)",
    ),
)
LINK_LOOKALIKE = Rule(
    "link-lookalike",
    Severity.WARNING,
    what=N_("A host's name mixes Latin letters with Greek, Cyrillic, Armenian or Cherokee ones."),
    why=N_("That is how one site passes itself off as another."),
    remedy=N_("Make sure that it is the site that you mean."),
    example=Example(
        fails="[Le rapport](https://www.аrcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_EXAMPLE = Rule(
    "link-example",
    Severity.WARNING,
    what=N_("The host is reserved for examples (RFC 2606). It is not asked."),
    why=N_("It was meant to be replaced."),
    remedy=N_("Put the real address."),
    example=Example(
        fails="[Le rapport](https://www.example.org/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_STAGING = Rule(
    "link-staging",
    Severity.WARNING,
    what=N_("The host's name is that of a place for drafts: staging, preprod, recette, uat…"),
    why=N_("Readers may not get in, and the draft may go."),
    remedy=N_("Put the address of the published page."),
    example=Example(
        fails="[Le rapport](https://preprod.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_SHORTENER = Rule(
    "link-shortener",
    Severity.WARNING,
    what=N_("The host shortens addresses."),
    why=N_("It hides where the link leads, watches who follows it, and dies one day with all its links."),
    remedy=N_("Put the address that it leads to."),
    example=Example(
        fails="[Le rapport](https://bit.ly/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_TRACKING = Rule(
    "link-tracking",
    Severity.WARNING,
    what=N_(
        "The address carries parameters that follow readers (`utm_*`, `fbclid`, `xtor`…), or passes them "
        "through a host that does."
    ),
    why=N_("They name you, or a reader, to the site, and change nothing of the page."),
    remedy=N_("`cenum check --fix` takes them out."),
    example=Example(
        fails="[Le rapport](https://www.arcep.fr/rapport?utm_source=lettre)",
        passes="[Le rapport](https://www.arcep.fr/rapport?annee=2025)",
    ),
)

RULES = (
    LINK_HOST_NAME,
    LINK_JOINED,
    LINK_CREDENTIALS,
    LINK_PERSONAL,
    LINK_LOOKALIKE,
    LINK_EXAMPLE,
    LINK_STAGING,
    LINK_SHORTENER,
    LINK_TRACKING,
)


def oddities(link: Link, lists: HostLists) -> Iterator[Finding]:
    """A finding for each thing that a careful editor would change in an address."""
    try:
        parts = urlsplit(link.url)
    except ValueError:
        return  # the reader has refused it
    if parts.scheme == "mailto":
        host = unquote(parts.path).rpartition("@")[2].lower()
        if entry(host, lists.examples):
            message = _("“{host}” is reserved for examples, and nobody's").format(host=host)
            yield LINK_EXAMPLE.at(link.place, message, _("put the address that you mean"), link.url)
    elif parts.scheme in {"http", "https"}:
        yield from _of_page(link, parts, lists)


def _of_page(link: Link, parts: SplitResult, lists: HostLists) -> Iterator[Finding]:
    url, place = link.url, link.place
    host = (parts.hostname or "").lower()
    try:
        ascii_host(host)
    except ValueError:
        message = _("no host can be called “{host}”").format(host=host)
        remedy = _("copy the address again from the browser's address bar")
        yield LINK_HOST_NAME.at(place, message, remedy, url)
        return
    joined = _JOINED.search(url, 1)
    if joined:
        message = _("two addresses run together: {url}").format(url=url)
        remedy = _("keep {first}, or {second}").format(first=url[: joined.start()], second=url[joined.start() :])
        yield LINK_JOINED.at(place, message, remedy, url)
        return
    if "@" in parts.netloc:
        message = _("the address of a page at {host} holds a name or a password").format(host=host)
        remedy = _("take out what stands before the @: every reader would have it")
        yield LINK_CREDENTIALS.at(place, message, remedy, url)
    if _is_personal(parts, lists):
        message = _("this address was made for one reader of a letter: whoever follows it is taken for them")
        remedy = _("open it in a private window, and put the address where it leads")
        yield LINK_PERSONAL.at(place, message, remedy, url)
    for rule, is_so, message, remedy in (
        (
            LINK_LOOKALIKE,
            alphabets(host),
            _("“{host}” mixes letters of two alphabets that look alike"),
            _("make sure that it is the site that you mean"),
        ),
        (
            LINK_EXAMPLE,
            entry(host, lists.examples) is not None,
            _("“{host}” is reserved for examples, and nobody's"),
            _("put the address of the page that you mean"),
        ),
        (
            LINK_STAGING,
            _is_staging(host, lists),
            _("“{host}” looks like a place for drafts"),
            _("put the address of the published page"),
        ),
        (
            LINK_SHORTENER,
            entry(host, lists.shorteners) is not None,
            _("“{host}” hides where the link leads, and watches who follows it"),
            _("put the address that it leads to"),
        ),
    ):
        if is_so:
            yield rule.at(place, message.format(host=host), remedy, url)
    clean = cleaned(url, lists)
    if clean != url:
        message = _("the address carries what follows your readers: {url}").format(url=url)
        yield LINK_TRACKING.at(place, message, write_instead(link, clean), url, clean if link.in_issue else "")


def write_instead(link: Link, url: str) -> str:
    """The remedy of an address for which there is a better one; --fix writes into the issue alone."""
    if link.in_issue:
        return _("write {url}, or let cenum check --fix do it").format(url=url)
    return _("write {url} in {file}").format(url=url, file=link.place.file)


def _is_personal(parts: SplitResult, lists: HostLists) -> bool:
    address = f"{parts.hostname or ''}{parts.path}"
    return any(re.match(pattern, address) for pattern in lists.personal.addresses)


def _is_staging(host: str, lists: HostLists) -> bool:
    labels = host.split(".")[:-2]
    return any(label in lists.staging.words for label in labels) or entry(host, lists.staging.hosts) is not None
