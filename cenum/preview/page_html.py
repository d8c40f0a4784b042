"""The preview's page, as the server gives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from cenum.i18n import language
from cenum.page_templates import page_templates
from cenum.preview.client_views import ClientView
from cenum.preview.page_words import filled_in, page_words, panel_words, show_words, view_words, width_words
from cenum.preview.shown_together import widths_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.preview.editor import Way
    from cenum.preview.tool_words import WritingTools
    from cenum.preview.writing_page import WritingPage


class ServedPage(NamedTuple):
    """What a page has that a server answers.

    ``token`` goes with everything that it asks the server to do. ``editor`` is how a line is opened, if it can be,
    ``checks_links`` whether there is the button for that, ``new_issue`` the form that begins one. ``writing`` is what
    the view for writing needs, where one can write, and ``tools`` what its tools need.
    """

    token: str = ""
    editor: Way | None = None
    checks_links: bool = False
    new_issue: Markup = Markup("")
    writing: WritingPage | None = None
    tools: WritingTools | None = None


_NOT_SERVED = ServedPage()


def page_html(
    first: Mapping[str, Any], name: str, served: ServedPage = _NOT_SERVED, alone: Mapping[str, Any] | None = None
) -> str:
    """The page that shows ``first`` at once. ``name`` is the newsletter's.

    ``alone`` holds what a page without a server carries in itself: policy, style, script, data, and what the issue is
    compared with, if anything.
    """
    pieces = {key: Markup(piece) for key, piece in first["panels"].items()}  # noqa: S704  panels.py escaped them
    listed = Markup(first.get("issues", ""))  # noqa: S704  as above
    comparing = not alone or bool(alone["against"])
    return (
        page_templates(Path(__file__).parent)
        .get_template("page.html.j2")
        .render(
            language=language(),
            first={**first, "panels": pieces, "issues": listed},
            name=name,
            **{**served._asdict(), "editor": served.editor.value if served.editor else ""},
            alone=alone,
            comparing=comparing,
            words=page_words(),
            filled_in=json.dumps(filled_in(), ensure_ascii=False),
            shows=show_words(comparing=comparing),
            widths_of={view.value: widths_for(view) for view in ClientView},
            widths=width_words(),
            views=view_words(),
            panels=panel_words(),
        )
        .lstrip()
    )
