from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import now_said, path_of, printer, workspace_in
from cenum.cli.view import FindingList, RawText, Success, TextLine, View
from cenum.cli.watching import links_watched
from cenum.errors import Exit, UsageMistake, reason_of
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from cenum.cli.view import Part
    from cenum.clip.clip_inbox import PlacedClips
    from cenum.clip.clipping import Clip
    from cenum.workspace import Workspace

_STANDARD_INPUT = "-"
_INBOX = "inbox"


@command(
    N_(
        "Make a line of the review of each ADDRESS.\n"
        "\n"
        "Opens the page, and finds its title, outlet, authors, date and language, and whether it is for subscribers. "
        "Says where each was found, what is left to write, and which letter cited the page already. Nothing is "
        "written without --to.\n"
        "\n"
        "“-”, or no ADDRESS, takes addresses from standard input, alone or within a text. The form of the line is "
        "templates/clip.md.j2; the names of outlets are those of outlets.toml, then cenum's own."
    )
)
@click.argument("addresses", nargs=-1, metavar=N_("[ADDRESS]..."))
@click.option(
    "--to",
    "target",
    metavar=N_("PLACE"),
    help=N_("Add them to “inbox” (issues/clips.md), or to this section of the next issue: “veille”."),
)
@click.option(
    "--as",
    "issue",
    default="next",
    metavar=N_("ISSUE"),
    help=N_("The issue of that section; the next one by default."),
)
@click.option(
    "--page",
    metavar=N_("FILE"),
    type=click.Path(exists=True, dir_okay=False),
    help=N_("Read the page from this file, as a browser saved it, where a site turns programs away."),
)
@click.option(
    "--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Ask nobody; write the addresses and what is known.")
)
def clip(  # noqa: PLR0913  its options
    addresses: tuple[str, ...], target: str | None, issue: str, page: str | None, offline: bool, folder: str | None
) -> View:
    from cenum.clip.clip_inbox import into_inbox, into_section, must_have_section

    workspace = workspace_in(folder)
    given = _given(addresses)
    path = None
    if target is not None and target != _INBOX:
        path = path_of(workspace, issue)
        must_have_section(target, path, workspace)  # before anybody is asked
    saved = {given[0]: _saved(page, given)} if page else {}
    found = _clips(given, workspace, now_said(workspace), saved, offline=offline)
    placed = None
    if target == _INBOX:
        placed = into_inbox(found, workspace)
    elif target is not None and path is not None:
        placed = into_section(found, target, path, workspace)
    return _view(found, placed)


def _given(addresses: Iterable[str]) -> list[str]:
    """The addresses that somebody named, and those of standard input."""
    from cenum.clip.clipping import MOST_CHARACTERS, addresses_in

    named = list(addresses)
    found = [one for one in named if one != _STANDARD_INPUT]
    if _STANDARD_INPUT in named or (not named and not sys.stdin.isatty()):
        text = sys.stdin.buffer.read(4 * MOST_CHARACTERS + 1).decode("utf-8", "replace")
        found += addresses_in(text)
    if not found:
        raise UsageMistake(_("there is no address to clip"), _("name one: cenum clip https://…"))
    return found


def _saved(page: str, given: Sequence[str]) -> bytes:
    """The beginning of the page that a person saved."""
    from cenum.clip.page_tags import MOST_BYTES

    if len(given) != 1:
        raise UsageMistake(_("--page is the page of one address"), _("name one address, and the file of its page"))
    try:
        with Path(page).open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as mistake:
        message = _("{file} can't be read ({reason})").format(file=page, reason=reason_of(mistake))
        raise UsageMistake(message, _("save the page again as “HTML only”")) from None


def _clips(
    given: list[str], workspace: Workspace, now: datetime, saved: Mapping[str, bytes], *, offline: bool
) -> tuple[Clip, ...]:
    from cenum.clip.clipping import clips

    if offline or saved:
        return clips(given, workspace, now, saved=saved)
    from cenum.links.online import of_memory, opened_world

    with links_watched() as watch, opened_world(workspace, watch) as world:
        found = clips(given, workspace, now, world)
    printer().aside(FindingList(list(of_memory(world.memory, workspace))))
    return found


def _view(found: tuple[Clip, ...], placed: PlacedClips | None) -> View:
    parts: list[Part] = []
    for one in found:
        # What is to be copied stands on standard output alone.
        printer().beside(one.address, *(f"  {said}" for said in one.told))
        if placed is None:
            parts.append(RawText(f"{one.markdown}\n" if one is found[-1] else f"{one.markdown}\n\n"))
    if any(one.turned_away for one in found):
        hint = _("save the page in your browser as HTML, then: cenum clip {address} --page FILE")
        printer().beside(hint.format(address=next(one.address for one in found if one.turned_away)))
    if placed is not None:
        parts += _of_places(placed)
    data: dict[str, object] = {"clips": [_data(one) for one in found]}
    if placed is not None:
        data |= {"file": placed.file, "added": [one.address for one in placed.added]}
    exit_code = Exit.REFUSED if any(one.kept_out for one in found) else Exit.DONE
    return View(data, parts, exit_code)


def _of_places(placed: PlacedClips) -> list[Part]:
    parts: list[Part] = []
    if placed.added:
        parts.append(Success(placed.said))
    return [*parts, *(TextLine(placed.kept(one)) for one in placed.there)]


def _data(one: Clip) -> dict[str, object]:
    facts = {
        name: {"value": fact.value, "source": fact.source.name.lower(), "sure": fact.sure}
        for name in ("title", "outlet", "authors", "date", "language", "paid", "address")
        if (fact := getattr(one.facts, name)) is not None
    }
    return {
        "given": one.given,
        "address": one.address,
        "markdown": one.markdown,
        "point": one.point,
        "read": not one.kept_out,
        "kept_out": one.kept_out,
        "facts": facts,
        "open": list(one.open),
        "cited": [
            {
                "file": place.place.file,
                "line": place.place.line,
                "day": place.day and place.day.isoformat(),
                "section": place.section,
            }
            for place in one.cited
        ],
        "told": list(one.told),
    }
