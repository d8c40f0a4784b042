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
    from cenum.settings import Newsletter

_PAGES = ".github.io"


@command(
    N_(
        "Push the pages to another repository.\n\nSITE is their folder. The branch gh-pages becomes one commit "
        "without a history. CENUM_SITE_REPOSITORY names the repository at GitHub, CENUM_SITE_KEY is its deploy key."
    )
)
@click.argument("site", metavar=N_("SITE"), type=click.Path(file_okay=False))
def deploy(site: str, folder: str | None) -> View:
    from cenum.letter_folder import LetterFolder
    from cenum.repository.site_push import BRANCH, PushTarget, push_site

    workspace = workspace_in(folder)
    target = PushTarget(os.environ.get("CENUM_SITE_REPOSITORY", ""), os.environ.get("CENUM_SITE_KEY", ""))
    path = site_named(workspace, site, folder).folder
    count = push_site(LetterFolder(path), path, _domain(workspace.settings.newsletter), target, os.environ)
    said = _("{count} files are on the branch {branch} of {repository}")
    return done_view(said.format(count=count, branch=BRANCH, repository=target.repository))


def _domain(newsletter: Newsletter) -> dict[str, bytes]:
    """The file by which GitHub Pages knows whose domain a branch is for; without it, the domain would be forgotten.

    docs.github.com, “Managing a custom domain for your GitHub Pages site”.
    """
    from cenum.archive.entry import root_of
    from cenum.web_address import host_of

    host = host_of(newsletter.site)
    return {} if host.endswith(_PAGES) or root_of(newsletter) else {"CNAME": f"{host}\n".encode()}
