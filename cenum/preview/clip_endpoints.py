"""The preview over HTTP, for clips: where the bookmark arrives, the page, and the one thing that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from cenum.errors import CenumError, UsageMistake
from cenum.i18n import _
from cenum.preview.access import origin
from cenum.preview.clip_desk import ClipRequest
from cenum.preview.clip_page import arrival_html, brought, brought_title, clip_page_html, clips_html, clips_said
from cenum.preview.host_guard import ARRIVAL
from cenum.preview.mistake_words import in_words
from cenum.preview.request_body import CLOSING, BodyTooLarge, body_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cenum.preview.clip_desk import ClipDesk, NextLetter
    from cenum.preview.library import PreviewLibrary
    from cenum.preview.page_token import PageToken

_MOST_BYTES = 100_000  # of a request: fifty addresses, and the text that they stood in


class ClipEndpoints:
    """The answers, one method each."""

    def __init__(self, library: PreviewLibrary, desk: ClipDesk, token: PageToken) -> None:
        self._library = library
        self._desk = desk
        self._token = token

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route(ARRIVAL, self.arrival, methods=["GET"]),
            Route("/clipping", self.page),
            Route(ARRIVAL, self.clip, methods=["POST"]),
        ]

    async def arrival(self, _request: Request) -> Response:
        """Where a browser may come to from any page. Nothing depends on what it brings."""
        return HTMLResponse(arrival_html())

    async def page(self, request: Request) -> Response:
        """The page, with the address that the bookmark brought. Nothing is asked of anybody, and nothing written."""
        letter, trouble = await run_in_threadpool(self._letter)
        html = clip_page_html(
            name=self._library.workspace.settings.newsletter.name,
            token=self._token.value,
            origin=origin(request.url.port or 0),  # the guard has looked at it
            given=brought(request.query_params.getlist("u")),
            title=brought_title(request.query_params.getlist("t")),
            letter=letter,
            trouble=trouble,
        )
        return HTMLResponse(html)

    async def clip(self, request: Request) -> Response:
        """Make clips, and put them where somebody said, because she pressed the button."""
        if not self._token.is_in(request):
            return Response(status_code=403)
        try:
            wanted = msgspec.json.decode(await body_of(request, _MOST_BYTES), type=ClipRequest)
            made = await run_in_threadpool(self._desk.take, wanted, self._library.workspace)
        except msgspec.MsgspecError:
            return Response(status_code=400)
        except BodyTooLarge:
            mistake = UsageMistake(_("the text is too long"), _("give the addresses alone, one on each line"))
            return JSONResponse({"said": in_words(mistake), "tone": "bad", "clips": ""}, 422, headers=CLOSING)
        except CenumError as mistake:
            return JSONResponse({"said": in_words(mistake), "tone": "bad", "clips": ""}, 422)
        tone = "bad" if made.unread else "good"
        return JSONResponse({"said": clips_said(made), "tone": tone, "clips": clips_html(made)})

    def _letter(self) -> tuple[NextLetter | None, str]:
        """The issue that clips can go into, or why there is none where that is a mistake."""
        try:
            return self._desk.next_letter(self._library.workspace), ""
        except CenumError as mistake:
            return None, in_words(mistake)
