"""From the letters to their site: what is public is decided, drawn, and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.kept import LeftLetter, keep
from cenum.archive.manifest import Manifest
from cenum.archive.redirect_files import old_site_files, redirect_files
from cenum.archive.redirects import redirects
from cenum.archive.site import site_files
from cenum.archive.site_folder import MEDIA
from cenum.archive.survey import survey
from cenum.archive.visibility import Visibility
from cenum.care.published_links import kept_copies
from cenum.edition.render import published_files
from cenum.edition.templates import Templates
from cenum.errors import CenumError
from cenum.finding import has_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cenum.archive.published_letter import PublishedLetter
    from cenum.archive.site_folder import Changes, SiteFolder
    from cenum.archive.survey import Departure, Surroundings, Survey
    from cenum.finding import Finding
    from cenum.letter_folder import LetterFolder
    from cenum.services.service import Content
    from cenum.workspace import Workspace


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
    seen = survey(workspace, around, templates)
    newsletter = workspace.settings.newsletter
    listed = [letter.issue for letter in seen.letters if letter.visibility is Visibility.LISTED]
    old_sites = workspace.settings.archive.old_sites
    wanted, wrong = redirects(listed, newsletter.site, old_sites)
    findings = (*seen.findings, *wrong)
    if has_errors(findings):
        return Publication(seen, findings, None)
    media: list[str] = []
    for letter in seen.letters:
        if _shows_pictures(letter):
            # Those of the e-mail, which readers go on opening for years.
            files = published_files(letter.issue, workspace.settings, templates, workspace.cache)
            media += site.put_media((file.name, file.content) for file in files)
    pages = site_files(seen.letters, workspace.settings, templates, workspace.cache, copies)
    in_media = [path for path in pages if path.startswith(f"{MEDIA}/")]
    media += site.put_media((path.removeprefix(f"{MEDIA}/"), pages.pop(path)) for path in in_media)
    keys = [issue.key for issue in listed]
    pages |= old_site_files(wanted, keys, newsletter.site, old_sites, newsletter.language)
    pages = {**redirect_files(wanted, newsletter.site, newsletter.language), **pages}
    changes = site.put(pages, media, Manifest(seen.entries))
    return Publication(seen, findings, changes)


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


def _shows_pictures(letter: PublishedLetter) -> bool:
    return letter.visibility > Visibility.ANNOUNCED and not letter.withdrawn
