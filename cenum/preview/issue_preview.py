"""What can be seen of one issue, and what is to be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cenum.issue.source import plain_text, text_as_it_is
from cenum.links.findings import link_findings
from cenum.links.link import Checked
from cenum.preview.client_views import LetterViews
from cenum.preview.known_verdicts import known_verdicts
from cenum.process import Rendered, Result, check, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from cenum.edition.templates import Templates
    from cenum.finding import Finding
    from cenum.links.link import Link, Verdict
    from cenum.workspace import Workspace


class GoodVersion(Struct, frozen=True):
    """A version that could be rendered, and what is known of its links."""

    rendered: Rendered
    checked: Checked
    views: LetterViews


class IssuePreview(Struct, frozen=True):
    """``good`` is the last good version, of this very source if ``fresh``; ``there`` says that the file is.

    ``result`` is what became of the file so far.
    """

    result: Result
    source: str
    findings: tuple[Finding, ...]
    good: GoodVersion | None
    fresh: bool
    there: bool = True

    @property
    def key(self) -> str:
        """What the issue is known by."""
        return self.result.key

    @property
    def file(self) -> str:
        """Where it stands, as findings name it."""
        return self.result.file


class RenderContext(Struct, frozen=True):
    """What rendering needs beside the file: all of it is kept between two saves."""

    workspace: Workspace
    templates: Templates
    asked: Mapping[tuple[str, bool], Verdict]


def preview_issue(path: Path, context: RenderContext, last: IssuePreview | None = None) -> IssuePreview:
    """The issue in ``path`` as it stands, over the ``last`` good version where it can't be rendered."""
    return check_issue(draw_issue(path, context, last), path, context)


def draw_issue(
    path: Path, context: RenderContext, last: IssuePreview | None = None, unsaved: bytes | None = None
) -> IssuePreview:
    """The same before any check looked at it: what somebody who just saved a file waits for.

    ``unsaved`` is taken for what the file says: what somebody writes who has not saved it yet.
    """
    return preview_of(render(path, context.workspace, context.templates, unsaved), path, last, unsaved)


def check_issue(
    drawn: IssuePreview,
    path: Path,
    context: RenderContext,
    go_on: Callable[[], bool] = lambda: True,
    unsaved: bytes | None = None,
) -> IssuePreview:
    """What was ``drawn`` of the issue in ``path``, with what the checks say.

    Of its links is said what is known without asking anybody. ``go_on`` and ``unsaved`` are those of
    :func:`cenum.process.check`.
    """

    def answers(it: Rendered) -> tuple[Checked, Iterable[Finding]]:
        checked = known_verdicts(it.links, context.workspace, context.asked)
        return checked, link_findings(checked, it.issue.day, it.issue.place)

    result = check(drawn.result, path, context.workspace, lambda it: lambda: answers(it), go_on, unsaved)
    good = drawn.good
    if good and drawn.fresh and result.checked:
        good = replace(good, checked=result.checked)
    return replace(drawn, result=result, findings=result.findings, good=good)


def preview_of(
    result: Result, path: Path, last: IssuePreview | None = None, unsaved: bytes | None = None
) -> IssuePreview:
    """The ``result`` of the issue in ``path``, over the last good version where it could not be rendered."""
    source = text_as_it_is(path) if unsaved is None else plain_text(unsaved)
    good = last.good if last else None
    if source is None:
        before = last.source if last else ""
        return IssuePreview(result, before, result.findings, good, fresh=False, there=False)
    it = result.rendered
    if it is None:
        return IssuePreview(result, source, result.findings, good, fresh=False)
    good = GoodVersion(it, result.checked or Checked(()), LetterViews(it.edition, it.issue, it.links))
    return IssuePreview(result, source, result.findings, good, fresh=True)


def with_remembered_links(result: Result, workspace: Workspace) -> Result:
    """The same, with what earlier checks remember of links that were not asked about this time."""
    if result.rendered is None:
        return result
    asked = {(link.url, link.image): verdict for link, verdict in result.checked.links} if result.checked else {}
    return replace(result, checked=known_verdicts(result.links, workspace, asked))


def links_of(preview: IssuePreview) -> tuple[Link, ...]:
    """The links that can be asked about."""
    return preview.good.rendered.links if preview.good else ()
