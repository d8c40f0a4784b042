"""What every export gives: posts as they stand there, and what is none."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cenum.i18n import _
from cenum.imported.refusal import ImportRefusal
from cenum.imported.source_letter import SourceFacts, Told

if TYPE_CHECKING:
    from cenum.imported.archive_files import ArchiveFiles


class TextForm(Enum):
    """What a post is written in."""

    HTML = "html"
    MARKDOWN = "markdown"
    FILE = "file"  # which its own content says


class ExportedPost(NamedTuple):
    """One post. ``name`` is how messages call it, ``folder`` where its relative pictures are seen from.

    ``told`` says what the export had of it that a letter has not: a recording, a price.
    """

    name: str
    content: bytes
    form: TextForm
    facts: SourceFacts
    folder: str = ""
    told: tuple[Told, ...] = ()


class LeftOut(NamedTuple):
    """Something of an archive that becomes no issue: why, and what to do. ``is_letter`` says that it may be one."""

    name: str
    message: str
    remedy: str
    is_letter: bool = True


def part_of(files: ArchiveFiles, name: str) -> bytes | LeftOut:
    """The content of a file of an archive, or why it can't be read: the others can."""
    try:
        return files.read(name)
    except ImportRefusal as refusal:
        return LeftOut(name, refusal.message, refusal.remedy)


def for_few(audience: str) -> Told:
    """What to say of a post that not everybody could read: as an issue it is a draft."""
    return Told(
        "not-for-everybody",
        _("not everybody could read it (“{audience}”), so it is a draft").format(audience=audience),
        _("remove the line draft: true if everybody may read it now"),
        look=True,
    )


def not_published(state: str = "") -> Told:
    """What to say of a post that never left."""
    return Told(
        "not-published",
        _("it was not published there (“{state}”), so it is a draft").format(state=state)
        if state
        else _("it was not published there, so it is a draft"),
        _("delete the file if nobody needs it"),
    )


def recording(address: str) -> Told:
    """What to say of a post that one could listen to."""
    return Told(
        "recording",
        _("its recording is not in the issue: {address}").format(address=address),
        _("write a line with a link to where one can listen to it"),
        look=True,
    )


def without_text(name: str) -> LeftOut:
    """A post of which the export has no text."""
    return LeftOut(name, _("the export has no text of it"), _("export again, or write it by hand"))


def no_letter(name: str) -> LeftOut:
    """A page, which everybody could read at any time."""
    return LeftOut(name, _("it is a page, and no letter"), _("if it is one, import it alone"), is_letter=False)
