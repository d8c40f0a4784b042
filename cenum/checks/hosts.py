"""No host learns who reads: nothing is fetched but from the newsletter's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.analysis.html import elements, readings
from cenum.checks.sought import sought
from cenum.edition.model import PLACEHOLDER_HOST
from cenum.finding import Finding, error
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cenum.edition.model import Edition
    from cenum.finding import Place
    from cenum.links.model import Link
    from cenum.settings import Newsletter

_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s;]+)""", re.IGNORECASE)
_FETCHED = ("src", "srcset", "background", "poster", "data")


def hosts(edition: Edition, newsletter: Newsletter, place: Place, links: Iterable[Link] = ()) -> list[Finding]:
    """An error for every host that the HTML would have fetched from, the newsletter's own aside.

    It stands where the one of ``links`` does that is a picture from there, or else in the templates, or at ``place``.
    """
    pictures = {_host(link.url): link.place for link in reversed([*links]) if link.image}
    own = {PLACEHOLDER_HOST, urlsplit(newsletter.site).hostname, *newsletter.image_hosts}
    foreign = {host: None for address in _fetched(edition.html) if (host := _host(address)) not in own}
    return [
        error(
            "foreign-host",
            pictures.get(host) or sought(re.escape(host), file=place.file),
            _("the letter would fetch something from {host}, which would see your readers").format(host=host),
            _("remove it from the templates, or name the host in newsletter.image_hosts if it is yours"),
        )
        for host in foreign
    ]


def _fetched(html: str) -> Iterator[str]:
    yield from _URL.findall(html)
    # Outlook reads what stands in conditional comments.
    for root in readings(html):
        for element in elements(root):
            for name in _FETCHED:
                yield from _addresses(element.get(name, ""))
            if element.tag == "link":
                yield from _addresses(element.get("href", ""))


def _addresses(value: str) -> list[str]:
    """The addresses of an attribute; a ``srcset`` has several."""
    return [word for word in value.replace(",", " ").split() if "//" in word]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
