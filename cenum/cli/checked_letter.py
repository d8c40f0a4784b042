"""The issue that a command is about: read, rendered and checked, with a bar while its links are asked about."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from cenum.cli.context import path_of, printer
from cenum.cli.view import FindingList, TextLine
from cenum.cli.watching import links_watched
from cenum.errors import Mistakes
from cenum.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
    path = _named(workspace, issue)
    from cenum.process import process

    if links is None:
        return process(path, workspace)
    with _asking(workspace, links) as ask:
        return process(path, workspace, ask=ask)


def examined(workspace: Workspace, issue: str, links: LinkOptions) -> Result:
    """As :func:`processed`, and held against what left: for commands that need no letter that can still go out."""
    path = _named(workspace, issue)
    from cenum.archive.since_it_left import changed_since_it_left
    from cenum.process import process

    with _asking(workspace, links) as ask:

        def asked(it: Rendered) -> Callable[[], tuple[Checked, list[Finding]]]:
            answers = ask(it)

            def said() -> tuple[Checked, list[Finding]]:
                checked, found = answers()
                return checked, [*found, *changed_since_it_left(it.issue, workspace)]

            return said

        return process(path, workspace, ask=asked)


def passed(workspace: Workspace, issue: str, *, links: LinkOptions | None = None) -> Result:
    """The same of a letter that can go out. Raises :class:`LetterStopped` of another one."""
    return _not_stopped(processed(workspace, issue, links=links))


def passed_and_said(workspace: Workspace, issue: str, *, links: LinkOptions | None = None) -> Result:
    """As :func:`passed`; what was found is said before anything else is done."""
    return _said(passed(workspace, issue, links=links))


def rendered_and_said(workspace: Workspace, issue: str) -> Result:
    """As :func:`passed_and_said`, of a letter of which no more is known than that nothing in it was lost."""
    path = _named(workspace, issue)
    from cenum.process import prove, render

    return _said(_not_stopped(prove(render(path, workspace), workspace)))


def _named(workspace: Workspace, issue: str) -> Path:
    """Where the issue is; from now on the record is of it."""
    path = path_of(workspace, issue)
    printer().recorder.set_issue(path.stem)
    return path


def _not_stopped(result: Result) -> Result:
    if result.exit_code:
        raise LetterStopped(result)
    return result


def _said(result: Result) -> Result:
    printer().aside(FindingList(result.findings))
    return result


@contextmanager
def _asking(workspace: Workspace, links: LinkOptions) -> Iterator[LinkAnswers]:
    """What asks about links, with a bar where somebody watches."""
    if links.offline:
        from cenum.links.findings import not_checked
        from cenum.links.link import Checked

        said = _("offline: the links were not checked")
        yield lambda it: lambda: (Checked(()), [not_checked(it.issue.place, said)])
        return
    gc.enable()  # two thousand links leave something behind
    from cenum.checks.spam import spam_begun  # it takes seconds, as asking about links does
    from cenum.links.online import check_online

    networks = workspace.settings.link_check.networks
    if networks:
        said = _("link_check.networks lets links lead into these networks of yours: {networks}")
        printer().aside(TextLine(said.format(networks=", ".join(networks))))
    with links_watched() as watch:

        def begin(it: Rendered) -> Callable[[], tuple[Checked, list[Finding]]]:
            score = spam_begun(it.edition, it.issue.place)

            def answers() -> tuple[Checked, list[Finding]]:
                checked, found = check_online(it.issue, it.links, workspace, fresh=links.fresh, watch=watch)
                return checked, [*found, *score()]

            return answers

        yield begin
