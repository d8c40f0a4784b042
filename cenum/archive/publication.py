"""From the letters to their site: what is public is decided, drawn, and written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.kept import LeftLetter, keep
from cenum.archive.letter_memory import LetterMemory
from cenum.archive.manifest import Manifest
from cenum.archive.pages import picture_widths
from cenum.archive.pictures_ahead import PicturesAhead
from cenum.archive.redirect_files import old_site_files, redirect_files
from cenum.archive.redirects import redirects
from cenum.archive.site import Recollection, site_files
from cenum.archive.survey import Surveyor
from cenum.archive.visibility import Visibility
from cenum.care.published_links import kept_copies
from cenum.edition.templates import Templates
from cenum.errors import CenumError
from cenum.finding import has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cenum.archive.site_folder import Changes, SiteFolder
    from cenum.archive.survey import Departure, Surroundings, Survey
    from cenum.finding import Finding
    from cenum.letter_folder import LetterFolder
    from cenum.services.service import Content
    from cenum.workspace import Workspace


class _Stopped(Exception):
    """A letter must be looked at first."""


class Publication(Struct, frozen=True):
    """What came of it. ``changes`` is ``None`` where an error among the ``findings`` kept everything as it was."""

    survey: Survey
    findings: tuple[Finding, ...]
    changes: Changes | None


def publish(workspace: Workspace, around: Surroundings, site: SiteFolder) -> Publication:
    """Write the site of all letters, unless one of them must be looked at first.

    Raises :class:`~cenum.errors.SettingsMistakes` for a mistake in a template and
    :class:`~cenum.errors.UsageMistake` for a folder that can't be written, or copies that can't be read.
    """
    copies = kept_copies(workspace)
    templates = Templates(workspace.templates, workspace.cache)
    ahead = PicturesAhead(workspace.cache, picture_widths(templates))
    memory = LetterMemory(workspace, ahead.begin)
    surveyor = Surveyor(workspace, around, templates, memory)
    newsletter, old_sites = workspace.settings.newsletter, workspace.settings.archive.old_sites
    found: list[Finding] = []

    def files() -> Iterator[tuple[str, bytes | None]]:
        before = Recollection(memory, site.there)
        yield from site_files(surveyor.letters(), workspace.settings, templates, workspace.cache, copies, before)
        seen = surveyor.result()
        listed = [letter.facts for letter in seen.letters if letter.visibility is Visibility.LISTED]
        wanted, wrong = redirects(listed, newsletter.site, old_sites)
        found.extend((*seen.findings, *wrong))
        if has_errors(found):
            raise _Stopped
        keys = [letter.key for letter in listed]
        yield from old_site_files(wanted, keys, newsletter.site, old_sites, newsletter.language).items()
        # Where an old address is one that the site has, the site's own counts.
        yield from redirect_files(wanted, newsletter.site, newsletter.language).items()

    changes = None
    with suppress(_Stopped), ahead:
        changes = site.put(files(), lambda: Manifest(surveyor.result().entries))
    return Publication(surveyor.result(), tuple(found), changes)


def keep_departures(
    letter: LetterFolder, departures: tuple[Departure, ...], content: Callable[[Departure], Content]
) -> tuple[list[Path], list[CenumError]]:
    """Keep what left and is not kept yet: the files, and why some could not be.

    ``content`` gives what the service was given.
    """
    kept: list[Path] = []
    failed: list[CenumError] = []
    for one in departures:
        try:
            left = LeftLetter(
                key=one.edition.key,
                content=content(one),
                digest=one.edition.digest,
                tested=one.tested,
                words=one.words,
                left=True,
                at=one.at,
                audience=one.campaign.wanted,
            )
            kept += keep(letter, left)
        except CenumError as mistake:
            failed.append(mistake)
    return kept, failed
