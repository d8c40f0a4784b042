"""The sites that the tests look at."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from cenum.archive.letter_facts import facts_of
from cenum.archive.published_letter import PublishedLetter
from cenum.archive.site import site_files
from cenum.archive.visibility import Visibility
from cenum.care.copies import ArchivedCopy, page_asked
from cenum.issue.calendar import sending_at
from cenum.issue.model import Correction
from cenum.links.collect import links_of_issue
from tests.edition.samples import BARE, EVERY_BLOCK, HOSTILE, TABLES, Letter, made, own, settings, templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cenum.edition.templates import Templates
    from cenum.settings import Settings

ID = "tag:lettre.example.org,2026:"
SITE = "https://lettre.example.org"
COPIES = "https://web.archive.org/web/20250418101112/"
OWN = (EVERY_BLOCK, HOSTILE, BARE, TABLES)


def with_id(**changes: Any) -> Settings:
    """The settings of the tests' own letters, with an id for the feed, and ``changes`` to their tables."""
    archive = {"id": ID, **changes.pop("archive", {})}
    return settings(archive=archive, **changes)


def published(
    letter: Letter, visibility: Visibility = Visibility.LISTED, chosen: Settings | None = None, **changes: Any
) -> PublishedLetter:
    """``letter`` with a page, and ``changes`` to its issue."""
    issue = replace(made(letter).issue, **changes)
    digest = hashlib.sha256(issue.key.encode()).hexdigest()
    chosen = chosen or with_id()
    hour = sending_at(chosen.newsletter, issue.day)
    return PublishedLetter(facts_of(issue, chosen), visibility, hour, digest, lambda: issue)


def site(
    *letters: PublishedLetter, chosen: Settings | None = None, copies: Sequence[ArchivedCopy] = ()
) -> dict[str, bytes]:
    return everything(letters, chosen or with_id(), templates(), copies)


def everything(
    letters: Iterable[PublishedLetter], chosen: Settings, look: Templates, copies: Sequence[ArchivedCopy] = ()
) -> dict[str, bytes]:
    """All files at once, as no site of many letters has them."""
    newest_first = sorted(letters, key=lambda letter: letter.key, reverse=True)
    files = site_files(newest_first, chosen, look, copies=copies)
    return {path: content for path, content in files if content is not None}


def copies_of_all(name: str) -> list[ArchivedCopy]:
    """A copy of 18 April 2025 for each page that one of the tests' own letters links to."""
    day = date(2025, 4, 18)
    links = links_of_issue(made(own(name)).issue)
    pages = dict.fromkeys(page_asked(link.url) for link in links if not link.image)
    return [ArchivedCopy(page, f"{COPIES}{page}", day, day) for page in pages if page]


@cache
def own_site() -> dict[str, bytes]:
    """All letters of the tests, listed; the newest was corrected, and all that they link to is gone."""
    corrected = Correction(date(2026, 2, 2), "La date de l’atelier est juste.")
    letters = [published(own(name)) for name in OWN[:-1]]
    copies = [copy for name in OWN for copy in copies_of_all(name)]
    return site(*letters, published(own(TABLES), corrected=corrected), copies=copies)


def html(files: dict[str, bytes], key: str) -> str:
    return files[f"{key}.html"].decode()
