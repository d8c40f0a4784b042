from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command, issue_named
from cenum.cli.context import path_of, printer, today, workspace_in
from cenum.cli.view import Success, View
from cenum.errors import UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.workspace import Workspace


# Objects made between two looks for garbage; with Python's 700, a letter is looked through all the while it is drawn.
_YOUNG = 100_000


@command(
    N_(
        "Show an issue in your browser, updated at every save.\n"
        "\n"
        "Findings appear beside it. The page is on this machine only. It shows the letter as "
        "mail programs do: wide, on phones, dark, without pictures, in Outlook; also its plain "
        "text, its links, its source, and its outline for screen readers."
    )
)
@issue_named
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar=N_("PORT"), help=N_("Port to listen on; 8030 if it is free.")
)
@click.option("--open", "open_browser", is_flag=True, help=N_("Open the browser."))
@click.option(
    "--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Ask nobody, neither about links nor for clips.")
)
def preview(issue: str, port: int | None, open_browser: bool, offline: bool, folder: str | None) -> None:
    from cenum.clock import utc_now
    from cenum.preview.access import KEY, PreviewAccess, origin
    from cenum.preview.clip_desk import ClipDesk
    from cenum.preview.clip_reading import offline_clips, read_clips
    from cenum.preview.endpoints import Endpoints
    from cenum.preview.library import PreviewLibrary
    from cenum.preview.link_check import check_links
    from cenum.preview.serve import listen, serve

    workspace = workspace_in(folder)
    shown = _shown_first(workspace, issue)
    output = printer()
    with listen(port) as bound:
        access = PreviewAccess()
        address = f"{origin(bound.port)}/?{KEY}="
        url = address + access.printed

        def ready() -> None:
            # This one stays, and what it begins with does too: it is looked through no more.
            gc.freeze()
            gc.set_threshold(_YOUNG)
            gc.enable()
            output.show(View({"url": url}, [Success(_("the preview is at {url} (Ctrl-C to stop)").format(url=url))]))
            if open_browser:
                click.launch(address + access.once)

        desk = ClipDesk(offline_clips if offline else read_clips, utc_now)
        library = PreviewLibrary(workspace, None if offline else check_links)
        endpoints = Endpoints(library, shown, os.environ, desk, utc_now)
        serve(endpoints, bound, access, ready=ready)


def _shown_first(workspace: Workspace, issue: str) -> str:
    """The issue that was named; where “next” is none, the last one there is, or none at all."""
    dated = [path.stem for path in workspace.dated_issues()]
    if issue == "next":
        return next((key for key in dated if key >= today(workspace).isoformat()), dated[-1] if dated else "")
    path = path_of(workspace, issue).resolve()
    if path.parent != workspace.issues.resolve() or path.stem not in dated:
        raise UsageMistake(
            _("“{name}” is not an issue of this folder").format(name=issue),
            _("name an issue as a date (2026-11-27), a path, “next” or “latest”"),
        )
    return path.stem
