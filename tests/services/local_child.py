"""Sends campaign 1 of a folder in a process of its own, which can be made to die: ``FOLDER SMTP DIE_AT``.

SMTP is host:port or "-". Waits for a line on its input before it sends. With DIE_AT above 0 it kills itself
at that one of the points at which something is about to be, or has just been, written down or handed over.
"""

from __future__ import annotations

import itertools
import os
import signal
import smtplib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cenum.errors import CenumError
from cenum.services.local import delivery
from cenum.services.local.embedded import LocalService
from tests.services.contract import NOW, READERS

if TYPE_CHECKING:
    from collections.abc import Callable


def mortal(service: LocalService, die_at: int) -> None:
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


def main(folder: Path, smtp: str, die_at: int) -> None:
    delivery._BATCH = 2  # several batches even of these few
    relay = None if smtp == "-" else smtp
    with LocalService(folder, READERS, url="http://localhost:8025", smtp=relay, now=lambda: NOW) as service:
        mortal(service, die_at)
        print("ready", flush=True)  # noqa: T201  the parent waits for it
        sys.stdin.readline()
        try:
            service.send("1")
        except CenumError as mistake:
            print(type(mistake).__name__, flush=True)  # noqa: T201  the parent reads it
        else:
            print("sent", flush=True)  # noqa: T201  as above


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
