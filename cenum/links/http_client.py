"""The one door to the web: a request goes out, an answer comes back, and nothing else happens.

No request goes to a private network, no cookie and no password goes along, no body is read further than is of use,
and nothing lasts longer than it may.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, ClassVar

import certifi
import requests
import urllib3.exceptions
from msgspec import Struct
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from cenum.clock import seconds_now
from cenum.links.guard import is_public
from cenum.links.inquiry import MAIL, Answer, Fault, Request
from cenum.links.name_server import LookupFailed, NameServer, NoSuchHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from urllib3.response import BaseHTTPResponse

    from cenum.own_networks import Network

_CHUNK = 16_384
_SHORTEST = 0.2  # seconds for one of many addresses
_BROKEN_BODY = (
    urllib3.exceptions.DecodeError,
    urllib3.exceptions.ProtocolError,
    urllib3.exceptions.SSLError,
    http.client.HTTPException,
)
# X509_V_ERR_… of OpenSSL's x509_vfy.h.
_EXPIRED, _NOT_YET_VALID = 10, 9
_OTHER_HOST, _OTHER_ADDRESS = 62, 64


class Limits(Struct, frozen=True):
    """Seconds: ``connect`` for one address of a host, ``silence`` between two bytes, ``whole`` for a request."""

    connect: float = 10
    silence: float = 10
    whole: float = 20


class Web:
    """The public web, asked by many threads at once.

    ``headers`` go with every request; ``own`` are networks that may be asked although they are not public; ``wall``
    gives the seconds since 1970 and ``ca_file`` names the authorities that are trusted.
    """

    def __init__(  # noqa: PLR0913  what the tests put in the place of the Internet
        self,
        headers: Mapping[str, str],
        *,
        own: Sequence[Network] = (),
        limits: Limits | None = None,
        names: NameServer | None = None,
        wall: Callable[[], float] = seconds_now,
        ca_file: str | None = None,
        per_host: int = 2,
    ) -> None:
        self._headers = dict(headers)
        self._limits = limits or Limits()
        self._wall = wall
        self._names = names or NameServer()
        self._adapter = _Adapter(_Wire(own, self._names, self._limits.connect, self._open), ca_file, per_host)
        self._thread = threading.local()
        self._exchanges: set[_Exchange] = set()
        self._lock = threading.Lock()

    def ask(self, ask: Request) -> Answer:
        """Carry ``ask`` out. Whatever happens, it is an answer."""
        exchange = _Exchange(time.monotonic() + self._limits.whole)
        with self._lock:
            self._exchanges.add(exchange)
        self._thread.exchange = exchange
        try:
            answer = self._ask_for_mail(ask) if ask.method == MAIL else self._exchange(ask)
        except NoConnection as mistake:
            answer = Answer(fault=mistake.fault, detail=mistake.detail)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            http.client.HTTPException,
            OSError,
        ) as mistake:
            answer = Answer(fault=_fault(mistake))
        except ValueError:
            # What urllib3 and http.client say of headers and lengths that make no sense.
            answer = Answer(fault=Fault.UNREADABLE)
        finally:
            with self._lock:
                self._exchanges.discard(exchange)
        return Answer(fault=exchange.ended) if exchange.ended else answer

    def end_the_late(self) -> None:
        """Cut off what lasts too long. To be called several times a second."""
        now = time.monotonic()
        self._cut([exchange for exchange in self._under_way() if exchange.until < now], Fault.TIMEOUT)

    def end_all(self, fault: Fault) -> None:
        """Cut off everything that is under way, for the reason ``fault``."""
        self._cut(self._under_way(), fault)

    def close(self) -> None:
        """Let go of the connections that are kept."""
        self._adapter.close()

    def _under_way(self) -> list[_Exchange]:
        with self._lock:
            return list(self._exchanges)

    def _cut(self, exchanges: Sequence[_Exchange], fault: Fault) -> None:
        for exchange in exchanges:
            exchange.end(fault)

    def _open(self, sock: socket.socket | None) -> None:
        self._thread.exchange.take(sock)

    def _ask_for_mail(self, ask: Request) -> Answer:
        try:
            return Answer() if self._names.takes_mail(ask.host) else Answer(fault=Fault.NO_SUCH_HOST)
        except LookupFailed:
            return Answer(fault=Fault.LOOKUP)

    def _exchange(self, ask: Request) -> Answer:
        request = requests.Request(ask.method, ask.url, headers={**self._headers, **ask.headers}).prepare()
        timeout = (self._limits.connect, self._limits.silence)
        with self._session().send(request, stream=True, timeout=timeout) as response:
            at = self._wall()
            return Answer(response.status_code, _headers(response), _beginning(response, ask), at=at)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._thread, "session", None)
        if session is None:
            session = self._thread.session = _Session()
            for scheme in ("https://", "http://"):
                session.mount(scheme, self._adapter)
        return session


class _Session(requests.Session):
    """A session that keeps nothing, and leaves redirects alone: requests would read their bodies to the end."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False  # neither a proxy, which would do the asking, nor the passwords of a .netrc
        self.headers.clear()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def resolve_redirects(self, *_arguments: Any, **_options: Any) -> Iterator[Any]:  # noqa: ANN401  requests' own
        return iter(())


class _Exchange:
    """One request under way, which can be cut off from another thread."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.ended: Fault | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def take(self, sock: socket.socket | None) -> None:
        with self._lock:
            self._socket = sock
            ended = self.ended
        if ended:
            _shut(sock)

    def end(self, fault: Fault) -> None:
        with self._lock:
            self.ended = self.ended or fault
            sock = self._socket
        _shut(sock)


def _shut(sock: socket.socket | None) -> None:
    """Wake whoever waits for bytes of ``sock``; closing it would not."""
    if sock is not None:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


class NoConnection(Exception):
    """A host that no connection could be made to. No kind of OSError, which urllib3 would wrap."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


class _Wire:
    """How connections are made: a name is looked up once, and the address that was judged is the one connected to."""

    def __init__(
        self,
        own: Sequence[Network],
        names: NameServer,
        seconds: float,
        opened: Callable[[socket.socket | None], None],
    ) -> None:
        self._own = own
        self._names = names
        self._seconds = seconds
        self.opened = opened

    def connect(self, host: str, port: int) -> socket.socket:
        endpoints = self._endpoints(host, port)
        until = time.monotonic() + self._seconds
        faults: set[Fault] = set()
        for tried, endpoint in enumerate(endpoints):
            left = (until - time.monotonic()) / (len(endpoints) - tried)
            try:
                sock = socket.create_connection(endpoint, max(left, _SHORTEST))
            except TimeoutError:
                faults.add(Fault.TIMEOUT)
            except ConnectionRefusedError:
                faults.add(Fault.CONNECTION_REFUSED)
            except OSError:
                continue
            else:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.opened(sock)
                return sock
        # One address that says nothing may be the one that would have answered.
        known = (one for one in (Fault.TIMEOUT, Fault.CONNECTION_REFUSED) if one in faults)
        raise NoConnection(next(known, Fault.UNREACHABLE))

    def _endpoints(self, host: str, port: int) -> Sequence[tuple[str, int]]:
        """Where to connect to: one private address among several is reason enough to connect to none."""
        try:
            endpoints = self._names.endpoints(host.strip("[]"), port)
        except NoSuchHost:
            raise NoConnection(Fault.NO_SUCH_HOST) from None
        except LookupFailed:
            raise NoConnection(Fault.LOOKUP) from None
        for address, _port in endpoints:
            if not is_public(address, self._own):
                raise NoConnection(Fault.PRIVATE, f"{host} → {address}" if address != host else address)
        return endpoints


class _Adapter(HTTPAdapter):
    """requests' adapter over our own wire. Connections are kept, and shared by all threads."""

    def __init__(self, wire: _Wire, ca_file: str | None, per_host: int) -> None:
        self._wire = wire
        self._context: ssl.SSLContext | None = None
        self._ca_file = ca_file
        super().__init__(pool_connections=256, pool_maxsize=per_host, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:  # noqa: ANN401, FBT001, FBT002  requests' own
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._wire, self._tls)

    def build_connection_pool_key_attributes(
        self,
        request: requests.PreparedRequest,
        verify: Any,  # noqa: ANN401  requests' own
        cert: Any = None,  # noqa: ANN401  as above
    ) -> Any:  # noqa: ANN401  as above
        # requests would load all authorities anew for each host.
        host, _pool = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:  # noqa: ANN401  requests' own
        """Leave that to the context, which requires a certificate and knows the authorities."""

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = ssl.create_default_context(cafile=self._ca_file or certifi.where())
        return self._context


def _pools(wire: _Wire, tls: Callable[[], ssl.SSLContext]) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, whose connections are made by ``wire``."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return wire.connect(self._dns_host, self.port)

        def getresponse(self) -> BaseHTTPResponse:  # type: ignore[override]  # as urllib3 does
            wire.opened(self.sock)
            return super().getresponse()

    class Secure(HTTPSConnection):
        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  urllib3's own
            super().__init__(*arguments, **{**options, "ssl_context": tls()})

        def _new_conn(self) -> socket.socket:
            return wire.connect(self._dns_host, self.port)

        def getresponse(self) -> BaseHTTPResponse:  # type: ignore[override]  # as urllib3 does
            wire.opened(self.sock)
            return super().getresponse()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls: ClassVar[Any] = Plain  # type: ignore[misc]  # urllib3 means it to be replaced

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls: ClassVar[Any] = Secure  # type: ignore[misc]  # as above

    return {"http": PlainPool, "https": SecurePool}


def _beginning(response: requests.Response, ask: Request) -> bytes:
    """The body as far as it is of use, decompressed piece by piece: what would swell is never held.

    Where it breaks off, what came counts: the status is there.
    """
    body = b""
    with contextlib.suppress(*_BROKEN_BODY):
        while piece := response.raw.read1(_CHUNK, decode_content=True):
            before = len(body)
            body += piece
            if len(body) >= ask.want:
                return body[: ask.want]
            if ask.stop and ask.stop in body[max(0, before - len(ask.stop)) :].lower():
                return body
    return body


def _headers(response: requests.Response) -> dict[str, str]:
    """Names in small letters. Cookies are a line each; a Location may be in UTF-8, whatever the RFC says."""
    found = {name.lower(): value for name, value in response.headers.items()}
    cookies = response.raw.headers.getlist("set-cookie")
    if cookies:
        found["set-cookie"] = "\n".join(cookies)
    if "location" in found:
        with contextlib.suppress(UnicodeError):
            found["location"] = found["location"].encode("latin-1").decode("utf-8")
    return found


def _fault(mistake: BaseException) -> Fault:
    """What a library's exception means, found in whatever it is wrapped in."""
    for one in _causes(mistake):
        if isinstance(one, ssl.SSLCertVerificationError):
            if one.verify_code in {_EXPIRED, _NOT_YET_VALID}:
                return Fault.CERTIFICATE_EXPIRED
            if one.verify_code in {_OTHER_HOST, _OTHER_ADDRESS}:
                return Fault.CERTIFICATE_OF_ANOTHER
            return Fault.CERTIFICATE_UNKNOWN
        if isinstance(one, TimeoutError | urllib3.exceptions.TimeoutError):
            return Fault.TIMEOUT
        if isinstance(
            one, ssl.SSLEOFError | ssl.SSLZeroReturnError | ConnectionError | http.client.RemoteDisconnected
        ):
            return Fault.CUT
        if isinstance(one, ssl.SSLError):
            return Fault.TLS
        if isinstance(one, http.client.HTTPException | requests.exceptions.InvalidHeader):
            return Fault.UNREADABLE
    return Fault.CUT


def _causes(mistake: BaseException) -> Iterator[BaseException]:
    """``mistake`` and everything that it wraps, the innermost first."""
    found: list[BaseException] = []
    queue: list[BaseException] = [mistake]
    while queue:
        one = queue.pop(0)
        if one in found:
            continue
        found.append(one)
        inner = [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]
        queue += [other for other in inner if isinstance(other, BaseException)]
    return iter(reversed(found))
