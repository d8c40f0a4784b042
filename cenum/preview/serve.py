"""The preview as it runs: a port of this machine, a server on it, and an eye on the folder."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.concurrency import run_in_threadpool
from watchfiles import awatch

from cenum.errors import ServiceRefused, reason_of
from cenum.i18n import _
from cenum.loopback import Loopback
from cenum.preview.endpoints import application
from cenum.settings import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterator

    from cenum.letter_folder import LetterFolder
    from cenum.preview.access import PreviewAccess
    from cenum.preview.endpoints import Endpoints

PORT = 8030
# Milliseconds: a save is seen after the first, and a burst of saves is cut into pieces of the second.
_STEP, _BURST = 6, 60


def listen(port: int | None) -> Loopback:
    """Sockets of this machine alone: at ``port``, or at the usual one, or else at any that is free.

    Raises :class:`ServiceRefused` where ``port`` was asked for and can't be had.
    """
    for wanted in (PORT, 0) if port is None else (port,):
        try:
            return Loopback(wanted)
        except (OSError, OverflowError) as mistake:
            reason = reason_of(mistake) if isinstance(mistake, OSError) else _("there is no such port")
    message = _("the preview can't use port {port} ({reason})").format(port=port, reason=reason)
    raise ServiceRefused(message, _("stop the other program, or omit --port to use a free one"))


def serve(endpoints: Endpoints, bound: Loopback, access: PreviewAccess, *, ready: Callable[[], None]) -> None:
    """Answer on ``bound`` until Ctrl-C, to whom ``access`` admits. ``ready`` is called once browsers can come."""

    @asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        watching = asyncio.create_task(watch(endpoints))
        ready()
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    config = uvicorn.Config(
        application(endpoints, bound.port, access, beside),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        # A page that listens for news would keep the server waiting for ever.
        timeout_graceful_shutdown=0,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=list(bound.sockets))


async def watch(endpoints: Endpoints) -> None:
    """Tell the library and the pages of every change in the folder, until cancelled."""
    known: frozenset[Path] | None = None
    while True:
        known = await _watch_what_there_is(endpoints, known)


async def _watch_what_there_is(endpoints: Endpoints, known: frozenset[Path] | None) -> frozenset[Path]:
    """Until a folder appears or goes: what is watched is settled when the watching begins. Gives what was watched.

    ``known`` was watched before: what is in other folders may have come unseen. Each folder is watched by itself:
    whoever watches all below one follows links too, wherever a repository has them lead.
    """
    root, files = endpoints.library.workspace.root, endpoints.library.workspace.files
    folders = frozenset(await run_in_threadpool(_folders, root, files))

    def concerns(_change: object, path: str) -> bool:
        name = Path(path)
        around = {FILE_NAME, "issues", "templates", endpoints.library.workspace.settings.writing.words}
        return name.parent in folders or name.name in around

    async def tell(paths: Collection[Path]) -> None:
        if await run_in_threadpool(endpoints.library.changed, paths):
            endpoints.changed()

    changes = awatch(root, *folders, watch_filter=concerns, debounce=_BURST, step=_STEP, recursive=False)
    coming = asyncio.ensure_future(anext(changes))
    try:
        await asyncio.sleep(0)  # from now on nothing is missed
        if known is not None:
            await tell(folders - known)
        while True:
            paths = {Path(path) for _change, path in await coming}
            await tell(paths)
            if any(files.is_folder(path) != (path in folders) for path in paths):
                return folders
            coming = asyncio.ensure_future(anext(changes))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        await changes.aclose()


def _folders(root: Path, files: LetterFolder) -> Iterator[Path]:
    """The folders of issues and templates, each once; those that a link within the letter leads to as well."""
    todo = [root / "issues", root / "templates"]
    known: set[str] = set()
    while todo:
        folder = todo.pop()
        if not files.is_folder(folder) or (place := os.path.realpath(folder)) in known:
            continue
        known.add(place)
        yield folder
        with suppress(OSError):
            todo += [folder / name for name in files.names(folder)]
