from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cenum import i18n
from cenum.cli.command import command, yes_option
from cenum.cli.context import printer
from cenum.cli.printing import say, say_line
from cenum.cli.view import Rows, Success, TextLine, View
from cenum.clock import utc_now
from cenum.errors import Exit
from cenum.i18n import N_, _

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
        "Create a letter of your own in an empty folder.\n"
        "\n"
        "Asks a few questions, then writes settings, templates, a first issue, the workflows for "
        "GitHub and a page for the editorial team. Existing files are never touched. Options "
        "answer questions in advance."
    ),
    of_letter=False,
    more=_of_services,
)
@click.argument("where", required=False, default=".", metavar=N_("[FOLDER]"), type=click.Path(file_okay=False))
@click.option("--language", metavar=N_("LANGUAGE"), help=N_("Language of the letter: fr or en."))
@click.option("--name", metavar=N_("TEXT"), help=N_("Name of the letter."))
@click.option("--publisher", metavar=N_("TEXT"), help=N_("Publisher."))
@click.option("--site", metavar=N_("ADDRESS"), help=N_("Site where issues are published: https://…"))
@click.option(
    "--deploy",
    metavar=N_("WAY"),
    help=N_("How the letter's pages come online: pages, branch or folder; folder by default."),
)
@click.option("--sender", metavar=N_("E-MAIL"), help=N_("Sender's address."))
@click.option("--reply-to", metavar=N_("E-MAIL"), help=N_("Reply-to address; the sender's by default."))
@click.option("--reviewers", metavar=N_("E-MAIL,…"), help=N_("Addresses that receive the test."))
@click.option("--day", metavar=N_("DAY"), help=N_("Day of sending; Friday by default."))
@click.option("--hour", metavar=N_("HOUR"), help=N_("Hour of sending; 07:00 by default."))
@click.option("--look", metavar=N_("LOOK"), help=N_("Look to begin with: newsroom, institution or association."))
@yes_option
def init(where: str, yes: bool, **given: str | None) -> View:
    from cenum.settings import FILE_NAME, load
    from cenum.starter.compose import compose
    from cenum.starter.questions import validated_answers
    from cenum.starter.template_files import material
    from cenum.starter.write_files import prepare, write_new

    folder = Path(where)
    prepare(folder)
    try:
        asked = validated_answers(given) if yes or not sys.stdin.isatty() else _asked(given)
        now = utc_now()
        made = write_new(folder, compose(asked, material(asks_index=True), now))
    except (click.Abort, KeyboardInterrupt):
        say(_("Interrupted: nothing was written."), err=True)
        sys.exit(Exit.INTERRUPTED)
    _speak(asked["language"])
    # The first issue is of the next day of sending.
    printer().say_now(now.astimezone(load(folder / FILE_NAME).newsletter.zone))
    return _begun_view(folder, asked["name"], made, local=asked["service"] == "local")


def _asked(given: Mapping[str, str | None]) -> dict[str, Any]:
    """What a person answers, in the letter's language as soon as it is known; a wrong answer is asked for again."""
    from cenum.starter.questions import questions

    answers: dict[str, Any] = {}
    for question in questions(answers):
        text = given[question.name]
        if text is None:
            text = _ask(question, answers)
        value, wrong = question.answer(text)
        while wrong:
            for finding in wrong:
                say_line(f"  {finding.message} — {finding.remedy}", err=True)
            value, wrong = question.answer(_ask(question, answers))
        answers[question.name] = value
        if question.name == "language":
            _speak(value)
    return answers


def _speak(language: str) -> None:
    if not os.environ.get("CENUM_LANG"):
        i18n.speak(language)


def _ask(question: Question, answers: Mapping[str, Any]) -> str:
    usual = question.usual(answers) if question.usual else ""
    return printer().ask(question.sentence, default=usual)


def _begun_view(folder: Path, name: str, made: NewFiles, *, local: bool) -> View:
    """What was written, what was left, and what comes next; ``local`` where the embedded service delivers."""
    import shlex

    from cenum.starter.compose import IGNORED

    lines = []
    for left in made.left:
        said = _("  kept your {file}; the page for your team is GUIDE.md")
        if left == ".gitignore":
            said = _("  kept your .gitignore; add these lines to it: {lines}")
        lines.append(TextLine(said.format(file=left, lines=", ".join(IGNORED))))
    lines.append(TextLine(_("Next:")))
    if folder.resolve() != Path.cwd():
        lines.append(TextLine(f"  cd {shlex.quote(str(folder))}"))
    steps = [
        ("cenum preview", _("shows the first issue in your browser, updated at every save")),
        ("cenum check next", _("shows what to correct")),
        ("cenum test next", _("sends it to the reviewers")),
        ("cenum send next", _("sends it, once its line “draft: true” is removed")),
        # Only the embedded service delivers here; the others need their keys, and the doctor says which.
        ("cenum mailbox", _("shows what was delivered on this machine"))
        if local
        else ("cenum doctor", _("shows what the mailing service still needs: keys, sender, domain")),
        ("cenum doctor --github", _("shows what GitHub needs, once the folder is there")),
    ]
    begun = _("{name} is ready: {folder} has everything it needs").format(name=name, folder=folder.resolve())
    return View(
        {"folder": str(folder.resolve()), "files": made.written, "left": made.left},
        [Success(begun), *lines, Rows(steps)],
    )
