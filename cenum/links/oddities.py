"""What is odd about an address itself, whether it answers or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.links.addresses import alphabets, cleaned, is_personal, is_registrable
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
    what=N_("The host name is not valid (IDNA 2008)."),
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
    what=N_("Two addresses run together."),
    why=N_("Something was pasted twice; the link leads nowhere."),
    remedy=N_("Keep one of them."),
    waive=True,
    corrected=True,
    example=Example(
        fails="[Le rapport](https://www.arcep.frhttps://www.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_CREDENTIALS = Rule(
    "link-credentials",
    Severity.ERROR,
    what=N_("The address contains a user name or a password before the host."),
    why=N_("Every reader would see it."),
    remedy=N_("Remove it, and change the password."),
    corrected=True,
    example=Example(
        fails="[Le rapport](https://magali:secret@www.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_PERSONAL = Rule(
    "link-personal",
    Severity.ERROR,
    what=N_(
        "A mailing service made the address for one reader, to count clicks or to show the "
        "letter online (cenum/links/lists.toml)."
    ),
    why=N_("Anyone who follows it is taken for that reader, and may read their letter or unsubscribe them."),
    remedy=N_("Open it in a private window, and use the address that it leads to."),
    waive=True,
    example=Example(
        fails="[La lettre du 26 septembre](https://hubtr.lettre.fr/mirror201/2388/aB3dE)",
        passes="[La lettre du 26 septembre](https://lettre.fr/2025-09-26)",
    ),
)
LINK_LOOKALIKE = Rule(
    "link-lookalike",
    Severity.WARNING,
    what=N_("A host name mixes Latin letters with Greek, Cyrillic, Armenian or Cherokee ones."),
    why=N_("Sites do this to pass themselves off as others."),
    remedy=N_("Make sure that this is the site you mean."),
    example=Example(
        fails="[Le rapport](https://www.аrcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_EXAMPLE = Rule(
    "link-example",
    Severity.WARNING,
    what=N_("The host is reserved for examples (RFC 2606). cenum does not open it."),
    why=N_("It should have been replaced."),
    remedy=N_("Use the real address."),
    example=Example(
        fails="[Le rapport](https://www.example.org/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_STAGING = Rule(
    "link-staging",
    Severity.WARNING,
    what=N_("The host name is that of a draft or test site: staging, preprod, recette, uat…"),
    why=N_("Readers may not have access, and the draft may disappear."),
    remedy=N_("Use the address of the published page."),
    example=Example(
        fails="[Le rapport](https://preprod.arcep.fr/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_SHORTENER = Rule(
    "link-shortener",
    Severity.WARNING,
    what=N_("The host is a link shortener."),
    why=N_("It hides where the link leads, tracks who follows it, and all its links die with it one day."),
    remedy=N_("Use the address that it leads to."),
    example=Example(
        fails="[Le rapport](https://bit.ly/rapport)",
        passes="[Le rapport](https://www.arcep.fr/rapport)",
    ),
)
LINK_TRACKING = Rule(
    "link-tracking",
    Severity.WARNING,
    what=N_(
        "The address contains tracking parameters (`utm_*`, `fbclid`, `xtor`…), or goes through "
        "a host that tracks readers."
    ),
    why=N_("They identify you or a reader to the site, and don't change the page."),
    remedy=N_("`cenum check --fix` removes them."),
    corrected=True,
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
            message = _("“{host}” is reserved for examples").format(host=host)
            yield LINK_EXAMPLE.at(link.place, message, _("use the address you mean"), link.url)
    elif parts.scheme in {"http", "https"}:
        yield from _of_page(link, parts, lists)


def _of_page(link: Link, parts: SplitResult, lists: HostLists) -> Iterator[Finding]:
    url, place = link.url, link.place
    host = (parts.hostname or "").lower()
    if not is_registrable(host):
        message = _("“{host}” is not a valid host name").format(host=host)
        remedy = _("copy the address again from the browser's address bar")
        yield LINK_HOST_NAME.at(place, message, remedy, url)
        return
    joined = _JOINED.search(url, 1)
    if joined:
        message = _("two addresses run together: {url}").format(url=url)
        remedy = _("keep {first}, or {second}").format(first=url[: joined.start()], second=url[joined.start() :])
        both = place.literal(url, url[: joined.start()], url[joined.start() :])
        yield LINK_JOINED.at(place, message, remedy, url, words=both)
        return
    if "@" in parts.netloc:
        message = _("the address of a page at {host} contains a user name or a password").format(host=host)
        remedy = _("remove the part before the @: every reader would see it")
        words = place.literal(url, url.replace(f"{parts.netloc.rpartition('@')[0]}@", "", 1))
        yield LINK_CREDENTIALS.at(place, message, remedy, url, words=words)
    if is_personal(parts, lists):
        message = _("this address belongs to one reader of a letter: anyone who follows it is taken for that reader")
        remedy = _("open it in a private window, and use the address that it leads to")
        yield LINK_PERSONAL.at(place, message, remedy, url)
    for rule, is_so, message, remedy in (
        (
            LINK_LOOKALIKE,
            alphabets(host),
            _("“{host}” mixes letters of two alphabets that look alike"),
            _("make sure that this is the site you mean"),
        ),
        (
            LINK_EXAMPLE,
            entry(host, lists.examples) is not None,
            _("“{host}” is reserved for examples"),
            _("use the address of the page you mean"),
        ),
        (
            LINK_STAGING,
            _is_staging(host, lists),
            _("“{host}” looks like a draft or test site"),
            _("use the address of the published page"),
        ),
        (
            LINK_SHORTENER,
            entry(host, lists.shorteners) is not None,
            _("“{host}” hides where the link leads, and tracks who follows it"),
            _("use the address that it leads to"),
        ),
    ):
        if is_so:
            yield rule.at(place, message.format(host=host), remedy, url)
    clean = cleaned(url, lists)
    if clean != url:
        message = _("the address tracks your readers: {url}").format(url=url)
        yield LINK_TRACKING.at(place, message, write_instead(link, clean), url, clean if link.in_issue else "")


def write_instead(link: Link, url: str) -> str:
    """The remedy of an address for which there is a better one; --fix writes into the issue alone."""
    if link.in_issue:
        return _("write {url}, or run `cenum check --fix`").format(url=url)
    return _("write {url} in {file}").format(url=url, file=link.place.file)


def _is_staging(host: str, lists: HostLists) -> bool:
    labels = host.split(".")[:-2]
    return any(label in lists.staging.words for label in labels) or entry(host, lists.staging.hosts) is not None
