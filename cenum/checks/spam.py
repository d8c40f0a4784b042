"""What SpamAssassin makes of the letter, on a machine that has it."""

from __future__ import annotations

import re
import shutil
import subprocess
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

from cenum.finding import Finding, Place, Severity
from cenum.i18n import N_, _
from cenum.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.edition.edition import Edition

# Filters refuse from 5 points on; a service's headers and a young domain bring some of their own.
MOST_POINTS = 3.0
_SECONDS = 30
# spamc asks a daemon, once: else it waits two seconds for one that is not there. Without one it gives the message
# back as it was (spamc(1)). -L: nothing is looked up.
_PROGRAMS = (["spamc", "--connect-retries=1"], ["spamassassin", "-L"])
# Filters let larger messages pass unread, and this one would take seconds (maiamailguard.com/maia/wiki/SizeLimit); by
# then the weight of the letter is an error.
_MOST_BYTES = 256 * 1024
_LONGEST_STATUS = 4000  # characters: a hundred tests
_STATUS = re.compile(r"score=(-?\d+(?:\.\d+)?).*?tests=([\w,]*?)(?:autolearn|$)")

SPAM_SCORE = Rule(
    "spam-score",
    Severity.WARNING,
    what=N_(
        "SpamAssassin, if it is installed (`spamc` or `spamassassin`), gives the letter more "
        "than 3 points. It runs when links are checked."
    ),
    why=N_("Many filters block mail from 5 points, and the mailing service adds some of its own."),
    remedy=N_("Look up the tests that the message names, and change what they report."),
    source=N_("[SpamAssassin](https://spamassassin.apache.org)."),
    example=Example(
        kind="spamassassin",
        fails="X-Spam-Status: Yes, score=5.3 required=5.0 tests=FREEMAIL_FROM,URIBL_BLACK autolearn=no",
        passes="X-Spam-Status: No, score=0.4 required=5.0 tests=HTML_MESSAGE autolearn=no",
    ),
)


def spam(edition: Edition, place: Place) -> list[Finding]:
    """A warning for a score over 3; nothing where SpamAssassin is not there, is silent, or would not be asked."""
    there = [[program, *options] for name, *options in _PROGRAMS if (program := shutil.which(name))]
    if not there:
        return []
    from cenum.edition.message import mime, sample  # noqa: PLC0415  the library for e-mail: few machines have SpamAssassin

    message = mime(sample(edition)).as_bytes()
    if len(message) > _MOST_BYTES:
        return []
    status = next(filter(None, (_ask(command, message) for command in there)), "")
    found = _STATUS.search(re.sub(r"\s+", "", status)[:_LONGEST_STATUS])
    if found is None or float(found[1]) <= MOST_POINTS:
        return []
    words = _(
        "SpamAssassin gives the letter {points} points ({tests}); many filters block mail from 5 points"
    ).format(points=found[1], tests=found[2].replace(",", ", "))
    remedy = _("look up these tests in SpamAssassin's documentation, and change what they report")
    return [SPAM_SCORE.at(place, words, remedy)]


def spam_begun(edition: Edition, place: Place) -> Callable[[], list[Finding]]:
    """As :func:`spam`, which is at work from now on; who calls what comes back waits for the answer.

    SpamAssassin takes as long to start as all other checks to do theirs.
    """
    answer: Future[list[Finding]] = Future()

    def work() -> None:
        try:
            answer.set_result(spam(edition, place))
        except BaseException as mistake:  # noqa: BLE001  it is raised where it is waited for
            answer.set_exception(mistake)

    # Nobody waits for it where the checks come to no end.
    Thread(target=work, daemon=True).start()
    return answer.result


def _ask(command: list[str], message: bytes) -> str:
    """The header in which the program says what it found; empty if it says nothing."""
    from email import message_from_bytes  # noqa: PLC0415  as above

    try:
        answer = subprocess.run(  # noqa: S603  a program of this machine's, without anything of the letter's
            command, input=message, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return str(message_from_bytes(answer.stdout)["X-Spam-Status"] or "")
