"""The command line: one function a command, which reads arguments, calls one thing, and prints."""

from __future__ import annotations

import errno
import gc
import gettext
import io
import os
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from cenum import __version__, console, i18n
from cenum.arguments import DAY, HOUR
from cenum.errors import CenumError, Exit, Interrupted, Mistakes, UsageMistake
from cenum.finding import has_errors, masked
from cenum.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cenum.build import Made, Online
    from cenum.sending.act import Going, Sent
    from cenum.services.registry import Surroundings
    from cenum.services.service import Audience, Campaign, State
    from cenum.workspace import Workspace


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
        _unheard(mistake, _("what there was to say could not be written ({reason})"))
        sys.exit(Exit.REFUSED)


def _run() -> None:
    try:
        _translated(cenum)(standalone_mode=False)
    except click.exceptions.Abort:
        console.say(_("Interrupted; look at “cenum status” to see where things stand."), err=True)
        sys.exit(130)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(Exit.USAGE)


def _unheard(mistake: console.Unheard | OSError, sentence: str) -> None:
    """Nobody can be told on standard output; whoever is left to hear is told why."""
    sys.stdout = None  # nothing is left to say, nor to flush
    try:
        if mistake.errno != errno.EPIPE:
            console.say(sentence.format(reason=mistake.strerror), err=True)
    except console.Unheard:
        sys.stderr = None


def _translated(group: click.Group) -> click.Group:
    """The commands with their help in the language that is spoken: it was marked when they were declared."""
    group.subcommand_metavar = _(N_("COMMAND [ARGS]..."))
    for command in (group, *group.commands.values()):
        command.help = command.help and _(command.help)
        for parameter in command.params:
            parameter.metavar = parameter.metavar and _(parameter.metavar)
            if isinstance(parameter.type, click.Path):
                parameter.type.name = _(parameter.type.name)
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = _(parameter.help)
    return group


def _speak() -> None:
    """The language of ``CENUM_LANG``, or else the letter's own; click's words come from the same catalogue."""
    language = os.environ.get("CENUM_LANG") or _letter_language() or "en"
    i18n.speak(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("cenum", str(i18n.LOCALES))
    gettext.textdomain("cenum")


def _letter_language() -> str:
    """What cenum.toml says, before anybody has judged cenum.toml."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        try:
            lines = (folder / "cenum.toml").read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        for line in lines:
            key, _equals, value = line.partition("=")
            if key.strip() == "language":
                return value.partition("#")[0].strip().strip("\"'")
        return "fr"
    return ""


# What broke off in a way that nobody foresaw in one of these may have been carried out.
_FATEFUL = {"send", "schedule", "cancel"}


class _Command(click.Command):
    """A command whose errors are sentences and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's own signature
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


def _leave(mistake: CenumError, code: Exit, *, asked: Mapping[str, Any]) -> NoReturn:
    """Say what went wrong, and go with ``code`` whether anybody hears it or not."""
    try:
        _report(mistake, asked)
    except console.Unheard as unheard:
        _unheard(unheard, mistake.message.replace("{", "{{").replace("}", "}}"))
    sys.exit(code)


@contextmanager
def _carried_out() -> Iterator[None]:
    """What was carried out stays so, also where nobody can be told: a failure would call for a second time."""
    try:
        yield
    except console.Unheard as mistake:
        _unheard(mistake, _("it is done, and what there was to say of it could not be written ({reason})"))
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
        _("cenum broke off in a way that was not foreseen ({kind}: {reason})").format(
            kind=type(mistake).__name__, reason=reason
        ),
        _("see “cenum status” for where things stand; with CENUM_DEBUG=1 the same command says more, for a report"),
    )


def _report(mistake: CenumError, asked: Mapping[str, Any]) -> None:
    """What went wrong, in the form that the command's options ask for."""
    found = mistake.findings if isinstance(mistake, Mistakes) else ()
    if asked.get("as_json"):
        said = {"done": False, "message": mistake.message, "remedy": mistake.remedy}
        links = {"links": console.links_as_data(mistake.checked)} if isinstance(mistake, Mistakes) else {}
        console.as_json({**said, "findings": console.findings_as_data(found), **links})
    elif asked.get("as_sarif") and found:
        from cenum.sarif import sarif

        console.as_json(sarif(found))
    elif found:
        console.findings(found)
    else:
        console.failure(mistake)


def _now() -> datetime:
    return datetime.now(UTC)


def _workspace(folder: str | None) -> Workspace:
    from cenum.settings import find, load
    from cenum.workspace import Workspace

    path = find(Path(folder).resolve() if folder else Path.cwd())
    settings = load(path)
    if folder and not os.environ.get("CENUM_LANG"):
        i18n.speak(settings.newsletter.language)
    return Workspace(path.parent, settings)


def _around(workspace: Workspace) -> Surroundings:
    from cenum.services.registry import Surroundings

    return Surroundings(workspace.root, _now, os.environ)


def _today(workspace: Workspace) -> date:
    return _now().astimezone(workspace.settings.newsletter.sending_time.tzinfo).date()


def _path(workspace: Workspace, issue: str) -> Path:
    return workspace.issue_path(issue, today=_today(workspace), here=Path.cwd())


def _key(workspace: Workspace, issue: str) -> str:
    """What a campaign is known by. A date needs no file: what left may have been archived since."""
    return workspace.issue_key(issue, today=_today(workspace), here=Path.cwd())


class _Asking(NamedTuple):
    """How a command asks about links."""

    offline: bool
    fresh: bool = False


def _made(workspace: Workspace, issue: str, *, quiet: bool, links: _Asking | None = None) -> Made:
    """The issue, read, rendered and checked; its links, too, where ``links`` says how."""
    path = _path(workspace, issue)
    from cenum.build import make

    with _online(workspace, links) as online:
        made = make(path, workspace, online=online)
    if not quiet:
        console.findings(made.findings)
    return made


@contextmanager
def _online(workspace: Workspace, links: _Asking | None) -> Iterator[Online | None]:
    """What asks about links, with a bar where somebody watches."""
    if links is None:
        yield None
        return
    if links.offline:
        from cenum.links.findings import not_checked
        from cenum.links.model import Checked

        said = _("offline: the links were not checked")
        yield lambda issue, _links: (Checked(()), [not_checked(issue.place, said)])
        return
    gc.enable()  # two thousand links leave something behind
    from cenum.links.online import look

    if sys.stderr.isatty() and not os.environ.get("GITHUB_ACTIONS"):
        from cenum.links.show import progress
    else:
        progress = _unseen
    with progress() as watch:
        yield lambda issue, found: look(issue, found, workspace, fresh=links.fresh, watch=watch)


@contextmanager
def _unseen() -> Iterator[Callable[[object], None]]:
    yield lambda _standing: None


def _asks_about_links(function: Callable[..., Any]) -> Callable[..., Any]:
    """What every command takes that checks links before it does anything."""
    function = click.option(
        "--fresh", is_flag=True, help=N_("Ask about every link anew, whatever earlier runs found out.")
    )(function)
    return click.option("--offline", is_flag=True, envvar="CENUM_OFFLINE", help=N_("Ask about no link."))(function)


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


def _command(summary: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command, with what every command takes."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        function = click.option(
            "--folder",
            metavar=N_("PATH"),
            type=click.Path(exists=True),
            help=N_("The letter's folder; the current one by default."),
        )(function)
        function = click.option("--json", "as_json", is_flag=True, help=N_("Print JSON, for programs."))(function)
        return cenum.command(cls=_Command, help=summary)(function)

    return decorate


_issue = click.argument("issue", default="next", metavar=N_("[ISSUE]"))


@_command(
    N_(
        "Create the file of the next issue.\n\nThe date is the next day of sending that has no issue yet, "
        "or DATE. An existing file is never touched."
    )
)
@click.argument("day", required=False, metavar=N_("[DATE]"), type=DAY)
def new(day: date | None, folder: str | None, as_json: bool) -> None:
    from cenum.issue.scaffold import create

    workspace = _workspace(folder)
    path = create(workspace.issues, workspace.settings, day, _now())
    if as_json:
        console.as_json({"done": True, "file": str(path)})
        return
    shown = path.relative_to(workspace.root)
    console.done(_("{file} is ready to be written").format(file=shown))
    console.line(_("  Write in it with any text editor, then run: cenum check {date}").format(date=path.stem))


@_command(
    N_(
        "Say everything that is wrong with an issue, with its line and what to do.\n\n"
        "Errors stop the letter, warnings ask for a look. Its links are asked about, politely, and what answered is "
        "remembered for a day. Nothing is written, unless --fix is given, and nothing is sent."
    )
)
@_issue
@click.option("--fix", is_flag=True, help=N_("Write better addresses into the issue, and touch nothing else of it."))
@click.option("--sarif", "as_sarif", is_flag=True, help=N_("Print SARIF 2.1.0, for code hosts."))
@_asks_about_links
def check(  # noqa: PLR0913  its options
    issue: str, fix: bool, as_sarif: bool, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    workspace = _workspace(folder)
    links = _Asking(offline, fresh)
    if fix:
        _fix(workspace, issue, links, quiet=as_json or as_sarif)
        links = _Asking(offline)  # what did not change has just been asked about
    if as_sarif:
        from cenum.sarif import sarif

        console.as_json(sarif(_made(workspace, issue, quiet=True, links=links).findings))
        return
    made = _made(workspace, issue, quiet=as_json, links=links)
    if as_json:
        data = {"findings": console.findings_as_data(made.findings), "links": console.links_as_data(made.checked)}
        console.as_json({"done": True, **data, **_summary(made)})
        return
    console.done(_("{file} can go out").format(file=made.issue.place.file))
    console.rows([*console.weight_rows(made.weight), *console.link_rows(made.checked)])


def _fix(workspace: Workspace, issue: str, links: _Asking, *, quiet: bool) -> None:
    from cenum.links.fix import fix

    try:
        found = _made(workspace, issue, quiet=True, links=links).findings
    except Interrupted:
        raise
    except Mistakes as mistake:
        found = mistake.findings
    path = _path(workspace, issue)
    if not any(finding.better for finding in found):
        return
    fixed = fix(path, found)
    if quiet:
        return
    for old, new in fixed.written:
        console.done(_("{old} is now {new}").format(old=masked(old), new=masked(new)))
    said = _("{old} could not become {new} without changing more: write it by hand")
    for old, new in fixed.left:
        console.line(said.format(old=masked(old), new=masked(new)))


@_command(
    N_(
        "Render an issue into dist/ISSUE/.\n\nWrites email.html and email.txt to look at, email.eml to open "
        "in a mail program, the pictures, and edition.json with the digest and the weights."
    )
)
@_issue
@click.option("--preview", "with_preview", is_flag=True, help=N_("Write preview.html too, for reviewers."))
@click.option(
    "--against",
    metavar=N_("REVISION"),
    help=N_("Write preview.html too, with what changed since a revision of git (main), or beside another issue."),
)
@_asks_about_links
def build(  # noqa: PLR0913  its options
    issue: str, with_preview: bool, against: str | None, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.build import write, write_all

    workspace = _workspace(folder)
    made = _made(workspace, issue, quiet=as_json, links=_Asking(offline, fresh))
    target = workspace.root / "dist" / made.edition.key
    files = write(made, target)
    if with_preview or against:
        from cenum.preview import alone

        page = target / alone.NAME
        write_all({page: alone.of_issue(_path(workspace, issue), workspace, made.checked, against)})
        files.append(page)
    if as_json:
        names = [file.relative_to(target).as_posix() for file in files]
        found = console.findings_as_data(made.findings)
        console.as_json({"done": True, "folder": str(target), "files": names, "findings": found, **_summary(made)})
        return
    console.done(_("{folder} holds the letter").format(folder=target.relative_to(workspace.root)))
    console.rows(
        [
            (_("subject"), made.edition.subject),
            *console.weight_rows(made.weight),
            (_("digest"), made.edition.digest[:32]),
        ]
    )


@_command(
    N_(
        "Send an issue to the reviewers of cenum.toml, and to nobody else.\n\nWhat they receive is the very "
        "campaign that will go out. Only what was tested can be sent: after any change, test again."
    )
)
@_issue
@_asks_about_links
def test(issue: str, offline: bool, fresh: bool, folder: str | None, as_json: bool) -> None:
    from cenum.sending.act import send_test
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    made = _made(workspace, issue, quiet=as_json, links=_Asking(offline, fresh))
    with open_service(workspace.settings, _around(workspace)) as service:
        tested = send_test(made.edition, service, workspace.settings)
    outcome = tested.outcome
    if as_json:
        data = {
            "campaign": console.campaign_as_data(tested.campaign),
            "reviewers": outcome.delivered,
            "refused": outcome.refused,
        }
        console.as_json({"done": True, **data, **_summary(made)})
        return
    console.done(_("the reviewers were sent the issue of {key}").format(key=made.edition.key))
    console.rows(
        [
            (_("to"), ", ".join(outcome.delivered)),
            *((_("refused"), f"{address} ({reason})") for address, reason in outcome.refused),
            (_("campaign"), tested.campaign.name),
            (_("look at it"), tested.campaign.where),
            *console.weight_rows(made.weight),
        ]
    )


_yes = click.option("--yes", is_flag=True, help=N_("Don't ask; for machines."))


@_command(
    N_(
        "Say that what the reviewers were sent is good.\n\nIt is recorded with your name in the campaign's own "
        "name, for this very letter: after any change, test and approve again."
    )
)
@_issue
@click.option("--as", "person", metavar=N_("NAME"), envvar="GITHUB_ACTOR", help=N_("Who approves."))
def approve(issue: str, person: str | None, folder: str | None, as_json: bool) -> None:
    from cenum.sending import act
    from cenum.sending.mark import read_mark
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    made = _made(workspace, issue, quiet=as_json)
    with open_service(workspace.settings, _around(workspace)) as service:
        campaign = act.approve(made.edition, service, workspace.settings, person or "")
    mark = read_mark(campaign.name)
    approvers = mark.approvers if mark else ()
    if as_json:
        data = {"approvers": approvers, "wanted": workspace.settings.approvals}
        console.as_json({"done": True, "campaign": console.campaign_as_data(campaign), **data})
        return
    console.done(_("the issue of {key} is approved").format(key=made.edition.key))
    rows = [(_("approved by"), ", ".join(approvers)), (_("wanted"), str(workspace.settings.approvals))]
    console.rows([*rows, (_("campaign"), campaign.name)])


@_command(
    N_(
        "Send the tested issue to the audience. Once.\n\nRefuses what was not tested, what was changed since, "
        "what already left, and an audience outside the bounds of cenum.toml. Asks before it sends.\n\n"
        "With --due: send the issue of today if its hour has come and nobody did; otherwise do nothing."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option("--due", is_flag=True, help=N_("Send what is due now, if anything is; for the unattended morning."))
@_yes
@_asks_about_links
def send(  # noqa: PLR0913  its options
    issue: str | None, due: bool, yes: bool, offline: bool, fresh: bool, folder: str | None, as_json: bool
) -> None:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    now = _now()
    if due:
        issue = _due(workspace, issue, now)
        if issue is None:
            _nothing_due(as_json=as_json)
            return
    made = _made(workspace, issue or "next", quiet=as_json, links=_Asking(offline, fresh))
    going = _going(made, yes=yes)
    with open_service(workspace.settings, _around(workspace)) as service:
        if due:
            sent = act.send_due(made.edition, service, workspace.settings, going, now)
        else:
            sent = act.send(made.edition, service, workspace.settings, going)
    said = _("the issue of {key} left") if sent.audience else _("the issue of {key} left already: nothing to do")
    if sent.audience is None and sent.campaign.state.value == "scheduled":
        said = _("the issue of {key} is scheduled, and will leave by itself: nothing to do")
    with _carried_out():
        _say_sent(made, sent, said, as_json=as_json)


@_command(
    N_(
        "Hand the tested issue to the mailing service, to leave at its hour.\n\nUnder the same rules as “send”. "
        "The hour is the one of cenum.toml, or --at. “cenum cancel” takes it back."
    )
)
@_issue
@click.option(
    "--at",
    metavar=N_("HOUR"),
    type=HOUR,
    help=N_("When it leaves, in the letter's own time zone: 2026-11-27T07:00."),
)
@_yes
@_asks_about_links
def schedule(  # noqa: PLR0913  its options
    issue: str,
    at: datetime | None,
    yes: bool,
    offline: bool,
    fresh: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    made = _made(workspace, issue, quiet=as_json, links=_Asking(offline, fresh))
    hour = _hour_to_come(workspace, at, made.edition.sending_at)
    with open_service(workspace.settings, _around(workspace)) as service:
        going = _going(made, yes=yes, hour=hour)
        sent = act.schedule(made.edition, service, workspace.settings, going, hour.astimezone(UTC))
    with _carried_out():
        _say_sent(made, sent, _("the issue of {key} is scheduled"), as_json=as_json)


@_command(
    N_(
        "Take a scheduled issue back, or stop one that is being sent.\n\nWhat reached the readers can't be taken "
        "back; not every service can stop a send."
    )
)
@_issue
def cancel(issue: str, folder: str | None, as_json: bool) -> None:
    from cenum.sending import act
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    key = _key(workspace, issue)
    with open_service(workspace.settings, _around(workspace)) as service:
        before, campaign = act.cancel(key, service, workspace.settings, _pause)
    with _carried_out():
        _say_cancelled(key, before, campaign, as_json=as_json)


def _say_cancelled(key: str, before: State, campaign: Campaign, *, as_json: bool) -> None:
    from cenum.services.service import State

    if as_json:
        console.as_json({"done": True, "was": before.value, "campaign": console.campaign_as_data(campaign)})
        return
    taken_back = before is State.SCHEDULED
    said = (
        _("the issue of {key} will not leave") if taken_back else _("the sending of the issue of {key} was stopped")
    )
    console.done(said.format(key=key))
    rows = [(_("state"), console.state_word(campaign)), (_("look at it"), campaign.where)]
    if not taken_back:
        rows.append((_("note"), _("some readers may have it: look there at how many")))
    console.rows(rows)


@_command(
    N_(
        "Say where an issue stands at the mailing service.\n\nWithout ISSUE: the last ten campaigns, "
        "whoever made them."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
def status(issue: str | None, folder: str | None, as_json: bool) -> None:
    from itertools import islice

    from cenum.sending.rules import of_issue
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    key = _key(workspace, issue) if issue else None
    with open_service(workspace.settings, _around(workspace)) as service:
        every = service.campaigns()
        campaigns = of_issue(workspace.settings.newsletter.name, key, every) if key else list(islice(every, 10))
        audience = service.audience()
    if as_json:
        data = {"audience": {"name": audience.name, "size": audience.size}}
        console.as_json(
            {"done": True, **data, "campaigns": [console.campaign_as_data(campaign) for campaign in campaigns]}
        )
        return
    said = ngettext("{service}: {audience}, {size} reader", "{service}: {audience}, {size} readers", audience.size)
    console.line(said.format(service=workspace.settings.service.name, audience=audience.name, size=audience.size))
    if not campaigns:
        console.line(_("  no campaign yet; “cenum test” makes one"))
    zone = workspace.settings.newsletter.sending_time.tzinfo
    for campaign in campaigns:
        hour = f"  {campaign.at.astimezone(zone):%Y-%m-%d %H:%M}" if campaign.at else ""
        console.rows([(campaign.name, f"{console.state_word(campaign)}{hour}  {campaign.where}")])


@_command(
    N_(
        "Look for everything that could go wrong on Friday.\n\nSettings, key, sender, audience, reviewers, what the "
        "service watches, and SPF, DKIM and DMARC of the sender's domain: each with what to do."
    )
)
@click.option("--selector", "selectors", multiple=True, help=N_("A DKIM selector of the sender's domain."))
@click.option("--offline", is_flag=True, help=N_("Don't ask the DNS."))
def doctor(selectors: tuple[str, ...], offline: bool, folder: str | None, as_json: bool) -> None:
    from cenum.doctor.examination import examine

    workspace = _workspace(folder)
    found = examine(workspace.settings, _around(workspace), selectors, offline=offline)
    if as_json:
        console.as_json({"done": True, "diagnoses": [console.diagnosis_as_data(one) for one in found]})
    else:
        console.diagnoses(found)
    if any(one.verdict.value == "bad" for one in found):
        sys.exit(Exit.REFUSED)


@_command(
    N_(
        "Say what became of an issue that left.\n\nDelivered, clicks by heading, bounces, unsubscribes, beside the "
        "issues before; writes dist/ISSUE/report.html. Sums only: nothing about a single reader is kept.\n\n"
        "Without ISSUE: the last one that left."
    )
)
@click.argument("issue", required=False, metavar=N_("[ISSUE]"))
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help=N_(
        "Print the figures for a spreadsheet: UTF-8; in French with semicolons and decimal commas, as Excel wants it."
    ),
)
def report(issue: str | None, as_csv: bool, folder: str | None, as_json: bool) -> None:
    from msgspec import to_builtins

    from cenum.build import write_all
    from cenum.report import figures
    from cenum.report.gather import gather, last_that_left
    from cenum.report.page import page
    from cenum.services.registry import open_service

    workspace = _workspace(folder)
    made = _made(workspace, issue, quiet=True) if issue else None
    with open_service(workspace.settings, _around(workspace)) as service:
        made = made or _made(workspace, last_that_left(service.campaigns()), quiet=True)
        gathered = gather(made.edition, service, workspace.settings.newsletter.name)
    if as_json:
        console.as_json({"done": True, "report": to_builtins(gathered)})
        return
    if as_csv:
        console.say(figures.as_csv(gathered), nl=False)
        return
    file = workspace.root / "dist" / made.edition.key / "report.html"
    write_all({file: page(gathered).encode()})
    console.done(_("what became of the issue of {key}").format(key=made.edition.key))
    console.rows([*figures.rows(gathered), (_("page"), str(file.relative_to(workspace.root)))])


@_command(
    N_(
        "Say what the mailing service did to a letter, from a test that was received.\n\nMESSAGE is the file that a "
        "mail program saved (.eml). Links rewritten, pixels and hosts added, unsubscribe, signatures, size, "
        "plain text, merge tags left unfilled."
    )
)
@click.argument("message", required=False, metavar=N_("[MESSAGE]"), type=click.Path(exists=True, dir_okay=False))
@click.option("--issue", metavar=N_("ISSUE"), help=N_("Which issue it is; found by its subject otherwise."))
@click.option("--imap", metavar=N_("HOST"), help=N_("Fetch it from this mailbox, with CENUM_IMAP_PASSWORD."))
@click.option("--user", metavar=N_("NAME"), help=N_("Whose mailbox it is."))
@click.option("--markdown", is_flag=True, help=N_("Print a receipt for a pull request."))
def inspect(  # noqa: PLR0913  its options
    message: str | None,
    issue: str | None,
    imap: str | None,
    user: str | None,
    markdown: bool,
    folder: str | None,
    as_json: bool,
) -> None:
    from msgspec import to_builtins

    from cenum.received import receipt as receipts
    from cenum.received.message import parse

    workspace = _workspace(folder)
    if message:
        raw = Path(message).read_bytes()
        received = parse(raw)
        made = _made(workspace, issue, quiet=True) if issue else _made_for(workspace, received.subject)
    elif imap and user:
        from cenum.received.imap import fetch
        from cenum.services.secrets import password

        made = _made(workspace, issue or "next", quiet=True)
        received = parse(fetch(imap, user, password(os.environ, "CENUM_IMAP_PASSWORD"), made.edition.subject))
    else:
        raise UsageMistake(_("no message is named"), _("name the saved file, or --imap HOST --user NAME"))
    settings = workspace.settings
    receipt = receipts.inspect(received, made.edition if made else None, settings.newsletter.own_hosts)
    embedded = settings.service.name == "local" and not settings.service.local.smtp
    found = receipts.findings(receipt, message or imap or "", settings.tracking, embedded=embedded)
    if as_json:
        console.as_json({"done": True, "findings": console.findings_as_data(found), "receipt": to_builtins(receipt)})
    elif markdown:
        console.say(receipts.as_markdown(receipt, found), nl=False)
    else:
        console.done(
            _("held against the issue of {key}").format(key=made.edition.key)
            if made
            else _("no issue has this subject: the message is looked at alone")
        )
        console.rows(receipts.rows(receipt))
        console.findings(found)
    if has_errors(found):
        sys.exit(Exit.REFUSED)


@_command(
    N_("Show the embedded service's pages: what was delivered, and the readers' own links.\n\nPress Ctrl-C to stop.")
)
def mailbox(folder: str | None, as_json: bool) -> None:
    from contextlib import closing

    from cenum.services.local.web import serve
    from cenum.services.registry import local

    gc.enable()  # this one stays
    workspace = _workspace(folder)
    url = workspace.settings.service.local.url

    def ready() -> None:
        if as_json:
            console.as_json({"done": True, "url": url})
        else:
            console.done(_("the mailbox is at {url} (Ctrl-C to stop)").format(url=url))

    with closing(local(workspace.settings, _around(workspace))) as service:
        serve(service, url, ready=ready)


@_command(
    N_(
        "Show an issue in your browser, with what is wrong with it beside it, and anew at every save.\n\n"
        "The page is on this machine only. It shows the letter as mail programs do: wide, on phones, dark, without "
        "pictures, in Outlook; its plain text, its links, its source, and what a screen reader meets."
    )
)
@_issue
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar=N_("PORT"), help=N_("Where it is shown; 8030 if free.")
)
@click.option("--open", "open_browser", is_flag=True, help=N_("Open the browser."))
def preview(issue: str, port: int | None, open_browser: bool, folder: str | None, as_json: bool) -> None:
    from cenum.preview.links import ask
    from cenum.preview.serve import listen, serve
    from cenum.preview.studio import Studio

    gc.enable()  # this one stays
    workspace = _workspace(folder)
    shown = _shown_first(workspace, issue)
    with listen(port) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/"

        def ready() -> None:
            if as_json:
                console.as_json({"done": True, "url": url})
            else:
                console.done(_("the preview is at {url} (Ctrl-C to stop)").format(url=url))
            if open_browser:
                click.launch(url)

        serve(Studio(workspace, ask), shown, bound, os.environ, ready=ready)


def _shown_first(workspace: Workspace, issue: str) -> str:
    """The issue that was named; where “next” is none, the last one there is, or none at all."""
    dated = [path.stem for path in workspace.dated_issues()]
    if issue == "next":
        return next((key for key in dated if key >= _today(workspace).isoformat()), dated[-1] if dated else "")
    path = _path(workspace, issue).resolve()
    if path.parent != workspace.issues.resolve() or path.stem not in dated:
        raise UsageMistake(
            _("“{name}” is not an issue of this folder").format(name=issue),
            _("name an issue as a date (2026-11-27), a path, “next” or “latest”"),
        )
    return path.stem


def _confirm(made: Made, hour: datetime | None, campaign: Campaign, audience: Audience) -> bool:
    """Show what goes to whom, and ask. Without a person to ask, say how to go on without one."""
    if not sys.stdin.isatty():
        raise UsageMistake(_("nobody is there to say yes"), _("add --yes to send without a question"))
    console.rows(
        [
            (_("subject"), made.edition.subject),
            (_("campaign"), f"{campaign.name}  {campaign.where}"),
            (_("audience"), f"{audience.name} ({audience.size})"),
        ]
    )
    question = ngettext(
        "Send it to {count} reader now? Type “yes” to send",
        "Send it to these {count} readers now? Type “yes” to send",
        audience.size,
    )
    if hour:
        question = ngettext(
            "Hand it over, to leave at {hour} to {count} reader? Type “yes” to schedule",
            "Hand it over, to leave at {hour} to these {count} readers? Type “yes” to schedule",
            audience.size,
        )
    said = question.format(count=audience.size, hour=f"{hour:%Y-%m-%d %H:%M}" if hour else "")
    answer = click.prompt(said, default="", show_default=False, prompt_suffix=_(": "))
    return bool(answer.strip().casefold() == _("yes"))


def _made_for(workspace: Workspace, subject: str) -> Made | None:
    """The issue whose subject stands in ``subject``, among the latest."""
    from cenum.build import make

    for path in reversed(workspace.dated_issues()[-5:]):
        try:
            made = make(path, workspace)
        except Mistakes:
            continue
        if made.edition.subject in subject.replace("\u2060", ""):
            return made
    return None


def _going(made: Made, *, yes: bool, hour: datetime | None = None) -> Going:
    from functools import partial

    from cenum.sending.act import Going

    confirm = None if yes else partial(_confirm, made, hour)
    return Going(draft=made.issue.draft, confirm=confirm, pause=_pause)


def _pause() -> None:
    import time

    time.sleep(2)


def _due(workspace: Workspace, issue: str | None, now: datetime) -> str | None:
    """The issue that is due, which --due finds by itself."""
    from cenum.sending.due import due_issue

    if issue:
        message = _("--due takes the issue of today, and “{issue}” was named")
        raise UsageMistake(message.format(issue=issue), _("leave out one of the two"))
    if not workspace.issues.is_dir():
        message = _("there is no folder {folder}, so nobody can tell what is due").format(folder=workspace.issues)
        raise UsageMistake(message, _("run cenum in the letter's folder as it is in the repository, issues and all"))
    path = due_issue(workspace.issues, workspace.settings.newsletter, now)
    return path.stem if path else None


def _hour_to_come(workspace: Workspace, at: datetime | None, usual: datetime) -> datetime:
    """``at``, as the clocks of the letter's own time zone show it, or else the ``usual`` hour; aware, and to come."""
    from cenum.issue.calendar import moment

    shown = (at or usual).isoformat(" ", "minutes")
    remedy = _("name an hour to come with --at, or send it now: cenum send")
    try:
        hour = moment(workspace.settings.newsletter, at) if at else usual
        has_passed = hour <= _now()
    except OverflowError:
        raise UsageMistake(_("{hour} is at the edge of the calendar").format(hour=shown), remedy) from None
    if has_passed:
        raise UsageMistake(_("{hour} has passed").format(hour=shown), remedy)
    return hour


def _nothing_due(*, as_json: bool) -> None:
    if as_json:
        console.as_json({"done": True, "due": None})
        return
    console.done(_("nothing is due"))


def _say_sent(made: Made, sent: Sent, said: str, *, as_json: bool) -> None:
    """What left, or will, and whom it goes to."""
    audience = sent.audience
    if as_json:
        data = {"name": audience.name, "size": audience.size} if audience else None
        console.as_json({"done": True, "campaign": console.campaign_as_data(sent.campaign), "audience": data})
        return
    console.done(said.format(key=made.edition.key))
    rows = [(_("subject"), made.edition.subject)]
    if audience:
        rows.append((_("audience"), f"{audience.name} ({audience.size})"))
    if sent.campaign.at:
        hour = sent.campaign.at.astimezone(made.edition.sending_at.tzinfo)
        rows.append((_("hour"), f"{hour:%Y-%m-%d %H:%M}"))
    rows += [(_("state"), console.state_word(sent.campaign)), (_("look at it"), sent.campaign.where)]
    console.rows(rows)


def _summary(made: Made) -> dict[str, object]:
    from cenum.build import summary

    return summary(made)
