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
from cenum.preview.client_views import ClientView
from cenum.preview.comparison import comparison
from cenum.preview.issue_preview import RenderContext, draw_issue, preview_of, with_remembered_links
from cenum.preview.letter_commit import letter_commit
from cenum.preview.page_html import page_html
from cenum.preview.revisions import commit, preview_at_revision
from cenum.preview.state import about
from cenum.preview.static_files import joined_script, static_files

if TYPE_CHECKING:
    from pathlib import Path

    from cenum.preview.issue_preview import IssuePreview
    from cenum.preview.letter_commit import LetterCommit
    from cenum.process import Result
    from cenum.workspace import Workspace

NAME = "preview.html"
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'"
)


def preview_file(result: Result, path: Path, workspace: Workspace, against: str | None = None) -> bytes:
    """The page of what became of the issue in ``path``.

    ``against`` is what it is compared with: the key of another issue, or a revision of git.
    Raises :class:`UsageMistake` where there is no such thing.
    """
    preview = preview_of(with_remembered_links(result, workspace), path)
    other = find_other(against, preview, workspace) if against else None
    commit = letter_commit(workspace.root, preview.file)
    return standalone_page(preview, workspace.settings.newsletter.name, other, commit).encode()


def _templates(workspace: Workspace) -> Templates:
    return Templates(workspace.templates, workspace.cache)


class OtherVersion(NamedTuple):
    """What an issue is compared with, as it is called; an issue that was not there then has no ``preview``."""

    name: str
    preview: IssuePreview | None


def find_other(against: str, preview: IssuePreview, workspace: Workspace) -> OtherVersion:
    """What ``against`` names: the key of another issue, or a revision of git. Raises :class:`UsageMistake`."""
    issue = next((path for path in workspace.dated_issues() if path.stem == against), None)
    if issue:
        return OtherVersion(against, draw_issue(issue, RenderContext(workspace, _templates(workspace), {})))
    revision = commit(workspace.root, against)
    if revision is None:
        raise UsageMistake(
            _("there is no issue or revision “{name}”").format(name=against),
            _(
                "give an issue’s date, or a git revision such as main, HEAD~1 or 3f9c2ab; in a workflow, "
                "fetch it first"
            ),
        )
    name = against if against.startswith(revision) else f"{against} ({revision})"
    return OtherVersion(name, preview_at_revision(workspace, _templates(workspace), preview.file, revision))


def standalone_page(
    preview: IssuePreview, name: str, other: OtherVersion | None = None, commit: LetterCommit | None = None
) -> str:
    """``preview`` with everything that the page shows within it. ``name`` is the newsletter's.

    ``commit`` is the one that the page names.
    """
    code = joined_script()
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    first = {**about(preview, commit), "revision": 1, "issues": ""}
    carried = {
        "policy": _POLICY.format(script=digest),
        "style": Markup(static_files()["page.css"]),  # noqa: S704  our own
        "script": Markup(code),  # noqa: S704  our own
        "against": _said(other) if other else "",
        "data": Markup(_as_data(first | _letters(preview, other))),  # noqa: S704  no "<" is left in it
    }
    return page_html(first, name, alone=carried)


def _said(other: OtherVersion) -> str:
    if other.preview is None:
        return _("This issue was not there in {name}: all of it is new.").format(name=other.name)
    return _("Compared with {name}.").format(name=other.name)


def _letters(preview: IssuePreview, other: OtherVersion | None) -> dict[str, Any]:
    """Every view, and the pictures and calendar files once, by the placeholders that stand in all of them."""
    then = other.preview if other else None
    files = {
        file.placeholder: f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"
        for good in (preview.good, then.good if then else None)
        if good
        for file in good.rendered.edition.files
    }
    letters = {view.value: preview.good.views.html(view) for view in ClientView} if preview.good else {}
    return {
        "letters": letters,
        "files": files,
        "comparison": comparison(then, preview) if then else None,
    }


def _as_data(value: object) -> str:
    """JSON that can stand in a script element, whoever wrote what is in it."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
