"""Every check of an edition that needs no network, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.analysis.passages import passages
from cenum.checks.accessibility import accessibility
from cenum.checks.across import across
from cenum.checks.alternatives import alternatives
from cenum.checks.budget import budget
from cenum.checks.clients import clients
from cenum.checks.clip import clip
from cenum.checks.contrast import contrast
from cenum.checks.dates import dates, events
from cenum.checks.duties import duties
from cenum.checks.gmail import gmail
from cenum.checks.hosts import hosts
from cenum.checks.inbox import inbox
from cenum.checks.link_texts import link_texts
from cenum.checks.pairs import pairs
from cenum.checks.parts import parts
from cenum.checks.privacy import privacy
from cenum.checks.sought import found
from cenum.checks.spelling import spelling
from cenum.checks.stories import stories
from cenum.checks.styles import styles
from cenum.checks.typesetting import typesetting
from cenum.checks.wording import wording
from cenum.finding import in_reading_order
from cenum.issue.manuscripts import Manuscripts
from cenum.links.lists import known
from cenum.links.oddities import oddities

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cenum.analysis.passages import Passage
    from cenum.checks.sought import Sources
    from cenum.dictionary import Vocabulary
    from cenum.edition.measure import Weight
    from cenum.edition.model import Edition
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.model import Link
    from cenum.settings import Settings

_NO_SHELF = Manuscripts()
_NO_SOURCES: Sources = {}


def check_edition(  # noqa: PLR0913  what a letter consists of
    issue: Issue,
    edition: Edition,
    weight: Weight,
    links: Sequence[Link],
    settings: Settings,
    shelf: Manuscripts = _NO_SHELF,
    sources: Sources = _NO_SOURCES,
    vocabulary: Vocabulary | None = None,
) -> tuple[Finding, ...]:
    """What the checks have to say, in reading order. ``links`` are all of the letter.

    ``shelf`` has the issue's file and those before it; without it, what they alone tell stays unsaid. ``sources`` are
    the templates by their names, in which the places of findings are looked for.
    Without a ``vocabulary`` nothing is said of spelling.
    """
    text = passages(issue, shelf.text)
    said = [
        *accessibility(issue, edition),
        *alternatives(issue, edition),
        *budget(issue, edition, weight, settings.budget),
        *clients(edition, settings.clients),
        *clip(edition, weight, issue.place, tracked=settings.tracking.clicks),
        *contrast(edition),
        *duties(edition, settings, issue.place),
        *gmail(edition),
        *hosts(edition, settings.newsletter, issue.place, links),
        *link_texts(links),
        *parts(edition, settings),
        *privacy(edition, links),
        *styles(edition),
        *(finding for link in links for finding in oddities(link, known())),
        *inbox(edition, text, issue.place, settings.newsletter.masthead),
        *writing(issue, text, links, settings, shelf),
        *(spelling(text, vocabulary) if vocabulary else ()),
    ]
    return in_reading_order(found(said, sources))


def writing(
    issue: Issue, text: Sequence[Passage], links: Sequence[Link], settings: Settings, shelf: Manuscripts
) -> Iterator[Finding]:
    """The checks of the issue's ``text``; most of them know French alone."""
    written = [link for link in links if link.place.file == issue.place.file]
    language = settings.newsletter.language
    yield from stories(text, written)
    yield from events(issue, language)
    yield from across(issue, text, written, shelf, language)
    if language.partition("-")[0] == "fr":
        yield from typesetting(text, shelf.text, issue.place)
        yield from pairs(text)
        yield from wording(text, settings.writing.acronyms, [manuscript.text for manuscript in shelf.earlier])
        yield from dates(issue, text, shelf.previous)
