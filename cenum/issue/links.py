"""What may stand in a link, judged from its own characters, before anybody asks the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from cenum.i18n import _
from cenum.schema import is_email, nearest

if TYPE_CHECKING:
    from collections.abc import Collection

_PHONE = re.compile(r"\+?[0-9().\s-]{3,30}")
_BARE_HOST = re.compile(r"(www\.|[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/|$))", re.IGNORECASE)
# A file beside the editor, a drive's letter, or file: itself.
_FILE = re.compile(
    r"^(file:|[a-z]:[\\/%])|^[^/]+\.(pdf|docx?|odt|xlsx?|ods|pptx?|odp|csv|zip|png|jpe?g|gif|webp|html?|md|txt)$",
    re.IGNORECASE,
)
_BAD_CHARACTERS = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]")


class Problem(NamedTuple):
    """Why a link can't go out, and what to do."""

    rule: str
    message: str
    remedy: str


def problem(url: str, anchors: Collection[str]) -> Problem | None:
    """What is wrong with ``url``, if anything. ``anchors`` are the ids of the issue's sections."""
    if not url.strip():
        return Problem("link-empty", _("the link leads nowhere"), _("put its address between the brackets"))
    if url.startswith("#"):
        if url[1:] in anchors:
            return None
        return Problem("link-anchor", _("no section is called “{url}”").format(url=url), nearest(url[1:], anchors))
    scheme = url.partition(":")[0].lower() if ":" in url else ""
    if scheme == "mailto":
        return _mailto_problem(url)
    if scheme == "tel":
        if _PHONE.fullmatch(unquote(url[4:])):
            return None
        return Problem(
            "link-phone", _("“{url}” is not a telephone number").format(url=url), _("write tel:+33123456789")
        )
    if scheme in {"http", "https"}:
        return _web_problem(url)
    return _scheme_problem(url)


def _mailto_problem(url: str) -> Problem | None:
    address = unquote(url[len("mailto:") :].partition("?")[0])
    if is_email(address):
        return None
    message = _("“{address}” is not an e-mail address").format(address=address)
    return Problem("link-mail", message, _("write mailto:someone@example.org"))


def _web_problem(url: str) -> Problem | None:
    try:
        parts = urlsplit(unquote(url) if "%20" in url[:12] else url)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        host = ""
    if _BAD_CHARACTERS.search(url):
        remedy = _("copy the address again from the browser's address bar")
        return Problem("link-characters", _("the address holds a space or a forbidden character"), remedy)
    if not host:
        remedy = _("copy the address again from the browser's address bar")
        return Problem("link-address", _("“{url}” is not an address").format(url=url), remedy)
    if "." not in host or host.endswith((".invalid", ".localhost", ".local", ".internal")):
        message = _("“{host}” can't be reached by readers").format(host=host)
        return Problem("link-host", message, _("put the public address of the page"))
    return None


def _scheme_problem(url: str) -> Problem:
    if is_email(url):
        return Problem("link-scheme", _("an e-mail address needs mailto:"), _("write mailto:{url}").format(url=url))
    if _FILE.search(url):
        message = _("“{url}” leads to a file on your computer").format(url=url)
        return Problem("link-local", message, _("publish it, and put its https:// address"))
    if _BARE_HOST.match(url):
        message = _("the address “{url}” has no https://").format(url=url)
        return Problem("link-scheme", message, _("write https://{url}").format(url=url))
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url):
        message = _("a letter can't hold a link of the kind “{scheme}:”").format(scheme=url.partition(":")[0])
        return Problem("link-scheme", message, _("use https://, mailto: or tel:"))
    message = _("“{url}” leads to a file on your computer").format(url=url)
    return Problem("link-local", message, _("publish it, and put its https:// address"))
