"""Pictures of many letters, made small on another processor while pages are drawn on this one.

They come to lie in the user's cache, where whoever draws a page looks first: nothing depends on how far this came.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cenum.cache import Cache
from cenum.edition.pictures import PictureResizer
from cenum.errors import Mistakes
from cenum.finding import Place
from cenum.issue.model import Image

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from cenum.issue.model import Issue

# A process takes as long to start as the pictures of a few letters.
_ENOUGH = 12
_LONGEST = 4096  # bytes: what a pipe takes whole or not at all (POSIX, PIPE_BUF; Linux, pipe(7))
_SET_BLOCKING = getattr(os, "set_blocking", None)  # on Windows a pipe waits, before Python 3.12
_SYSTEM = ("SYSTEMROOT",)  # Windows starts nothing without it


class PicturesAhead:
    """Another process, once it is worth one; it ends with the block."""

    def __init__(self, cache: Cache, widths: Sequence[int]) -> None:
        """``widths`` are those in which pages show pictures, in CSS pixels. Without a ``cache`` nothing is done."""
        self._cache, self._widths = cache, widths
        self._letters = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whatever it is still at is not needed any more."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def begin(self, issue: Issue) -> None:
        """Have the pictures of ``issue`` made, which will be drawn soon."""
        self._letters += 1
        if self._letters == _ENOUGH and self._cache.folder is not None:
            self._process = _started(self._cache.folder, self._widths)
        if self._process is None or self._process.stdin is None:
            return
        for image in (*issue.images.values(), issue.illustration):
            if image is None or image.file is None:
                continue
            line = json.dumps([str(image.file), str(image.folder or image.file.parent)]).encode() + b"\n"
            if len(line) <= _LONGEST:
                with suppress(OSError):  # it is far behind, or gone: who draws the page does it
                    os.write(self._process.stdin.fileno(), line)


def _started(folder: Path, widths: Sequence[int]) -> subprocess.Popen[bytes] | None:
    """``None`` where it can't be started. Python reads nothing from the folder that cenum is run in, nor settings."""
    command = [sys.executable, "-I", "-m", __name__, str(folder), *map(str, widths)]
    environment = {name: os.environ[name] for name in _SYSTEM if name in os.environ}
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603  our own module, without a shell
            command, env=environment, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, bufsize=0
        )
    except OSError:
        return None
    if process.stdin is not None and _SET_BLOCKING is not None:
        _SET_BLOCKING(process.stdin.fileno(), False)  # noqa: FBT003  the name is positional only
    return process


def main() -> None:
    """Make the pictures that lines of the standard input name, with their folders, for a cache in some widths."""
    folder, *widths = sys.argv[1:]
    resizer_cache = Cache(Path(folder))
    for line in sys.stdin.buffer:
        file, beside = json.loads(line)
        image = Image(file, "", "", Place(""), Path(file), Path(beside))
        resizer = PictureResizer(resizer_cache)
        for width in widths:
            with suppress(Mistakes):  # who draws the page says so
                resizer.develop(image, int(width))


if __name__ == "__main__":
    main()
