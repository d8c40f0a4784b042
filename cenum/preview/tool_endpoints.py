"""The preview over HTTP, for the tools of who writes: what she pastes becomes Markdown, what she drops a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

import msgspec
from msgspec import Meta, Struct
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cenum.errors import CenumError
from cenum.i18n import _
from cenum.issue.images import MOST_BYTES
from cenum.preview.head_form import HeadValues, head_edit, head_values, hints
from cenum.preview.media_shelf import TOO_LARGE, MediaShelf, name_in_words
from cenum.preview.mistake_words import in_words
from cenum.preview.request_body import CLOSING, MOST_OF_A_TEXT, BodyTooLarge, body_of
from cenum.workspace import is_key

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from starlette.requests import Request

    from cenum.preview.library import PreviewLibrary
    from cenum.preview.page_token import PageToken

    _Answer: TypeAlias = Callable[[Request], Awaitable[Response]]

# Of a clipboard: LibreOffice writes the pictures of a document into it.
_MOST_PASTED = 10_000_000
_LONGEST_NAME = 2_000  # characters as they are encoded


class PasteRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks for: ``html`` as Markdown, in which the first note is called ``note``."""

    html: str
    note: Annotated[int, Meta(ge=1, le=999_999_999)] = 1


class HeadRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks for: the head of ``text`` as a form, and the edit that makes it say ``values``."""

    text: str
    values: HeadValues = HeadValues()


class ToolEndpoints:
    """The answers, one method each."""

    def __init__(self, library: PreviewLibrary, token: PageToken) -> None:
        self._library = library
        self._token = token
        self._shelf = MediaShelf()

    def routes(self) -> list[Route]:
        """Where they are."""
        answers = {"/pasted": self.paste, "/head": self.head, "/media/{key}": self.keep_picture}
        return [Route(path, self._for_our_page(answer), methods=["POST"]) for path, answer in answers.items()]

    async def paste(self, request: Request) -> Response:
        """A paste as Markdown. Nothing is written, and nobody is asked."""
        from cenum.preview.pasted import pasted  # noqa: PLC0415  a preview in which nobody pastes does without it

        try:
            wanted = msgspec.json.decode(await body_of(request, _MOST_PASTED), type=PasteRequest)
        except BodyTooLarge:
            return _too_much(_("What you pasted is too long for a letter."))
        except msgspec.MsgspecError:
            return Response(status_code=400)
        settings = self._library.workspace.settings
        most = settings.budget.issue * 1000
        try:
            made = await run_in_threadpool(
                pasted, wanted.html, settings.newsletter.own_hosts, most, first_note=wanted.note
            )
        except CenumError as mistake:
            return _cannot(mistake)
        return JSONResponse(made._asdict())

    async def head(self, request: Request) -> Response:
        """The head of a text as a form, and how to change it. Nothing is written."""
        try:
            wanted = msgspec.json.decode(await body_of(request, MOST_OF_A_TEXT), type=HeadRequest)
            values = await run_in_threadpool(head_values, wanted.text)
            edit = await run_in_threadpool(head_edit, wanted.text, wanted.values)
        except BodyTooLarge:
            return Response(status_code=413, headers=CLOSING)
        except msgspec.MsgspecError:
            return Response(status_code=400)
        except CenumError as mistake:
            return _cannot(mistake)
        changed = {"from": edit.start, "to": edit.end, "insert": edit.insert}
        return JSONResponse({"values": values, "hints": hints(values), "edit": changed})

    async def keep_picture(self, request: Request) -> Response:
        """Put a picture into issues/media/, for an issue that there is."""
        key = request.path_params["key"]
        if not self._has(key):
            return Response(status_code=404)
        name = unquote(request.headers.get("x-cenum-name", "")[:_LONGEST_NAME], errors="replace")
        try:
            content = await body_of(request, MOST_BYTES)
        except BodyTooLarge:
            return _too_much(_(TOO_LARGE).format(name=name_in_words(name), number=MOST_BYTES // 1_000_000))
        try:
            placed = await run_in_threadpool(self._shelf.put, content, name, key, self._library.workspace)
        except CenumError as mistake:
            return _cannot(mistake)
        return JSONResponse(placed._asdict(), 201)

    def _for_our_page(self, answer: _Answer) -> _Answer:
        """``answer`` to a page that we gave, and none to any other."""

        async def given(request: Request) -> Response:
            return await answer(request) if self._token.is_in(request) else Response(status_code=403)

        return given

    def _has(self, key: str) -> bool:
        workspace = self._library.workspace
        return is_key(key) and workspace.files.is_file(workspace.issues / f"{key}.md")


def _cannot(mistake: CenumError) -> Response:
    return JSONResponse({"said": in_words(mistake)}, 422)


def _too_much(sentence: str) -> Response:
    return JSONResponse({"said": sentence}, 413, headers=CLOSING)
