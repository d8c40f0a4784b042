from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import now_here, printer, today, workspace_in
from cenum.cli.view import FindingList, Rows, Success, TextLine, View
from cenum.cli.watching import links_watched
from cenum.errors import Exit
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cenum.care.care_pass import CarePass
    from cenum.care.cited import CitedPage
    from cenum.care.link_health import PageHealth
    from cenum.care.proposal import CareProposal
    from cenum.care.published_links import PublishedLinks
    from cenum.cli.view import Part
    from cenum.workspace import Workspace


@command(
    N_(
        "Look after the links of the letters that left.\n"
        "\n"
        "Asks about each address once. What was dead twice, seven days apart or more, is looked for at the Internet "
        "Archive; a copy of the letter's own time is proposed. No issue is changed: copies stand in "
        "archive/copies.toml, and the letter's page shows both addresses."
    )
)
@click.option(
    "--year", type=click.IntRange(1900, 9999), metavar=N_("YEAR"), help=N_("Only the letters of this year.")
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar=N_("NUMBER"),
    help=N_("Ask about this many addresses at most: suspected ones first, then those that waited longest."),
)
@click.option("--write", is_flag=True, help=N_("Write what is proposed to archive/copies.toml."))
@click.option(
    "--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Ask nobody; say what earlier passes found.")
)
def care(year: int | None, limit: int | None, write: bool, offline: bool, folder: str | None) -> View:
    from cenum.archive.known_public import known_as_listed
    from cenum.build import write_all
    from cenum.care import copies
    from cenum.care.care_pass import CarePass
    from cenum.care.proposal import propose
    from cenum.care.published_links import kept_copies, kept_health, published_links

    gc.enable()  # many letters are read, and thousands of links asked about
    workspace = workspace_in(folder)
    day = today(workspace)
    rows = kept_copies(workspace)
    before = kept_health(workspace)
    is_public = known_as_listed(workspace, os.environ, now_here(workspace))
    links = published_links(workspace, is_public, lambda path: year is None or path.stem.startswith(f"{year:04}-"))
    passed = CarePass(before) if offline else _passed(workspace, links, before, day, limit)
    proposal = propose(links.pages, passed.health, rows)
    changed = write and bool(proposal.more or proposal.fewer)
    if changed:
        content = copies.as_toml(proposal.rows(rows)).encode()
        write_all({workspace.root / copies.FILE: content}, workspace.files)
    return _view(links, passed, proposal, offline=offline, changed=changed)


def _passed(
    workspace: Workspace, links: PublishedLinks, before: Mapping[str, PageHealth], day: date, limit: int | None
) -> CarePass:
    from cenum.build import write_all
    from cenum.care import link_health
    from cenum.care.care_pass import ARCHIVE_PACE, WAYBACK, Care
    from cenum.links.online import lists_of, of_memory, opened_world

    settings = workspace.settings
    with links_watched() as watch, opened_world(workspace, watch) as world:
        look = Care(
            world,
            lists_of(settings),
            settings.link_check,
            day,
            lambda health: write_all(
                {workspace.root / link_health.FILE: link_health.encode(health)}, workspace.files
            ),
            WAYBACK,
            ARCHIVE_PACE,
        )
        passed = look.look_after(links.pages, before, limit)
    printer().aside(FindingList(list(of_memory(world.memory, workspace))))
    return passed


def _view(links: PublishedLinks, passed: CarePass, proposal: CareProposal, *, offline: bool, changed: bool) -> View:
    from msgspec import to_builtins

    parts: list[Part] = [Rows(_figures(links, passed, proposal))]
    parts += _told(proposal, changed=changed)
    exit_code = Exit.DONE
    if links.unreadable:
        said = _("left out, because they can't be read (run `cenum check` on each): {files}")
        parts.append(TextLine(said.format(files=", ".join(links.unreadable))))
    if offline:
        parts.append(TextLine(_("offline: nobody was asked; this is what earlier passes found")))
    if passed.turned_away:
        parts.append(TextLine(_("the Internet Archive has no time now: the rest is looked for at the next pass")))
    if passed.offline:
        parts.append(
            TextLine(_("no site can be reached from this machine: run `cenum care` again when it is online"))
        )
        exit_code = Exit.SERVICE
    elif not passed.whole:
        parts.append(TextLine(_("interrupted: run `cenum care` again today, and it goes on from here")))
        exit_code = Exit.INTERRUPTED
    data = {
        "letters": links.letters,
        "pages": len(links.pages),
        "asked": passed.asked,
        "unsure": passed.unsure,
        "suspects": proposal.suspects,
        "copies": [to_builtins(row) for _page, row in proposal.more],
        "alive_again": [row.url for _page, row in proposal.fewer],
        "without_copy": [{"url": page.url, "missing": found.missing} for page, found in proposal.without],
        "own": [page.url for page, _found in proposal.own],
        "left": proposal.left,
        "written": changed,
        "unreadable": list(links.unreadable),
        "offline": offline or passed.offline,
        "archive_turned_away": passed.turned_away,
        "whole": passed.whole,
    }
    return View(data, parts, exit_code)


def _figures(links: PublishedLinks, passed: CarePass, proposal: CareProposal) -> list[tuple[str, str]]:
    figures = [
        (_("letters"), links.letters),
        (_("addresses"), len(links.pages)),
        (_("asked now"), passed.asked),
        (_("can't tell"), passed.unsure),
        (_("dead once: asked again in a week"), proposal.suspects),
        (_("copies proposed"), len(proposal.more)),
        (_("alive again"), len(proposal.fewer)),
        (_("dead, without a copy"), len(proposal.without)),
        (_("dead at your own site"), len(proposal.own)),
        (_("proposed next time"), proposal.left),
    ]
    return [(name, str(count)) for name, count in figures]


def _told(proposal: CareProposal, *, changed: bool) -> list[Part]:
    from cenum.care.proposal import MOST_ROWS

    told: list[Part] = []
    for page, row in proposal.more:
        said = _("{place}: “{words}”: {url} has been dead since {day}; copy of {copy_day}: {copy}")
        told.append(_line(said, page, day=row.dead_since, copy_day=row.day, copy=row.copy))
    for page, row in proposal.fewer:
        said = _("{place}: “{words}”: {url} answers again; remove its copy if it is the same page: {copy}")
        told.append(_line(said, page, copy=row.copy))
    for page, found in proposal.without[:MOST_ROWS]:
        said = _("{place}: “{words}”: {url} has been dead since {day}; no copy can be proposed ({why})")
        told.append(_line(said, page, day=found.dead[0], why=_why(found.missing)))
    for page, found in proposal.own[:MOST_ROWS]:
        said = _("{place}: “{words}”: {url} is at your own site and has been dead since {day}: publish it again")
        told.append(_line(said, page, day=found.dead[0]))
    hidden = len(proposal.without[MOST_ROWS:]) + len(proposal.own[MOST_ROWS:])
    if hidden:
        said = _("and {count} more dead links, which `cenum care --offline --json` lists")
        told.append(TextLine(said.format(count=hidden)))
    if changed:
        told.append(
            Success(_("archive/copies.toml is written: open both addresses of each row before you commit it"))
        )
    elif proposal.more or proposal.fewer:
        told.append(TextLine(_("nothing was written: run `cenum care --offline --write` to keep these copies")))
    else:
        count = len(proposal.without) + len(proposal.own)
        said = ngettext("no copy to propose; {count} dead link", "no copy to propose; {count} dead links", count)
        told.append(Success(said.format(count=count) if count else _("no link has been dead twice without a copy")))
    return told


def _line(said: str, page: CitedPage, **more: object) -> TextLine:
    words = page.words[0] if page.words else page.url
    return TextLine(said.format(place=page.places[0], words=words, url=page.url, **more))


def _why(missing: str) -> str:
    from cenum.care.told import why_missing

    return why_missing(missing)
