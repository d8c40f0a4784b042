"""From an issue's file to what became of it: read, rendered, checked. Who shows or sends it takes it from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.analysis.html import marked_tree
from cenum.checks.all import check_edition
from cenum.checks.letter_view import LetterView
from cenum.dictionary import vocabulary
from cenum.edition.measure import weigh
from cenum.edition.pictures import PictureResizer
from cenum.edition.render import render_marked
from cenum.edition.templates import Templates
from cenum.errors import Exit, Mistakes
from cenum.finding import has_errors, in_reading_order
from cenum.issue.earlier_issues import earlier_issues_of
from cenum.issue.reader import read
from cenum.links.collect import links_of_edition, links_of_issue
from cenum.waivers import waive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from cenum.edition.edition import Edition
    from cenum.edition.measure import Weight
    from cenum.edition.pictures import PictureCache
    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.link import Checked, Link
    from cenum.workspace import Workspace


class Rendered(Struct, frozen=True):
    """An issue that could be rendered: its edition, what that weighs, and all links of the letter."""

    issue: Issue
    edition: Edition
    weight: Weight
    links: tuple[Link, ...]


# What became of the links of a letter, where somebody is asked, and what is to be said of it.
LinkAnswers: TypeAlias = "Callable[[Rendered], tuple[Checked, Iterable[Finding]]]"


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


def process(
    path: Path,
    workspace: Workspace,
    templates: Templates | None = None,
    ask: LinkAnswers | None = None,
    picture_cache: PictureCache | None = None,
) -> Result:
    """Read, render and check the issue in ``path``. What people can mend is among the findings, and raises nothing.

    ``ask`` finds out what became of its links. ``templates`` and ``picture_cache`` may stay warm from one letter to
    the next.
    """
    settings = workspace.settings
    reading = read(path, settings, root=workspace.root)
    key, file = path.stem, reading.file
    issue = reading.issue
    if issue is None:
        return Result(key, file, reading.findings, exit_code=Exit.REFUSED)
    try:
        rendered, found = _rendered(issue, path, workspace, templates, picture_cache)
    except Mistakes as mistake:
        said = in_reading_order([*reading.findings, *mistake.findings])
        return Result(key, file, said, exit_code=mistake.exit_code)
    checked, more = ask(rendered) if ask else (None, ())
    waivers = (*issue.waivers, *settings.waivers)
    said = in_reading_order(waive([*reading.findings, *found, *more], waivers, issue.day))
    code = Exit.REFUSED if has_errors(said) else Exit.DONE
    if checked and not checked.whole:
        code = Exit.INTERRUPTED
    return Result(key, file, said, rendered, checked, code)


def _rendered(
    issue: Issue, path: Path, workspace: Workspace, templates: Templates | None, picture_cache: PictureCache | None
) -> tuple[Rendered, tuple[Finding, ...]]:
    """The letter, and what every check without a network says of it. Raises :class:`Mistakes` where it can't be."""
    settings = workspace.settings
    templates = templates or Templates(workspace.templates, workspace.cache / "templates")
    made = render_marked(issue, settings, templates, PictureResizer(picture_cache))
    edition = made.edition
    weight = weigh(issue, edition, tracked=settings.tracking.clicks)
    links = links_of_issue(issue)
    links += links_of_edition(marked_tree(made.marked), edition.public_links, links, workspace.settings_source())
    words = vocabulary(settings, workspace.root)
    letter = LetterView(issue, edition, weight, links, settings, earlier_issues_of(path), words, made)
    return Rendered(issue, edition, weight, links), check_edition(letter)
