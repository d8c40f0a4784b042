"""A provider on a real socket that breaks at the request it is told to break at."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from cenum.edition.edition import Address
from cenum.edition.message import PersonalLetter, mime
from tests.sending.editions import PICTURE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage

NOW = datetime(2025, 4, 18, 5, 0, tzinfo=UTC)
PUBLISHED = "/published/"  # where pictures are that a service does not host
SILENCE = 0.1  # seconds that the clients of these tests wait for an answer


class Fault(Enum):
    """What goes wrong at one request."""

    REFUSED = "connection refused"
    RESET_BEFORE = "reset before the request is read"
    LOST = "executed, and the answer lost"
    ERROR_BEFORE = "500 before executing"
    ERROR_AFTER = "500 after executing"
    BUSY = "429"
    SLOW = "executed, and the answer too late"
    TRUNCATED = "executed, and the answer cut short"
    GARBAGE = "executed, and the answer no JSON"
    DIED = "executed, the answer lost, and connections refused from then on"
    KILLED_BEFORE = "the client killed before executing"
    KILLED_AFTER = "the client killed after executing"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


class NoError(Exception):
    """What the provider says no with."""

    def __init__(self, status: int, payload: Any, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.payload = payload
        self.headers = headers or {}


@dataclass
class Stored:
    """A campaign as the fakes keep it; ``fields`` is what the provider was sent, in its own words."""

    id: str
    name: str
    state: str
    fields: dict[str, Any] = field(default_factory=dict)
    html: str = ""
    text: str = ""


class FakeProvider:
    """What the fakes share: readers, reviewers, campaigns, what was delivered, and the socket."""

    url = "https://provider.example.org"

    def __init__(self, readers: tuple[Address, ...], reviewers: tuple[str, ...]) -> None:
        self.readers = readers
        self.reviewers = reviewers
        self.stored: dict[str, Stored] = {}
        self.tests: list[tuple[str, EmailMessage, str]] = []
        self.sends: list[tuple[str, EmailMessage, str]] = []
        self.requests: list[Request] = []
        self.fault: Fault | None = None
        self.fault_at = 0
        self.fault_always = False
        self.count = 0
        self.victim: int | None = None
        self.meanwhile: Callable[[], None] | None = None  # what somebody does right before a request is answered
        self.meanwhile_at = 0
        self.lag = 0
        self.has_no_list = False  # somebody deleted the list of the readers
        self._lock = threading.Lock()
        self._listen(0)

    # The provider's own half: a subclass answers.

    def answer(self, request: Request) -> tuple[int, Any]:
        raise NotImplementedError

    def rendered(self, template: str, links: dict[str, str], *, html: bool) -> str:
        raise NotImplementedError

    def busy_headers(self) -> dict[str, str]:
        return {"Retry-After": "0"}

    def deliver(self, campaign: Stored, addresses: list[str], box: list[tuple[str, EmailMessage, str]]) -> None:
        content = self.content(campaign)
        for address in addresses:
            links = {
                "unsubscribe": f"{self.url}/out/{campaign.id}/{address}",
                "online": f"{self.url}/see/{campaign.id}",
            }
            message = mime(
                PersonalLetter(
                    sender=content["sender"],
                    reply_to=content["reply_to"],
                    to=Address("", address),
                    subject=self.rendered(content["subject"], links, html=False),
                    html=self.rendered(campaign.html, links, html=True),
                    text=self.plain(campaign, links),
                    unsubscribe=links["unsubscribe"],
                    date=NOW,
                    message_id=f"{campaign.id}.{address.replace('@', '.')}@provider.example.org",
                )
            )
            box.append((address, message, campaign.html))

    def plain(self, campaign: Stored, links: dict[str, str]) -> str:
        return self.rendered(campaign.text, links, html=False)

    def content(self, campaign: Stored) -> dict[str, Any]:
        raise NotImplementedError

    def seen_state(self, campaign: Stored, draft: str) -> str:
        """After a send the state may stay a draft's for some looks."""
        if self.lag and campaign.state != draft:
            self.lag -= 1
            return draft
        return campaign.state

    # The socket.

    def do_at(self, number: int, what: Callable[[], None]) -> None:
        """Somebody does something right before the ``number``th request from now on is answered, counted from 1."""
        self.count = 0
        self.meanwhile_at, self.meanwhile = number, what

    def break_at(self, number: int, fault: Fault | None) -> None:
        """Break at the ``number``th request from now on, counted from 1."""
        self.count = 0
        self.fault_at, self.fault = number, fault
        if fault is Fault.REFUSED and number == 1:
            self._stop_listening()

    @property
    def is_down(self) -> bool:
        """Whether connections are refused."""
        return self._listener is None

    def heal(self) -> None:
        self.fault = None
        if self._listener is None:
            self._listen(self.port)

    def close(self) -> None:
        self.fault = None
        if self._listener is not None:
            self._stop_listening()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_mistake: object) -> None:
        self.close()

    def _listen(self, port: int) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(16)
        self.port = listener.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._listener: socket.socket | None = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        assert listener is not None
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            with self._lock:
                self.count += 1
                number = self.count
                fault = self.fault if self.fault_always or number == self.fault_at else None
                if fault is Fault.RESET_BEFORE:
                    # RST instead of FIN: the client learns nothing of what was read.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                request = _read(connection)
                if request is None:
                    return
                self.requests.append(request)
            if self.meanwhile and number == self.meanwhile_at:
                self.meanwhile()  # which may be another machine's command
            with self._lock:
                self._respond(connection, request, number, fault)

    def _respond(self, connection: socket.socket, request: Request, number: int, fault: Fault | None) -> None:
        if fault is Fault.KILLED_BEFORE:
            self._kill()
            return
        headers: dict[str, str] = {}
        kind = "application/json"
        payload: Any
        match fault:
            case Fault.ERROR_BEFORE:
                status, payload = 500, {"message": "internal"}
            case Fault.BUSY:
                status, payload, headers = 429, {"message": "too many requests"}, self.busy_headers()
            case _ if request.path.startswith(PUBLISHED):
                # The team's own web site, which breaks as well.
                status, payload, kind = 200, PICTURE.content, PICTURE.media_type
            case _:
                try:
                    status, payload = self.answer(request)
                except NoError as no:
                    status, payload, headers = no.status, no.payload, no.headers
        if fault is Fault.ERROR_AFTER:
            status, payload = 502, {"message": "bad gateway"}
        if self.fault is Fault.REFUSED and number == self.fault_at - 1:
            self._stop_listening()
        body = payload if isinstance(payload, bytes) else b"" if payload is None else json.dumps(payload).encode()
        match fault:
            case Fault.KILLED_AFTER:
                self._kill()
                return
            case Fault.LOST | Fault.DIED:
                if fault is Fault.DIED and self._listener is not None:
                    self._stop_listening()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            case Fault.SLOW:
                # The client hangs up when its patience ends, which is what this waits for.
                connection.settimeout(50 * SILENCE)
                with suppress(OSError):
                    connection.recv(1)
                return
            case Fault.GARBAGE:
                status, body, kind = 200, b"<html>maintenance</html>", "text/html"
            case _:
                pass
        length = len(body) + (100 if fault is Fault.TRUNCATED else 0)
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {length}", f"Content-Type: {kind}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join([*lines, "Connection: close", "", ""]).encode()
        connection.sendall(head + (body[: len(body) // 2] if fault is Fault.TRUNCATED else body))

    def _kill(self) -> None:
        assert self.victim is not None
        os.kill(self.victim, signal.SIGKILL)


class Fake(NamedTuple):
    """A provider that is faked, and what the tests have to know to open its service, and to read what it says.

    ``settings`` is the service's table in cenum.toml, ``environ`` holds its keys. ``readdressed`` are changes that
    somebody makes to a campaign at the provider, each of which makes it go to others. ``figures`` are some of those
    that a report of a letter shows. ``path`` is where its API begins.
    """

    provider: type[FakeProvider]
    settings: Mapping[str, object]
    environ: Mapping[str, str]
    readdressed: tuple[Mapping[str, object], ...]
    figures: Mapping[str, str]
    path: str = ""


class _Parser(BaseHTTPRequestHandler):
    def __init__(self, stream: Any) -> None:
        self.rfile = stream
        self.wfile = BytesIO()
        self.raw_requestline = stream.readline(65537)
        self.parsed = bool(self.raw_requestline) and self.parse_request()

    def send_error(self, *_what: Any, **_more: Any) -> None:
        return


def _read(connection: socket.socket) -> Request | None:
    connection.settimeout(5)
    with connection.makefile("rb") as stream:
        parser = _Parser(stream)
        if not parser.parsed:
            return None
        body = stream.read(int(parser.headers.get("Content-Length") or 0))
    parts = urlsplit(parser.path)
    headers = {name.lower(): value for name, value in parser.headers.items()}
    return Request(parser.command, unquote(parts.path), dict(parse_qsl(parts.query)), headers, body)
