"""Where clips wait or go: the inbox of the week, and a section of an issue, each clip a block of its own.

The inbox is issues/clips.md: a Markdown list that the team shares in git, and no issue. Whoever adds a clip does it
under a lock, and only where nobody saved the file meanwhile; a page that is there already is not added again.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cenum.clip.already_cited import INBOX, line_of
from cenum.clip.clip_address import page_key
from cenum.errors import ChangedMeanwhile, Mistakes, UsageMistake, reason_of
from cenum.i18n import _, ngettext
from cenum.imported.into_section import section_called, text_of_section, with_text
from cenum.issue.characters import bare
from cenum.issue.languages import primary
from cenum.issue.markdown import parser
from cenum.issue.reader import read_so_far
from cenum.letter_folder import PRIVATE
from cenum.links.online import lists_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from cenum.clip.clipping import Clip
    from cenum.issue.model import Issue
    from cenum.links.lists import HostLists
    from cenum.workspace import Workspace

_MOST_BYTES = 1_000_000
_PATIENCE = 10  # seconds that somebody else may take to add a clip
_HEADS = {
    "fr": (
        "# Veille à trier\n\n"
        "Ce que `cenum clip --to inbox` a mis de côté. Déplacez un point dans la lettre, ou supprimez-le.\n"
    ),
    "en": "# Clips to sort\n\nWhat `cenum clip --to inbox` put aside. Move a point into the letter, or delete it.\n",
}


class PlacedClips(NamedTuple):
    """What was written into ``file``, as people call it, and what stood there already.

    ``lines`` has the line of each, counted from 1, and ``blocks`` what was written, both by the clip's address.
    """

    file: str
    added: tuple[Clip, ...]
    there: tuple[Clip, ...]
    lines: Mapping[str, int]
    blocks: Mapping[str, str]

    @property
    def said(self) -> str:
        """What was added, in words; empty where nothing was."""
        if not self.added:
            return ""
        said = ngettext("{count} clip added to {file}", "{count} clips added to {file}", len(self.added))
        return said.format(count=len(self.added), file=self.file)

    def kept(self, clip: Clip) -> str:
        """What is to be said of a clip that was there."""
        return _("already in {file}, and not added again: {url}").format(file=self.file, url=clip.address)


class SectionChoice(NamedTuple):
    """A section that clips can go into: ``name`` as :func:`into_section` takes it, ``is_there`` if it was begun."""

    name: str
    heading: str
    is_there: bool


def inbox_text(workspace: Workspace) -> str:
    """The inbox as it is; empty where there is none, or where it can't be read as text."""
    try:
        return workspace.files.text(workspace.issues / INBOX, _MOST_BYTES)
    except (OSError, UnicodeDecodeError):
        return ""


def into_inbox(clips: Sequence[Clip], workspace: Workspace) -> PlacedClips:
    """Add ``clips`` to the inbox, which is made if need be.

    Raises :class:`UsageMistake` where it can't be written.
    """
    path = workspace.issues / INBOX
    with _alone(workspace):
        before = _content(path, workspace)
        text = _text(before or b"", _name(path, workspace))
        added = _not_in(clips, text, workspace)
        blocks = {clip.address: _as_point(clip.point, "-") for clip in added}
        head = _HEADS.get(primary(workspace.settings.newsletter.language), _HEADS["en"])
        after = "\n\n".join([text.rstrip() or head.rstrip(), *blocks.values()]) + "\n" if added else text
        return _placed(clips, blocks, path, (before, after), workspace)


def into_section(clips: Sequence[Clip], section: str, path: Path, workspace: Workspace) -> PlacedClips:
    """Add ``clips`` to the end of ``section``, an id or a heading, of the issue at ``path``, as its items are.

    A section that the settings know and the issue has not is begun. Raises :class:`Mistakes` where the issue can't be
    read, :class:`UsageMistake` where there is no such section, or where the file can't be written.
    """
    rules = workspace.settings.sections
    with _alone(workspace):
        before = _content(path, workspace)
        text = _text(before or b"", _name(path, workspace))
        issue = _issue(path, workspace)
        name = section_called(section, rules, issue)
        added = _not_in(clips, text, workspace)
        bullet = _bullet_at_the_end(text_of_section(text, issue, name))
        blocks = {clip.address: _as_point(clip.point, bullet) if bullet else clip.markdown for clip in added}
        more = ("\n" if bullet else "\n\n").join(blocks.values())
        after = with_text(text, issue, name, more, rules, apart=not bullet) if added else text
        return _placed(clips, blocks, path, (before, after), workspace)


def must_have_section(section: str, path: Path, workspace: Workspace) -> None:
    """Raises as :func:`into_section` where the issue at ``path`` neither has ``section`` nor may have it."""
    section_called(section, workspace.settings.sections, _issue(path, workspace))


def sections_for(path: Path, workspace: Workspace) -> tuple[SectionChoice, ...]:
    """The sections of the issue at ``path``, in their order, then those of the settings that it may begin.

    Raises :class:`Mistakes` where it can't be read.
    """
    # A section that the settings don't know has no id: it is a mistake, and can't be told from another such one.
    sections = [one for one in _issue(path, workspace).sections if one.id]
    there = [SectionChoice(one.id, one.heading or one.id, is_there=True) for one in sections]
    known = {bare(word) for one in there for word in one[:2]}
    others = [
        SectionChoice(rule.id, rule.heading, is_there=False)
        for rule in workspace.settings.sections
        if not {bare(rule.id), bare(rule.heading)} & known
    ]
    return (*there, *others)


def _issue(path: Path, workspace: Workspace) -> Issue:
    reading = read_so_far(path, workspace.settings, root=workspace.root)
    if reading.issue is None:
        raise Mistakes(reading.findings)
    return reading.issue


def _not_in(clips: Sequence[Clip], text: str, workspace: Workspace) -> list[Clip]:
    """Those of ``clips`` whose pages ``text`` has not."""
    lists = lists_of(workspace.settings)
    return [clip for clip in clips if not _line(text, clip, lists)]


def _placed(
    clips: Sequence[Clip],
    blocks: Mapping[str, str],
    path: Path,
    content: tuple[bytes | None, str],
    workspace: Workspace,
) -> PlacedClips:
    """Write the file whose ``content`` was bytes, if any, and is to be a text, where ``blocks`` are new in it."""
    before, after = content
    if blocks:
        _write(path, before, after, workspace)
    lists = lists_of(workspace.settings)
    lines = {clip.address: line for clip in clips if (line := _line(after, clip, lists))}
    added = tuple(clip for clip in clips if clip.address in blocks)
    there = tuple(clip for clip in clips if clip.address not in blocks)
    return PlacedClips(_name(path, workspace), added, there, lines, blocks)


def _content(path: Path, workspace: Workspace) -> bytes | None:
    """The bytes of the file, ``None`` where there is none yet."""
    try:
        return workspace.files.read(path, _MOST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as mistake:
        raise _unwritable(_name(path, workspace), mistake) from None


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        message = _("{file} is not text in UTF-8").format(file=name)
        raise UsageMistake(message, _("save it again as “UTF-8”")) from None


def _write(path: Path, before: bytes | None, text: str, workspace: Workspace) -> None:
    """Put ``text`` into the file with the line ends that it has, if it is still as it was ``before``."""
    letter, name = workspace.files, _name(path, workspace)
    ends = "\r\n" if b"\r\n" in (before or b"") else "\n"
    after = text.replace("\n", ends).encode()
    try:
        if before is None:
            letter.create(path, after, lasting=True)
        else:
            letter.swap(path, before, after)
    except ChangedMeanwhile:
        message = _("{file} was written by somebody else meanwhile, and was not changed").format(file=name)
        raise UsageMistake(message, _("run the same command again")) from None
    except OSError as mistake:
        raise _unwritable(name, mistake) from None


def _name(path: Path, workspace: Workspace) -> str:
    """What people call the file."""
    return f"{workspace.issues.name}/{path.name}"


def _line(text: str, clip: Clip, lists: HostLists) -> int | None:
    """The line of ``text`` with the clip's page, if it has one."""
    key = page_key(clip.address, lists)
    if key:
        return line_of(text, key, lists)
    before, link, _after = text.partition(f"]({clip.address})")
    return before.count("\n") + 1 if link else None


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """Nobody else who clips writes meanwhile."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  few commands write clips

    try:
        with FileLock(workspace.files.place(f"{PRIVATE}/clips.lock", make=True), timeout=_PATIENCE):
            yield
    except Timeout:
        message = _("somebody else is adding clips, and does not come to an end")
        raise UsageMistake(message, _("run the command again in a moment")) from None


def _unwritable(name: str, mistake: OSError) -> UsageMistake:
    message = _("{file} can't be written ({reason})").format(file=name, reason=reason_of(mistake))
    return UsageMistake(message, _("check the file's permissions and the free disk space"))


def _as_point(block: str, bullet: str) -> str:
    first, *others = block.split("\n")
    return "\n".join([f"{bullet} {first}", *(f"  {line}" if line else "" for line in others)])


def _bullet_at_the_end(text: str) -> str:
    """The bullet of the list that ``text`` ends with, if it has no smaller headings; else nothing."""
    tokens = parser().parse(text)
    if any(token.type == "heading_open" and token.level == 0 for token in tokens):
        return ""
    last = next((token for token in reversed(tokens) if token.level == 0), None)
    return last.markup if last is not None and last.type == "bullet_list_close" else ""
