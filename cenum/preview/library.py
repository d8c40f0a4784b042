"""The letter's folder as the preview knows it: an issue is rendered when somebody looks, and again after a change."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import partial
from pathlib import PurePath
from threading import Lock, RLock
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from cenum.edition.templates import Templates
from cenum.errors import CenumError, Mistakes
from cenum.finding import Finding, Place
from cenum.preview.issue_preview import IssuePreview, RenderContext, check_issue, draw_issue, links_of
from cenum.preview.revisions import preview_at_revision
from cenum.settings import FILE_NAME, SETTINGS, load
from cenum.workspace import Workspace, is_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from cenum.edition.edition import PublishedFile
    from cenum.issue.model import Issue
    from cenum.letter_folder import LetterFolder
    from cenum.links.link import Checked, Link, Verdict

    CheckLinks: TypeAlias = Callable[[Issue, Sequence[Link], Workspace], Checked]


_PAST = 8  # earlier versions that are kept rendered
_TITLE = re.compile(r"^title:\s*(.+)$", re.MULTILINE)
_HEAD = 4000  # bytes in which a title is looked for


class ListedIssue(NamedTuple):
    """An issue in the list: ``title`` is empty where it has none of its own, ``there`` says that the file is."""

    key: str
    title: str
    there: bool


class DrawnIssue(NamedTuple):
    """An issue as it was rendered, and with what: its checks take the same. ``unsaved`` was taken for its file."""

    preview: IssuePreview
    context: RenderContext
    unsaved: bytes | None = None


class PreviewLibrary:
    """Renders issues. Safe to use from several threads.

    ``revision`` grows with every change, ``surroundings`` with those after which every issue is drawn anew: of the
    look, of the settings, of a picture.
    """

    def __init__(self, workspace: Workspace, check_links: CheckLinks | None) -> None:
        """``check_links`` finds out what became of links, if anybody may be asked.

        Raises :class:`Mistakes` for bad templates.
        """
        self.workspace = workspace
        self.revision = self.surroundings = 1
        self._check_links = check_links
        self._templates = _templates(workspace)
        self._around: tuple[Finding, ...] = ()  # what is wrong with the settings or the templates
        self._asked: dict[tuple[str, bool], Verdict] = {}
        self._drawn: dict[str, DrawnIssue] = {}
        self._checked: dict[str, tuple[DrawnIssue, IssuePreview]] = {}
        self._past: dict[tuple[str, str], IssuePreview] = {}
        self._stale: set[str] = set()
        self._listed: dict[str, ListedIssue] | None = None
        self._lock = RLock()
        self._checking = Lock()
        self._asking = Lock()

    @property
    def may_check_links(self) -> bool:
        """Whether links can be asked about at all."""
        return self._check_links is not None

    def issues(self) -> list[ListedIssue]:
        """The issues that there are, or that were there a moment ago, the newest first."""
        with self._lock:
            if self._listed is None:
                self._listed = {}
                for key in {path.stem for path in self.workspace.dated_issues()} | set(self._drawn):
                    self._list(key)
            return [self._listed[key] for key in sorted(self._listed, reverse=True)]

    def drawn(self, key: str) -> IssuePreview | None:
        """The issue ``key`` as it stands, before any check looked at it; ``None`` where there never was one."""
        with self._lock:
            drawn = self._draw(key)
            return drawn and self.with_what_is_around(drawn.preview)

    def preview(self, key: str) -> IssuePreview | None:
        """The same, with what the checks say. Nobody waits meanwhile who only wants to see it.

        Checks of a letter that was changed meanwhile give way to the next redraw, and begin anew.
        """
        with self._checking:
            while True:
                with self._lock:
                    revision = self.revision
                    drawn = self._draw(key)
                    if drawn is None:
                        return None
                    before, checked = self._checked.get(key, (None, drawn.preview))
                    context = self._with_verdicts(drawn.context)
                if before is drawn:
                    return self.with_what_is_around(checked)
                checked = check_issue(drawn.preview, self.path(key), context, partial(self._is_of, revision))
                with self._lock:
                    if self._is_of(revision):
                        self._checked[key] = (drawn, checked)
                        return self.with_what_is_around(checked)

    def draw(self, key: str, unsaved: bytes, last: IssuePreview | None) -> DrawnIssue | None:
        """The issue ``key`` if it said ``unsaved``, which is kept nowhere; ``None`` where there never was one.

        Where it can't be rendered, over the ``last`` good version, or over that of its file.
        """
        with self._lock:
            if last is None:  # its file is not drawn at each save of hers, which nobody looks at
                saved = self._draw(key)
                if saved is None:
                    return None
                last = saved.preview
            return self._drawn_anew(key, last, unsaved)

    def check(self, drawn: DrawnIssue, go_on: Callable[[], bool]) -> IssuePreview:
        """What the checks say of what was ``drawn``, as far as ``go_on`` lets them."""
        context = self._with_verdicts(drawn.context)
        with self._checking:
            return check_issue(drawn.preview, self.path(drawn.preview.key), context, go_on, drawn.unsaved)

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

    def published(self, name: str) -> PublishedFile | None:
        """A picture or a calendar file of one of the editions that were rendered."""
        with self._lock:
            drawn = [one.preview for one in self._drawn.values()]
            goods = [one.good for one in (*drawn, *self._past.values()) if one.good]
        files = (file for good in goods for file in good.rendered.edition.files)
        return next((file for file in files if file.name == name), None)

    def changed(self, paths: Iterable[Path]) -> list[str]:
        """Take note that files changed; the keys of the issues that this concerns, all of them or one."""
        root = self.workspace.root
        names = {path.relative_to(root).as_posix() for path in paths if path.is_relative_to(root)}
        of_the_look = {FILE_NAME, self.workspace.settings.writing.words}
        # What programs put beside a file for the moment of saving it, as we do, is none of the letter's.
        names = {name for name in names if name in of_the_look or not PurePath(name).name.startswith(".")}
        with self._lock:
            edited = {_key(name) for name in names if _is_issue(name) and is_key(_key(name))}
            for key in edited:
                self._list(key)
            if "issues" in names:  # the folder itself came or went
                self._listed = None
            looks_otherwise = any(name in of_the_look or _is_in("templates", name) for name in names)
            if looks_otherwise:
                self._around = tuple(self._load())
            if looks_otherwise or any(_is_in("issues", name) and not _is_issue(name) for name in names):
                concerned = {issue.key for issue in self.issues()}
                self.surroundings += 1
            else:
                concerned = edited
            if concerned:
                self._stale |= concerned
                # An issue is held against those before it: all are checked anew when they are looked at.
                self._checked.clear()
                self.revision += 1
        return sorted(concerned)

    def check_links(self, key: str) -> bool:
        """Find out what became of the links of an issue, and remember it.

        ``False`` if that is being done already, or can't be done.
        """
        ask, preview = self._check_links, self.drawn(key)
        if ask is None or preview is None or preview.good is None or not self._asking.acquire(blocking=False):
            return False
        try:
            checked = ask(preview.good.rendered.issue, links_of(preview), self.workspace)
        finally:
            self._asking.release()
        with self._lock:
            self._asked |= {(link.url, link.image): verdict for link, verdict in checked.links}
            self._checked.clear()
            self.revision += 1
        return True

    def path(self, key: str) -> Path:
        """Where the issue ``key`` stands, or would."""
        return self.workspace.issues / f"{key}.md"

    def file(self, name: str) -> Path | None:
        """One of the files that somebody can be sent to: an issue, a template, the settings."""
        workspace = self.workspace
        listed: Collection[Path] = [
            workspace.root / FILE_NAME,
            *(workspace.issues / one for one in self._names(workspace.issues) if one.endswith(".md")),
            *(workspace.templates / one for one in self._names(workspace.templates)),
        ]
        found = next((path for path in listed if path.relative_to(workspace.root).as_posix() == name), None)
        return found if found and workspace.files.is_file(found) else None

    def _names(self, folder: Path) -> list[str]:
        with suppress(OSError):
            return self.workspace.files.names(folder)
        return []

    def with_what_is_around(self, preview: IssuePreview) -> IssuePreview:
        """What is wrong with the settings or the templates concerns every issue."""
        if not self._around:
            return preview
        return replace(preview, findings=(*self._around, *preview.findings), fresh=False)

    def _is_of(self, revision: int) -> bool:
        return self.revision == revision

    def _list(self, key: str) -> None:
        """Note what the list says of ``key``, if it was read at all."""
        if self._listed is None or not is_key(key):
            return
        there = self.workspace.files.is_file(self.path(key))
        if there or key in self._drawn:
            self._listed[key] = ListedIssue(key, _title(self.path(key), self.workspace.files), there)
        else:
            self._listed.pop(key, None)

    def _draw(self, key: str) -> DrawnIssue | None:
        drawn = self._drawn.get(key)
        if drawn is None and not (is_key(key) and self.workspace.files.holds(self.path(key))):
            return None
        if drawn is None or key in self._stale:
            self._stale.discard(key)
            drawn = self._drawn[key] = self._drawn_anew(key, drawn and drawn.preview)
            self._list(key)
        return drawn

    def _drawn_anew(self, key: str, last: IssuePreview | None, unsaved: bytes | None = None) -> DrawnIssue:
        # What became of links is for the checks alone.
        context = RenderContext(self.workspace, self._templates, {})
        return DrawnIssue(draw_issue(self.path(key), context, last, unsaved), context, unsaved)

    def _with_verdicts(self, context: RenderContext) -> RenderContext:
        """What checks take: what became of links by now."""
        return replace(context, asked=dict(self._asked))

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


def _is_in(folder: str, name: str) -> bool:
    return name.split("/", maxsplit=1)[0] == folder


def _is_issue(name: str) -> bool:
    return name.startswith("issues/") and name.count("/") == 1 and name.endswith(".md")


def _key(name: str) -> str:
    return name.removeprefix("issues/").removesuffix(".md")


def _title(file: Path, letter: LetterFolder) -> str:
    """The title as it stands at the top of ``file``, if any does."""
    head = b""
    with suppress(OSError):
        head, _size = letter.opening(file, _HEAD)
    return title_in(head.decode("utf-8", "ignore"))


def title_in(text: str) -> str:
    """The title in the front matter of ``text``, also where that can't be read as YAML."""
    found = _TITLE.search(text)
    return found[1].strip().strip("\"'") if found else ""
