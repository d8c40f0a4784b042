"""The issue that a command is about: read, rendered and checked, with a bar while its links are asked about."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cenum.cli.context import path_of, printer
from cenum.cli.view import FindingList
from cenum.errors import Mistakes
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cenum.finding import Finding
    from cenum.links.link import Checked
    from cenum.process import LinkAnswers, Rendered, Result
    from cenum.workspace import Workspace


class LetterStopped(Mistakes):
    """The letter can't go out; ``checked`` is what became of its links, as far as anybody asked."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.findings)
        self.exit_code = result.exit_code
        self.checked = result.checked


class LinkOptions(NamedTuple):
    """How a command asks about links."""

    offline: bool
    fresh: bool = False


def processed(workspace: Workspace, issue: str, *, links: LinkOptions | None = None) -> Result:
    """What became of the issue: read, rendered and checked; its links, too, where ``links`` says how."""
    path = path_of(workspace, issue)
    printer().recorder.set_issue(path.stem)
    from cenum.process import process

    with _ask(workspace, links) as ask:
        return process(path, workspace, ask=ask)


def rendered_and_said(workspace: Workspace, issue: str) -> Result:
    """A letter that can be rendered, and no check has looked at; what reading it found is said.

    Raises :class:`LetterStopped` of another one.
    """
    path = path_of(workspace, issue)
    printer().recorder.set_issue(path.stem)
    from cenum.process import render

    result = render(path, workspace)
    if result.exit_code:
        raise LetterStopped(result)
    printer().aside(FindingList(result.findings))
    return result


def passed(workspace: Workspace, issue: str, *, links: LinkOptions | None = None) -> Result:
    """The same of a letter that can go out. Raises :class:`LetterStopped` of another one."""
    result = processed(workspace, issue, links=links)
    if result.exit_code:
        raise LetterStopped(result)
    return result


def passed_and_said(workspace: Workspace, issue: str, *, links: LinkOptions | None = None) -> Result:
    """As :func:`passed`; what was found is said before anything else is done."""
    result = passed(workspace, issue, links=links)
    printer().aside(FindingList(result.findings))
    return result


@contextmanager
def _ask(workspace: Workspace, links: LinkOptions | None) -> Iterator[LinkAnswers | None]:
    """What asks about links, with a bar where somebody watches."""
    if links is None:
        yield None
        return
    if links.offline:
        from cenum.links.findings import not_checked
        from cenum.links.link import Checked

        said = _("offline: the links were not checked")
        yield lambda it: (Checked(()), [not_checked(it.issue.place, said)])
        return
    gc.enable()  # two thousand links leave something behind
    from cenum.checks.spam import spam  # it takes seconds, as asking about links does
    from cenum.links.online import check_online

    if sys.stderr.isatty() and not os.environ.get("GITHUB_ACTIONS"):
        from cenum.cli.terminal_links import progress
    else:
        progress = _unseen
    with progress() as watch:

        def asked(it: Rendered) -> tuple[Checked, list[Finding]]:
            checked, found = check_online(it.issue, it.links, workspace, fresh=links.fresh, watch=watch)
            return checked, [*found, *spam(it.edition, it.issue.place)]

        yield asked


@contextmanager
def _unseen() -> Iterator[Callable[[object], None]]:
    yield lambda _standing: None
