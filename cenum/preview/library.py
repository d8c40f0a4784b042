"""The letter's folder as the preview knows it: an issue is rendered when somebody looks, and again after a change."""

from __future__ import annotations

from threading import Lock, RLock
from typing import TYPE_CHECKING

from cenum.edition.templates import Templates
from cenum.errors import CenumError, Mistakes
from cenum.finding import Finding, Place
from cenum.preview.issue_preview import IssuePreview, RenderContext, links_of, preview_issue
from cenum.preview.revisions import preview_at_revision
from cenum.settings import FILE_NAME, SETTINGS, load
from cenum.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from cenum.edition.edition import Picture
    from cenum.issue.model import Issue
    from cenum.links.link import Checked, Link, Verdict

    CheckLinks: TypeAlias = Callable[[Issue, Sequence[Link], Workspace], Checked]


_PAST = 8  # earlier versions that are kept rendered


class PreviewLibrary:
    """Renders issues. Safe to use from several threads; ``revision`` grows with every change."""

    def __init__(self, workspace: Workspace, check_links: CheckLinks) -> None:
        """``check_links`` finds out what became of links. Raises :class:`Mistakes` for bad templates."""
        self.workspace = workspace
        self.revision = 1
        self._check_links = check_links
        self._templates = _templates(workspace)
        self._around: tuple[Finding, ...] = ()  # what is wrong with the settings or the templates
        self._asked: dict[tuple[str, bool], Verdict] = {}
        self._previews: dict[str, IssuePreview] = {}
        self._past: dict[tuple[str, str], IssuePreview] = {}
        self._stale: set[str] = set()
        self._lock = RLock()
        self._asking = Lock()

    def issues(self) -> list[str]:
        """The issues that there are, or that were there a moment ago, the newest first."""
        there = {path.stem for path in self.workspace.dated_issues()}
        return sorted(there | set(self._previews), reverse=True)

    def preview(self, key: str) -> IssuePreview | None:
        """The issue ``key`` as it stands; ``None`` where there never was one."""
        if key not in self.issues():
            return None
        with self._lock:
            last = self._previews.get(key)
            if last is None or key in self._stale:
                self._stale.discard(key)
                self._previews[key] = self._render(key, last)
            return self._previews[key]

    def beside(self, key: str, other: str) -> IssuePreview | None:
        """What the issue ``key`` is held against: the issue ``other``, or itself as of the commit ``other``."""
        issue = self.preview(other)
        now = self.preview(key)
        if issue or now is None:
            return issue
        with self._lock:
            if (key, other) not in self._past:
                then = preview_at_revision(self.workspace, self._templates, now.file, other)
                if then is None:
                    return None
                self._past = dict([*self._past.items(), ((key, other), then)][-_PAST:])
            return self._past[key, other]

    def picture(self, name: str) -> Picture | None:
        """A picture of one of the editions that were rendered."""
        with self._lock:
            goods = [one.good for one in (*self._previews.values(), *self._past.values()) if one.good]
        pictures = (picture for good in goods for picture in good.rendered.edition.pictures)
        return next((picture for picture in pictures if picture.name == name), None)

    def changed(self, paths: Iterable[Path]) -> list[str]:
        """Take note that files changed; the keys of the issues that this concerns, all of them or one."""
        root = self.workspace.root
        names = {path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root)}
        with self._lock:
            concerned = {_key(name) for name in names if _is_issue(name)}
            around = {FILE_NAME, self.workspace.settings.writing.words}
            if any(name in around or name.startswith("templates/") for name in names):
                self._around = tuple(self._load())
                concerned |= set(self.issues())
            elif any(name.startswith("issues/") and not _is_issue(name) for name in names):
                concerned |= set(self.issues())
            if concerned:
                self.revision += 1
                # An issue is held against those before it: all are rendered anew when they are looked at.
                self._stale |= concerned | set(self._previews)
        return sorted(concerned)

    def check_links(self, key: str) -> bool:
        """Find out what became of the links of an issue, and remember it; ``False`` if that is being done already."""
        preview = self.preview(key)
        if preview is None or preview.good is None or not self._asking.acquire(blocking=False):
            return False
        try:
            checked = self._check_links(preview.good.rendered.issue, links_of(preview), self.workspace)
        finally:
            self._asking.release()
        with self._lock:
            self._asked |= {(link.url, link.image): verdict for link, verdict in checked.links}
            self._stale |= set(self._previews)
            self.revision += 1
        return True

    def file(self, name: str) -> Path | None:
        """One of the files that somebody can be sent to: an issue, a template, the settings."""
        workspace = self.workspace
        listed: Collection[Path] = [
            workspace.root / FILE_NAME,
            *workspace.issues.glob("*.md"),
            *workspace.templates.glob("*"),
        ]
        return next((path for path in listed if path.relative_to(workspace.root).as_posix() == name), None)

    def _render(self, key: str, last: IssuePreview | None) -> IssuePreview:
        context = RenderContext(self.workspace, self._templates, dict(self._asked))
        preview = preview_issue(self.workspace.issues / f"{key}.md", context, last)
        if not self._around:
            return preview
        findings = (*self._around, *preview.findings)
        return IssuePreview(
            key, preview.file, preview.source, findings, preview.good, fresh=False, there=preview.there
        )

    def _load(self) -> Iterable[Finding]:
        """Settings and templates as they stand now; where they can't be taken, those before stay, and why is said."""
        try:
            settings = load(self.workspace.root / FILE_NAME)
            workspace = Workspace(self.workspace.root, settings, self.workspace.cache)
            self._templates = _templates(workspace)
            self.workspace = workspace
            self._past = {}
        except Mistakes as mistake:
            return mistake.findings
        except CenumError as mistake:
            return [SETTINGS.at(Place(FILE_NAME), mistake.message, mistake.remedy)]
        return ()


def _templates(workspace: Workspace) -> Templates:
    return Templates(workspace.templates, workspace.cache)


def _is_issue(name: str) -> bool:
    return name.startswith("issues/") and name.count("/") == 1 and name.endswith(".md")


def _key(name: str) -> str:
    return name.removeprefix("issues/").removesuffix(".md")
