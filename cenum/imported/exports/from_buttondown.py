"""The export of Buttondown: ``emails.csv`` or ``emails.json``, and ``emails/SLUG.md`` for each.

Columns: buttondown.com/docs, “Email data exports”. Files, and the comment that says whether one holds Markdown or
HTML: github.com/TryGhost/migrate, packages/mg-buttondown (its fixtures). Where the page of a letter was, below its
own host: buttondown.com/docs, “Moving from Substack”.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cenum.imported.exports.csv_rows import Row, cell, column_name, rows, text_of
from cenum.imported.exports.exported_post import (
    ExportedPost,
    LeftOut,
    TextForm,
    for_few,
    not_published,
    part_of,
    without_text,
)
from cenum.imported.exports.json_tables import decoded, text_in
from cenum.imported.exports.moments import day_of_moment
from cenum.imported.source_letter import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles

_TABLES = ("emails.json", "emails.csv")
_MODE = re.compile(r"\s*<!--\s*buttondown-editor-mode:\s*(\w+)\s*-->")
_BEGINS_AS_HTML = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|h[1-6]|table|ul|ol|figure|section|article)\b", re.IGNORECASE
)
_FOR_EVERYBODY = frozenset({"", "public"})
_NOT_SENT = frozenset(
    {"draft", "scheduled", "deleted", "errored", "paused", "suppressed", "in_flight", "about_to_send"}
)


def is_one(files: ArchiveFiles) -> bool:
    """Whether ``files`` are such an export."""
    return _table(files) is not None


def posts(files: ArchiveFiles, zone: tzinfo) -> Iterator[ExportedPost | LeftOut]:
    """Each e-mail of the table, in its order, then the texts that are in no row."""
    table = _table(files) or ""
    texts = {name for name in files.names if name.startswith("emails/") and name.endswith((".md", ".html"))}
    for row in _rows(files.read(table), table):
        slug = cell(row, "slug")
        found = [name for name in (f"emails/{slug}.md", f"emails/{slug}.html") if name in texts]
        texts.difference_update(found)
        content = part_of(files, found[0]) if found else cell(row, "body").encode("utf-8", "replace")
        yield _post(row, found[0] if found else f"emails/{slug}.md", content, zone)
    for name in sorted(texts):
        slug = name.removeprefix("emails/").rpartition(".")[0]
        yield _post({"slug": slug, "subject": slug.replace("-", " ")}, name, part_of(files, name), zone)


def _table(files: ArchiveFiles) -> str | None:
    found = (files.find(name) for name in _TABLES)
    return next((name for name in found if name and b"subject" in files.read(name)[:4000].lower()), None)


def _rows(content: bytes, name: str) -> Iterator[Row]:
    if not name.endswith(".json"):
        yield from rows(content, name)
        return
    for one in decoded(content, list[dict[str, Any]], name):
        yield {column_name(key): text_in(value) for key, value in one.items()}


def _post(row: Row, name: str, content: bytes | LeftOut, zone: tzinfo) -> ExportedPost | LeftOut:
    if isinstance(content, LeftOut):
        return content
    text = text_of(content)
    said, mode = text, _MODE.match(text)
    if mode:
        said = text[mode.end() :]
    subject, slug = cell(row, "subject"), cell(row, "slug")
    if not said.strip():
        return without_text(subject or name)
    day, state = day_of_moment(cell(row, "publish_date"), zone), cell(row, "status").casefold()
    audience = cell(row, "email_type").casefold()
    is_published = day is not None and state not in _NOT_SENT
    told = []
    if not is_published:
        told.append(not_published(state))
    elif audience not in _FOR_EVERYBODY:
        told.append(for_few(audience))
    is_html = mode[1] == "fancy" if mode else _BEGINS_AS_HTML.match(said) is not None
    facts = SourceFacts(
        title=subject,
        teaser=cell(row, "description"),
        day=day,
        address=cell(row, "absolute_url", "canonical_url") or (f"/archive/{slug}" if slug else ""),
        published=is_published and audience in _FOR_EVERYBODY,
    )
    form = TextForm.HTML if is_html else TextForm.MARKDOWN
    return ExportedPost(name, said.encode("utf-8", "replace"), form, facts, "emails", tuple(told))
