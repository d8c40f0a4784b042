"""Processes of their own, to be killed, or to meet one another: forked from one that has imported what they need."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.sending.providers", "tests.services.local_child", "tests.services.relays"])
_LONGEST = 30  # seconds


class Child:
    """A process that waits, and does ``work`` once it is told to. What ``work`` is, and gives, is pickled."""

    def __init__(self, work: Callable[..., object], *arguments: object) -> None:
        self._line, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_do, args=(theirs, work, arguments))
        self._process.start()
        theirs.close()
        self._line.recv()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def go(self) -> None:
        self._line.send("go")

    def outcome(self) -> Any:
        """What ``work`` gave, or ``None`` where the process was killed. It is gone afterwards."""
        self._process.join(_LONGEST)
        code = self._process.exitcode
        assert code in {0, -signal.SIGKILL}
        given = self._line.recv() if code == 0 else None
        self._process.close()
        self._line.close()
        return given


def _do(line: Connection, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    warnings.simplefilter("error")  # as in every test
    line.send("ready")
    line.recv()
    line.send(work(*arguments))
    os._exit(0)  # what it holds open is left as it is
