"""Letters that lie in an archive as files: pages, Markdown, messages, Word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.i18n import _
from cenum.imported.exports.exported_post import ExportedPost, LeftOut, TextForm, part_of
from cenum.imported.exports.moments import day_in_name
from cenum.imported.source_letter import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles

_FORMS = {
    "html": TextForm.HTML,
    "htm": TextForm.HTML,
    "xhtml": TextForm.HTML,
    "md": TextForm.MARKDOWN,
    "markdown": TextForm.MARKDOWN,
    "eml": TextForm.FILE,
    "docx": TextForm.FILE,
}
# What somebody may have written a letter in, and nothing here reads.
_UNREAD = frozenset(
    {"pdf", "doc", "odt", "rtf", "pages", "txt", "msg", "mbox", "pptx", "xlsx", "csv", "json", "xml", "zip"}
)


def posts(files: ArchiveFiles, _zone: tzinfo) -> Iterator[ExportedPost | LeftOut]:
    """Each file that can be a letter, in the order of their names."""
    readable = {name.rpartition(".")[0] for name in files.names if _ending(name) in _FORMS}
    for name in sorted(files.names):
        ending = _ending(name)
        if ending in _FORMS:
            content = part_of(files, name)
            if isinstance(content, LeftOut):
                yield content
                continue
            facts = SourceFacts(day=day_in_name(name))
            yield ExportedPost(name, content, _FORMS[ending], facts, name.rpartition("/")[0])
        elif ending in _UNREAD and name.rpartition(".")[0] not in readable:
            yield LeftOut(
                name,
                _("a file .{ending} can't be read as a letter").format(ending=ending),
                _("save it as .docx or .html, and import it"),
            )


def _ending(name: str) -> str:
    return name.rpartition(".")[2].casefold()
