"""One issue, drawn: what can be seen of it, and what is to be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cenum.build import examine
from cenum.errors import Mistakes
from cenum.finding import Finding, in_reading_order
from cenum.issue.reader import read
from cenum.links.findings import link_findings
from cenum.links.memory import FILE
from cenum.preview.looks import Letter
from cenum.preview.verdicts import known
from cenum.waivers import waive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cenum.build import Examined
    from cenum.edition.pictures import Shelf
    from cenum.edition.templates import Templates
    from cenum.issue.model import Issue
    from cenum.links.model import Checked, Link, Verdict
    from cenum.workspace import Workspace


class Good(Struct, frozen=True):
    """A version that could be rendered."""

    issue: Issue
    seen: Examined
    checked: Checked
    letter: Letter


class Drawing(Struct, frozen=True):
    """``good`` is the last good version, of this very source if ``fresh``; ``there`` says that the file is."""

    key: str
    file: str
    source: str
    findings: tuple[Finding, ...]
    good: Good | None
    fresh: bool
    there: bool = True


class Kit(Struct, frozen=True):
    """What drawing needs beside the file: all of it stays warm between two saves."""

    workspace: Workspace
    templates: Templates
    shelf: Shelf
    asked: Mapping[tuple[str, bool], Verdict]


def draw(path: Path, kit: Kit, last: Drawing | None = None) -> Drawing:
    """The issue in ``path`` as it stands, over the last good version where it can't be rendered."""
    workspace = kit.workspace
    file = path.relative_to(workspace.root).as_posix()
    before = last.good if last else None
    try:
        source = path.read_text("utf-8-sig", errors="replace").replace("\r\n", "\n")
    except OSError:
        reading = read(path, workspace.settings, root=workspace.root)
        return Drawing(
            path.stem, file, last.source if last else "", reading.findings, before, fresh=False, there=False
        )
    reading = read(path, workspace.settings, root=workspace.root)
    if reading.issue is None:
        return Drawing(path.stem, file, source, reading.findings, before, fresh=False)
    try:
        good, found = _good(reading.issue, path, source, kit)
    except Mistakes as mistake:
        mistakes = in_reading_order([*reading.findings, *mistake.findings])
        return Drawing(path.stem, file, source, mistakes, before, fresh=False)
    waivers = (*reading.issue.waivers, *workspace.settings.waivers)
    findings = in_reading_order(waive([*reading.findings, *found], waivers, reading.issue.day))
    return Drawing(path.stem, file, source, findings, good, fresh=True)


def _good(issue: Issue, path: Path, source: str, kit: Kit) -> tuple[Good, list[Finding]]:
    seen = examine(issue, path, kit.workspace, kit.templates, kit.shelf)
    checked = known(seen.links, kit.workspace.cache / FILE, kit.asked)
    findings = [*seen.findings, *link_findings(checked, issue.day, issue.place)]
    return Good(issue, seen, checked, Letter(seen.edition, issue, seen.links, source)), findings


def links_of(drawing: Drawing) -> tuple[Link, ...]:
    """The links that can be asked about."""
    return drawing.good.seen.links if drawing.good else ()
