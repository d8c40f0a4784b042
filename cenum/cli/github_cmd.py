from __future__ import annotations

import click

from cenum.cli.group import CommandGroup, LazyCommands
from cenum.i18n import N_

GITHUB_COMMANDS = {
    "alarm": "github_alarm_cmd",
    "care": "github_care_cmd",
    "clip": "github_clip_cmd",
    "comment": "github_comment_cmd",
    "deploy": "github_deploy_cmd",
    "keep": "github_keep_cmd",
    "media": "github_media_cmd",
    "overlay": "github_overlay_cmd",
    "recall": "github_recall_cmd",
    "review": "github_review_cmd",
    "take": "github_take_cmd",
    "tell": "github_tell_cmd",
}


@click.group(
    cls=CommandGroup,
    commands=LazyCommands(GITHUB_COMMANDS),
    help=N_(
        "Run the steps of the GitHub workflows.\n"
        "\n"
        "They read the event of the run; when you run them by hand, give the same facts as "
        "options. They write to GitHub through its own program, gh."
    ),
)
def github() -> None: ...
