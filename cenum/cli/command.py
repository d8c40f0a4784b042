"""What every command has in common: its help, its options, and how it ends."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cenum import __version__, console, record
from cenum.errors import CenumError, Exit, Mistakes, UsageMistake
from cenum.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cenum.process import Result


@click.group(
    help=N_(
        "Write a weekly letter as one Markdown file; see it, test it, send it once.\n\n"
        "A week: “cenum new” on Monday, “cenum check” while you write, “cenum build” to look at it, "
        "“cenum test” for the reviewers, “cenum send” on the day.\n\n"
        "ISSUE is a date (2026-11-27), a path, “next” or “latest”.\n\n"
        "Exit codes: 0 done, 1 something for the editor to mend, 2 wrong usage or settings, "
        "3 the service refused or can't be reached, 4 the fate of a send is unknown: a person must look."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cenum")
def cenum() -> None: ...


def command(
    summary: str,
    group: click.Group = cenum,
    *,
    of_letter: bool = True,
    more: Callable[[], Sequence[click.Parameter]] = tuple,
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of ``group``, with what every command takes; ``of_letter`` if it works on a letter.

    ``more`` gives the last of its own options, in the language that is spoken, once somebody asks for them.
    """
    standard = _of_every_command()[0 if of_letter else 1 :]
    return group.command(cls=_Command, help=summary, more=more, standard=standard)


_RECORD = "cenum.record"  # where click keeps the file of --record


def _remember(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    ctx.meta[_RECORD] = value


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
            help=N_("Keep what is said in this file, as JSON, for the step after."),
        ),
        click.Option(["--json", "as_json"], is_flag=True, help=N_("Print JSON, for programs.")),
    ]


issue_named = click.argument("issue", default="next", metavar=N_("[ISSUE]"))
yes_option = click.option("--yes", is_flag=True, help=N_("Skip the confirmation prompt."))


def asks_about_links(function: Callable[..., Any]) -> Callable[..., Any]:
    """What every command takes that checks links before it does anything."""
    function = click.option("--fresh", is_flag=True, help=N_("Ignore the results of earlier link checks."))(function)
    return click.option("--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Don't check links."))(function)


# What broke off in a way that nobody foresaw in one of these may have been carried out.
_FATEFUL = {"send", "schedule", "cancel"}


class _Command(click.Command):
    """A command whose errors are sentences and exit codes."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  click's own
        more: Callable[[], Sequence[click.Parameter]],
        standard: Sequence[click.Parameter],
        **options: Any,  # noqa: ANN401  click's own
    ) -> None:
        super().__init__(*args, **options)
        self._more, self._own = more, len(self.params)
        self.params += standard

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own, then those of every command."""
        params = super().get_params(ctx)
        return [*params[: self._own], *self._more(), *params[self._own :]]

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
        kept = ctx.meta.get(_RECORD)
        if not kept:
            return self._said(ctx)
        try:
            with _kept(self.name or "", Path(kept)):
                return self._said(ctx)
        except UsageMistake as mistake:
            _leave(mistake, mistake.exit_code, asked=ctx.params)

    def _said(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own
        try:
            return super().invoke(ctx)
        except CenumError as mistake:
            _leave(mistake, mistake.exit_code, asked=ctx.params)
        except (click.ClickException, click.exceptions.Exit, click.Abort, console.Unheard):
            raise
        except Exception as mistake:  # noqa: BLE001  whatever it is, it ends as a sentence
            if os.environ.get("CENUM_DEBUG"):
                console.say(_trace(mistake), err=True)
            code = Exit.FATE_UNKNOWN if self.name in _FATEFUL else Exit.REFUSED
            _leave(_unforeseen(mistake), code, asked=ctx.params)


@contextmanager
def _kept(name: str, file: Path) -> Iterator[None]:
    """Keep what is said in ``file``; first that it was begun: without an exit code, it was killed."""
    heard = console.heard
    heard.command = name
    record.write(heard, file)
    try:
        yield
        heard.exit_code = Exit.DONE.value
    except SystemExit as end:
        heard.exit_code = int(str(end.code or 0))
        raise
    except click.ClickException as mistake:
        heard.exit_code, heard.message = Exit.USAGE.value, mistake.format_message()
        raise
    finally:
        with suppress(CenumError):  # what was done stays done
            record.write(heard, file)


def stop(result: Result) -> NoReturn:
    """End the command here: the letter can't go out, and all that was found is said."""
    data = {"links": console.links_as_data(result.checked)}
    _leave(Mistakes(result.findings), result.exit_code, asked=click.get_current_context().params, data=data)


def _leave(
    mistake: CenumError, code: Exit, *, asked: Mapping[str, Any], data: Mapping[str, object] | None = None
) -> NoReturn:
    """Say what went wrong, and go with ``code`` whether anybody hears it or not; ``data`` is for programs alone."""
    try:
        _report(mistake, asked, data or {})
    except console.Unheard as failure:
        unheard(failure, mistake.message.replace("{", "{{").replace("}", "}}"))
    sys.exit(code)


@contextmanager
def carried_out() -> Iterator[None]:
    """What was carried out stays so, also where nobody can be told: a failure would call for a second time."""
    try:
        yield
    except console.Unheard as mistake:
        unheard(mistake, _("it is done, and what there was to say of it could not be written ({reason})"))
        sys.exit(Exit.DONE)


def _trace(mistake: Exception) -> str:
    """What a report needs, without the keys: an exception may carry whatever it was given."""
    import traceback

    from cenum.services.secrets import redact_environment

    return redact_environment("".join(traceback.format_exception(mistake)), os.environ)


def _unforeseen(mistake: Exception) -> CenumError:
    from cenum.services.secrets import redact_environment

    reason = redact_environment(str(mistake), os.environ)
    return CenumError(
        _("Unexpected error in cenum ({kind}: {reason})").format(kind=type(mistake).__name__, reason=reason),
        _("see “cenum status” for where things stand; with CENUM_DEBUG=1 the same command says more, for a report"),
    )


def _report(mistake: CenumError, asked: Mapping[str, Any], data: Mapping[str, object]) -> None:
    """What went wrong, in the form that the command's options ask for."""
    console.heard.message, console.heard.remedy = mistake.message, mistake.remedy
    found = mistake.findings if isinstance(mistake, Mistakes) else ()
    if asked.get("as_json"):
        said = {"done": False, "message": mistake.message, "remedy": mistake.remedy}
        links: dict[str, object] = {"links": []} if isinstance(mistake, Mistakes) else {}
        console.as_json({**said, "findings": console.findings_as_data(found), **links, **data})
    elif asked.get("as_sarif") and found:
        from cenum.sarif import sarif

        console.document(sarif(found))
    elif found:
        console.findings(found)
    else:
        console.failure(mistake)


def unheard(mistake: console.Unheard | OSError, sentence: str) -> None:
    """Nobody can be told on standard output; whoever is left to hear is told why."""
    sys.stdout = None  # nothing is left to say, nor to flush
    try:
        if mistake.errno != errno.EPIPE:
            console.say(sentence.format(reason=mistake.strerror), err=True)
    except console.Unheard:
        sys.stderr = None
