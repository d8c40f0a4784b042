"""The command line: one module a command, which reads arguments, calls one thing, and returns a view."""

from __future__ import annotations

import atexit
import gc
import gettext
import io
import os
import sys
from pathlib import Path

import click

from cenum import i18n
from cenum.cli.command import output_lost
from cenum.cli.group import cenum, translated
from cenum.cli.printing import OutputError, say
from cenum.errors import Exit
from cenum.i18n import _
from cenum.letter_folder import LetterFolder


def main() -> None:
    """Run cenum. Every way out is an exit code of :class:`~cenum.errors.Exit`; none is a traceback."""
    # A command lives for less than a second: collecting garbage would take a tenth of it, and looking for some at
    # its end a sixth.
    gc.disable()
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter that the terminal does not have is no reason to stop
    try:
        _speak()
        _run()
    except (OutputError, OSError) as mistake:
        # Commands deal with every other OSError themselves: click could not print, or we could not.
        output_lost(mistake, _("the results could not be written ({reason})"))
        sys.exit(Exit.REFUSED)


def _run() -> None:
    try:
        translated(cenum)(standalone_mode=False)
    except click.exceptions.Abort:
        say(_("Interrupted. Run “cenum status” to see the current state."), err=True)
        sys.exit(Exit.INTERRUPTED)
    except click.ClickException as mistake:
        said = io.StringIO()
        mistake.show(said)
        say(said.getvalue(), err=True, nl=False)
        sys.exit(Exit.USAGE)


def _speak() -> None:
    """The language of ``CENUM_LANG``, or the letter's, or the machine's; click's words are in the catalogue too."""
    language = os.environ.get("CENUM_LANG") or _letter_language() or _machine_language() or "en"
    i18n.speak(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("cenum", str(i18n.LOCALES))
    gettext.textdomain("cenum")


def _machine_language() -> str:
    """What the variables of POSIX say (Base Specifications, section 8.2), without the encoding: ``fr_FR``.

    Where they say nothing on Windows, it is the language that Windows itself speaks to this user.
    """
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if not said and sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return said.partition(".")[0].partition("@")[0]


def _letter_language() -> str:
    """What cenum.toml says, before anybody has judged cenum.toml."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        try:
            text = LetterFolder(folder).text("cenum.toml")
        except (OSError, UnicodeDecodeError):
            continue
        from cenum.toml import as_far_as_it_goes

        newsletter = as_far_as_it_goes(text).get("newsletter")
        language = newsletter.get("language") if isinstance(newsletter, dict) else None
        return language if isinstance(language, str) and language else "fr"
    return ""
