"""The links of a letter, asked about from here and now."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cenum import __version__
from cenum.clock import seconds_now
from cenum.finding import Place
from cenum.i18n import _
from cenum.links.check import World, asked_about, check_links
from cenum.links.findings import link_findings
from cenum.links.http_client import Limits, Web
from cenum.links.link_rules import LINK_CHECK_MEMORY
from cenum.links.lists import known, with_walls
from cenum.links.memory import Memory
from cenum.own_networks import own_networks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cenum.finding import Finding
    from cenum.issue.model import Issue
    from cenum.links.link import Checked, Link
    from cenum.links.lists import HostLists
    from cenum.links.scheduler import Progress
    from cenum.settings import Settings
    from cenum.workspace import Workspace


def check_online(
    issue: Issue,
    links: Sequence[Link],
    workspace: Workspace,
    *,
    fresh: bool,
    watch: Callable[[Progress], None],
) -> tuple[Checked, list[Finding]]:
    """What became of ``links``, and what is to be said of it.

    The letter's own page is asked for when the letter needs it (:mod:`cenum.archive.answering`): it can't be there
    while the letter is written, and who asks for it then may make a cache keep that it is not.
    """
    chosen = workspace.settings.link_check
    own = asked_about(workspace.settings.newsletter.page_of(issue.key))
    others = [link for link in links if asked_about(link.url) != own]
    with opened_world(workspace, watch) as world:
        checked = check_links(others, lists_of(workspace.settings), chosen, world, fresh=fresh)
    return checked, [*of_memory(world.memory, workspace), *link_findings(checked, issue.day, issue.place)]


@contextmanager
def opened_world(workspace: Workspace, watch: Callable[[Progress], None]) -> Iterator[World]:
    """The web as the settings let it be asked, and what is remembered of it, until both are let go."""
    settings = workspace.settings
    memory = Memory(workspace.link_memory, workspace.files)
    web = web_of(settings)
    try:
        yield World(web, memory, seconds_now, random.random, watch)
    finally:
        web.close()
        memory.close()


def lists_of(settings: Settings) -> HostLists:
    """What is known of hosts, with what the ``settings`` say of walls."""
    return with_walls(known(), settings.link_check.walls, settings.link_check.no_walls)


def web_of(settings: Settings) -> Web:
    """The public web, as the settings have it asked; to be closed."""
    chosen = settings.link_check
    seconds = min(10.0, chosen.timeout)
    return Web(
        headers(settings),
        own=own_networks(chosen.networks),
        limits=Limits(connect=seconds, silence=seconds, whole=chosen.timeout),
        per_host=chosen.per_host,
    )


def headers(settings: Settings) -> dict[str, str]:
    """Who asks, and for what: as a browser would, under our own name."""
    newsletter = settings.newsletter
    return {
        "User-Agent": f"Mozilla/5.0 (compatible; cenum/{__version__}; +{newsletter.site})",
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "Accept-Language": f"{newsletter.language},en;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        **settings.link_check.headers,
    }


def of_memory(memory: Memory, workspace: Workspace) -> Iterator[Finding]:
    """What is to be said of a memory that could not be read, or can't be kept."""
    place = Place((workspace.link_memory).relative_to(workspace.root).as_posix())
    if memory.set_aside:
        message = _("the saved link results could not be read, and were set aside as {file}").format(
            file=memory.set_aside.name
        )
        yield LINK_CHECK_MEMORY.at(place, message, _("nothing is lost: all links were checked again"))
    elif memory.unusable:
        message = _("link results can't be saved ({reason})").format(reason=memory.unusable)
        remedy = _("check the folder's permissions and the free disk space")
        yield LINK_CHECK_MEMORY.at(place, message, remedy)
