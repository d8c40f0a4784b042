"""No host learns who reads: nothing is fetched but from the newsletter's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.analysis.fetched import fetched, fetched_by
from cenum.analysis.html import elements
from cenum.checks.letter_view import finds
from cenum.edition.edition import PLACEHOLDER_HOST
from cenum.finding import Finding, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule
from cenum.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.checks.letter_view import LetterView
    from cenum.finding import Place

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
    own = {"", PLACEHOLDER_HOST, *newsletter.own_hosts}
    foreign: dict[str, Place] = {}
    for address, place in _fetched(letter):
        host = host_of(address)
        if host not in own:
            foreign.setdefault(host, place if place.line else letter.place)
    for host, place in foreign.items():
        yield FOREIGN_HOST.at(
            place,
            _("the letter would load something from {host}, which could track your readers").format(host=host),
            _("remove it from the templates, or add the host to newsletter.image_hosts if it is yours"),
        )


def _fetched(letter: LetterView) -> Iterator[tuple[str, Place]]:
    """Every address that the letter fetches, and where it was written."""
    for element, address in _with_places_first(letter):
        written = letter.tree.place_of(element)
        yield address, written if written.line and not element.get("style") else _in_styles(letter, address, written)


def _in_styles(letter: LetterView, address: str, otherwise: Place) -> Place:
    return letter.styles.place_of(address) or otherwise


def _with_places_first(letter: LetterView) -> Iterator[tuple[Any, str]]:
    """What the letter's own trees have, whose elements have places, before what one or another program reads."""
    for root in letter.tree.readings:
        for element in elements(root):
            for address in fetched_by(element):
                yield element, address
    yield from fetched(letter.edition.html)
