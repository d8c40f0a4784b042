"""The preview over HTTP: the page, its parts, and what it asks for."""

from __future__ import annotations

import asyncio
import shlex
from contextlib import asynccontextmanager
from pathlib import PurePath
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from cenum.preview.client_views import ClientView
from cenum.preview.clip_endpoints import ClipEndpoints
from cenum.preview.editor import Way, command, editor, open_at, way
from cenum.preview.host_guard import LETTER_POLICY, HostGuard, page_policy
from cenum.preview.look_endpoints import LookEndpoints
from cenum.preview.new_issue_endpoints import NewIssueEndpoints
from cenum.preview.page_html import ServedPage, page_html
from cenum.preview.page_token import PageToken
from cenum.preview.panels import choices
from cenum.preview.state import around, before_checks, located, nothing, rendering
from cenum.preview.static_files import static_file
from cenum.preview.tool_endpoints import ToolEndpoints
from cenum.preview.tool_words import writing_tools
from cenum.preview.writing_endpoints import WritingEndpoints
from cenum.preview.writing_page import writing_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from cenum.preview.access import PreviewAccess
    from cenum.preview.clip_desk import ClipDesk
    from cenum.preview.library import PreviewLibrary

_FRAME = "<!doctype html><title></title>"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_BEAT = 15.0  # seconds after which a silent line says that it is still there


class OpenRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks to be opened."""

    file: str
    line: int | None = None


class ChangeEvents:
    """Tells every open page that something changed. Used from the server's own thread only."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    def tell(self, event: str) -> None:
        """``event`` goes to everybody who listens now."""
        for queue in self._listeners:
            queue.put_nowait(event)

    async def listen(self) -> AsyncIterator[str]:
        """Events as they come, in the format of server-sent events."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield "retry: 500\n\n"
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), _BEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(queue)


class Endpoints:
    """The answers, one method each."""

    def __init__(
        self,
        library: PreviewLibrary,
        shown: str,
        environment: Mapping[str, str],
        desk: ClipDesk,
        now: Callable[[], datetime],
    ) -> None:
        """``shown`` is the issue that is shown first; it may be empty. ``desk`` makes clips.

        ``now`` gives the moment, aware.
        """
        self.library = library
        self._changes = ChangeEvents()
        self._shown = shown
        self._environment = environment
        self._token = PageToken()
        self.clips = ClipEndpoints(library, desk, self._token)
        self.tools = ToolEndpoints(library, self._token)
        self.writing = WritingEndpoints(library, self._token, environment)
        self.new_issue = NewIssueEndpoints(library, self._token, now)
        self.look = LookEndpoints(library)

    def changed(self) -> None:
        """Tell the pages that they have to look again."""
        self._changes.tell(f"event: changed\ndata: {self.library.revision}\n\n")

    async def page(self, request: Request) -> Response:
        """The page, which then asks for the letter and for what is said of it."""
        key = request.query_params.get("issue", self._shown)
        data = await run_in_threadpool(before_checks, self.library, key or self._shown)
        if data is None:
            data = nothing() if not self.library.issues() else None
        if data is None:
            return _not_found()
        newsletter = self.library.workspace.settings.newsletter
        nonce = token_urlsafe()
        served = ServedPage(
            self._token.value,
            way(self._environment),
            self.library.may_check_links,
            await run_in_threadpool(self.new_issue.form),
            writing_page(newsletter.language, nonce),
            writing_tools(self.library.workspace.settings),
        )
        html = page_html(data, newsletter.name, served)
        return HTMLResponse(html, headers={"Content-Security-Policy": page_policy(nonce)})

    async def issue(self, request: Request) -> Response:
        """The letter in one view, as JSON."""
        try:
            view = ClientView(request.path_params["view"])
        except ValueError:
            return _not_found()
        data = await run_in_threadpool(rendering, self.library, request.path_params["key"], view)
        return _not_found() if data is None else JSONResponse(data)

    async def around(self, request: Request) -> Response:
        """What is to be said of an issue, as JSON."""
        data = await run_in_threadpool(around, self.library, request.path_params["key"], self._environment)
        return _not_found() if data is None else JSONResponse(data)

    async def frame(self, _request: Request) -> Response:
        """The empty document that the letter is put into, and the policy that it lives under."""
        return HTMLResponse(_FRAME, headers={"Content-Security-Policy": LETTER_POLICY})

    async def icon(self, _request: Request) -> Response:
        """None; browsers ask all the same."""
        return Response(status_code=204)

    async def published(self, request: Request) -> Response:
        """What is published beside an edition, from memory: no path is ever made of what a browser asks for."""
        name = request.path_params["name"]
        found = self.library.published(name) or self.writing.published(name)
        if found is None:
            return _not_found()
        return Response(
            found.content, media_type=found.media_type, headers={"Cache-Control": "private, max-age=3600"}
        )

    async def static(self, request: Request) -> Response:
        """The page's own style and script."""
        name = request.path_params["name"]
        content = static_file(name)
        if content is None:
            return _not_found()
        return Response(content, headers={"Content-Type": _TYPES[PurePath(name).suffix]})

    async def events(self, _request: Request) -> Response:
        """Word of every change."""
        return StreamingResponse(self._changes.listen(), media_type="text/event-stream")

    async def choices(self, request: Request) -> Response:
        """What an issue can be held against: other issues, earlier versions of its own."""
        from cenum.preview.revisions import revisions  # noqa: PLC0415  the page waits for what it begins with

        preview = await run_in_threadpool(self.library.drawn, request.path_params["key"])
        if preview is None:
            return _not_found()
        others = [issue.key for issue in self.library.issues() if issue.key != preview.key]
        earlier = await run_in_threadpool(revisions, self.library.workspace.root, preview.file)
        return HTMLResponse(choices(others, earlier))

    async def compare(self, request: Request) -> Response:
        """An issue beside another one, or beside itself at another time."""
        from cenum.preview.comparison import comparison  # noqa: PLC0415  the page waits for what it begins with

        preview = await run_in_threadpool(self.library.preview, request.path_params["key"])
        if preview is None:
            return _not_found()
        then = await run_in_threadpool(self.library.beside, preview.key, request.path_params["other"])
        if then is None:
            return _not_found()
        both = await run_in_threadpool(comparison, then, preview)
        return JSONResponse(
            {**both, "before": located(both["before"], then), "after": located(both["after"], preview)}
        )

    async def links(self, request: Request) -> Response:
        """Ask about an issue's links; the answer comes when all have answered."""
        if not self._token.is_in(request):
            return _forbidden()
        asked = await run_in_threadpool(self.library.check_links, request.path_params["key"])
        self.changed()
        return Response(status_code=204 if asked else 409)

    async def open(self, request: Request) -> Response:
        """Open a line in the person's editor, or answer with the command that does it in a terminal."""
        if not self._token.is_in(request):
            return _forbidden()
        try:
            wanted = msgspec.json.decode(await request.body(), type=OpenRequest)
        except msgspec.MsgspecError:
            return Response(status_code=400)
        file = self.library.file(wanted.file)
        if file is None:
            return _not_found()
        if way(self._environment) is Way.TERMINAL:
            return PlainTextResponse(shlex.join(command(editor(self._environment), file, wanted.line)))
        return Response(status_code=204 if open_at(file, wanted.line, self._environment) else 503)


def application(
    endpoints: Endpoints, port: int, access: PreviewAccess, lifespan: Callable[[], Any] | None = None
) -> ASGIApp:
    """The preview as an ASGI application that answers under ``port``; ``lifespan`` runs beside it."""

    @asynccontextmanager
    async def beside(_app: Starlette) -> AsyncIterator[None]:
        if lifespan is None:
            yield
            return
        async with lifespan():
            yield

    routes = [
        Route("/", endpoints.page),
        Route("/static/{name}", endpoints.static),
        Route("/favicon.ico", endpoints.icon),
        Route("/frame", endpoints.frame),
        Route("/events", endpoints.events),
        Route("/rendering/{key}/{view}", endpoints.issue),
        Route("/around/{key}", endpoints.around),
        Route("/picture/{name}", endpoints.published),
        Route("/calendar/{name}", endpoints.published),
        Route("/choices/{key}", endpoints.choices),
        Route("/compare/{key}/{other}", endpoints.compare),
        Route("/links/{key}", endpoints.links, methods=["POST"]),
        Route("/open", endpoints.open, methods=["POST"]),
        *endpoints.clips.routes(),
        *endpoints.tools.routes(),
        *endpoints.writing.routes(),
        *endpoints.new_issue.routes(),
        *endpoints.look.routes(),
    ]
    return HostGuard(Starlette(routes=routes, lifespan=beside), port, access)


def _not_found() -> Response:
    return Response(status_code=404)


def _forbidden() -> Response:
    return Response(status_code=403)
