"""Which commands there are. Each has a module of its own, which is imported when somebody asks for it."""

from __future__ import annotations

import copy
from collections.abc import MutableMapping
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

from cenum import __version__
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class LazyCommands(MutableMapping[str, click.Command]):
    """Commands by their names, from the modules below ``cenum.cli`` in which they stand under these names.

    A name that Python keeps for itself has an ``_`` behind it there.
    """

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._known: dict[str, str | click.Command] = dict(modules)

    def __getitem__(self, name: str) -> click.Command:
        known = self._known[name]
        if isinstance(known, str):
            named = f"{name}_" if iskeyword(name) else name
            command: click.Command = getattr(import_module(f"cenum.cli.{known}"), named)
            command.name = name
            return command
        return known

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class CommandGroup(click.Group):
    """A group whose commands come in the language that is spoken."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, if there is one."""
        found = super().get_command(ctx, cmd_name)
        return found and translated(found)


def translated(command: click.Command) -> click.Command:
    """A ``command`` with its help in the language that is spoken: it was marked when it was declared."""
    command = copy.copy(command)
    command.help = command.help and _(command.help)
    command.params = [_translated_parameter(one) for one in command.params]
    if isinstance(command, click.Group):
        command.subcommand_metavar = _(N_("COMMAND [ARGS]..."))
    return command


def _translated_parameter(parameter: click.Parameter) -> click.Parameter:
    parameter = copy.copy(parameter)
    parameter.metavar = parameter.metavar and _(parameter.metavar)
    if isinstance(parameter.type, click.Path):
        parameter.type = copy.copy(parameter.type)
        parameter.type.name = _(parameter.type.name)
    if isinstance(parameter, click.Option) and parameter.help:
        parameter.help = _(parameter.help)
    return parameter


# A command more is a line here, and its module.
COMMANDS = {
    "approve": "approve_cmd",
    "build": "build_cmd",
    "cancel": "cancel_cmd",
    "care": "care_cmd",
    "check": "check_cmd",
    "clip": "clip_cmd",
    "doctor": "doctor_cmd",
    "github": "github_cmd",
    "import": "import_cmd",
    "init": "init_cmd",
    "inspect": "inspect_cmd",
    "look": "look_cmd",
    "mailbox": "mailbox_cmd",
    "new": "new_cmd",
    "preview": "preview_cmd",
    "publish": "publish_cmd",
    "report": "report_cmd",
    "schedule": "schedule_cmd",
    "send": "send_cmd",
    "status": "status_cmd",
    "test": "send_test_cmd",  # pytest would take test_cmd for tests
    "upgrade": "upgrade_cmd",
}


@click.group(
    cls=CommandGroup,
    commands=LazyCommands(COMMANDS),
    help=N_(
        "Write a weekly letter as one Markdown file; see it, test it, send it once.\n"
        "\n"
        "A week: “cenum new” on Monday, “cenum check” while you write, “cenum build” to look at "
        "it, “cenum test” for the reviewers, “cenum send” on the day.\n"
        "\n"
        "ISSUE is a date (2026-11-27), a path, “next” or “latest”.\n"
        "\n"
        "Exit codes: 0 done, 1 something for the editor to fix, 2 wrong usage or settings, 3 the "
        "service refused or can't be reached, 4 it is unknown whether the letter left: a person "
        "must look."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cenum")
def cenum() -> None: ...
