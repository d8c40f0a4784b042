"""The preview's page, as the server gives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


_NOTHING = Markup("")


def page_html(  # noqa: PLR0913  all that differs
    first: Mapping[str, Any],
    *,
    name: str,
    token: str = "",
    editor: Way | None = None,
    alone: Mapping[str, Any] | None = None,
    checks_links: bool = False,
    new_issue: Markup = _NOTHING,
    writing: WritingPage | None = None,
    tools: WritingTools | None = None,
) -> str:
    """The page that shows ``first`` at once. ``name`` is the newsletter's.

    ``editor`` is how a line is opened, if it can be. ``token`` goes with everything that the page asks the server to
    do. ``alone`` holds what a page without a server carries in itself: policy, style, script, data, and what the
    issue is compared with, if anything. ``checks_links`` is whether it has the button for that, ``new_issue`` the
    form that begins one. ``writing`` is what the view for writing needs, where one can write, and ``tools`` what its
    tools need.
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
            token=token,
            editor=editor.value if editor else "",
            alone=alone,
            checks_links=checks_links,
            new_issue=new_issue,
            writing=writing,
            tools=tools,
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
