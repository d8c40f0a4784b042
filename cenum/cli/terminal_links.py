"""Links as a person at a terminal sees them: how far the asking is, and a list of what only a person can tell."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from cenum.finding import masked
from cenum.i18n import _
from cenum.links import link_rules
from cenum.links.link import LinkStatus
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cenum.finding import Finding
    from cenum.links.scheduler import Progress as Standing

_Done = TypeVar("_Done")
_SHOWN = 2  # hosts that are waited for
BY_HAND = frozenset(rule.id for reason, rule in link_rules.OF.items() if reason.fate is LinkStatus.UNSURE)


@contextmanager
def progress() -> Iterator[Callable[[Standing], None]]:
    """A bar on standard error while links are asked about; gone when they are done."""
    columns = (TextColumn(_("links")), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[waiting]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, waiting="")

        def watch(standing: Standing) -> None:
            hosts = escape(", ".join(standing.waiting_for[:_SHOWN]))
            waiting = _("waiting for {hosts}").format(hosts=hosts) if hosts else ""
            bar.update(task, completed=standing.done, total=standing.of, waiting=waiting)

        yield watch


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[_Done], _Done]]:
    """A bar on standard error while ``total`` things are done, where somebody watches: each is passed on."""
    is_watched = sys.stderr.isatty() and not os.environ.get("GITHUB_ACTIONS")
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not is_watched) as bar:
        task = bar.add_task("", total=total)

        def watch(done: _Done) -> _Done:
            bar.advance(task)
            return done

        yield watch


def to_open_by_hand(found: Sequence[Finding]) -> None:
    """The links that only a person can judge, as a list to tick off, on standard error.

    An address has a line of its own, whole, so that a terminal lets it be clicked.
    """
    console = Console(stderr=True, highlight=False)
    console.print(_("Links to open by hand"), style="bold", markup=False)
    for finding in found:
        before, _url, lines = finding.message.rpartition(finding.url)
        what = before.rstrip(" :\u00a0") + lines
        place, what, url = (escape(printable(text)) for text in (str(finding.place), what, masked(finding.url)))
        console.print(f"☐ [bold]{place}[/bold]  {what}", soft_wrap=True)
        console.print(f"  {url}", soft_wrap=True)
