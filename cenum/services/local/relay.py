"""Letters to a mail server (RFC 5321), each with its fate told apart."""

from __future__ import annotations

import contextlib
import smtplib
from typing import TYPE_CHECKING, Self

from cenum.errors import ServiceUnreachable
from cenum.i18n import _
from cenum.services.local.records import DeliveryResult, DeliveryStatus

if TYPE_CHECKING:
    from types import TracebackType

_TIMEOUT = 10.0  # seconds; the mail server is on this machine or next to it
_CLOSING = 421  # RFC 5321, section 3.8: the server is about to hang up, whatever it was asked
_OK = range(200, 300)
_LOST = (smtplib.SMTPException, OSError)


class Relay:
    """``server`` is host:port. Connects when first used, and again where the server hung up."""

    def __init__(self, server: str, *, timeout: float = _TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, mistake: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            with contextlib.suppress(*_LOST):
                self._smtp.quit()
            self._hang_up()

    def connect(self) -> smtplib.SMTP:
        """The connection, opened where there is none. Raises :class:`ServiceUnreachable`."""
        if self._smtp is None:
            host, _colon, port = self._server.rpartition(":")
            try:
                # The name said in HELO is given here, because smtplib would ask the network for one.
                smtp = smtplib.SMTP(host, int(port), local_hostname="localhost", timeout=self._timeout)
                self._smtp = smtp
                smtp.ehlo_or_helo_if_needed()
            except (*_LOST, ValueError) as mistake:
                self._hang_up()
                raise self._unreachable(str(mistake)) from None
        return self._smtp

    def hand(self, sender: str, to: str, mail: bytes) -> DeliveryResult:
        """One letter to one address. Raises :class:`ServiceUnreachable` where it was surely not handed over."""
        reason = ""
        for _attempt in range(2):  # a connection may have been dropped for idleness
            smtp = self.connect()
            try:
                refusal = _envelope(smtp, sender, to)
            except _LOST as mistake:
                reason = str(mistake)
                self._hang_up()
                continue
            return refusal or self._body(smtp, mail)
        raise self._unreachable(reason)

    def _body(self, smtp: smtplib.SMTP, mail: bytes) -> DeliveryResult:
        try:
            code, answer = smtp.data(mail)
        except smtplib.SMTPDataError as refusal:
            self._hang_up()
            return DeliveryResult(DeliveryStatus.FAILED, _said(refusal.smtp_code, refusal.smtp_error))
        except _LOST:
            # RFC 1047: between the last byte and the answer nobody knows whether the letter was taken.
            self._hang_up()
            return DeliveryResult(
                DeliveryStatus.UNKNOWN, _("the mail server hung up before it answered: the letter may have left")
            )
        return (
            DeliveryResult(DeliveryStatus.DELIVERED)
            if code in _OK
            else DeliveryResult(DeliveryStatus.FAILED, _said(code, answer))
        )

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _unreachable(self, reason: str) -> ServiceUnreachable:
        message = _("the mail server {server} can't be reached ({reason})").format(server=self._server, reason=reason)
        return ServiceUnreachable(message, _("start it, or correct service.local.smtp in cenum.toml"))


def _envelope(smtp: smtplib.SMTP, sender: str, to: str) -> DeliveryResult | None:
    """``None`` where the server takes both addresses."""
    for ask, address in ((smtp.mail, sender), (smtp.rcpt, to)):
        code, answer = ask(address)
        if code == _CLOSING:
            raise smtplib.SMTPServerDisconnected(_said(code, answer))
        if code not in _OK:
            with contextlib.suppress(*_LOST):
                smtp.rset()
            return DeliveryResult(DeliveryStatus.FAILED, _said(code, answer))
    return None


def _said(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {words}"
