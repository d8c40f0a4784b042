"""What “send” and “schedule” keep of a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cenum.cli.context import printer
from cenum.cli.view import TextLine
from cenum.errors import CenumError
from cenum.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from cenum.process import Result
    from cenum.sending.act import SendResult
    from cenum.workspace import Workspace


def keep_what_left(workspace: Workspace, result: Result, sent: SendResult, at: datetime, *, left: bool) -> None:
    """Keep what the service was given; ``left`` is false of what is only scheduled for ``at`` (aware).

    The letter is on its way: where it can't be kept, that is said, and stops nothing.
    """
    from cenum.archive.kept import LeftLetter, keep
    from cenum.archive.words_hash import words_hash
    from cenum.issue.source import text_as_it_is
    from cenum.sending.act import addressed

    if sent.content is None:
        return
    edition = result.edition
    usual = edition.sending_at
    here = at.astimezone(usual.tzinfo)
    letter = LeftLetter(
        key=edition.key,
        content=sent.content,
        digest=edition.digest,
        tested=addressed(edition, workspace.settings).digest,
        words=words_hash(text_as_it_is(workspace.root / result.file) or ""),
        left=left,
        # A job that starts some minutes late sends the letter of seven o'clock.
        at=usual if left and here.date() == usual.date() else here.replace(microsecond=0),
        audience=sent.audience.size if sent.audience else None,
    )
    try:
        keep(workspace.files, letter)
    except CenumError as mistake:
        said = _("what left could not be kept ({reason}): {remedy}")
        printer().aside(TextLine(said.format(reason=mistake.message, remedy=mistake.remedy)))
