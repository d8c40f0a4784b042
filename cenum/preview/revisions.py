"""An issue as it once was committed to git, rendered with today's templates and settings."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cenum.letter_folder import LetterFolder
from cenum.preview.issue_preview import RenderContext, draw_issue
from cenum.repository.git import GitRefused, ask_git
from cenum.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cenum.edition.templates import Templates
    from cenum.preview.issue_preview import IssuePreview

REVISION = re.compile(r"[0-9a-f]{4,40}")
_SHOWN = 20  # revisions
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
_MOST_BYTES = 20_000_000  # of a picture, as where issues are read


def revisions(root: Path, file: str) -> list[tuple[str, str]]:
    """The latest commits that touched ``file``, newest first: id and what was said. None without git."""
    said = _text(root, "log", f"-{_SHOWN}", "--format=%h%x09%cs %s", "--", file)
    lines = (line.partition("\t") for line in said.splitlines()) if said else ()
    return [(name, rest) for name, _tab, rest in lines]


def commit(root: Path, name: str) -> str | None:
    """The commit that a person calls ``name``, as a short id: a branch, a tag, ``HEAD~1``. ``None`` for none."""
    said = _text(root, "rev-parse", "--verify", "--quiet", "--short", f"{name}^{{commit}}")
    return said.strip() if said else None


def at_revision(root: Path, file: str, revision: str) -> str | None:
    """``file`` as it was then; ``None`` where it was not, or where there is no such revision."""
    return _text(root, "cat-file", "blob", f"{revision}:./{file}") if REVISION.fullmatch(revision) else None


def preview_at_revision(workspace: Workspace, templates: Templates, file: str, revision: str) -> IssuePreview | None:
    """The issue in ``file`` as it was at ``revision``, with the pictures of then, or today's where they are missing.

    It is rendered in a folder of its own, which is gone afterwards. ``None`` where the issue was not there then.
    """
    source = at_revision(workspace.root, file, revision)
    if source is None:
        return None
    with TemporaryDirectory(prefix="cenum-") as name:
        root = Path(name).resolve()
        path, then = root / file, LetterFolder(root)
        named = unquote(source)
        for place, content in (*_todays(workspace, named), *_pictures(workspace.root, revision, named)):
            with suppress(OSError):  # a place outside, or one that is a folder today
                then.write(root / "issues" / place, content)
        context = RenderContext(Workspace(root, workspace.settings, workspace.cache), templates, {})
        return draw_issue(path, context, unsaved=source.encode())


def _todays(workspace: Workspace, source: str) -> Iterator[tuple[str, bytes]]:
    """The pictures below ``issues/`` that ``source`` names, as they are now."""
    files = LetterFolder(workspace.issues)
    for file in sorted(files.files_below("")):
        place = file.relative_to(workspace.issues).as_posix()
        if _is_shown(place, source):
            with suppress(OSError):
                yield place, files.read(file, _MOST_BYTES)


def _pictures(root: Path, revision: str, source: str) -> Iterator[tuple[str, bytes]]:
    """The same, as they were at ``revision``."""
    listed = _git(root, "ls-tree", "-r", "-z", "--long", revision, "--", "issues/") or b""
    for entry in listed.decode("utf-8", "replace").split("\0"):
        about, _tab, file = entry.partition("\t")
        mode, _kind, name, size = (about.split() + [""] * 4)[:4]
        place = file.removeprefix("issues/")
        # A symbolic link has a mode of its own; what it points to is none of the repository's business.
        if mode.startswith("100") and size.isdecimal() and int(size) <= _MOST_BYTES and _is_shown(place, source):
            content = _git(root, "cat-file", "blob", name)
            if content is not None:
                yield place, content


def _is_shown(place: str, source: str) -> bool:
    return PurePosixPath(place).suffix.lower() in _PICTURES and place in source


def _text(root: Path, *arguments: str) -> str | None:
    said = _git(root, *arguments)
    return None if said is None else said.decode("utf-8", "replace")


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        return ask_git(root, os.environ, *arguments)
    except GitRefused:
        return None
