"""The command of the first day: init."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenum import console, i18n
from cenum.cli.command import command, yes_option
from cenum.clock import utc_now
from cenum.errors import Exit
from cenum.i18n import N_, _
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cenum.starter.questions import Question
    from cenum.starter.write_files import NewFiles


def _of_services() -> list[click.Option]:
    """The service, and each setting that one asks for; what several ask for under one name is one option."""
    from cenum.services.registry import NAMES, specs

    helps: dict[str, dict[str, None]] = {"service": {f"{', '.join(NAMES)}.": None}}
    for asked in (one for service in specs() for one in service.asks):
        helps.setdefault(asked.setting, {})[_(asked.help)] = None
    return [
        click.Option([f"--{setting.replace('_', '-')}"], metavar=setting.upper(), help=" ".join(sentences))
        for setting, sentences in helps.items()
    ]


@command(
    N_(
        "Begin a letter of your own in an empty folder.\n\nAsks a few questions, and writes settings, templates, a "
        "first issue, the workflows for GitHub and a page for the editorial team. Nothing that exists is ever "
        "touched. What an option answers is not asked."
    ),
    of_letter=False,
    more=_of_services,
)
@click.argument("where", required=False, default=".", metavar=N_("[FOLDER]"), type=click.Path(file_okay=False))
@click.option("--language", metavar=N_("LANGUAGE"), help=N_("The letter's language: fr or en."))
@click.option("--name", metavar=N_("TEXT"), help=N_("The letter's name."))
@click.option("--publisher", metavar=N_("TEXT"), help=N_("Who publishes it."))
@click.option("--site", metavar=N_("ADDRESS"), help=N_("Where its issues are published: https://…"))
@click.option("--sender", metavar=N_("E-MAIL"), help=N_("The address that it comes from."))
@click.option("--reply-to", metavar=N_("E-MAIL"), help=N_("The address that replies go to; the sender's by default."))
@click.option("--reviewers", metavar=N_("E-MAIL,…"), help=N_("Who receives the test send."))
@click.option("--day", metavar=N_("DAY"), help=N_("The day of sending; Friday by default."))
@click.option("--hour", metavar=N_("HOUR"), help=N_("The hour of sending; 07:00 by default."))
@yes_option
def init(where: str, yes: bool, as_json: bool, **given: str | None) -> None:
    from cenum.settings import FILE_NAME, load
    from cenum.starter.compose import compose
    from cenum.starter.material import material
    from cenum.starter.questions import taken
    from cenum.starter.write_files import prepare, write_new

    folder = Path(where)
    prepare(folder)
    try:
        asked = taken(given) if yes or not sys.stdin.isatty() else _asked(given, err=as_json)
        now = utc_now()
        made = write_new(folder, compose(asked, material(), now))
    except (click.Abort, KeyboardInterrupt):
        console.say(_("Interrupted: nothing was written."), err=True)
        sys.exit(Exit.INTERRUPTED)
    _speak(asked["language"])
    # The first issue is of the next day of sending.
    console.took(now.astimezone(load(folder / FILE_NAME).newsletter.sending_time.tzinfo))
    if as_json:
        console.as_json({"done": True, "folder": str(folder.resolve()), "files": made.written, "left": made.left})
        return
    _say(folder, asked["name"], made, local=asked["service"] == "local")


def _asked(given: Mapping[str, str | None], *, err: bool) -> dict[str, Any]:
    """What a person answers, in the letter's language as soon as it is known; a wrong answer is asked for again."""
    from cenum.starter.questions import questions

    answers: dict[str, Any] = {}
    for question in questions(answers):
        text = given[question.name]
        if text is None:
            text = _ask(question, answers, err=err)
        value, wrong = question.answer(text)
        while wrong:
            for finding in wrong:
                console.say(printable(f"  {finding.message} — {finding.remedy}"), err=True)
            value, wrong = question.answer(_ask(question, answers, err=err))
        answers[question.name] = value
        if question.name == "language":
            _speak(value)
    return answers


def _speak(language: str) -> None:
    if not os.environ.get("CENUM_LANG"):
        i18n.speak(language)


def _ask(question: Question, answers: Mapping[str, Any], *, err: bool) -> str:
    usual = question.usual(answers) if question.usual else ""
    asked = click.prompt(question.sentence, default=usual, show_default=bool(usual), prompt_suffix=" ", err=err)
    return str(asked)


def _say(folder: Path, name: str, made: NewFiles, *, local: bool) -> None:
    import shlex

    from cenum.starter.compose import IGNORED

    console.done(
        _("{name} can begin: {folder} holds all that a letter needs").format(name=name, folder=folder.resolve())
    )
    for left in made.left:
        if left == ".gitignore":
            lines = ", ".join(IGNORED)
            console.line(
                _("  .gitignore was there, and was left as it is; add these lines to it: {lines}").format(lines=lines)
            )
        else:
            console.line(
                _("  {file} was there, and was left as it is; the page for your team is GUIDE.md").format(file=left)
            )
    steps = [
        ("cenum preview", _("shows the first issue in your browser, anew at every save")),
        ("cenum check next", _("says what is wrong with it")),
        ("cenum test next", _("sends it to the reviewers")),
        ("cenum send next", _("sends it, once its line “draft: true” is removed")),
        # Only the embedded service delivers here; the others need their keys, and the doctor says which.
        ("cenum mailbox", _("shows what was delivered on this machine"))
        if local
        else ("cenum doctor", _("says what the mailing service still needs: keys, sender, domain")),
        ("cenum doctor --github", _("says what GitHub needs, once the folder is there")),
    ]
    console.line(_("Next:"))
    if folder.resolve() != Path.cwd():
        console.line(f"  cd {shlex.quote(str(folder))}")
    console.rows(steps)
