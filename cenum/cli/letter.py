"""What a command works on: the letter's folder, the hour, and an issue, read, rendered and checked."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from cenum import console, i18n
from cenum.cli.command import stop
from cenum.clock import utc_now
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from cenum.finding import Finding
    from cenum.links.model import Checked
    from cenum.process import Ask, Rendered, Result
    from cenum.services.registry import Surroundings
    from cenum.workspace import Workspace


def workspace_in(folder: str | None) -> Workspace:
    from cenum.settings import find, load
    from cenum.workspace import Workspace

    path = find(Path(folder).resolve() if folder else Path.cwd())
    settings = load(path)
    if folder and not os.environ.get("CENUM_LANG"):
        i18n.speak(settings.newsletter.language)
    return Workspace(path.parent, settings)


def around(workspace: Workspace) -> Surroundings:
    from cenum.services.registry import Surroundings

    return Surroundings(workspace.root, utc_now, os.environ)


_NOW, _SAID = "cenum.now", "cenum.now.said"


def now_here(workspace: Workspace) -> datetime:
    """The moment as the letter's own clocks show it: one for a command, however long it takes."""
    meta = click.get_current_context().meta
    now: datetime = meta.setdefault(_NOW, utc_now())
    return now.astimezone(workspace.settings.newsletter.sending_time.tzinfo)


def now_said(workspace: Workspace) -> datetime:
    """The same for what depends on the day: then the command says which it took, once."""
    now, meta = now_here(workspace), click.get_current_context().meta
    if not meta.get(_SAID):
        meta[_SAID] = True
        console.took(now)
    return now


def today(workspace: Workspace) -> date:
    return now_said(workspace).date()


def path_of(workspace: Workspace, issue: str) -> Path:
    return workspace.issue_path(issue, today=lambda: today(workspace), here=Path.cwd())


def key_of(workspace: Workspace, issue: str) -> str:
    """What a campaign is known by. A date needs no file: what left may have been archived since."""
    return workspace.issue_key(issue, today=lambda: today(workspace), here=Path.cwd())


class Asking(NamedTuple):
    """How a command asks about links."""

    offline: bool
    fresh: bool = False


def processed(workspace: Workspace, issue: str, *, links: Asking | None = None) -> Result:
    """What became of the issue: read, rendered and checked; its links, too, where ``links`` says how."""
    path = path_of(workspace, issue)
    console.heard.issue = path.stem
    from cenum.process import process

    with _ask(workspace, links) as ask:
        return process(path, workspace, ask=ask)


def passed(workspace: Workspace, issue: str, *, quiet: bool, links: Asking | None = None) -> Result:
    """The same of a letter that can go out; with another one the command ends here, and says why."""
    result = processed(workspace, issue, links=links)
    if result.exit_code:
        stop(result)
    if not quiet:
        console.findings(result.findings)
    return result


@contextmanager
def _ask(workspace: Workspace, links: Asking | None) -> Iterator[Ask | None]:
    """What asks about links, with a bar where somebody watches."""
    if links is None:
        yield None
        return
    from cenum.checks.spam import spam  # it takes seconds, as asking about links does

    if links.offline:
        from cenum.links.findings import not_checked
        from cenum.links.model import Checked

        said = _("offline: the links were not checked")
        yield lambda it: (Checked(()), [not_checked(it.issue.place, said), *spam(it.edition, it.issue.place)])
        return
    gc.enable()  # two thousand links leave something behind
    from cenum.links.online import look

    if sys.stderr.isatty() and not os.environ.get("GITHUB_ACTIONS"):
        from cenum.links.show import progress
    else:
        progress = _unseen
    with progress() as watch:

        def asked(it: Rendered) -> tuple[Checked, list[Finding]]:
            checked, found = look(it.issue, it.links, workspace, fresh=links.fresh, watch=watch)
            return checked, [*found, *spam(it.edition, it.issue.place)]

        yield asked


@contextmanager
def _unseen() -> Iterator[Callable[[object], None]]:
    yield lambda _standing: None


def summary_of(result: Result) -> dict[str, object]:
    from cenum.build import summary

    return summary(result)
