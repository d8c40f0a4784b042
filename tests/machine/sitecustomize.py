"""The world of a process that tests start: a clock that stands still, and a network that ends at this machine.

Python imports a module of this name before anything else (docs.python.org/3/library/site.html), so this holds for
whatever is started with this folder on ``PYTHONPATH``: cenum, pytest's own workers, Sphinx.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import time
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from zoneinfo import reset_tzpath

if TYPE_CHECKING:
    from typing import SupportsIndex

# What others may listen at: system services (RFC 6335, section 6), and the usual ports of the preview, of the mailbox
# and of developers' mail servers. Which ports a system chooses from is its own affair.
_TAKEN = {*range(1, 1024), 1025, 8025, 8030}
_BEGUN: list[bool] = []


class OutOfBounds(BaseException):
    """What a test may not do. No exception handler of cenum's takes it for an accident of the network."""


def given_now() -> datetime:
    """The moment that this process was given."""
    return datetime.fromisoformat(os.environ["GIVEN_NOW"])


def begin() -> None:
    """Take the clock and the network away from this process, before any part of cenum has asked for either.

    A second time changes nothing.
    """
    if _BEGUN:
        return
    _BEGUN.append(True)
    sys.addaudithook(_watch)
    reset_tzpath(())  # time zones are those of the package tzdata, whatever the system has
    with suppress(ImportError):  # a Python that has no cenum can't ask it for the time
        from cenum import clock  # noqa: PLC0415  the process that the tests run in settles first

        clock.utc_now = given_now


def _sleep(seconds: float | SupportsIndex, /) -> None:
    """What Python's own does with clock_nanosleep, of which libfaketime 0.9.10 makes an error.

    That is wolfcw/libfaketime#426. It has to leave the monotonic clock alone: waiting for a lock with a time limit
    would never end otherwise.
    """
    select.select((), (), (), float(seconds))


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Events and their arguments: docs.python.org/3/library/audit_events.html."""
    if not event.startswith("socket."):
        return
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}:
        address = arguments[1]
        if isinstance(address, tuple):
            _refuse_unless_near(address[0])
            if event == "socket.bind" and address[1] in _TAKEN:
                raise OutOfBounds(f"port {address[1]} may be taken: let the system choose, with port 0")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        if not _is_address(arguments[0]):
            _refuse_unless_near(arguments[0])
    elif event == "socket.gethostbyaddr":
        _refuse_unless_near(arguments[0])
    elif event == "socket.getnameinfo" and isinstance(arguments[0], tuple):
        _refuse_unless_near(arguments[0][0])


def _is_address(host: object) -> bool:
    """Whether ``host`` is no name: nobody has to be asked for it. 2130706433 is 127.0.0.1 to the C library."""
    try:
        socket.inet_aton(str(host))
    except OSError:
        return ":" in str(host)
    return True


def _refuse_unless_near(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost", "0.0.0.0", "::"}:  # noqa: S104  nothing is bound here
        return
    try:
        near = ip_address(str(name)).is_loopback
    except ValueError:
        near = False
    if not near:
        raise OutOfBounds(f"the network ends at this machine, and {name} is beyond it")


if "FAKETIME" in os.environ:
    time.sleep = _sleep
if __name__ == "sitecustomize" and "GIVEN_NOW" in os.environ:
    begin()
