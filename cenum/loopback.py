"""A port of this machine, wherever ``localhost`` leads: on one family alone, another user could hold the other."""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

_TRIES = 20  # a port that is free on one family is seldom taken on the other
# What a machine answers that has no IPv6.
_NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})


class Loopback:
    """Sockets that listen at one port, the one of IPv4 first; they are closed with the block."""

    def __init__(self, port: int) -> None:
        """Listen at ``port``, or at any that is free for 0.

        Raises :class:`OSError` where it can't be had on both families, and :class:`OverflowError` for no port.
        """
        for left in reversed(range(_TRIES if port == 0 else 1)):
            first = _listening(socket.AF_INET, "127.0.0.1", port)
            self.port: int = first.getsockname()[1]
            self.sockets: tuple[socket.socket, ...] = (first,)
            try:
                self.sockets = (first, _listening(socket.AF_INET6, "::1", self.port))
            except OSError as mistake:
                if mistake.errno in _NO_IPV6:
                    return
                first.close()
                if not left:
                    raise
            else:
                return

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _mistake: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close the sockets."""
        for one in self.sockets:
            one.close()


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        # On Windows two programs could have one port (learn.microsoft.com, “Using SO_REUSEADDR and
        # SO_EXCLUSIVEADDRUSE”).
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, port))
        bound.listen()  # who comes from now on waits, and is not turned away
    except BaseException:
        bound.close()
        raise
    return bound
