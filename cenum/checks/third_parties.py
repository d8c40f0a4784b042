"""No host learns who reads: nothing is fetched but from the newsletter's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.analysis.html import elements, readings
from cenum.checks.letter_view import finds
from cenum.checks.sought import sought
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView

_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s;]+)""", re.IGNORECASE)
_FETCHED = ("src", "srcset", "background", "poster", "data")

FOREIGN_HOST = Rule(
    "foreign-host",
    Severity.ERROR,
    what=N_("The letter would load a picture, a font or a style from a host that is not the newsletter's own."),
    why=N_("That host would learn who reads, when, and where."),
    remedy=N_("Remove it, or add the host to `newsletter.image_hosts` if it is yours."),
    source=N_("CNIL, deliberation 2026-042."),
    example=Example(
        kind="html",
        fails='<img src="https://compteur.net/filet.png" width="592" height="12" alt="">',
        passes='<img src="https://lettre.fr/filet.png" width="592" height="12" alt="">',
    ),
)


@finds(FOREIGN_HOST)
def hosts(letter: LetterView) -> Iterator[Finding]:
    """An error for every host that the HTML would have fetched from, the newsletter's own aside.

    It stands where the link does that is a picture from there, or else in the templates, or at the issue's place.
    """
    newsletter = letter.settings.newsletter
    pictures = {_host(link.url): link.place for link in reversed(letter.links) if link.image}
    own = {PLACEHOLDER_HOST, urlsplit(newsletter.site).hostname, *newsletter.image_hosts}
    foreign = {host: None for address in _fetched(letter.edition.html) if (host := _host(address)) not in own}
    for host in foreign:
        yield FOREIGN_HOST.at(
            pictures.get(host) or sought(re.escape(host), file=letter.place.file),
            _("the letter would load something from {host}, which could track your readers").format(host=host),
            _("remove it from the templates, or add the host to newsletter.image_hosts if it is yours"),
        )


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
