from __future__ import annotations

import os

import click

from cenum.cli.command import command
from cenum.cli.context import service_context, workspace_in
from cenum.cli.json_data import diagnosis_as_data
from cenum.cli.view import DiagnosisList, View
from cenum.errors import Exit
from cenum.i18n import N_


@command(
    N_(
        "Check settings, account and the sender's domain.\n\nSettings, key, sender, audience, reviewers, what the "
        "service watches, and SPF, DKIM and DMARC of the sender's domain: each with what to do.\n\n"
        "With --github: what the repository needs instead, with the commands for it. Nothing is changed."
    )
)
@click.option("--selector", "selectors", multiple=True, help=N_("A DKIM selector of the sender's domain."))
@click.option("--offline", is_flag=True, help=N_("Don't query the DNS."))
@click.option(
    "--github", is_flag=True, help=N_("Look at the repository: secrets, environments, labels, protections.")
)
def doctor(selectors: tuple[str, ...], offline: bool, github: bool, folder: str | None) -> View:
    from cenum.doctor.diagnosis import Health

    workspace = workspace_in(folder)
    if github:
        from cenum.doctor.repository_needs import examine_repository

        found = examine_repository(workspace.settings, workspace.root, os.environ)
    else:
        from cenum.doctor.examination import examine

        found = examine(workspace.settings, service_context(workspace), selectors, offline=offline)
    bad = any(one.verdict is Health.BAD for one in found)
    return View(
        {"diagnoses": [diagnosis_as_data(one) for one in found]},
        [DiagnosisList(found)],
        exit_code=Exit.REFUSED if bad else Exit.DONE,
    )
