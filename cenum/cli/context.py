"""What a command works on and speaks through: the letter's folder, the moment, the printer."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenum import i18n
from cenum.cli.printing import Printer
from cenum.clock import utc_now
from cenum.errors import UsageMistake

if TYPE_CHECKING:
    from datetime import date, datetime

    from cenum.letter_folder import LetterFolder
    from cenum.services.registry import ServiceContext
    from cenum.workspace import Workspace


def printer() -> Printer:
    """What the command that runs prints with."""
    return click.get_current_context().ensure_object(Printer)


def workspace_in(folder: str | None) -> Workspace:
    from cenum.cache import user_cache
    from cenum.settings import find, load
    from cenum.workspace import Workspace

    path = find(Path(folder).resolve() if folder else Path.cwd())
    settings = load(path)
    if folder and not os.environ.get("CENUM_LANG"):
        i18n.speak(settings.newsletter.language)
    return Workspace(path.parent, settings, user_cache(path.parent))


def named_file(file: str, folder: str | None) -> tuple[Path, LetterFolder | None]:
    """A file that a person names, and the letter's folder, in ``folder`` or around them, if it is in there."""
    from cenum.letter_folder import LetterFolder, by_its_own_name
    from cenum.settings import find

    with suppress(UsageMistake):
        root = find(Path(folder).resolve() if folder else Path.cwd()).parent
        inside = by_its_own_name(root, Path(file))
        if inside:
            return inside, LetterFolder(root)
    return Path(file), None


def service_context(workspace: Workspace) -> ServiceContext:
    from cenum.services.registry import ServiceContext

    return ServiceContext(workspace.root, utc_now, os.environ)


_NOW, _SAID = "cenum.now", "cenum.now.said"


def now_here(workspace: Workspace) -> datetime:
    """The moment as the letter's own clocks show it: one for a command, however long it takes."""
    meta = click.get_current_context().meta
    now: datetime = meta.setdefault(_NOW, utc_now())
    return now.astimezone(workspace.settings.newsletter.zone)


def now_said(workspace: Workspace) -> datetime:
    """The same for what depends on the day: then the command says which it took, once."""
    now, meta = now_here(workspace), click.get_current_context().meta
    if not meta.get(_SAID):
        meta[_SAID] = True
        printer().say_now(now)
    return now


def today(workspace: Workspace) -> date:
    return now_said(workspace).date()


def path_of(workspace: Workspace, issue: str) -> Path:
    return workspace.issue_path(issue, today=lambda: today(workspace), here=Path.cwd())


def key_of(workspace: Workspace, issue: str) -> str:
    """What a campaign is known by. A date needs no file: what left may have been archived since."""
    return workspace.issue_key(issue, today=lambda: today(workspace), here=Path.cwd())
