"""The preview as one file that needs neither server nor network: reviewers open it from a pull request."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from cenum.edition.templates import Templates
from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.preview.comparison import comparison
from cenum.preview.drawing import Kit, draw, drawn, recalled
from cenum.preview.looks import Look
from cenum.preview.page import page
from cenum.preview.past import commit, drawn_then
from cenum.preview.state import about
from cenum.preview.static_files import joined_script, static_files

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.drawing import Drawing
    from cenum.process import Result
    from cenum.workspace import Workspace

NAME = "preview.html"
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'"
)


def of_result(result: Result, path: Path, workspace: Workspace, against: str | None = None) -> bytes:
    """The page of what became of the issue in ``path``.

    ``against`` is what it is compared with: the key of another issue, or a revision of git.
    Raises :class:`UsageMistake` where there is no such thing.
    """
    drawing = drawn(recalled(result, workspace), path)
    other = compared(against, drawing, workspace) if against else None
    return alone(drawing, workspace.settings.newsletter.name, other).encode()


def _templates(workspace: Workspace) -> Templates:
    return Templates(workspace.templates, workspace.cache / "templates")


class Other(NamedTuple):
    """What an issue is compared with, as it is called; an issue that was not there then has no ``drawing``."""

    name: str
    drawing: Drawing | None


def compared(against: str, drawing: Drawing, workspace: Workspace) -> Other:
    """What ``against`` names: the key of another issue, or a revision of git. Raises :class:`UsageMistake`."""
    issue = next((path for path in workspace.dated_issues() if path.stem == against), None)
    if issue:
        return Other(against, draw(issue, Kit(workspace, _templates(workspace), {}, {})))
    revision = commit(workspace.root, against)
    if revision is None:
        raise UsageMistake(
            _("there is neither an issue nor a revision “{name}”").format(name=against),
            _("name an issue’s date, or what git knows: main, HEAD~1, 3f9c2ab; in a workflow, fetch it first"),
        )
    name = against if against.startswith(revision) else f"{against} ({revision})"
    return Other(name, drawn_then(workspace, _templates(workspace), drawing.file, revision))


def alone(drawing: Drawing, name: str, other: Other | None = None) -> str:
    """``drawing`` with everything that the page shows within it. ``name`` is the newsletter's."""
    code = joined_script()
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    first = {**about(drawing), "revision": 1, "issues": ""}
    carried = {
        "policy": _POLICY.format(script=digest),
        "style": Markup(static_files()["page.css"]),  # noqa: S704  our own
        "script": Markup(code),  # noqa: S704  our own
        "against": _said(other) if other else "",
        "data": Markup(_as_data(first | _letters(drawing, other))),  # noqa: S704  no "<" is left in it
    }
    return page(first, name=name, alone=carried)


def _said(other: Other) -> str:
    if other.drawing is None:
        return _("This issue was not there in {name}: all of it is new.").format(name=other.name)
    return _("Compared with {name}.").format(name=other.name)


def _letters(drawing: Drawing, other: Other | None) -> dict[str, Any]:
    """Every look, and the pictures once, by the placeholders that stand in all of them."""
    then = other.drawing if other else None
    pictures = {
        picture.placeholder: f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"
        for good in (drawing.good, then.good if then else None)
        if good
        for picture in good.rendered.edition.pictures
    }
    letters = {look.value: drawing.good.letter.look(look) for look in Look} if drawing.good else {}
    return {
        "letters": letters,
        "pictures": pictures,
        "comparison": comparison(then, drawing) if then else None,
    }


def _as_data(value: object) -> str:
    """JSON that can stand in a script element, whoever wrote what is in it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
