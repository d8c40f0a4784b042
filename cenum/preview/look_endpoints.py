"""The preview over HTTP, for the look: the sheet of the letter's templates as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from cenum.edition.templates import Templates
from cenum.errors import Mistakes
from cenum.preview.look_sheet import POLICY, look_sheet

if TYPE_CHECKING:
    from starlette.requests import Request

    from cenum.preview.library import PreviewLibrary

_HEADERS = {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}


class LookEndpoints:
    """The answer."""

    def __init__(self, library: PreviewLibrary) -> None:
        self._library = library

    def routes(self) -> list[Route]:
        """Where it is."""
        return [Route("/look", self.page)]

    async def page(self, _request: Request) -> Response:
        """The sheet, or what keeps it from being made. Nothing is written."""
        try:
            return HTMLResponse(await run_in_threadpool(self._html), headers=_HEADERS)
        except Mistakes as mistake:
            return PlainTextResponse("".join(f"{finding}\n" for finding in mistake.findings), 503)

    def _html(self) -> str:
        workspace = self._library.workspace
        return look_sheet(workspace, Templates(workspace.templates, workspace.cache)).html
