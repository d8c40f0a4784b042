"""The account export of Mailchimp: a table of the campaigns, and ``campaigns_content`` with a page for each.

mailchimp.com/help/export-and-back-up-account-data says so much; how the columns and the files are called it does not,
so that both are read by several names, and a page is found by the campaign's id, or by its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cenum.analysis.html import words
from cenum.i18n import _
from cenum.imported.exports.csv_rows import Row, cell, rows
from cenum.imported.exports.exported_post import ExportedPost, LeftOut, TextForm, not_published, part_of, without_text
from cenum.imported.exports.moments import day_in_name, day_of_moment
from cenum.imported.exports.rewriting_html import HtmlChange, left_out
from cenum.imported.source_letter import SourceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from cenum.imported.archive_files import ArchiveFiles

_FOLDER = "campaigns_content/"
_IDS = ("unique_id", "campaign_id", "id", "web_id")
_SENT = frozenset({"sent", "archived", "complete", "completed"})
# What links of the e-mail's own frame lead to (Mailchimp, “All the merge tags cheat sheet”).
_OF_THE_FRAME = ("*|UNSUB|*", "*|UPDATE_PROFILE|*", "*|ARCHIVE|*", "*|FORWARD|*", "*|LIST:", "*|ABOUT_LIST|*")
_LONGEST_FRAME = 800  # characters


def is_one(files: ArchiveFiles) -> bool:
    """Whether ``files`` are such an export."""
    return _table(files) is not None or any(_FOLDER in name for name in files.names)


def posts(files: ArchiveFiles, zone: tzinfo) -> Iterator[ExportedPost | LeftOut]:
    """Each campaign of the table, in its order, then the pages that are in no row."""
    pages = [name for name in files.names if name.lower().endswith((".html", ".htm")) and "templates/" not in name]
    table = _table(files)
    for row in rows(files.read(table), table) if table else ():
        name = _page_of(row, pages)
        title = cell(row, "subject", "subject_line", "title", "campaign_name", "name")
        if name is None:
            yield without_text(title)
            continue
        pages.remove(name)
        yield _post(row, name, part_of(files, name), zone)
    for name in pages:
        yield _post({}, name, part_of(files, name), zone)


def _table(files: ArchiveFiles) -> str | None:
    tables = [name for name in files.names if name.rpartition("/")[2].casefold() == "campaigns.csv"]
    return tables[0] if tables else None


def _page_of(row: Row, pages: list[str]) -> str | None:
    """The page whose name has the campaign's id in it; else the only one that has its name."""
    steps = {page: _plain(page.rpartition("/")[2].rpartition(".")[0]) for page in pages}
    for id_ in filter(None, (_plain(cell(row, column)) for column in _IDS)):
        found = [page for page, step in steps.items() if id_ in step.split("-")]
        if len(found) == 1:
            return found[0]
    for name in filter(None, (_plain(cell(row, column)) for column in ("title", "campaign_name", "name", "subject"))):
        found = [page for page, step in steps.items() if f"-{name}-" in f"-{step}-"]
        if len(found) == 1:
            return found[0]
    return None


def _plain(text: str) -> str:
    """The words of ``text`` as they stand in the name of a file."""
    return "-".join("".join(one if one.isalnum() else " " for one in text.casefold()).split())


def _post(row: Row, name: str, content: bytes | LeftOut, zone: tzinfo) -> ExportedPost | LeftOut:
    if isinstance(content, LeftOut):
        return content
    if not content.strip():
        return without_text(name)
    state, moment = cell(row, "status").casefold(), cell(row, "send_time", "send_date", "sent_at", "date_sent")
    is_published = state in _SENT if state else (bool(moment) or None)
    inside = cell(row, "title", "campaign_name", "name")
    subject = cell(row, "subject", "subject_line")
    facts = SourceFacts(
        title=subject or inside,
        teaser=cell(row, "preview_text"),
        day=(day_of_moment(moment, zone) if moment else None) or day_in_name(name),
        address=cell(row, "archive_url", "long_archive_url", "url"),
        published=is_published,
    )
    told = () if is_published or is_published is None else (not_published(state),)
    return ExportedPost(name, content, TextForm.HTML, facts, name.rpartition("/")[0], told)


def _frame(element: Any) -> HtmlChange | None:  # noqa: ANN401  lxml
    """What says how to unsubscribe, or to read online: the letter gets a frame of its own."""
    if next((one for one in element.iter("p", "td", "table", "li", "div") if one is not element), None) is not None:
        return None  # the smallest part that has all of it
    if not any((one.get("href") or "").startswith(_OF_THE_FRAME) for one in element.iter("a")):
        return None
    if len(words(element)) > _LONGEST_FRAME:
        return None
    return left_out("mail-frame", _("a part of the e-mail around the letter was left out"))


CHANGES = {"<p>": _frame, "<td>": _frame, "<div>": _frame, "<li>": _frame}
