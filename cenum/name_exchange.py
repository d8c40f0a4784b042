"""Two files of a folder change names at once, so that nobody ever finds either name empty or twice.

``renameat2`` with ``RENAME_EXCHANGE`` (man7.org, rename(2)) in Linux, ``renameatx_np`` with ``RENAME_SWAP`` in macOS
(its rename(2)). Python has neither.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EXCHANGE = 2  # both systems' flag
# The function, and what stands for the folder that the process is in, where a path is whole.
_SYSTEMS = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}
# A system, or a file system, that has no such thing.
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange_names(one: str, other: str, folder: int | None) -> bool:
    """Give the file ``one`` the name of ``other``, and ``other`` that of ``one``, both in the open ``folder``.

    ``False`` where the system can't do that; then nothing was done. Raises :class:`OSError` as the system does.
    """
    function, here = _function()
    if function is None:
        return False
    at = here if folder is None else folder
    mistake = function(at, os.fsencode(one), at, os.fsencode(other), _EXCHANGE)
    if not mistake:
        return True
    if mistake in _UNKNOWN:
        return False
    raise OSError(mistake, os.strerror(mistake), one)


@cache
def _function() -> tuple[Callable[[int, bytes, int, bytes, int], int] | None, int]:
    """The system's own, which gives an error's number, or 0."""
    import ctypes  # noqa: PLC0415  few commands write over anything

    name, here = _SYSTEMS.get(sys.platform, ("", 0))
    known = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if known is None:
        return None, here
    known.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)

    def call(old: int, one: bytes, new: int, other: bytes, flags: int) -> int:
        return ctypes.get_errno() if known(old, one, new, other, flags) else 0

    return call, here
