"""No host learns who reads: nothing is fetched but from the newsletter's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cenum.analysis.html import elements
from cenum.checks.letter_view import finds
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.finding import Place

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
def third_parties(letter: LetterView) -> Iterator[Finding]:
    """An error for every host that the HTML would have fetched from, the newsletter's own aside.

    It stands where the element was written that fetches, or the style; at the issue's place where nothing is known.
    """
    newsletter = letter.settings.newsletter
    own = {PLACEHOLDER_HOST, urlsplit(newsletter.site).hostname, *newsletter.image_hosts}
    foreign: dict[str, Place] = {}
    for address, place in _fetched(letter):
        host = _host(address)
        if host not in own:
            foreign.setdefault(host, place if place.line else letter.place)
    for host, place in foreign.items():
        yield FOREIGN_HOST.at(
            place,
            _("the letter would load something from {host}, which could track your readers").format(host=host),
            _("remove it from the templates, or add the host to newsletter.image_hosts if it is yours"),
        )


def _fetched(letter: LetterView) -> Iterator[tuple[str, Place]]:
    """Every address that the letter fetches, those for Outlook too, and where it was written."""
    for root in letter.tree.readings:
        for element in elements(root):
            names = (*_FETCHED, "href") if element.tag == "link" else _FETCHED
            for address in (one for name in names if name in element.attrib for one in _addresses(element.get(name))):
                yield address, letter.tree.place_of(element)
            for address in _URL.findall(element.get("style", "")):
                yield address, letter.styles.place_of(address) or letter.tree.place_of(element)
    yield from ((url, letter.styles.place_of(url) or letter.place) for url in _URL.findall(letter.edition.html))


def _addresses(value: str) -> list[str]:
    """The addresses of an attribute; a ``srcset`` has several."""
    return [word for word in value.replace(",", " ").split() if "//" in word]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
