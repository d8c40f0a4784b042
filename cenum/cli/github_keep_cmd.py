from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cenum.cli.command import command
from cenum.cli.context import named_file, workspace_in
from cenum.cli.github_options import client_of, done_view, dry_run_option, repository_option
from cenum.errors import UsageMistake
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from cenum.cli.view import View


@command(
    N_(
        "Keep what left on the branch cenum-archive.\n\nFOLDER is archive/ as the step before left it. Each commit "
        "follows the one before, and nothing of a letter that left is written over."
    )
)
@click.argument("kept", metavar=N_("FOLDER"), type=click.Path(file_okay=False))
@repository_option
@dry_run_option
def keep(kept: str, repository: str | None, dry_run: bool, folder: str | None) -> View:
    from cenum.github.kept_branch import keep_there
    from cenum.repository.git import GitRefused, head_commit

    workspace = workspace_in(folder)
    path, inside = named_file(kept, folder)
    if inside is None:
        message = _("{folder} is outside the letter's folder").format(folder=kept)
        raise UsageMistake(message, _("name a folder in it"))
    try:
        head = head_commit(workspace.root, os.environ)
    except GitRefused as mistake:
        message = _("git can't say which commit is checked out ({reason})").format(reason=mistake.reason)
        raise UsageMistake(message, _("run it in a checkout of the main branch")) from None
    client = client_of(repository, dry_run=dry_run)
    files, refused = keep_there(client, inside, path.relative_to(workspace.root).as_posix(), head)
    if refused:
        raise refused[0]
    said = ngettext("{count} file was kept", "{count} files were kept", len(files))
    return done_view(said.format(count=len(files)))
