"""What the page gets to know of an issue, ready for JSON."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any

from cenum.finding import has_errors
from cenum.i18n import _
from cenum.preview.client_views import with_pictures
from cenum.preview.panels import issue_list, panels, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.preview.client_views import ClientView
    from cenum.preview.issue_preview import IssuePreview
    from cenum.preview.library import PreviewLibrary

_TITLE = re.compile(r"^title:\s*(.+)$", re.MULTILINE)
_HEAD = 4000  # characters in which a title is looked for
_NOTHING = """<!doctype html><html><head><title></title></head><body style="margin: 0; background: #fffdf8">
<p style="margin: 4em 2em; text-align: center; font: italic 17px/28px Georgia, serif; color: #4d5566">{}</p>
</body></html>"""


def state(library: PreviewLibrary, key: str, view: ClientView) -> dict[str, Any] | None:
    """The issue ``key`` in ``view``, its pictures at the addresses of :mod:`cenum.preview.endpoints`.

    ``None`` where there is no such issue.
    """
    revision = library.revision  # what changes while it is rendered is a later one
    preview = library.preview(key)
    if preview is None:
        return None
    return {
        **about(preview),
        "revision": revision,
        "issues": issue_list(_entries(library), preview.key),
        "letter": letter(preview, view),
    }


def about(preview: IssuePreview) -> dict[str, Any]:
    """All that is to be said of an issue; the letter itself aside."""
    good = preview.good
    return {
        "key": preview.key,
        "file": preview.file,
        "title": good.rendered.edition.subject if good else _title(preview.source) or preview.key,
        "status": status(preview),
        "tone": "good" if preview.fresh and not has_errors(preview.findings) else "bad",
        "panels": panels(preview),
    }


def nothing(library: PreviewLibrary) -> dict[str, Any]:
    """The state of a folder without an issue."""
    empty = dict.fromkeys(("bar", "findings"), "")
    return {
        "key": "", "file": "", "title": "", "status": "", "tone": "good", "panels": empty,
        "revision": library.revision, "issues": issue_list((), ""), "letter": _blank(),
    }  # fmt: skip


def letter(preview: IssuePreview, view: ClientView) -> str:
    """The letter's HTML, its pictures at the server's addresses."""
    return located(preview.good.views.html(view), preview) if preview.good else _blank()


def located(html: str, preview: IssuePreview) -> str:
    """``html``, which is part of ``preview``, with its pictures at the server's addresses."""
    pictures = preview.good.rendered.edition.pictures if preview.good else ()
    return with_pictures(html, {picture.placeholder: f"/picture/{picture.name}" for picture in pictures})


def _blank() -> str:
    return _NOTHING.format(escape(_("There is nothing to see until the errors are fixed.")))


def _entries(library: PreviewLibrary) -> Iterator[tuple[str, str, bool]]:
    for key in library.issues():
        text = ""
        path = library.workspace.issues / f"{key}.md"
        there = path.is_file()
        with suppress(OSError, UnicodeDecodeError), path.open(encoding="utf-8") as file:
            text = file.read(_HEAD)
        yield key, _title(text) or library.workspace.settings.newsletter.masthead, there


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return found[1].strip().strip("\"'") if found else ""
