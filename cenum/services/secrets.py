"""Keys come from the environment, and never reach anything that a person or a machine reads."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from cenum.errors import UsageMistake
from cenum.i18n import _
from cenum.services.registry import specs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Those that no service has: a mailbox's, and that of the repository that has the pages.
_OTHERS = ("CENUM_IMAP_PASSWORD", "CENUM_SITE_KEY")
_HIDDEN = "•••"
_SHORTEST = 4  # what is shorter would hide half of every sentence
_ADDRESS = re.compile(r"https://[\w.-]+(:[0-9]+)?(/[\w./~-]*)?|http://(localhost|127\.0\.0\.1)(:[0-9]+)?", re.ASCII)
_FIT = re.compile(r"[\x21-\x7e]+")


def key(environ: Mapping[str, str], name: str) -> str:
    """The key in the variable ``name``. Raises :class:`UsageMistake`, which never shows it."""
    value = environ.get(name, "").strip()
    if not value:
        message = _("the environment variable {name} is not set").format(name=name)
        raise UsageMistake(message, _("set it to the mailing service's key; never write the key in cenum.toml"))
    if not _FIT.fullmatch(value):
        message = _("the environment variable {name} does not contain a valid key").format(name=name)
        raise UsageMistake(message, _("copy the key again, without spaces, accents or line breaks"))
    return value


def password(environ: Mapping[str, str], name: str) -> str:
    """A mailbox's password in the variable ``name``. Raises :class:`UsageMistake`, which never shows it."""
    value = environ.get(name, "").strip()
    if not value:
        message = _("the environment variable {name} is not set").format(name=name)
        raise UsageMistake(message, _("set it to the mailbox's password"))
    if not value.isprintable():
        message = _("the environment variable {name} does not contain a valid password").format(name=name)
        raise UsageMistake(message, _("copy the password of the mailbox again, without line breaks"))
    return value


def address(environ: Mapping[str, str], name: str) -> str:
    """The address in the variable ``name``, to which a key goes, without a final slash. Raises :class:`UsageMistake`.

    Over http only to this machine.
    """
    value = environ.get(name, "").strip().rstrip("/")
    if not value:
        message = _("the environment variable {name} is not set").format(name=name)
        raise UsageMistake(message, _("set it to the service's address: the key goes there, and nowhere else"))
    if not _ADDRESS.fullmatch(value):
        message = _("the environment variable {name} does not contain a valid address").format(name=name)
        raise UsageMistake(message, _("write an address that begins with https://, without a password"))
    return value


def variables() -> tuple[str, ...]:
    """Every variable that cenum takes a key from."""
    kept = (one for service in specs() for one in service.credentials)
    return (*(one.variable for one in kept if one.secret), *_OTHERS)


def redact(text: str, secrets: Iterable[str]) -> str:
    """``text`` without any of ``secrets``, however they are written: plain, in base64, or in an address."""
    spelt = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
    for form in sorted(spelt, key=len, reverse=True):
        text = text.replace(form, _HIDDEN)
    return text


def redact_environment(text: str, environ: Mapping[str, str]) -> str:
    """``text`` without any key of the environment, nor a line of one that has several."""
    return redact(text, [line.strip() for name in variables() for line in environ.get(name, "").splitlines()])


def _forms(secret: str) -> tuple[str, ...]:
    return secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode().rstrip("=")
