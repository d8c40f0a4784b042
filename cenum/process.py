"""From an issue's file to what became of it: read, rendered, checked. Who shows or sends it takes it from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.analysis.causes import by_sentence
from cenum.analysis.html import marked_tree
from cenum.edition.measure import weigh
from cenum.edition.render import render_marked
from cenum.edition.templates import Templates
from cenum.errors import Exit, Mistakes
from cenum.finding import has_errors
from cenum.issue.reader import read
from cenum.links.collect import links_of_edition, links_of_issue
from cenum.waivers import waive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from cenum.edition.edition import Edition, MarkedEdition
    from cenum.edition.measure import Weight
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.link import Checked, Link
    from cenum.workspace import Workspace


class Rendered(Struct, frozen=True):
    """An issue that could be rendered: what became of it, what that weighs, and all links of the letter."""

    issue: Issue
    marked: MarkedEdition
    weight: Weight
    links: tuple[Link, ...]

    @property
    def edition(self) -> Edition:
        """What the readers receive."""
        return self.marked.edition


# What became of the links of a letter, where somebody is asked, and what is to be said of it. What takes long begins
# before the checks, and is waited for after them.
LinkAnswers: TypeAlias = "Callable[[Rendered], Callable[[], tuple[Checked, Iterable[Finding]]]]"


class Result(Struct, frozen=True):
    """What became of the issue in ``file``, which findings name so; ``key`` is what it is known by.

    ``findings`` are all that there is to say, in reading order. ``rendered`` is there as far as it came, also of a
    letter that an error stops; ``checked`` is what became of its links, where they were asked about. ``exit_code``
    is that of a command that needs a letter which can go out.
    """

    key: str
    file: str
    findings: tuple[Finding, ...]
    rendered: Rendered | None = None
    checked: Checked | None = None
    exit_code: Exit = Exit.DONE

    @property
    def issue(self) -> Issue:
        """What the editors wrote. This and the next three raise :class:`Mistakes` where it could not be rendered."""
        return self._whole().issue

    @property
    def edition(self) -> Edition:
        """What the readers receive."""
        return self._whole().edition

    @property
    def weight(self) -> Weight:
        """The figures of the edition."""
        return self._whole().weight

    @property
    def links(self) -> tuple[Link, ...]:
        """All links of the letter, those of its templates too."""
        return self._whole().links

    def _whole(self) -> Rendered:
        if self.rendered is None:
            raise Mistakes(self.findings)
        return self.rendered


def render(
    path: Path, workspace: Workspace, templates: Templates | None = None, unsaved: bytes | None = None
) -> Result:
    """Read and render the issue in ``path``; no check has looked at it. What people can mend raises nothing.

    ``templates`` may stay warm from one letter to the next. ``unsaved`` is taken for what the file says.
    """
    settings = workspace.settings
    reading = read(path, settings, root=workspace.root, unsaved=unsaved)
    key, file = path.stem, reading.file
    issue = reading.issue
    if issue is None:
        return Result(key, file, by_sentence(reading.findings), exit_code=Exit.REFUSED)
    try:
        templates = templates or Templates(workspace.templates, workspace.cache)
        marked = render_marked(issue, settings, templates, workspace.cache)
    except Mistakes as mistake:
        said = by_sentence([*reading.findings, *mistake.findings])
        return Result(key, file, said, exit_code=mistake.exit_code)
    weight = weigh(issue, marked.edition, link_bytes=settings.tracked_link_bytes)
    links = links_of_issue(issue)
    links += links_of_edition(
        marked_tree(marked.marked), marked.edition.public_links, links, workspace.settings_source()
    )
    rendered = Rendered(issue, marked, weight, links)
    return _result(key, file, reading.findings, rendered, workspace)


def check(  # noqa: PLR0913  what a letter is looked at with
    result: Result,
    path: Path,
    workspace: Workspace,
    ask: LinkAnswers | None = None,
    go_on: Callable[[], bool] = lambda: True,
    unsaved: bytes | None = None,
) -> Result:
    """The same ``result`` of :func:`render`, with what all checks say of it, and what ``ask`` does of its links.

    Nobody wants to know any more once ``go_on`` says no: what comes then is not all. ``unsaved`` is what was rendered
    in place of the file, if anything was.
    """
    # Who only renders imports no check.
    from cenum.checks.all import check_edition  # noqa: PLC0415
    from cenum.checks.letter_view import LetterView  # noqa: PLC0415
    from cenum.dictionary import vocabulary  # noqa: PLC0415
    from cenum.issue.earlier_issues import earlier_issues_of  # noqa: PLC0415

    it = result.rendered
    if it is None:
        return result
    answers = ask(it) if ask else None
    words = None
    wrong: tuple[Finding, ...] = ()
    try:
        words = vocabulary(workspace.settings, workspace.root, cache=workspace.cache)
    except Mistakes as mistake:
        wrong = mistake.findings
    earlier = earlier_issues_of(path, workspace.root, unsaved)
    view = LetterView(it.issue, it.edition, it.weight, it.links, workspace.settings, earlier, words, it.marked)
    found = check_edition(view, go_on)
    if words:
        words.engine.keep()
    checked, more = answers() if answers else (None, ())
    said = [*result.findings, *wrong, *found, *more]
    return _result(result.key, result.file, said, it, workspace, checked)


def prove(result: Result, workspace: Workspace) -> Result:
    """The same ``result`` of :func:`render`, with an error for what was written and is not shown."""
    from cenum.checks.letter_view import LetterView  # noqa: PLC0415  the preview draws before it looks
    from cenum.checks.lost_text import lost_text  # noqa: PLC0415  as above

    it = result.rendered
    if it is None:
        return result
    lost = lost_text(LetterView(it.issue, it.edition, it.weight, it.links, workspace.settings, written=it.marked))
    return _result(result.key, result.file, [*result.findings, *lost], it, workspace)


def process(
    path: Path, workspace: Workspace, templates: Templates | None = None, ask: LinkAnswers | None = None
) -> Result:
    """Read, render and check the issue in ``path``."""
    return check(render(path, workspace, templates), path, workspace, ask)


def _result(  # noqa: PLR0913  what there is to say of a letter
    key: str,
    file: str,
    findings: Iterable[Finding],
    rendered: Rendered,
    workspace: Workspace,
    checked: Checked | None = None,
) -> Result:
    issue = rendered.issue
    waivers = (*issue.waivers, *workspace.settings.waivers)
    said = by_sentence(waive(findings, waivers, issue.day))
    code = Exit.REFUSED if has_errors(said) else Exit.DONE
    if checked and not checked.whole:
        code = Exit.INTERRUPTED
    return Result(key, file, said, rendered, checked, code)
