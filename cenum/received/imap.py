"""The test message, straight from a mailbox (IMAP over TLS, RFC 9051)."""

from __future__ import annotations

import imaplib
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from cenum.errors import ServiceRefused, ServiceUnreachable, UsageMistake
from cenum.i18n import _
from cenum.received.mime import parse
from cenum.services.secrets import redact

if TYPE_CHECKING:
    from collections.abc import Callable

_LATEST = 30  # messages that are looked at, the latest first
_SECONDS = 20


def fetch(
    host: str,
    user: str,
    password: str,
    subject: str,
    connect: Callable[..., imaplib.IMAP4] = imaplib.IMAP4_SSL,
) -> bytes:
    """The latest message of INBOX whose subject holds ``subject``; nothing there is changed.

    Raises :class:`ServiceUnreachable`, :class:`ServiceRefused`, and :class:`UsageMistake` where there is none.
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
            _status, parts = mailbox.fetch(number.decode(), "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            if subject in _subject(raw):
                return raw
    except (imaplib.IMAP4.error, OSError) as mistake:
        reason = redact(str(mistake), [password])
        message = _("the mailbox at {host} refused: {reason}").format(host=host, reason=reason)
        raise ServiceRefused(message, _("check the user name and CENUM_IMAP_PASSWORD")) from None
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()
    message = _("none of the latest messages has the subject “{subject}”").format(subject=subject)
    raise UsageMistake(message, _("send the test first, or wait until it has arrived"))


def _server(host: str) -> str:
    """The name as the DNS has it: ``messagerie.société.fr`` is ``messagerie.xn--socit-esab.fr``."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        message = _("“{host}” is not the name of a server").format(host=host)
        raise UsageMistake(message, _("copy it from the mailbox's settings, such as imap.example.org")) from None


def _subject(raw: bytes) -> str:
    try:
        return parse(raw).subject
    except UsageMistake:
        return ""
