"""The preview over HTTP, for a new issue: the day that comes next, and the file that is begun."""

from __future__ import annotations

from datetime import date  # noqa: TC003  msgspec reads the annotations
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cenum.errors import CenumError
from cenum.i18n import _
from cenum.issue.scaffold import create, day_to_write
from cenum.page_templates import page_templates
from cenum.preview.mistake_words import in_words
from cenum.preview.request_body import CLOSING, BodyTooLarge, body_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from cenum.preview.library import PreviewLibrary
    from cenum.preview.page_token import PageToken

_MOST_BYTES = 100  # a day


class NewIssueRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page asks for: an issue of ``day``."""

    day: date


class NewIssueEndpoints:
    """The answers, one method each."""

    def __init__(self, library: PreviewLibrary, token: PageToken, now: Callable[[], datetime]) -> None:
        """``now`` gives the moment, aware."""
        self._library = library
        self._token = token
        self._now = now

    def routes(self) -> list[Route]:
        """Where they are."""
        return [Route("/issue", self.begin, methods=["POST"])]

    def form(self) -> Markup:
        """What the page asks with, on the next day of sending that has no issue, as ``cenum new`` finds it."""
        workspace = self._library.workspace
        day = day_to_write(workspace.issues, workspace.settings, None, self._now())
        words = {
            "label": _("New issue"),
            "begin": _("Begin it"),
            "anew": _("Open the address that cenum preview printed, then load this page again."),
        }
        template = page_templates(Path(__file__).parent).get_template("new_issue.html.j2")
        return Markup(template.render(day=day, words=words))  # noqa: S704  the template escapes

    async def begin(self, request: Request) -> Response:
        """Write the file that ``cenum new`` writes; one that is there is never touched."""
        if not self._token.is_in(request):
            return Response(status_code=403)
        try:
            wanted = msgspec.json.decode(await body_of(request, _MOST_BYTES), type=NewIssueRequest)
        except msgspec.MsgspecError:
            return Response(status_code=400)
        except BodyTooLarge:
            return Response(status_code=413, headers=CLOSING)
        workspace = self._library.workspace
        is_there = workspace.files.holds(self._library.path(wanted.day.isoformat()))
        try:
            path = await run_in_threadpool(create, workspace.issues, workspace.settings, wanted.day, self._now())
        except CenumError as mistake:
            return JSONResponse({"said": in_words(mistake)}, 409 if is_there else 422)
        return JSONResponse({"key": path.stem}, 201)
