"""The export of beehiiv: one table of posts, whose column ``content_html`` has the whole e-mail.

Columns, states and the parts of the e-mail: github.com/TryGhost/migrate, packages/mg-beehiiv (its fixture,
``lib/mapper.ts`` and ``lib/process.ts``). Times are those of UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.analysis.html import words
from cenum.i18n import _
from cenum.imported.exports.csv_rows import Row, cell, rows
from cenum.imported.exports.exported_post import (
    ExportedPost,
    LeftOut,
    TextForm,
    for_few,
    not_published,
    without_text,
)
from cenum.imported.exports.moments import day_of_moment
from cenum.imported.exports.rewriting_html import HtmlChange, left_out
from cenum.imported.source_letter import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles

_FOR_EVERYBODY = frozenset({"", "free", "both", "all", "all subscribers", "all free subscribers"})
_SENT = frozenset({"confirmed", "published", "sent", "archived"})


def is_one(files: ArchiveFiles) -> bool:
    """Whether ``files`` are such an export."""
    return _table(files) is not None


def posts(files: ArchiveFiles, zone: tzinfo) -> Iterator[ExportedPost | LeftOut]:
    """Each post of the table, in its order."""
    table = _table(files) or ""
    for row in rows(files.read(table), table):
        yield _post(row, zone)


def _table(files: ArchiveFiles) -> str | None:
    tables = (name for name in files.names if name.endswith(".csv"))
    return next((name for name in tables if b"content_html" in files.read(name)[:4000].lower()), None)


def _post(row: Row, zone: tzinfo) -> ExportedPost | LeftOut:
    title = cell(row, "web_title", "title", "email_subject_line")
    name, content = title or cell(row, "id"), cell(row, "content_html")
    if not content:
        return without_text(name)
    state, audience = cell(row, "status").casefold(), cell(row, "audience", "web_audiences").casefold()
    told = []
    if state not in _SENT:
        told.append(not_published(state))
    elif audience not in _FOR_EVERYBODY:
        told.append(for_few(audience))
    subject = cell(row, "email_subject_line")
    facts = SourceFacts(
        title=title,
        subject="" if subject == title else subject,
        teaser=cell(row, "web_subtitle", "email_preview_text"),
        authors=tuple(one.strip() for one in cell(row, "authors", "author").split(";") if one.strip()),
        day=day_of_moment(cell(row, "published_at", "publish_date", "scheduled_at", "created_at"), zone),
        address=cell(row, "url", "web_url"),
        published=state in _SENT and audience in _FOR_EVERYBODY,
    )
    return ExportedPost(name, content.encode(), TextForm.HTML, facts, told=tuple(told))


def _referrals(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    if "{{rp_" not in words(element):
        return None
    return left_out("service-button", _("what invited readers to recommend the letter was left out"))


def _sponsors(_element: Any) -> HtmlChange:  # noqa: ANN401  lxml
    return left_out(
        "sponsor",
        _("what beehiiv recommended to readers was left out"),
        remedy=_("write it again, if it is the letter's"),
    )


CHANGES = {"<p>": _referrals, "rec__content": _sponsors}
HOLDER = "content-blocks"  # the id of what holds the letter, within the e-mail
