"""From the letters to their site: what is public is decided, drawn, and written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.archive.kept import LeftLetter, keep
from cenum.archive.letter_memory import LetterMemory
from cenum.archive.manifest import Manifest
from cenum.archive.redirects import redirect_files, redirects
from cenum.archive.site import Recollection, site_files
from cenum.archive.survey import survey
from cenum.archive.visibility import Visibility
from cenum.edition.templates import Templates
from cenum.errors import CenumError
from cenum.finding import has_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    :class:`~cenum.errors.UsageMistake` for a folder that can't be written.
    """
    templates = Templates(workspace.templates, workspace.cache)
    memory = LetterMemory(workspace)
    seen = survey(workspace, around, templates, memory)
    newsletter = workspace.settings.newsletter
    listed = [letter.facts for letter in seen.letters if letter.visibility is Visibility.LISTED]
    wanted, wrong = redirects(listed, newsletter.site)
    findings = (*seen.findings, *wrong)
    if has_errors(findings):
        return Publication(seen, findings, None)
    pages = site_files(seen.letters, workspace.settings, templates, workspace.cache, Recollection(memory, site.there))
    # Where an old address is one that the site has, the site's own counts.
    old = redirect_files(wanted, newsletter.site, newsletter.language)
    changes = site.put(chain(pages, old.items()), Manifest(seen.entries))
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
