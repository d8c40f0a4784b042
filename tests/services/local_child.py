"""Sends campaign 1 of a folder in a process of its own, which can be made to die."""

from __future__ import annotations

import itertools
import os
import signal
import smtplib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cenum.errors import CenumError
from cenum.services.local import delivery
from cenum.services.local.embedded import LocalService
from tests.services.contract import NOW, READERS

from .opening import cleared

if TYPE_CHECKING:
    from collections.abc import Callable


def mortal(service: LocalService, die_at: int) -> None:
    """Make this process kill itself at the ``die_at``th of the points at which something leaves it, if above 0.

    Something is then about to be, or has just been, written down or handed over.
    """
    points = itertools.count(1)

    def point(*_statement: str) -> None:
        if next(points) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def between(work: Callable[..., Any]) -> Callable[..., Any]:
        def worked(*args: Any, **options: Any) -> Any:
            point()
            result = work(*args, **options)
            point()
            return result

        return worked

    service.store._database._connection.set_trace_callback(point)
    Path.replace = between(Path.replace)  # type: ignore[method-assign]  # the last step of every written file
    smtplib.SMTP.data = between(smtplib.SMTP.data)  # type: ignore[method-assign]  # where letters leave


def send(folder: Path, smtp: str | None, die_at: int) -> str:
    """What became of it, in a word."""
    delivery._BATCH = 2  # several batches even of these few
    with LocalService(folder, READERS, url="http://localhost:8025", smtp=smtp, now=lambda: NOW) as service:
        mortal(service, die_at)
        try:
            service.send(*cleared(service, "1"))
        except CenumError as mistake:
            return type(mistake).__name__
        return "sent"
