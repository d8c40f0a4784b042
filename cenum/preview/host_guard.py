"""Who may ask the preview for anything: a browser on this machine, for a page that the preview itself gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse

from cenum.i18n import _
from cenum.preview.access import KEY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cenum.preview.access import PreviewAccess

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def page_policy(nonce: str) -> str:
    """The page's policy where the editor brings style of its own, under ``nonce`` (codemirror.net, `cspNonce`)."""
    return PAGE_POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")


# The letter is somebody else's HTML, with its styles on its elements. Nothing in it can run, whoever wrote it.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin"
)
ARRIVAL = "/clip"  # where a bookmark brings the address of any page, to a page that is the same for everybody
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class HostGuard:
    """Turns away who asks under another name than this machine's (DNS rebinding), from another page, or uninvited."""

    def __init__(self, app: ASGIApp, port: int, access: PreviewAccess) -> None:
        self._app = app
        self._port = port
        self._access = access
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"})
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, with the headers that every answer has."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        given = dict(_HEADERS)
        comes_from_here = self._may_pass(scope)
        if comes_from_here and self._opens(scope):
            given["Set-Cookie"] = self._access.cookie(self._port)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in given.items():
                    headers.setdefault(name, value)
            await send(message)

        let_in = comes_from_here and ("Set-Cookie" in given or self._is_admitted(scope))
        if let_in or self._arrives(scope):
            await self._app(scope, receive, with_headers)
            return
        said = (
            _("Open the address that cenum preview printed: it has a key in it, which keeps other users out.")
            if comes_from_here
            else _("The preview is only available to a browser on this machine.")
        )
        await PlainTextResponse(said + "\n", 403)(scope, receive, with_headers)

    def _opens(self, scope: Scope) -> bool:
        if scope["path"] != "/" or scope["method"] != "GET":
            return False
        return self._access.opens(QueryParams(scope.get("query_string", b"")).get(KEY, ""))

    def _arrives(self, scope: Scope) -> bool:
        """Whether a whole window comes from wherever it was (Fetch Metadata, w3.org/TR/fetch-metadata), to see."""
        headers = Headers(scope=scope)
        return (
            scope["method"] == "GET"
            and scope["path"] == ARRIVAL
            and self._is_named(headers)
            and not headers.getlist("origin")
            and headers.getlist("sec-fetch-mode") == ["navigate"]
            and headers.getlist("sec-fetch-dest") == ["document"]
        )

    def _is_admitted(self, scope: Scope) -> bool:
        return self._access.admits("; ".join(Headers(scope=scope).getlist("cookie")), self._port)

    def _may_pass(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if not self._is_named(headers):
            return False
        if origins:
            return len(origins) == 1 and origins[0].lower() in self._origins
        return scope["method"] in {"GET", "HEAD"} and headers.get("sec-fetch-site", "none") in {"none", "same-origin"}

    def _is_named(self, headers: Headers) -> bool:
        hosts = headers.getlist("host")
        return len(hosts) == 1 and hosts[0].lower() in self._hosts
