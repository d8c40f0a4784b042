"""The links of the letters of a folder that are public, and the files in which care keeps what it knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from cenum.care import copies, link_health
from cenum.care.cited import cited_pages, letter_links
from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _
from cenum.issue.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cenum.care.cited import CitedPage
    from cenum.care.copies import ArchivedCopy
    from cenum.care.link_health import PageHealth
    from cenum.issue.model import Issue
    from cenum.workspace import Workspace

    IsPublic = Callable[[Issue], bool]


class PublishedLinks(Struct, frozen=True):
    """The ``pages`` that ``letters`` public letters lead to, and the files of those that can't be read."""

    pages: Mapping[str, CitedPage]
    letters: int
    unreadable: tuple[str, ...]


def published_links(workspace: Workspace, is_public: IsPublic, wanted: Callable[[Path], bool]) -> PublishedLinks:
    """All pages that the ``wanted`` letters lead to, if they are public. No letter is held longer than it is read."""
    found = []
    unreadable = []
    site = workspace.settings.newsletter.site
    sites = (site, *workspace.settings.archive.old_sites)
    for path in filter(wanted, workspace.dated_issues()):
        reading = read(path, workspace.settings, root=workspace.root)
        if reading.issue is None:
            unreadable.append(reading.file)
        elif is_public(reading.issue):
            found.append(letter_links(reading.issue, site))
    return PublishedLinks(cited_pages(found, sites), len(found), tuple(unreadable))


def kept_health(workspace: Workspace) -> dict[str, PageHealth]:
    """What earlier passes found out; nothing where there is no file. Raises :class:`UsageMistake`."""
    try:
        return link_health.decode(workspace.files.read(link_health.FILE.as_posix(), link_health.MOST_BYTES))
    except FileNotFoundError:
        return {}
    except OSError as mistake:
        raise _unreadable(reason_of(mistake)) from None
    except msgspec.MsgspecError as mistake:
        raise _unreadable(str(mistake)) from None


def kept_copies(workspace: Workspace) -> tuple[ArchivedCopy, ...]:
    """The rows of archive/copies.toml; none where there is no file. Raises :class:`UsageMistake`."""
    try:
        return copies.read_copies(workspace.files.text(copies.FILE.as_posix()))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else _("it is not in UTF-8")
        message = _("{file} can't be read ({reason})").format(file=copies.FILE, reason=reason)
        raise UsageMistake(message, _("correct the file, or restore it from the repository")) from None


def _unreadable(reason: str) -> UsageMistake:
    message = _("{file} can't be read ({reason})").format(file=link_health.FILE, reason=reason)
    return UsageMistake(message, _("delete it: then links are dead only once two new passes say so"))
