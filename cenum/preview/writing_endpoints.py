"""The preview over HTTP, for who writes: the text of an issue, to and fro, and the letter that it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cenum.errors import CenumError
from cenum.i18n import _
from cenum.issue.source import day_of
from cenum.preview.client_views import ClientView
from cenum.preview.drafts import DraftDesk
from cenum.preview.finding_marks import in_text_order, marks_of
from cenum.preview.mistake_words import in_words
from cenum.preview.request_body import CLOSING, MOST_OF_A_TEXT, BodyTooLarge, body_of
from cenum.preview.source_store import MOST_BYTES, load, save
from cenum.preview.state import said_of, shown
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from cenum.edition.edition import PublishedFile
    from cenum.preview.library import PreviewLibrary
    from cenum.preview.page_token import PageToken

_PAGE = "x-cenum-page"  # what a page calls itself, so that its newer texts overtake its older ones


class DraftText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is writing."""

    text: str


class DraftSave(DraftText, frozen=True, forbid_unknown_fields=True):
    """What somebody wrote, and the digest of the version that she was given."""

    base: str


_Wanted = TypeVar("_Wanted", bound=DraftText)


class WritingEndpoints:
    """The answers, one method each."""

    def __init__(self, library: PreviewLibrary, token: PageToken, environ: Mapping[str, str]) -> None:
        self._library = library
        self._token = token
        self._environ = environ
        self._drafts = DraftDesk(library)

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/source/{key}", self.source, methods=["GET"]),
            Route("/source/{key}", self.save, methods=["PUT"]),
            Route("/draft/{key}/{view}", self.letter, methods=["POST"]),
            Route("/draft/{key}", self.around, methods=["POST"]),
        ]

    def published(self, name: str) -> PublishedFile | None:
        """A picture or a calendar file of a letter that is being written."""
        return self._drafts.published(name)

    async def source(self, request: Request) -> Response:
        """The text of an issue exactly as it is in its file."""
        path = self._path(request)
        if path is None:
            return _not_found()
        try:
            stored = await run_in_threadpool(load, path, self._library.workspace.files)
        except CenumError as mistake:
            return _cannot(mistake)
        if stored.text is None:
            return _not_found()
        return JSONResponse({"key": path.stem, "file": f"issues/{path.name}", **stored._asdict()})

    async def save(self, request: Request) -> Response:
        """Put a text into the file of its issue, unless that was changed meanwhile."""
        path = self._path(request)
        if path is None:
            return _not_found()
        wanted = await self._wanted(request, DraftSave)
        if isinstance(wanted, Response):
            return wanted
        try:
            outcome = await run_in_threadpool(save, path, wanted.base, wanted.text, self._library.workspace.files)
        except CenumError as mistake:
            return _cannot(mistake)
        if outcome.saved:
            return JSONResponse({"digest": outcome.now.digest})
        if outcome.now.text is None:
            said = _("issues/{name} is gone: somebody removed or renamed it meanwhile, and nothing was written")
        else:
            said = _("issues/{name} was changed by another program meanwhile, and nothing was written")
        return JSONResponse({"said": said.format(name=path.name), **outcome.now._asdict()}, 409)

    async def letter(self, request: Request) -> Response:
        """The letter that a text would be, in one view; nothing is written."""
        try:
            view = ClientView(request.path_params["view"])
        except ValueError:
            return _not_found()
        wanted = await self._wanted(request, DraftText)
        if isinstance(wanted, Response):
            return wanted

        def drawn() -> dict[str, Any] | None:
            revision = self._library.revision
            preview = self._drafts.drawn(_page(request), request.path_params["key"], wanted.text.encode())
            return shown(preview, revision, view) if preview else None

        data = await run_in_threadpool(drawn)
        return _not_found() if data is None else JSONResponse(data)

    async def around(self, request: Request) -> Response:
        """What is to be said of a text; nothing where the page sent a newer one meanwhile."""
        wanted = await self._wanted(request, DraftText)
        if isinstance(wanted, Response):
            return wanted
        key = request.path_params["key"]

        def checked() -> dict[str, Any] | None:
            revision = self._library.revision
            preview = self._drafts.preview(_page(request), key, wanted.text.encode())
            if preview is None:
                return None
            found = marks_of(preview.findings, preview.file, wanted.text)
            said = said_of(preview, self._library, self._environ, marks=found)
            return {**said, "revision": revision, "marks": msgspec.to_builtins(in_text_order(found))}

        data = await run_in_threadpool(checked)
        if data is None:
            return Response(status_code=204) if self._library.drawn(key) else _not_found()
        return JSONResponse(data)

    def _path(self, request: Request) -> Path | None:
        """The file of the issue that is asked for, which is there, or could be."""
        key = request.path_params["key"]
        path = self._library.path(key)
        if not is_key(key) or not (day_of(path) or self._library.workspace.files.holds(path)):
            return None
        return path

    async def _wanted(self, request: Request, kind: type[_Wanted]) -> _Wanted | Response:
        """What our page asks for, or the answer to one that is none of ours, or that asks for too much."""
        if not self._token.is_in(request):
            return Response(status_code=403)
        try:
            wanted = msgspec.json.decode(await body_of(request, MOST_OF_A_TEXT), type=kind)
            too_large = len(wanted.text.encode()) > MOST_BYTES
        except (msgspec.MsgspecError, UnicodeError):
            return Response(status_code=400)
        except BodyTooLarge:
            too_large = True
        if not too_large:
            return wanted
        said = _("the text is too long for a letter ({most} kB at most); nothing was written")
        return JSONResponse({"said": said.format(most=MOST_BYTES // 1000)}, 413, headers=CLOSING)


def _page(request: Request) -> str:
    return request.headers.get(_PAGE, "")[:100]


def _cannot(mistake: CenumError) -> Response:
    return JSONResponse({"said": in_words(mistake)}, 422)


def _not_found() -> Response:
    return Response(status_code=404)
