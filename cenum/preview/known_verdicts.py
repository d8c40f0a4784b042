"""What is known of a letter's links without asking anybody: what earlier checks remember, and what was just asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.links.check import targets
from cenum.links.link import Checked
from cenum.links.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from cenum.links.link import Link, Verdict
    from cenum.workspace import Workspace

    Asked: TypeAlias = Mapping[Link, Verdict]


def known_verdicts(links: Sequence[Link], workspace: Workspace, asked: Mapping[tuple[str, bool], Verdict]) -> Checked:
    """The links that something is known of. Earlier checks of ``workspace`` need not be there.

    ``asked`` are the verdicts of this session, by address and whether it is a picture; they are the newer ones.
    """
    found = {**_remembered(links, workspace), **asked}
    listed = ((link, found.get((link.url, link.image))) for link in links)
    return Checked(tuple((link, verdict) for link, verdict in listed if verdict is not None))


def _remembered(links: Sequence[Link], workspace: Workspace) -> dict[tuple[str, bool], Verdict]:
    if not workspace.files.is_file(workspace.link_memory):
        return {}
    wanted = targets(links)
    by_page = {(target.url, target.image): key for key, target in wanted.items()}
    memory = Memory(workspace.link_memory, workspace.files)
    try:
        remembered = memory.recall(wanted)
    finally:
        memory.close()
    found = {}
    for link in links:
        for target in targets([link]).values():
            one = remembered.get(by_page.get((target.url, target.image), ""))
            if one:
                found[link.url, link.image] = one.outcome.verdict
    return found
