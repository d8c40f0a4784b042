"""What every command has in common: its help, its options, how it answers, and how it ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cenum.cli.checked_letter import LetterStopped
from cenum.cli.context import named_file
from cenum.cli.printing import OutputError, OutputForm, Printer, say
from cenum.cli.recording import Recorder
from cenum.errors import CenumError, Exit, FolderRefusal, UsageMistake, reason_of, unusable
from cenum.i18n import N_, _
from cenum.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cenum.cli.view import View

# Where click keeps what these options said.
_RECORD, _FORM = "cenum.record", "cenum.form"


def command(
    summary: str,
    *,
    of_letter: bool = True,
    fateful: bool = False,
    more: Callable[[], Sequence[click.Parameter]] = tuple,
) -> Callable[[Callable[..., View | None]], click.Command]:
    """A command with what every command takes, whose view is printed in the form that its options ask for.

    ``of_letter`` if it works on a letter; ``fateful`` if what breaks off in it may have been carried out. ``more``
    gives the last of its own options, in the language that is spoken, once somebody asks for them.
    """
    standard = _of_every_command()[0 if of_letter else 1 :]
    return click.command(cls=_Command, help=summary, more=more, standard=standard, fateful=fateful)


def _remember(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    ctx.meta[_RECORD] = value


def answers_as(form: OutputForm) -> Callable[[click.Context, click.Parameter, bool], None]:
    """What an option does that asks for an answer in this ``form``."""

    def choose(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value:
            ctx.meta[_FORM] = max(form, ctx.meta.get(_FORM, form))

    return choose


def _of_every_command() -> list[click.Parameter]:
    """What stands below a command's own options."""
    return [
        click.Option(
            ["--folder"],
            metavar=N_("PATH"),
            type=click.Path(exists=True),
            help=N_("The letter's folder; the current one by default."),
        ),
        click.Option(
            ["--record"],
            metavar=N_("FILE"),
            type=click.Path(dir_okay=False),
            expose_value=False,
            callback=_remember,
            help=N_("Record the output in this file, as JSON, for the next step."),
        ),
        click.Option(
            ["--json", "as_json"],
            is_flag=True,
            expose_value=False,
            callback=answers_as(OutputForm.JSON),
            help=N_("Print JSON, for programs."),
        ),
    ]


issue_named = click.argument("issue", default="next", metavar=N_("[ISSUE]"))
yes_option = click.option("--yes", is_flag=True, help=N_("Skip the confirmation prompt."))


def asks_about_links(function: Callable[..., Any]) -> Callable[..., Any]:
    """What every command takes that checks links before it does anything."""
    function = click.option("--fresh", is_flag=True, help=N_("Ignore the results of earlier link checks."))(function)
    return click.option("--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Don't check links."))(function)


def waits_for_own_site(function: Callable[..., Any]) -> Callable[..., Any]:
    """What every command takes that needs the letter's own site before it does anything."""
    return click.option(
        "--wait",
        type=click.IntRange(0, 60),
        metavar=N_("MINUTES"),
        default=0,
        help=N_("Wait for the letter's own site, if what was published is not there yet."),
    )(function)


class _Command(click.Command):
    """A command whose answer is printed here, and whose errors are sentences and exit codes."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  click's own
        more: Callable[[], Sequence[click.Parameter]],
        standard: Sequence[click.Parameter],
        fateful: bool,
        **options: Any,  # noqa: ANN401  click's own
    ) -> None:
        super().__init__(*args, **options)
        self._more, self._own, self._fateful = more, len(self.params), fateful
        self.params += standard

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own, then those of every command."""
        params = super().get_params(ctx)
        return [*params[: self._own], *self._more(), *params[self._own :]]

    def invoke(self, ctx: click.Context) -> None:
        recorder = Recorder(self.name or "")
        ctx.obj = printer = Printer(ctx.meta.get(_FORM, OutputForm.TEXT), recorder)
        kept = ctx.meta.get(_RECORD)
        try:
            with recorder.writing(*named_file(kept, ctx.params.get("folder"))) if kept else nullcontext():
                self._answer(ctx, printer)
        except UsageMistake as mistake:
            _leave(printer, mistake, mistake.exit_code)

    def _answer(self, ctx: click.Context, printer: Printer) -> None:
        try:
            view: View | None = super().invoke(ctx)
            if view is not None:
                _show(printer, view)
        except CenumError as mistake:
            _leave(printer, mistake, mistake.exit_code)
        except FolderRefusal as refusal:
            _leave(printer, unusable(refusal), Exit.USAGE)
        except (click.ClickException, click.exceptions.Exit, click.Abort, OutputError):
            raise
        except Exception as mistake:  # noqa: BLE001  whatever it is, it ends as a sentence
            if os.environ.get("CENUM_DEBUG"):
                say(_trace(mistake), err=True)
            _leave(printer, _unforeseen(mistake), Exit.FATE_UNKNOWN if self._fateful else Exit.REFUSED)


def _show(printer: Printer, view: View) -> None:
    with _staying_done() if view.carried_out else nullcontext():
        printer.show(view)
    if view.exit_code:
        sys.exit(view.exit_code)


def _leave(printer: Printer, mistake: CenumError, code: Exit) -> NoReturn:
    """Say what went wrong, and go with ``code`` whether anybody hears it or not."""
    try:
        printer.failure(mistake, mistake.checked if isinstance(mistake, LetterStopped) else None)
    except OutputError as failure:
        output_lost(failure, mistake.message.replace("{", "{{").replace("}", "}}"))
    sys.exit(code)


@contextmanager
def _staying_done() -> Iterator[None]:
    """What was carried out stays so, also where nobody can be told: a failure would call for a second time."""
    try:
        yield
    except OutputError as mistake:
        output_lost(mistake, _("the command succeeded, but its results could not be written ({reason})"))
        sys.exit(Exit.DONE)


def _trace(mistake: Exception) -> str:
    """What a report needs, without the keys, line by line: an exception may carry whatever it was given."""
    import traceback

    from cenum.services.secrets import redact_environment

    lines = "".join(traceback.format_exception(mistake)).split("\n")
    return redact_environment("\n".join(map(printable, lines)), os.environ)


def _unforeseen(mistake: Exception) -> CenumError:
    from cenum.services.secrets import redact_environment

    reason = redact_environment(str(mistake), os.environ)
    return CenumError(
        _("Unexpected error in cenum ({kind}: {reason})").format(kind=type(mistake).__name__, reason=reason),
        _(
            "run “cenum status” to see the current state; run the same command with CENUM_DEBUG=1 "
            "for details to report"
        ),
    )


def output_lost(mistake: OutputError | OSError, sentence: str) -> None:
    """Nobody can be told on standard output; whoever is left to hear is told why."""
    sys.stdout = None  # nothing is left to say, nor to flush
    try:
        if mistake.errno != errno.EPIPE:
            say(sentence.format(reason=reason_of(OSError(mistake.errno, mistake.strerror))), err=True)
    except OutputError:
        sys.stderr = None
