"""Which pages the published letters lead to, each once, with the words by which readers know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.care.copies import page_asked
from cenum.finding import Place
from cenum.links.addresses import over_https
from cenum.links.collect import links_of_issue
from cenum.links.link import Link

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cenum.issue.model import Issue


class CitedPage(Struct, frozen=True):
    """A page and where it stands: ``places`` in the letters, the oldest first, and their ``words``, each once.

    ``day`` is the first letter's. ``own`` is what lies at the newsletter's own site, or where that was before: no
    copy replaces it.
    """

    url: str
    day: date
    places: tuple[Place, ...]
    words: tuple[str, ...]
    own: bool

    def link(self) -> Link:
        """The same as one link, to be asked about."""
        return Link(self.url, self.words[0] if self.words else "", self.places[0])


class LetterLinks(Struct, frozen=True):
    """What is kept of a letter: the day, the page that shows it, and its links."""

    day: date
    page: Link
    links: tuple[Link, ...]


def letter_links(issue: Issue, site: str) -> LetterLinks:
    """The links of ``issue``, and its own page at ``site``. Pictures belong to the letter: nobody cites them."""
    links = tuple(link for link in links_of_issue(issue) if not link.image)
    own = Link(f"{site}/{issue.key}", issue.title, Place(issue.place.file))
    return LetterLinks(issue.day, own, links)


def cited_pages(letters: Iterable[LetterLinks], sites: Iterable[str]) -> dict[str, CitedPage]:
    """Each page that ``letters`` lead to, by its address; fragments and mail are nobody's to archive.

    ``sites`` are the newsletter's own, today's and those before.
    """
    standing: dict[str, list[tuple[date, Link]]] = {}
    for letter in sorted(letters, key=lambda one: one.day):
        for link in (letter.page, *letter.links):
            url = page_asked(link.url)
            if url:
                standing.setdefault(url, []).append((letter.day, link))
    homes = tuple(f"{over_https(page_asked(site)).rstrip('/')}/" for site in sites)
    return {url: _page(url, found, homes) for url, found in standing.items()}


def _page(url: str, found: list[tuple[date, Link]], homes: tuple[str, ...]) -> CitedPage:
    words = dict.fromkeys(link.text for _day, link in found if link.text)
    places = dict.fromkeys(link.place for _day, link in found)
    return CitedPage(url, found[0][0], tuple(places), tuple(words), over_https(f"{url}/").startswith(homes))
