from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import now_here, workspace_in
from cenum.cli.github_options import client_of, done_view, repository_option
from cenum.cli.site_option import site_named
from cenum.i18n import N_, ngettext

if TYPE_CHECKING:
    from cenum.cli.view import View


@command(
    N_(
        "Add the pictures of letters under test to the pages.\n\nSITE is their folder. The pictures come from the "
        "branch cenum-media; nothing else of it is taken, and no file that is there is written over."
    )
)
@click.argument("site", metavar=N_("SITE"), type=click.Path(file_okay=False))
@repository_option
def overlay(site: str, repository: str | None, folder: str | None) -> View:
    from cenum.github.media_branch import take_media

    workspace = workspace_in(folder)
    pages = site_named(workspace, site, folder)
    taken = take_media(client_of(repository), now_here(workspace).date(), pages.has_media)
    count = len(pages.put_media(taken))
    said = ngettext("{count} picture of letters under test", "{count} pictures of letters under test", count)
    return done_view(said.format(count=count))
