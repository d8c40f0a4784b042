from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import workspace_in
from cenum.cli.github_options import done_view
from cenum.cli.site_option import site_named
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from cenum.cli.view import View


@command(
    N_(
        "Push the pages to another repository.\n\nSITE is their folder. The branch gh-pages becomes one commit "
        "without a history. CENUM_SITE_REPOSITORY names the repository at GitHub, CENUM_SITE_KEY is its deploy key."
    )
)
@click.argument("site", metavar=N_("SITE"), type=click.Path(file_okay=False))
def deploy(site: str, folder: str | None) -> View:
    from cenum.letter_folder import LetterFolder
    from cenum.repository.github_pages import SITE_KEY, SITE_REPOSITORY, pages_domain
    from cenum.repository.site_push import BRANCH, PushTarget, push_site

    workspace = workspace_in(folder)
    target = PushTarget(os.environ.get(SITE_REPOSITORY, ""), os.environ.get(SITE_KEY, ""))
    path = site_named(workspace, site, folder).folder
    # By this file GitHub Pages knows whose domain a branch is for; without it, the domain would be forgotten.
    domain = pages_domain(workspace.settings.newsletter.site)
    more = {"CNAME": f"{domain}\n".encode()} if domain else {}
    count = push_site(LetterFolder(path), path, more, target, os.environ)
    said = _("{count} files are on the branch {branch} of {repository}")
    return done_view(said.format(count=count, branch=BRANCH, repository=target.repository))
