"""The command line: one function a command, which reads arguments, calls one thing, and prints."""

from __future__ import annotations

import gc
import gettext
import io
import os
import sys
from pathlib import Path

import click

from cenum import console, i18n
from cenum.cli import after, github_review, github_tell, send, start, upgrade, write
from cenum.cli.command import cenum, unheard
from cenum.errors import Exit
from cenum.i18n import N_, _

# Importing them is what declares their commands.
_COMMANDS = (start, write, send, after, github_review, github_tell, upgrade)


def main() -> None:
    """Run cenum. Every way out is an exit code of :class:`~cenum.errors.Exit`; none is a traceback."""
    # A command lives for less than a second: collecting garbage would take a tenth of it.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that the terminal does not have is no reason to stop
    try:
        _speak()
        _run()
    except (console.Unheard, OSError) as mistake:
        # Commands deal with every other OSError themselves: click could not print, or we could not.
        unheard(mistake, _("what there was to say could not be written ({reason})"))
        sys.exit(Exit.REFUSED)


def _run() -> None:
    try:
        _translated(cenum)(standalone_mode=False)
    except click.exceptions.Abort:
        console.say(_("Interrupted; look at “cenum status” to see where things stand."), err=True)
        sys.exit(Exit.INTERRUPTED)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(Exit.USAGE)


def _translated(group: click.Group) -> click.Group:
    """The commands with their help in the language that is spoken: it was marked when they were declared."""
    group.subcommand_metavar = _(N_("COMMAND [ARGS]..."))
    for command in (group, *group.commands.values()):
        if isinstance(command, click.Group) and command is not group:
            _translated(command)
            continue
        command.help = command.help and _(command.help)
        for parameter in command.params:
            parameter.metavar = parameter.metavar and _(parameter.metavar)
            if isinstance(parameter.type, click.Path):
                parameter.type.name = _(parameter.type.name)
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = _(parameter.help)
    return group


def _speak() -> None:
    """The language of ``CENUM_LANG``, or the letter's, or the machine's; click's words are in the catalogue too."""
    language = os.environ.get("CENUM_LANG") or _letter_language() or _machine_language() or "en"
    i18n.speak(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("cenum", str(i18n.LOCALES))
    gettext.textdomain("cenum")


def _machine_language() -> str:
    """What the variables of POSIX say (Base Specifications, section 8.2), without the encoding: ``fr_FR``."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return said.partition(".")[0].partition("@")[0]


def _letter_language() -> str:
    """What cenum.toml says, before anybody has judged cenum.toml."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        try:
            text = (folder / "cenum.toml").read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        from cenum.toml import as_far_as_it_goes

        newsletter = as_far_as_it_goes(text).get("newsletter")
        language = newsletter.get("language") if isinstance(newsletter, dict) else None
        return language if isinstance(language, str) and language else "fr"
    return ""
