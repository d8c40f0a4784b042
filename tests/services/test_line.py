"""Lines that break or drip, on real sockets: what may have arrived is never called unsent."""

from __future__ import annotations

import socket
import ssl
import struct
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
import trustme

from cenum.errors import CenumError, FateUnknown, ServiceUnreachable
from cenum.services.http import Api
from cenum.services.provider import Patience, Provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = Patience(connect=5, silence=5, answer=20, repeats=0, pause=0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
NO_RECORD = b"no record of TLS" * 4


@contextmanager
def server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that gives its connections to ``serve``, one after the other."""

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _address = listener.accept()
                with connection, suppress(OSError):
                    serve(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=accept)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def api(base: str, trusted: Path | None = None, patience: Patience = PATIENCE) -> Api:
    made = Api(Provider("Pigeon", base, {}, (), words=str, explain=lambda _reply: None), patience)
    for session in (made._patient, made._single, made._once):
        session.verify = str(trusted) if trusted else True
    return made


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


class Tls:
    """Speaks TLS, reads one request, and says ``answer`` before something that is no TLS."""

    def __init__(self, authority: trustme.CA, answer: bytes = b"", *, resets: bool = False) -> None:
        self.read: list[bytes] = []
        self._answer = answer
        self._resets = resets
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(self._context)

    def __call__(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        line = self._context.wrap_socket(connection, server_side=True)
        self.read.append(line.recv(65_536))
        if self._answer:
            line.sendall(self._answer)
        with socket.socket(fileno=line.detach()) as bare:
            if self._resets:
                bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            else:
                bare.sendall(NO_RECORD)


@pytest.mark.parametrize("answer", [b"", HEAD, HEAD + b'{"done": '], ids=["no answer", "no body", "half a body"])
@pytest.mark.parametrize("resets", [False, True], ids=["no TLS", "reset"])
@pytest.mark.parametrize("once", [False, True], ids=["act", "once"])
def test_a_line_that_breaks_after_the_request_was_read_leaves_its_fate_unknown(
    authority: trustme.CA,
    trusted: Path,
    answer: bytes,
    resets: bool,  # noqa: FBT001  as above
    once: bool,  # noqa: FBT001  as above
) -> None:
    tls = Tls(authority, answer, resets=resets)
    with (
        server(tls) as port,
        closing(api(f"https://127.0.0.1:{port}", trusted)) as pigeon,
        pytest.raises(CenumError, match="did not answer") as caught,
    ):
        pigeon.act("POST", "/send", once=once)
    assert type(caught.value) is FateUnknown
    assert [request.partition(b"\r\n")[0] for request in tls.read] == [b"POST /send HTTP/1.1"]


def test_a_certificate_that_nobody_vouches_for_is_told_nothing(authority: trustme.CA) -> None:
    tls = Tls(authority, HEAD)
    with (
        server(tls) as port,
        closing(api(f"https://127.0.0.1:{port}")) as pigeon,
        pytest.raises(ServiceUnreachable, match="certificate is not valid"),
    ):
        pigeon.act("POST", "/send", once=True)
    assert tls.read == []


@pytest.mark.parametrize(("once", "kind"), [(True, FateUnknown), (False, ServiceUnreachable)])
def test_an_answer_that_drips_is_not_waited_for_to_its_end(
    once: bool,  # noqa: FBT001  a table
    kind: type[CenumError],
) -> None:
    left = Event()
    dripped = 0

    def drip(connection: socket.socket) -> None:
        nonlocal dripped
        connection.recv(65_536)
        connection.sendall(HEAD)
        while dripped < 1000 and not left.wait(0.02):
            connection.sendall(b" ")
            dripped += 1

    patience = Patience(connect=5, silence=5, answer=0.2, repeats=0, pause=0)
    with server(drip) as port, closing(api(f"http://127.0.0.1:{port}", patience=patience)) as pigeon:
        try:
            with pytest.raises(CenumError, match="did not answer") as caught:
                pigeon.act("POST", "/send", once=True) if once else pigeon.get("/state", dict)
        finally:
            left.set()
    assert type(caught.value) is kind
    assert 0 < dripped < 500
