"""What the page gets to know of an issue, ready for JSON."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cenum.finding import has_errors
from cenum.i18n import _
from cenum.preview.before_test_panel import before_test_panel
from cenum.preview.client_views import with_files
from cenum.preview.finding_marks import NO_MARKS
from cenum.preview.letter_commit import letter_commit
from cenum.preview.library import title_in
from cenum.preview.panels import issue_list, panels, status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cenum.preview.client_views import ClientView
    from cenum.preview.finding_marks import DraftMarks
    from cenum.preview.issue_preview import IssuePreview
    from cenum.preview.letter_commit import LetterCommit
    from cenum.preview.library import PreviewLibrary

_AT_ONCE = ("bar", "edition", "findings")  # the panels that stand in the page itself
_NOTHING = """<!doctype html><html><head><title></title></head><body style="margin: 0; background: #fffdf8">
<p style="margin: 4em 2em; text-align: center; font: italic 17px/28px Georgia, serif; color: #4d5566">{}</p>
</body></html>"""


def rendering(library: PreviewLibrary, key: str, view: ClientView) -> dict[str, Any] | None:
    """The letter ``key`` in ``view``, its pictures at the addresses of :mod:`cenum.preview.endpoints`.

    No check has looked at it. ``None`` where there is no such issue.
    """
    revision = library.revision  # what changes while it is rendered is a later one
    preview = library.drawn(key)
    if preview is None:
        return None
    return shown(preview, revision, view)


def shown(preview: IssuePreview, revision: int, view: ClientView) -> dict[str, Any]:
    """The letter that ``preview`` is of, in ``view``, as of a ``revision`` of the folder."""
    return {**_named(preview), "revision": revision, "letter": letter(preview, view)}


def around(library: PreviewLibrary, key: str, environ: Mapping[str, str]) -> dict[str, Any] | None:
    """What stands around the letter ``key``: all that is to be said of it, and the list of issues.

    Of ``environ`` nothing is said but which variables are missing.
    """
    revision = library.revision
    preview = library.preview(key)
    if preview is None:
        return None
    commit = letter_commit(library.workspace.root, preview.file)
    return {**said_of(preview, library, environ, commit), "revision": revision}


def said_of(
    preview: IssuePreview,
    library: PreviewLibrary,
    environ: Mapping[str, str],
    commit: LetterCommit | None = None,
    marks: DraftMarks = NO_MARKS,
) -> dict[str, Any]:
    """The same of ``preview``, of a file or of a text that is in none, and so at no ``commit``, but has ``marks``."""
    said = about(preview, commit, marks)
    said["panels"]["before-test"] = before_test_panel(
        preview, library.workspace, environ, asks_links=library.may_check_links
    )
    return {**said, "issues": issue_list(_entries(library), preview.key)}


def about(preview: IssuePreview, commit: LetterCommit | None = None, marks: DraftMarks = NO_MARKS) -> dict[str, Any]:
    """All that is to be said of an issue, in a folder at ``commit``, or at its ``marks`` in a text being written."""
    return {
        **_named(preview),
        "status": status(preview),
        "tone": "good" if preview.fresh and not has_errors(preview.findings) else "bad",
        "panels": panels(preview, commit, marks),
    }


def before_checks(library: PreviewLibrary, key: str) -> dict[str, Any] | None:
    """The same while nothing is known yet but its name. ``None`` where there is no such issue."""
    preview = library.drawn(key)
    if preview is None:
        return None
    said = _("The letter is being checked.")
    return {**_named(preview), "status": said, "tone": "good", "panels": dict.fromkeys(_AT_ONCE, ""), "issues": ""}


def _named(preview: IssuePreview) -> dict[str, str]:
    good = preview.good
    title = good.rendered.edition.subject if good else title_in(preview.source) or preview.key
    return {"key": preview.key, "file": preview.file, "title": title}


def nothing() -> dict[str, Any]:
    """The state of a folder without an issue."""
    named = dict.fromkeys(("key", "file", "title", "status"), "")
    return {**named, "tone": "good", "panels": dict.fromkeys(_AT_ONCE, ""), "issues": issue_list((), "")}


def letter(preview: IssuePreview, view: ClientView) -> str:
    """The letter's HTML, its pictures and calendar files at the server's addresses."""
    return located(preview.good.views.html(view), preview) if preview.good else _blank()


def located(html: str, preview: IssuePreview) -> str:
    """``html``, which is part of ``preview``, with its pictures and calendar files at the server's addresses."""
    files = preview.good.rendered.edition.files if preview.good else ()
    return with_files(html, {file.placeholder: urlsplit(file.placeholder).path for file in files})


def _blank() -> str:
    return _NOTHING.format(escape(_("There is nothing to see until the errors are fixed.")))


def _entries(library: PreviewLibrary) -> Iterator[tuple[str, str, bool]]:
    masthead = library.workspace.settings.newsletter.masthead
    return ((issue.key, issue.title or masthead, issue.there) for issue in library.issues())
