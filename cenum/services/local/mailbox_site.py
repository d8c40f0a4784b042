"""The embedded service's pages over HTTP, on this machine only."""

from __future__ import annotations

import re
from contextlib import suppress
from http import HTTPStatus
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cenum.errors import CenumError, ServiceRefused, UsageMistake, reason_of
from cenum.i18n import _
from cenum.loopback import Loopback
from cenum.services.local import mailbox_pages
from cenum.services.local.local_tags import fill

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable
    from wsgiref.simple_server import WSGIServer
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from cenum.services.local.embedded import LocalService
    from cenum.services.local.records import CampaignRecord

_HTML = "text/html; charset=utf-8"
_CSS = "text/css; charset=utf-8"
# By the ending that cenum gives a file; nothing else is shown as what it is.
_FILE_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "ics": "text/calendar; charset=utf-8",
}
# A page elsewhere may make a browser ask this server under another name (DNS rebinding).
_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_ID = re.compile(r"[1-9][0-9]{0,17}")
_LAST_PORT = 65_535
_LISTED = 200  # letters on one page
_BODY_LIMIT = 65_536  # bytes of a request that are read, and ignored
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class PageResponse(NamedTuple):
    """What goes back to a browser."""

    body: bytes
    media_type: str = _HTML
    status: HTTPStatus = HTTPStatus.OK
    policy: str = _PAGE_POLICY
    cache: str = "no-store"
    allow: str = ""


def pages(service: LocalService) -> WSGIApplication:
    """The WSGI application that shows what ``service`` keeps."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            answer = _answer(service, environ)
        except CenumError as mistake:
            page = mailbox_pages.MailboxPage(_("This did not work"), (f"{mistake.message}.", f"{mistake.remedy}."))
            answer = PageResponse(mailbox_pages.html(page), status=HTTPStatus.INTERNAL_SERVER_ERROR)
        headers = [
            ("Content-Type", answer.media_type),
            ("Content-Length", str(len(answer.body))),
            ("Content-Security-Policy", answer.policy),
            ("Cache-Control", answer.cache),
            ("Referrer-Policy", "no-referrer"),  # addresses carry readers' tokens
            ("X-Content-Type-Options", "nosniff"),
        ]
        if answer.media_type == _HTML:
            headers.append(("Cross-Origin-Opener-Policy", "same-origin"))
        if answer.allow:
            headers.append(("Allow", answer.allow))
        start_response(f"{answer.status.value} {answer.status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    return application


def serve(service: LocalService, address: str, port: int | None = None, *, ready: Callable[[str], None]) -> None:
    """Serve the pages at ``address`` (``http://localhost:8025`` or ``localhost:8025``) until Ctrl-C.

    Where its port is taken any free one does; ``port`` is one that was asked for, and no other does. ``ready`` is
    called with the address once browsers can come. Raises :class:`UsageMistake` for an address of another machine,
    and :class:`ServiceRefused` where ``port`` can't be had.
    """
    parts = urlsplit(address if "//" in address else f"//{address}")
    found = _HOST.fullmatch(parts.netloc)
    usual = int((found[2] or ":80")[1:]) if found else 0
    if not 0 < usual <= _LAST_PORT:
        message = _("{address} is not an address of this machine").format(address=address)
        raise UsageMistake(message, _('write url = "http://localhost:8025" in [service.local] of cenum.toml'))
    with _bound(usual, port) as bound, suppress(KeyboardInterrupt):
        first, *others = (server(service, one) for one in bound.sockets)
        ready(f"http://localhost:{bound.port}")
        for other in others:
            Thread(target=other.serve_forever, daemon=True).start()
        first.serve_forever()


def _bound(usual: int, port: int | None) -> Loopback:
    if port is not None:
        return listen(port)
    try:
        return listen(usual)
    except ServiceRefused:
        return listen(0)


def listen(port: int) -> Loopback:
    """Sockets that hold ``port`` of this machine, any free one for 0. Raises :class:`ServiceRefused`."""
    try:
        return Loopback(port)
    except (OSError, OverflowError) as mistake:
        reason = reason_of(mistake) if isinstance(mistake, OSError) else _("there is no such port")
        message = _("the pages can't be served on port {port} ({reason})").format(port=port, reason=reason)
        remedy = _("stop the other program, or omit --port to use a free one")
        raise ServiceRefused(message, remedy) from None


def server(service: LocalService, bound: socket.socket) -> WSGIServer:
    """What answers on ``bound``, which listens already."""
    from socketserver import ThreadingMixIn  # noqa: PLC0415  only who serves pages needs a server
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer  # noqa: PLC0415  as above

    class Server(ThreadingMixIn, WSGIServer):
        # Browsers open connections ahead of need, and would keep each other waiting.
        daemon_threads = True

    class Handler(WSGIRequestHandler):
        timeout = 30

        def log_message(self, *_args: object) -> None:
            """Nothing: addresses carry readers' tokens."""

    host, port = bound.getsockname()[:2]
    answering = Server((host, port), Handler, bind_and_activate=False)
    answering.socket.close()
    answering.socket = bound
    # What its own binding would have set.
    answering.server_name, answering.server_port = "localhost", port
    answering.setup_environ()
    answering.set_app(pages(service))
    return answering


def _answer(service: LocalService, environ: WSGIEnvironment) -> PageResponse:
    method = environ["REQUEST_METHOD"]
    if not _HOST.fullmatch(environ.get("HTTP_HOST", "")):
        said = _("This server answers to localhost only.")
        return _page(mailbox_pages.MailboxPage(_("Not here"), (said,)), HTTPStatus.MISDIRECTED_REQUEST)
    parts = environ.get("PATH_INFO", "").split("/")[1:]
    allowed = ["GET", "HEAD", "POST"] if parts[:1] == ["unsubscribe"] else ["GET", "HEAD"]
    if method not in allowed:
        page = mailbox_pages.MailboxPage(_("This can't be done here"))
        return _page(page, HTTPStatus.METHOD_NOT_ALLOWED)._replace(allow=", ".join(allowed))
    if method == "POST":
        # A server that leaves a body unread may break the line before its answer is read.
        length = environ.get("CONTENT_LENGTH") or "0"
        environ["wsgi.input"].read(min(int(length), _BODY_LIMIT) if length.isdecimal() else 0)
    found = _find(service, parts, post=method == "POST")
    if found is None:
        said = _("There is nothing at this address.")
        return _page(mailbox_pages.MailboxPage(_("Not found"), (said,)), HTTPStatus.NOT_FOUND)
    return found


def _find(service: LocalService, parts: list[str], *, post: bool) -> PageResponse | None:
    match parts:
        case [""]:
            return _mailbox(service)
        case ["pages.css"]:
            return PageResponse(mailbox_pages.style(), _CSS)
        case ["picture" | "calendar", name]:
            return _file(service, name)
        case ["campaign", number] if _ID.fullmatch(number):
            return _campaign(service, int(number))
        case ["campaign", number, "letter"] if _ID.fullmatch(number):
            here = f"{service.url}/campaign/{number}"
            return _letter(service, int(number), unsubscribe=here, online=f"{here}/letter")
        case ["online", token, number] if _ID.fullmatch(number):
            return _online(service, token, int(number))
        case ["unsubscribe", token]:
            return _unsubscribe(service, token, post=post)
    return None


def _mailbox(service: LocalService) -> PageResponse:
    store = service.store
    campaigns = [(record, store.fates(record.id)) for record in store.campaigns()]
    return _page(mailbox_pages.mailbox(service.account(), campaigns, store.letters(limit=_LISTED)))


def _campaign(service: LocalService, number: int) -> PageResponse | None:
    store = service.store
    record = _record(service, number)
    if record is None:
        return None
    return _page(mailbox_pages.campaign(record, store.fates(number), store.letters(campaign=number, limit=_LISTED)))


def _record(service: LocalService, number: int) -> CampaignRecord | None:
    return next((record for record in service.store.campaigns() if record.id == number), None)


def _letter(service: LocalService, number: int, **links: str) -> PageResponse | None:
    if _record(service, number) is None:
        return None
    content = service.store.content(number)
    # The letter is somebody else's HTML. Its links open outside the sandbox, or forms there would not work.
    policy = (
        f"default-src 'none'; img-src 'self' {service.url} https: data:; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    return PageResponse(fill(content.html, **links).encode(), policy=policy)


def _online(service: LocalService, token: str, number: int) -> PageResponse | None:
    from cenum.services.local.delivery import personal_links  # noqa: PLC0415  it brings the e-mail package with it

    reader = service.store.reader(token)
    if reader is None or not service.store.was_posted(number, reader):
        return None
    return _letter(service, number, **personal_links(service.url, number, token))


def _unsubscribe(service: LocalService, token: str, *, post: bool) -> PageResponse | None:
    reader = service.store.reader(token)
    if reader is None:
        return None
    if not post:
        return _page(mailbox_pages.unsubscribe(reader, f"/unsubscribe/{token}"))
    service.store.unsubscribe(reader, service.now())
    return _page(mailbox_pages.unsubscribed(reader))


def _file(service: LocalService, name: str) -> PageResponse | None:
    content = service.hosted(name)
    if content is None:
        return None
    media_type = _FILE_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    # The name carries the content's hash: what is at this address never changes.
    return PageResponse(content, media_type, cache="public, max-age=31536000, immutable")


def _page(page: mailbox_pages.MailboxPage, status: HTTPStatus = HTTPStatus.OK) -> PageResponse:
    return PageResponse(mailbox_pages.html(page), status=status)
