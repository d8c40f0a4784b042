"""The preview as one file that needs neither server nor network: reviewers open it from a pull request."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cenum.edition.templates import Templates
from cenum.preview.drawing import Kit, draw
from cenum.preview.looks import Look
from cenum.preview.page import FOLDER, page
from cenum.preview.state import about

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.links.model import Checked
    from cenum.preview.drawing import Drawing
    from cenum.workspace import Workspace

NAME = "preview.html"
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'"
)


def of_issue(path: Path, workspace: Workspace, checked: Checked | None) -> bytes:
    """The page of the issue in ``path``; ``checked`` is what has just been found out of its links."""
    return alone(drawn(path, workspace, checked), workspace.settings.newsletter.name).encode()


def drawn(path: Path, workspace: Workspace, checked: Checked | None) -> Drawing:
    """The issue in ``path``, and what is wrong with it; ``checked`` as for :func:`of_issue`."""
    asked = {(link.url, link.image): verdict for link, verdict in checked.links} if checked else {}
    templates = Templates(workspace.templates, workspace.cache / "templates")
    return draw(path, Kit(workspace, templates, {}, asked))


def alone(drawing: Drawing, name: str) -> str:
    """``drawing`` with everything that the page shows within it. ``name`` is the newsletter's."""
    script = (FOLDER / "page.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    first = {**about(drawing), "revision": 1, "issues": ""}
    carried = {
        "policy": _POLICY.format(script=digest),
        "style": Markup((FOLDER / "page.css").read_text("utf-8")),  # noqa: S704  our own
        "script": Markup(script),  # noqa: S704  our own
        "data": Markup(_as_data(first | _letters(drawing))),  # noqa: S704  no "<" is left in it
    }
    return page(first, name=name, alone=carried)


def _letters(drawing: Drawing) -> dict[str, Any]:
    """Every look, and the pictures once, by the placeholders that stand in all of them."""
    good = drawing.good
    if good is None:
        return {"letters": {}, "pictures": {}}
    pictures = {
        picture.placeholder: f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"
        for picture in good.seen.edition.pictures
    }
    return {"letters": {look.value: good.letter.look(look) for look in Look}, "pictures": pictures}


def _as_data(value: object) -> str:
    """JSON that can stand in a script element, whoever wrote what is in it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
