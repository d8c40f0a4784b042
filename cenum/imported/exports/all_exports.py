"""Every export that is known, in the order in which an archive is held against them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cenum.imported.exports import (
    from_beehiiv,
    from_buttondown,
    from_files,
    from_ghost,
    from_mailchimp,
    from_substack,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles
    from cenum.imported.exports.exported_post import ExportedPost, LeftOut
    from cenum.imported.exports.rewriting_html import HtmlChanges

_NONE: HtmlChanges = MappingProxyType({})


class KnownExport(NamedTuple):
    """How an archive is known to be an export of ``name``, what is in it, and what becomes of that service's HTML."""

    name: str
    is_one: Callable[[ArchiveFiles], bool]
    posts: Callable[[ArchiveFiles, tzinfo], Iterator[ExportedPost | LeftOut]]
    changes: HtmlChanges = _NONE
    holder: str = ""


EXPORTS = (
    KnownExport("Substack", from_substack.is_one, from_substack.posts, from_substack.CHANGES),
    KnownExport("Buttondown", from_buttondown.is_one, from_buttondown.posts),
    KnownExport("Ghost", from_ghost.is_one, from_ghost.posts, from_ghost.CHANGES),
    KnownExport("beehiiv", from_beehiiv.is_one, from_beehiiv.posts, from_beehiiv.CHANGES, from_beehiiv.HOLDER),
    KnownExport("Mailchimp", from_mailchimp.is_one, from_mailchimp.posts, from_mailchimp.CHANGES),
)
FILES = KnownExport("", lambda _files: True, from_files.posts)


def export_in(files: ArchiveFiles) -> KnownExport:
    """Which export ``files`` are; :data:`FILES` where they are letters and nothing else.

    Raises :class:`~cenum.imported.refusal.ImportRefusal` for a table that can't be read.
    """
    return next((one for one in EXPORTS if one.is_one(files)), FILES)
