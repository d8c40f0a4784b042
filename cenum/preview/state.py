"""What the page gets to know of an issue, ready for JSON."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any

from cenum.finding import has_errors
from cenum.i18n import _
from cenum.preview.looks import with_pictures
from cenum.preview.panels import issue_list, panels, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.preview.drawing import Drawing
    from cenum.preview.looks import Look
    from cenum.preview.studio import Studio

_TITLE = re.compile(r"^title:\s*(.+)$", re.MULTILINE)
_HEAD = 4000  # characters in which a title is looked for
_NOTHING = """<!doctype html><html><head><title></title></head><body style="margin: 0; background: #fffdf8">
<p style="margin: 4em 2em; text-align: center; font: italic 17px/28px Georgia, serif; color: #4d5566">{}</p>
</body></html>"""


def state(studio: Studio, key: str, look: Look) -> dict[str, Any] | None:
    """The issue ``key`` in ``look``, its pictures at the addresses of :mod:`cenum.preview.web`.

    ``None`` where there is no such issue.
    """
    revision = studio.revision  # what changes while it is drawn is a later one
    drawing = studio.drawing(key)
    if drawing is None:
        return None
    return {
        **about(drawing),
        "revision": revision,
        "issues": issue_list(_entries(studio), drawing.key),
        "letter": letter(drawing, look),
    }


def about(drawing: Drawing) -> dict[str, Any]:
    """All that is to be said of a drawing; the letter itself aside."""
    good = drawing.good
    return {
        "key": drawing.key,
        "file": drawing.file,
        "title": good.rendered.edition.subject if good else _title(drawing.source) or drawing.key,
        "status": status(drawing),
        "tone": "good" if drawing.fresh and not has_errors(drawing.findings) else "bad",
        "panels": panels(drawing),
    }


def nothing(studio: Studio) -> dict[str, Any]:
    """The state of a folder without an issue."""
    empty = dict.fromkeys(("bar", "findings"), "")
    return {
        "key": "", "file": "", "title": "", "status": "", "tone": "good", "panels": empty,
        "revision": studio.revision, "issues": issue_list((), ""), "letter": _blank(),
    }  # fmt: skip


def letter(drawing: Drawing, look: Look) -> str:
    """The letter's HTML, its pictures at the server's addresses."""
    return located(drawing.good.letter.look(look), drawing) if drawing.good else _blank()


def located(html: str, drawing: Drawing) -> str:
    """``html``, which is made of ``drawing``, with its pictures at the server's addresses."""
    pictures = drawing.good.rendered.edition.pictures if drawing.good else ()
    return with_pictures(html, {picture.placeholder: f"/picture/{picture.name}" for picture in pictures})


def _blank() -> str:
    return _NOTHING.format(escape(_("There is nothing to see before the mistakes are mended.")))


def _entries(studio: Studio) -> Iterator[tuple[str, str, bool]]:
    for key in studio.issues():
        text = ""
        path = studio.workspace.issues / f"{key}.md"
        there = path.is_file()
        with suppress(OSError, UnicodeDecodeError), path.open(encoding="utf-8") as file:
            text = file.read(_HEAD)
        yield key, _title(text) or studio.workspace.settings.newsletter.masthead, there


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return found[1].strip().strip("\"'") if found else ""
