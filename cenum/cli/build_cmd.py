from __future__ import annotations

import click

from cenum.cli.checked_letter import rendered_and_said
from cenum.cli.command import command, issue_named
from cenum.cli.context import path_of, workspace_in
from cenum.cli.json_data import findings_as_data
from cenum.cli.view import Rows, Success, TextLine, View
from cenum.formatting import weight_rows
from cenum.i18n import N_, _


@command(
    N_(
        "Render an issue into dist/ISSUE/.\n\nWrites email.html and email.txt to look at, email.eml to open "
        "in a mail program, the pictures, and edition.json with the digest and the weights. Checks nothing: "
        "that is what “cenum check” does."
    )
)
@issue_named
@click.option("--preview", "with_preview", is_flag=True, help=N_("Also write preview.html, for reviewers."))
@click.option(
    "--against",
    metavar=N_("REVISION"),
    help=N_("Also write preview.html, with the changes since a git revision (main), or beside another issue."),
)
@click.option(
    "--pictures",
    "with_pictures",
    is_flag=True,
    help=N_("Also take phone.png and desktop.png, with this machine's Chrome or Chromium."),
)
# It once asked about links, and who still says how is answered all the same.
@click.option("--offline", "--fresh", "asks_about_links", is_flag=True, hidden=True, expose_value=False)
def build(issue: str, with_preview: bool, against: str | None, with_pictures: bool, folder: str | None) -> View:
    from cenum.build import folder_of, summary, write, write_all

    workspace = workspace_in(folder)
    result = rendered_and_said(workspace, issue)
    target = folder_of(result.key, workspace.files)
    files = write(result, workspace.files)
    if with_preview or against:
        from cenum.preview import standalone
        from cenum.process import check

        page, path = target / standalone.NAME, path_of(workspace, issue)
        checked = check(result, path, workspace)  # the page has a list of what was found
        write_all({page: standalone.preview_file(checked, path, workspace, against)}, workspace.files)
        files.append(page)
    if with_pictures:
        from cenum.preview.camera import take

        taken = {target / name: picture for name, picture in take(result.edition).items()}
        write_all(taken, workspace.files)
        files += taken
    return View(
        {
            "folder": str(target),
            "files": [file.relative_to(target).as_posix() for file in files],
            "findings": findings_as_data(result.findings),
            **summary(result),
        },
        [
            Success(_("the letter is in {folder}").format(folder=target.relative_to(workspace.root))),
            Rows(
                [
                    (_("subject"), result.edition.subject),
                    *weight_rows(result.weight),
                    (_("digest"), result.edition.digest[:32]),
                ]
            ),
            TextLine(_("it was not checked: `cenum check {issue}` shows what to correct").format(issue=result.key)),
        ],
    )
