"""The one issue that says what went wrong with a letter, and what a person has to do."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cenum.errors import Exit
from cenum.github import gfm
from cenum.github.comment import Author, add, without_terminal
from cenum.i18n import _
from cenum.repository.github_client import GitHubRefused
from cenum.workspace import is_key

if TYPE_CHECKING:
    from cenum.record import CommandRecord
    from cenum.repository.github_client import GitHubClient

LABEL = "cenum-alarm"
_ABOUT = re.compile(r"<!-- cenum: alarm ([0-9-]*)/")


class _Issue(Struct, frozen=True):
    """An issue at GitHub, which lists pull requests as issues."""

    number: int
    body: str | None = None
    pull_request: Any = None
    user: Author | None = None


class Alarm(Struct, frozen=True):
    """An alarm as people read it; two of the same ``mark`` say the same."""

    title: str
    body: str
    mark: str


def alarm_of(record: CommandRecord | None, run: str) -> Alarm:
    """What to say of a run that failed; ``record`` is ``None`` where the command was never reached."""
    code = record.exit_code if record else None
    unknown = record is None or code in {None, Exit.FATE_UNKNOWN.value}
    message = record.message if record else ""
    title = _("The letter was not sent")
    if unknown:
        title = _("The letter: check before doing anything else")
    elif record and record.command == "schedule":
        title = _("The letter was not scheduled")
    left = _has_left(record)
    if left:
        title = _("The letter left, its page is missing")
    key = record.issue if record and is_key(record.issue) else ""
    title = f"{title} ({key})" if key else title
    lines = [f"**{gfm.text(message)}**", ""] if message else []
    if record is None:
        lines += [
            _("The run stopped before cenum could report anything: its installation failed, or the machine stopped."),
            "",
        ]
    elif code is None:
        lines += [_("The run was killed while cenum was working: how far it got is unknown."), ""]
    if record and record.remedy:
        lines += [f"→ {gfm.text(record.remedy)}", ""]
    if unknown:
        lines += _before_anything_else()
    elif left:
        lines += [
            _(
                "The letter left: don't send it again. Look at the last run of the workflow “Publish”, and run it "
                "by hand."
            ),
            "",
        ]
    else:
        lines += [
            _("Nothing was sent. Once the error is fixed, run the workflow “Send” by hand: it sends only once."),
            "",
        ]
        lines += [without_terminal(), ""]
    lines += gfm.findings([one for one in record.findings if one.severity == "error"] if record else ())
    if run:
        lines.append(gfm.link(_("the run"), run))
    mark = hashlib.sha256(f"{code} {message}".encode()).hexdigest()[:16]
    return Alarm(title, "\n".join([*lines, f"<!-- cenum: alarm {key}/{mark} -->"]), mark)


def _has_left(record: CommandRecord | None) -> bool:
    """Whether what is wrong is not the letter itself, which was found: “status” says first what became of it."""
    return bool(record and record.command == "status" and record.exit_code == Exit.REFUSED and record.rows)


def _before_anything_else() -> list[str]:
    steps = (
        _("Don't send anything or run anything again before you have looked."),
        _("Open the mailing service's own page, and find the campaign of today's issue."),
        _("If it is sent, being sent or scheduled: there is nothing to do. Close this issue."),
        _("If it is still a draft after ten minutes: it was not sent. Run the workflow “Send” by hand."),
        _("If it was stopped half-way: check there who received it, and ask for help before you go on."),
    )
    return [*(f"{number}. {step}" for number, step in enumerate(steps, 1)), ""]


def sound(client: GitHubClient, alarm: Alarm) -> None:
    """Open the issue, or bring the open one up to date; who watches it is told again only of something new."""
    open_one = _open_one(client)
    if open_one is None:
        # Without the label it could not be found again. That it exists already is refused.
        with suppress(GitHubRefused):
            client.write("POST", "labels", {"name": LABEL, "color": "d93f0b"})
        client.write("POST", "issues", {"title": alarm.title, "body": alarm.body, "labels": [LABEL]})
        return
    client.write("PATCH", f"issues/{open_one.number}", {"title": alarm.title, "body": alarm.body})
    if f"/{alarm.mark} -->" not in (open_one.body or ""):
        add(client, open_one.number, alarm.body)


def resolve(client: GitHubClient, record: CommandRecord, run: str) -> None:
    """Say in the open issue that the letter left, and close it, unless it is about another one."""
    open_one = _open_one(client)
    if open_one is None:
        return
    about = _ABOUT.search(open_one.body or "")
    if about and about[1] not in {"", record.issue}:
        return
    said = [f"✅ {gfm.text(sentence)}" for sentence in record.done]
    add(client, open_one.number, "\n".join([*said, "", gfm.link(_("the run"), run) if run else ""]))
    client.write("PATCH", f"issues/{open_one.number}", {"state": "closed"})


def _open_one(client: GitHubClient) -> _Issue | None:
    found = client.list_all(f"issues?state=open&labels={LABEL}&per_page=100", _Issue)
    return next((one for one in found if one.pull_request is None and one.user and one.user.is_ours), None)
