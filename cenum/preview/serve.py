"""The preview as it runs: a port of this machine, a server on it, and an eye on the folder."""

from __future__ import annotations

import asyncio
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
    from collections.abc import AsyncIterator, Callable

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
    while True:
        await _watch_what_there_is(endpoints)


async def _watch_what_there_is(endpoints: Endpoints) -> None:
    """Until a folder appears or goes: what is watched is settled when the watching begins."""
    root, files = endpoints.library.workspace.root, endpoints.library.workspace.files
    folders = [folder for folder in (root / "issues", root / "templates") if files.is_folder(folder)]

    def concerns(_change: object, path: str) -> bool:
        name = Path(path)
        around = {FILE_NAME, "issues", "templates", endpoints.library.workspace.settings.writing.words}
        return any(name.is_relative_to(folder) for folder in folders) or name.name in around

    inner = [awatch(*folders, watch_filter=None, debounce=_BURST, step=_STEP)] if folders else []
    watches = [*inner, awatch(root, watch_filter=concerns, debounce=_BURST, step=_STEP, recursive=False)]
    tasks: dict[asyncio.Task[set[tuple[object, str]]], int] = {}
    try:
        while True:
            for index, one in enumerate(watches):
                if index not in tasks.values():
                    tasks[asyncio.ensure_future(one.__anext__())] = index  # type: ignore[arg-type]  # an async generator
            done, _waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            paths: set[Path] = set()
            for task in done:
                tasks.pop(task)
                paths |= {Path(path) for _change, path in task.result()}
            if await run_in_threadpool(endpoints.library.changed, paths):
                endpoints.changed()
            if any(path.parent == root and path.name in {"issues", "templates"} for path in paths):
                return
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in watches:
            await one.aclose()
