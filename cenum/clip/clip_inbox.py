"""Where clips wait or go: the inbox of the week, and a section of an issue, each clip a block of its own.

The inbox is issues/clips.md: a Markdown list that the team shares in git, and no issue. Whoever adds a clip does it
under a lock, and only where nobody saved the file meanwhile; a page that is there already is not added again.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cenum.clip.already_cited import INBOX, line_of
from cenum.clip.clip_address import page_key
from cenum.errors import UsageMistake, reason_of
from cenum.i18n import _, ngettext
from cenum.issue import front_matter
from cenum.issue.characters import bare
from cenum.issue.languages import primary
from cenum.issue.markdown import parser
from cenum.letter_folder import PRIVATE
from cenum.links.fix import rewrite
from cenum.links.online import lists_of
from cenum.settings import SectionRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cenum.clip.clipping import Clip
    from cenum.links.lists import HostLists
    from cenum.settings import Settings
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
_ID = re.compile(r"\{#(?P<id>[^\s{}\"]+)[^{}]*\}\s*\Z")


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
    head = _HEADS.get(primary(workspace.settings.newsletter.language), _HEADS["en"])

    def appended(text: str, clip: Clip) -> tuple[str, str]:
        point = _as_point(clip.point, "-")
        return f"{(text.rstrip() or head.rstrip())}\n\n{point}\n", point

    return _placed(clips, workspace.issues / INBOX, workspace, appended, may_be_new=True)


def into_section(clips: Sequence[Clip], section: str, path: Path, workspace: Workspace) -> PlacedClips:
    """Add ``clips`` to the end of ``section``, an id or a heading, of the issue at ``path``, as its items are.

    A section that the settings know and the issue has not is begun at its end. Raises :class:`UsageMistake` where
    there is no such section, or where the file can't be written.
    """

    def appended(text: str, clip: Clip) -> tuple[str, str]:
        return _in_section(text, section, clip, workspace.settings)

    return _placed(clips, path, workspace, appended, may_be_new=False)


def must_have_section(section: str, path: Path, workspace: Workspace) -> None:
    """Raises :class:`UsageMistake` where the issue at ``path`` neither has ``section`` nor may have it."""
    text = _text(_content(path, workspace, may_be_new=False) or b"", path.name)
    _found(_parts(text)[1], section, workspace.settings)


def sections_for(path: Path, workspace: Workspace) -> tuple[SectionChoice, ...]:
    """The sections of the issue at ``path``, in their order, then those of the settings that it may begin.

    Raises :class:`UsageMistake` where it can't be read.
    """
    text = _text(_content(path, workspace, may_be_new=False) or b"", path.name)
    there = [SectionChoice(one.name or one.heading, one.heading, is_there=True) for one in _spans(_parts(text)[1])]
    known = {bare(word) for one in there for word in one[:2]}
    others = [
        SectionChoice(rule.id, rule.heading, is_there=False)
        for rule in workspace.settings.sections
        if not {bare(rule.id), bare(rule.heading)} & known
    ]
    found: dict[str, SectionChoice] = {}
    for one in (*there, *others):
        if bare(one.name):
            found.setdefault(bare(one.name), one)
    return tuple(found.values())


def _placed(
    clips: Sequence[Clip],
    path: Path,
    workspace: Workspace,
    appended: Callable[[str, Clip], tuple[str, str]],
    *,
    may_be_new: bool,
) -> PlacedClips:
    letter, lists = workspace.files, lists_of(workspace.settings)
    name = f"{workspace.issues.name}/{path.name}"
    added: list[Clip] = []
    there: list[Clip] = []
    blocks: dict[str, str] = {}
    with _alone(workspace):
        before = _content(path, workspace, may_be_new=may_be_new)
        text = _text(before or b"", name)
        ends = "\r\n" if b"\r\n" in (before or b"") else "\n"
        for clip in clips:
            if _line(text, clip, lists):
                there.append(clip)
            else:
                text, blocks[clip.address] = appended(text, clip)
                added.append(clip)
        after = text.replace("\n", ends).encode()
        if added and before is None:
            try:
                letter.create(path, after, lasting=True)
            except OSError as mistake:
                raise _unwritable(name, mistake) from None
        elif added and before is not None:
            rewrite(path, before, after, letter)
    lines = {clip.address: line for clip in clips if (line := _line(text, clip, lists))}
    return PlacedClips(name, tuple(added), tuple(there), lines, blocks)


def _content(path: Path, workspace: Workspace, *, may_be_new: bool) -> bytes | None:
    try:
        return workspace.files.read(path, _MOST_BYTES)
    except FileNotFoundError:
        if may_be_new:
            return None
        raise _unwritable(path.name, FileNotFoundError(2, "")) from None
    except OSError as mistake:
        raise _unwritable(path.name, mistake) from None


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        message = _("{file} is not text in UTF-8").format(file=name)
        raise UsageMistake(message, _("save it again as “UTF-8”")) from None


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


class _Span(NamedTuple):
    """A section's lines, counted from 0: ``start`` is its heading's, ``end`` the next one's, or that of the end."""

    name: str
    heading: str
    start: int
    end: int


def _in_section(text: str, section: str, clip: Clip, settings: Settings) -> tuple[str, str]:
    """The whole text with the clip, and what of it is the clip."""
    head, body = _parts(text)
    found = _found(body, section, settings)
    if isinstance(found, SectionRule):
        return f"{text.rstrip()}\n\n# {found.heading} {{#{found.id}}}\n\n{clip.markdown}\n", clip.markdown
    lines = body.split("\n")
    inside, after = lines[found.start : found.end], lines[found.end :]
    while inside and not inside[-1].strip():
        inside.pop()
    bullet = _bullet_at_the_end("\n".join(inside[1:]))
    block = _as_point(clip.point, bullet) if bullet else clip.markdown
    rest = ["", *after] if any(line.strip() for line in after) else [""]
    return head + "\n".join([*lines[: found.start], *inside, *([] if bullet else [""]), block, *rest]), block


def _parts(text: str) -> tuple[str, str]:
    """The front matter with its borders, and the text after it."""
    found = front_matter.split(text)
    body = found[1] if found else text
    return text[: len(text) - len(body)], body


def _found(body: str, section: str, settings: Settings) -> _Span | SectionRule:
    """The section of this id or heading, or the rule by which it may be begun. Raises :class:`UsageMistake`."""
    spans, wanted = _spans(body), bare(section)
    for one in spans:
        if section == one.name or (wanted and wanted in {bare(one.name), bare(one.heading)}):
            return one
    for rule in settings.sections:
        if wanted and wanted in {bare(rule.id), bare(rule.heading)}:
            return rule
    known = dict.fromkeys([*(one.name or one.heading for one in spans), *(rule.id for rule in settings.sections)])
    raise UsageMistake(
        _("there is no section “{name}”").format(name=section),
        _("name one of these: {names}").format(names=", ".join(known)),
    )


def _spans(body: str) -> list[_Span]:
    """The sections of an issue's text: its headings of the first level that stand in no block."""
    tokens = parser().parse(body)
    found: list[tuple[int, str]] = [
        (token.map[0], tokens[at + 1].content)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0 and token.map
    ]
    ends = [*(start for start, _heading in found[1:]), body.count("\n") + 1]
    spans = []
    for (start, heading), end in zip(found, ends, strict=True):
        name = _ID.search(heading)
        spans.append(_Span(name["id"] if name else "", _ID.sub("", heading).strip(), start, end))
    return spans


def _bullet_at_the_end(text: str) -> str:
    """The bullet of the list that ``text`` ends with, if it has no smaller headings; else nothing."""
    tokens = parser().parse(text)
    if any(token.type == "heading_open" and token.level == 0 for token in tokens):
        return ""
    last = next((token for token in reversed(tokens) if token.level == 0), None)
    return last.markup if last is not None and last.type == "bullet_list_close" else ""
