"""How every mailing service is spoken to: one session, and no request that changes something is sent twice.

What may be repeated is repeated by urllib3's ``Retry``; what became of the rest is told apart here: it never
arrived, it was refused, or nobody knows.
"""

from __future__ import annotations

import json
import ssl
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidHeader,
    MaxRetryError,
    NewConnectionError,
    ResponseError,
    SSLError,
)
from urllib3.util import Retry

from cenum import __version__
from cenum.clock import utc_now
from cenum.errors import CenumError, FateUnknown, ServiceRefused, ServiceUnreachable
from cenum.i18n import _
from cenum.services.provider import BAD_REQUEST, Patience, Refused, Reply, right_to
from cenum.services.secrets import redact

if TYPE_CHECKING:
    from types import TracebackType

    from urllib3.connectionpool import ConnectionPool
    from urllib3.response import BaseHTTPResponse

    from cenum.services.provider import Provider

T = TypeVar("T")

TOO_MANY = 429
_LARGEST = 20_000_000  # bytes of an answer; a campaign is below 1 MB everywhere
_LONGEST_WORDS = 300  # characters of a provider's own sentence
_CHUNK = 65_536
_SERVER_ERRORS = 500
_REDIRECTS = range(300, 400)
_DAY = 86_400  # seconds; whoever asks for more is asked again tomorrow


class Api:
    """One provider on one session.

    ``get`` reads and ``put`` sets what may as well be set twice: both are repeated. ``act`` is sent once, unless
    the service answered that it is busy (429, RFC 6585: nothing was done) and ``once`` was not asked for.
    ``shape`` is what the answer has to be; an answer of another shape is one that can't be read.
    """

    def __init__(self, provider: Provider, patience: Patience | None = None) -> None:
        self._provider = provider
        self._patience = patience or Patience()
        self._patient = self._session(self._patience.repeats, [500, 502, 503, 504])
        self._single = self._session(self._patience.repeats, [])
        self._once = self._session(0, [])

    def close(self) -> None:
        """Let go of the connections."""
        for session in (self._patient, self._single, self._once):
            session.close()

    def get(self, path: str, shape: type[T], **params: str | int | None) -> T:
        """What a GET answers. Raises :class:`ServiceRefused` and :class:`ServiceUnreachable`."""
        try:
            data = self._request(self._patient, "GET", path, params=params)
            return self._shaped(data, shape)
        except FateUnknown as mistake:
            raise ServiceUnreachable(mistake.message, self._later()) from None

    def put(
        self,
        path: str,
        body: Any = None,  # noqa: ANN401  JSON
        method: str = "PUT",
        shape: type[T] = object,  # type: ignore[assignment]  # where nobody looks at the answer
    ) -> T:
        """Set something that stays the same when it is set again. Raises as :meth:`act` does."""
        return self._shaped(self._request(self._patient, method, path, json=body), shape)

    def act(  # noqa: PLR0913  what a request consists of
        self,
        method: str,
        path: str,
        body: Any = None,  # noqa: ANN401  JSON
        shape: type[T] = object,  # type: ignore[assignment]  # where nobody looks at the answer
        *,
        once: bool = False,
        files: Any = None,  # noqa: ANN401  what requests takes
    ) -> T:
        """Do something, with one request.

        Raises :class:`ServiceRefused` where the service said no, :class:`ServiceUnreachable` where the request
        never arrived, and :class:`FateUnknown` where nobody can tell.
        """
        session = self._once if once else self._single
        return self._shaped(self._request(session, method, path, json=body, files=files), shape)

    def _session(self, repeats: int, statuses: list[int]) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # a .netrc would add somebody else's password
        session.headers.update({"User-Agent": f"cenum/{__version__}", "Accept": "application/json"})
        session.headers.update(self._provider.headers)
        session.auth = self._provider.auth
        self._retry = _Wait(
            total=repeats,
            # What was sent may have been carried out, unless the method is one that may be repeated.
            read=repeats if statuses else 0,
            other=0,
            redirect=0,
            status_forcelist=[TOO_MANY, *statuses],
            allowed_methods=None,
            backoff_factor=self._patience.pause,
            raise_on_status=False,
            respect_retry_after_header=True,
            wait_header=self._provider.wait_header,
            longest=self._patience.longest,
        )
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=self._retry))
        return session

    def _request(self, session: requests.Session, method: str, path: str, **parts: Any) -> Any:  # noqa: ANN401  JSON
        timeout = (self._patience.connect, self._patience.silence)
        address = self._provider.base + path
        try:
            with session.request(
                method, address, timeout=timeout, allow_redirects=False, stream=True, **parts
            ) as answer:
                body = self._read(answer)
                status = answer.status_code
                wait = self._retry.asked(answer.raw) if status == TOO_MANY else None
        except requests.RequestException as mistake:
            raise self._no_answer(mistake) from None
        data = _json(body)
        if status in _REDIRECTS:
            raise ServiceRefused(
                _("{service} answers from another address").format(service=self._provider.name),
                _("check the service's address (listmonk: LISTMONK_URL)"),
            )
        if status >= _SERVER_ERRORS:
            message = _("{service} answered with a server error ({status})").format(
                service=self._provider.name, status=status
            )
            if words := self._words(data):
                message = _("{service} answered with a server error ({status}): {reason}").format(
                    service=self._provider.name, status=status, reason=words
                )
            raise FateUnknown(message, self._later())
        if status >= BAD_REQUEST:
            raise self._refusal(Reply(status, data, self._words(data), right_to(method, path)), wait)
        if body.strip() and data is None:
            raise self._unreadable()
        return data

    def _shaped(self, data: Any, shape: type[T]) -> T:  # noqa: ANN401  JSON
        if shape is object:
            return data  # type: ignore[no-any-return]  # nobody looks at it
        try:
            return msgspec.convert(data, shape, strict=False)
        except msgspec.ValidationError:
            raise self._unreadable() from None

    def _unreadable(self) -> FateUnknown:
        message = _("{service} sent an unreadable answer").format(service=self._provider.name)
        return FateUnknown(message, self._later())

    def _read(self, answer: requests.Response) -> bytes:
        """The body, up to a bound in bytes and in time: a drip of bytes would never time out by itself."""
        until = time.monotonic() + self._patience.answer
        body = bytearray()
        # What has arrived, and not a full chunk: whoever waits for one never looks at the clock.
        while chunk := self._read_some(answer):
            body += chunk
            if len(body) > _LARGEST or time.monotonic() > until:
                raise requests.ConnectionError("more than an answer")
        return bytes(body)

    def _read_some(self, answer: requests.Response) -> bytes:
        try:
            return answer.raw.read1(_CHUNK, decode_content=True)
        except SSLError as mistake:
            raise requests.exceptions.SSLError(mistake) from None
        except HTTPError as mistake:
            raise requests.ConnectionError(mistake) from None

    def _words(self, data: Any) -> str:  # noqa: ANN401  JSON
        """The provider's own sentence, redacted and in one line; empty where the answer has none."""
        try:
            said = self._provider.words(data) if data is not None else ""
        except (KeyError, TypeError, AttributeError, IndexError):
            said = ""
        return redact(" ".join(str(said or "").split()), self._provider.secrets)[:_LONGEST_WORDS]

    def _refusal(self, reply: Reply, wait: float | None) -> CenumError:
        reason = reply.words or reply.status
        message = _("{service} refused: {reason}").format(service=self._provider.name, reason=reason)
        return Refused(message, self._provider.explain(reply) or self._remedy(reply, wait), reply)

    def _remedy(self, reply: Reply, wait: float | None) -> str:
        match reply.status:
            case 403 if self._provider.rights:
                remedy = _("the key lacks the right to {right}: {where}")
                return remedy.format(right=reply.right, where=self._provider.rights)
            case 429 if wait and wait > self._patience.longest:
                until = (utc_now() + timedelta(seconds=wait)).astimezone()
                remedy = _("the service takes no more requests before {hour}: run this command again then")
                return remedy.format(hour=f"{until:%Y-%m-%d %H:%M %Z}")
            case 401 | 403:
                return _("check the key in the environment: it may be wrong, expired, or not allowed to do this")
            case 404:
                return _("check the list in cenum.toml and the campaigns at the service")
            case 429:
                return _("the service gets too many requests: wait a few minutes, then run this command again")
            case _:
                return _("correct it at the service or in cenum.toml, then run this command again")

    def _no_answer(self, mistake: requests.RequestException) -> CenumError:
        reason = mistake.args[0] if mistake.args else None
        while isinstance(reason, MaxRetryError):
            reason = reason.reason
        if isinstance(mistake, requests.ConnectTimeout) or isinstance(
            reason, NewConnectionError | ConnectTimeoutError
        ):
            message = _("{service} can't be reached").format(service=self._provider.name)
            return ServiceUnreachable(message, _("check the connection and the service's status page"))
        if _is_distrust(mistake):
            message = _("{service} can't be trusted: its certificate is not valid").format(
                service=self._provider.name
            )
            return ServiceUnreachable(message, _("check the service's address (listmonk: LISTMONK_URL)"))
        message = _("{service} did not answer").format(service=self._provider.name)
        return FateUnknown(message, self._later())

    def _later(self) -> str:
        return _("wait a few minutes, then run this command again")


class _Wait(Retry):
    """Retry with the provider's own header; where it asks for more than ``longest`` seconds, nothing is repeated."""

    # urllib3 would also repeat whatever was answered 503 with Retry-After, which may have been carried out.
    RETRY_AFTER_STATUS_CODES = frozenset({TOO_MANY})

    def __init__(self, *, wait_header: str | None, longest: float, **options: Any) -> None:  # noqa: ANN401  urllib3's own
        super().__init__(**options)
        self._wait_header = wait_header
        self._longest = longest

    def new(self, **changes: Any) -> _Wait:  # noqa: ANN401  urllib3's own
        return super().new(wait_header=self._wait_header, longest=self._longest, **changes)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> _Wait:
        if response is not None and (self.asked(response) or 0) > self._longest:
            # Which makes urllib3 hand the answer over as it is.
            raise MaxRetryError(_pool, url, ResponseError())  # type: ignore[arg-type]  # urllib3 does not look at it
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        asked = self.asked(response)
        return None if asked is None else min(asked, self._longest)

    def asked(self, response: BaseHTTPResponse) -> float | None:
        """How many seconds the service wants to be left alone, where it says so."""
        try:
            asked = super().get_retry_after(response)
        except InvalidHeader:
            return None
        if asked is None and self._wait_header:
            try:
                asked = int(response.headers.get(self._wait_header, ""))
            except ValueError:
                return None
        return None if asked is None else min(max(asked, 0), _DAY)


def _is_distrust(mistake: BaseException) -> bool:
    """Whether the certificate was not good enough, so that nothing was said; TLS may also break later."""
    if isinstance(mistake, ssl.SSLCertVerificationError):
        return True
    reasons = (*mistake.args, getattr(mistake, "reason", None))
    return any(_is_distrust(reason) for reason in reasons if isinstance(reason, BaseException))


def _json(body: bytes) -> Any:  # noqa: ANN401  JSON
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
