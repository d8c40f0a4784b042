"""What is odd about an address itself, whether it answers or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from cenum.finding import Finding, error, warning
from cenum.i18n import _
from cenum.links.addresses import alphabets, ascii_host, cleaned
from cenum.links.lists import entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.links.lists import Lists
    from cenum.links.model import Link

# An address after a slash or an equals sign is one that another passes on: archives and proxies do.
_JOINED = re.compile(r"(?<=[^/=?&:#+%])https?:/?/", re.IGNORECASE)


def oddities(link: Link, lists: Lists) -> Iterator[Finding]:
    """A finding for each thing that a careful editor would change in an address."""
    try:
        parts = urlsplit(link.url)
    except ValueError:
        return  # the reader has refused it
    if parts.scheme == "mailto":
        host = unquote(parts.path).rpartition("@")[2].lower()
        if entry(host, lists.examples):
            message = _("“{host}” is reserved for examples, and nobody's").format(host=host)
            yield warning("link-example", link.place, message, _("put the address that you mean"), link.url)
    elif parts.scheme in {"http", "https"}:
        yield from _of_page(link, parts, lists)


def _of_page(link: Link, parts: SplitResult, lists: Lists) -> Iterator[Finding]:
    url, place = link.url, link.place
    host = (parts.hostname or "").lower()
    try:
        ascii_host(host)
    except ValueError:
        message = _("no host can be called “{host}”").format(host=host)
        remedy = _("copy the address again from the browser's address bar")
        yield error("link-host-name", place, message, remedy, url)
        return
    joined = _JOINED.search(url, 1)
    if joined:
        message = _("two addresses run together: {url}").format(url=url)
        remedy = _("keep {first}, or {second}").format(first=url[: joined.start()], second=url[joined.start() :])
        yield error("link-joined", place, message, remedy, url)
        return
    if "@" in parts.netloc:
        message = _("the address of a page at {host} holds a name or a password").format(host=host)
        remedy = _("take out what stands before the @: every reader would have it")
        yield error("link-credentials", place, message, remedy, url)
    if _is_personal(parts, lists):
        message = _("this address was made for one reader of a letter: whoever follows it is taken for them")
        remedy = _("open it in a private window, and put the address where it leads")
        yield error("link-personal", place, message, remedy, url)
    for rule, is_so, message, remedy in (
        (
            "link-lookalike",
            alphabets(host),
            _("“{host}” mixes letters of two alphabets that look alike"),
            _("make sure that it is the site that you mean"),
        ),
        (
            "link-example",
            entry(host, lists.examples) is not None,
            _("“{host}” is reserved for examples, and nobody's"),
            _("put the address of the page that you mean"),
        ),
        (
            "link-staging",
            _is_staging(host, lists),
            _("“{host}” looks like a place for drafts"),
            _("put the address of the published page"),
        ),
        (
            "link-shortener",
            entry(host, lists.shorteners) is not None,
            _("“{host}” hides where the link leads, and watches who follows it"),
            _("put the address that it leads to"),
        ),
    ):
        if is_so:
            yield warning(rule, place, message.format(host=host), remedy, url)
    clean = cleaned(url, lists)
    if clean != url:
        message = _("the address carries what follows your readers: {url}").format(url=url)
        yield warning(
            "link-tracking", place, message, write_instead(link, clean), url, clean if link.in_issue else ""
        )


def write_instead(link: Link, url: str) -> str:
    """The remedy of an address for which there is a better one; --fix writes into the issue alone."""
    if link.in_issue:
        return _("write {url}, or let cenum check --fix do it").format(url=url)
    return _("write {url} in {file}").format(url=url, file=link.place.file)


def _is_personal(parts: SplitResult, lists: Lists) -> bool:
    address = f"{parts.hostname or ''}{parts.path}"
    return any(re.match(pattern, address) for pattern in lists.personal.addresses)


def _is_staging(host: str, lists: Lists) -> bool:
    labels = host.split(".")[:-2]
    return any(label in lists.staging.words for label in labels) or entry(host, lists.staging.hosts) is not None
