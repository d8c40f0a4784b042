"""The test message, straight from a mailbox (IMAP over TLS, RFC 9051)."""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cenum.errors import ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.i18n import _
from cenum.received.mime import parse
from cenum.services.secrets import redact

if TYPE_CHECKING:
    from collections.abc import Callable

    from cenum.received.mime import Received

_LATEST = 30  # messages that are looked at, the latest first
_SECONDS = 20
# A letter without its pictures, which the service serves, is a hundredth of that.
MOST_BYTES = 10_000_000
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,20})\b", re.IGNORECASE)


class NotThere(UsageMistake):
    """The mailbox has no such message, yet."""


def fetch(  # noqa: PLR0913  a mailbox, and what is looked for
    host: str,
    user: str,
    password: str,
    subject: str,
    connect: Callable[..., imaplib.IMAP4] = imaplib.IMAP4_SSL,
    wanted: Callable[[Received], bool] = lambda _message: True,
) -> bytes:
    """The latest message of INBOX whose subject holds ``subject``, and that is ``wanted``; nothing there is changed.

    Raises :class:`ServiceUnreachable`, :class:`ServiceRefused`, and :class:`NotThere` where there is none.
    """
    server = _server(host)
    if not (user + password).isascii():
        # imaplib writes LOGIN (RFC 9051, section 6.2.3), and servers read nothing but ASCII there.
        message = _("the user name or password of the mailbox has accented letters, which IMAP does not accept")
        raise UsageMistake(message, _("create an application password in the mailbox's settings, and use that"))
    try:
        # Without a context imaplib takes any certificate, and the password with it.
        mailbox = connect(server, timeout=_SECONDS, ssl_context=ssl.create_default_context())
    except OSError as mistake:
        message = _("the mailbox at {host} can't be reached ({reason})").format(host=host, reason=mistake)
        raise ServiceUnreachable(message, _("check the name of the IMAP server")) from None
    try:
        mailbox.login(user, password)
        mailbox.select("INBOX", readonly=True)
        _status, found = mailbox.search(None, "ALL")
        for number in reversed((found[0] or b"").split()[-_LATEST:]):
            # Its size is a server's to say before a byte of it is read (RFC 9051, section 6.4.5).
            _status, sizes = mailbox.fetch(number.decode(), "(RFC822.SIZE)")
            if _size(sizes) > MOST_BYTES:
                continue
            _status, parts = mailbox.fetch(number.decode(), "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            received = _parsed(raw)
            if received and subject in received.subject and wanted(received):
                return raw
    except (imaplib.IMAP4.error, OSError) as mistake:
        reason = redact(str(mistake), [password])
        message = _("the mailbox at {host} refused: {reason}").format(host=host, reason=reason)
        raise ServiceRefused(message, _("check the user name and CENUM_IMAP_PASSWORD")) from None
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()
    message = _("none of the latest messages is the test of “{subject}”").format(subject=subject)
    raise NotThere(message, _("send the test first, or wait until it has arrived: --wait 10"))


def waited_for(
    look: Callable[[], bytes], *, minutes: int, pause: Callable[[float], None] = time.sleep, step: float = 10
) -> bytes:
    """What ``look`` gives; while it is not there it is asked again, every ``step`` seconds for so many ``minutes``.

    Raises what ``look`` raises.
    """
    for _again in range(int(minutes * 60 / step)):
        with suppress(NotThere):
            return look()
        pause(step)
    return look()


def _server(host: str) -> str:
    """The name as the DNS has it: ``messagerie.société.fr`` is ``messagerie.xn--socit-esab.fr``."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        message = _("“{host}” is not the name of a server").format(host=host)
        raise UsageMistake(message, _("copy it from the mailbox's settings, such as imap.example.org")) from None


def _size(answer: list[Any]) -> int:
    """What ``1 (RFC822.SIZE 44827)`` says; where a server says nothing, more than is read."""
    said = next((_SIZE.search(one) for one in answer if isinstance(one, bytes)), None)
    return int(said[1]) if said else MOST_BYTES + 1


def _parsed(raw: bytes) -> Received | None:
    try:
        return parse(raw)
    except UsageMistake:
        return None
