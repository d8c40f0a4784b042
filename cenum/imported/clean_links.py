"""The addresses of a letter's links: out of their wrappers, without what follows readers, and of pages alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from cenum.i18n import _, ngettext
from cenum.imported.source_letter import Told
from cenum.links.addresses import cleaned, is_personal, unwrapped_address
from cenum.links.lists import known
from cenum.web_address import FOLLOWED, host_of, is_complete, scheme_of, spell, stripped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST = 4_000  # characters: browsers take so many everywhere
_SHOWN = 80
# Mailchimp, Mailjet, SendGrid, Ghost, Buttondown; Brevo; Substack; beehiiv; listmonk; Sympa; Mailman. A key follows.
_LETS_OUT = re.compile(
    r"(?:^|[/?&=:._])(?:(?:list-)?unsub(?:scribe)?|d[eé]sinscri(?:re|ption)|d[eé]sabonne(?:r|ment)|opt-?out|mk/un"
    r"|disable_email|email[-_]preferences|(?:manage|update)[-_](?:subscription|preferences|profile)|auto_signoff"
    r"|subscription/[0-9a-f-]{36}|subscribe/[\w-]{20,60}/preferences)[/?&=+#].{6}",
    re.IGNORECASE,
)
# One that is no reader's: the name of a page at Mastodon begins with another @.
_MAIL_ADDRESS = re.compile(
    r"(?<![\w.+%@-])[\w.+-]{1,64}(?:@|%40)((?:[\w-]{1,63}\.){1,5}[a-z]{2,20})\b", re.IGNORECASE
)
_NO_READERS = ("calendar.google.com",)


def is_tracked(url: str) -> bool:
    """Whether ``url`` counts a click at a mailing service, and only that service knows where it leads."""
    try:
        return scheme_of(url) in {"http", "https"} and is_personal(urlsplit(url), known())
    except ValueError:
        return False


def is_of_one_reader(url: str) -> bool:
    """Whether ``url`` lets one reader out of a letter, or names one: who else follows it, acts for that reader."""
    beyond_host = url.partition("://")[2].partition("/")[2]
    named = _MAIL_ADDRESS.search(beyond_host)
    is_named = named is not None and not named[1].lower().endswith(_NO_READERS)
    return is_named or bool(_LETS_OUT.search(beyond_host))


class _Case(NamedTuple):
    """What happened to links: ``about`` is a host, or an address, that all of them share."""

    kind: str
    about: str


class LinkAddresses:
    """What becomes of each address, and what is told of them; ``base`` is where the page was."""

    def __init__(self, base: str = "") -> None:
        self._base = base if scheme_of(base) in {"http", "https"} else ""
        self._cases: dict[_Case, list[str]] = {}
        self._known: dict[str, tuple[str, _Case | None]] = {}

    def address(self, href: str, at: Callable[[], str]) -> str:
        """The address to write for ``href``; empty where its words stay without. ``at`` gives the words."""
        if href not in self._known:
            self._known[href] = self._judged(href)
        address, case = self._known[href]
        if case:
            places = self._cases.setdefault(case, [])
            # The report needs one place, and the number of them all.
            places.append("" if places else at())
        return address

    def _judged(self, href: str) -> tuple[str, _Case | None]:
        url = stripped(href)
        if url.lower().startswith("www."):
            url = f"https://{url}"
        scheme = scheme_of(url)
        if not url or url.startswith("#"):
            return "", (_Case("link-within", "") if url.strip("#") else None)
        if not scheme and self._base:
            url = urljoin(self._base, url)
            scheme = scheme_of(url)
        if scheme == "mailto":
            return ("", _Case("link-of-reader", host_of(url))) if _LETS_OUT.search(url) else (url, None)
        if scheme not in FOLLOWED or len(url) > _LONGEST or not is_complete(url):
            return "", _Case("link-lost", url[:_SHOWN])
        try:
            inside = unwrapped_address(url, known())
            clean = spell(cleaned(inside, known()))
            host = urlsplit(url).hostname or ""
        except ValueError:
            return "", _Case("link-lost", url[:_SHOWN])
        if is_of_one_reader(clean):
            return "", _Case("link-of-reader", host_of(clean))
        if is_tracked(clean):
            return clean, _Case("link-tracked", host_of(clean))
        if inside != url:
            return clean, _Case("wrapper-undone", host)
        return clean, (_Case("tracking-removed", "") if clean != spell(url) else None)

    def told(self) -> Iterator[Told]:
        """One line for each kind of thing that happened, and each host."""
        for case, places in self._cases.items():
            yield _told(case, len(places), places[0])


def _told(case: _Case, count: int, at: str) -> Told:
    match case.kind:
        case "wrapper-undone":
            message = ngettext(
                "{count} link led through {host}; it now leads straight to its page",
                "{count} links led through {host}; they now lead straight to their pages",
                count,
            )
            remedy, look = "", False
        case "tracking-removed":
            message = ngettext(
                "what follows readers was removed from {count} link",
                "what follows readers was removed from {count} links",
                count,
            )
            remedy, look = "", False
        case "link-tracked":
            message = ngettext(
                "{count} link leads through {host}, which counts its readers' clicks and alone knows its page",
                "{count} links lead through {host}, which counts its readers' clicks and alone knows their pages",
                count,
            )
            remedy, look = _("import it again with --fetch, or write the page's own address"), True
        case "link-of-reader":
            message = ngettext(
                "{count} link to {host} is one reader's own, to unsubscribe or with an e-mail address in it; "
                "its words stay, without the link",
                "{count} links to {host} are one reader's own, to unsubscribe or with an e-mail address in them; "
                "their words stay, without the links",
                count,
            )
            remedy, look = _("write the page's own address, if readers need it"), True
        case "link-within":
            message = ngettext(
                "{count} link led to a place in the same page; its words stay, without the link",
                "{count} links led to a place in the same page; their words stay, without the links",
                count,
            )
            remedy, look = "", False
        case _:
            message = ngettext(
                "{count} link led to “{host}”, which is no address of a page; its words stay, without the link",
                "{count} links led to “{host}”, which is no address of a page; their words stay, without the links",
                count,
            )
            remedy, look = _("write the page's address, beginning with https://"), True
    return Told(case.kind, message.format(count=count, host=case.about), remedy, at=at, look=look)
