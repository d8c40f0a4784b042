"""The address of a page as it is cited: the page's own, without what brought somebody there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cenum.analysis.same_page import cited
from cenum.links.addresses import cleaned, over_https, page_of
from cenum.web_address import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cenum.links.lists import HostLists

_LONGEST = 2_000  # characters of an address that anybody would cite
_MOST_WRAPPERS = 4
# Google's copies of pages in AMP: https://www-lemonde-fr.cdn.ampproject.org/v/s/www.lemonde.fr/… and
# https://www.google.com/amp/s/www.lemonde.fr/… (developers.google.com/amp/cache/overview, “Cache URL format”).
_AMP_CACHE = re.compile(
    r"https?://(?:[a-z0-9-]+\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]{2,6}/amp)/(s/)?([^/?#]+\.[^/?#]+)(/[^?#]*)?",
    re.IGNORECASE,
)
# The same site, for telephones and for AMP.
_SITE_LABELS = frozenset({"www", "m", "amp", "mobile"})
_AMP_PATH = re.compile(r"(?:/amp|\.amp(?=\.html$)|/amp\.html)$")
_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp"})


def clip_address(url: str, lists: HostLists) -> str:
    """``url`` as it is asked for and cited: out of its wrappers, and without what follows readers.

    Raises :class:`ValueError` for what is no http address.
    """
    address = url.strip()
    for _wrapper in range(_MOST_WRAPPERS):
        before, address = address, _out_of_amp(cleaned(address, lists))
        if address == before:
            break
    page_of(address)
    if len(address) > _LONGEST:
        raise ValueError(url)
    return spell(address)


def page_key(url: str, lists: HostLists) -> str:
    """The page of ``url``, to be compared: the same over http and https, on a telephone and in AMP.

    Empty for what is no article.
    """
    try:
        page = cited(cleaned(_out_of_amp(url), lists))
    except ValueError:
        return ""
    host, slash, path = page.partition("/")
    path, question, query = path.partition("?")
    kept = "&".join(pair for pair in query.split("&") if pair.lower() not in _AMP_QUERY) if question else ""
    whole = f"{_site(host)}{slash}{_AMP_PATH.sub('', f'/{path}').removeprefix('/')}"
    return f"{whole}?{kept}" if kept else whole


def own_address(candidates: Iterable[str], page: str, lists: HostLists) -> str:
    """What the page at ``page`` calls its address, if it lies on the same site; empty where it says none, or several.

    No other host is believed: a page could send readers anywhere.
    """
    asked, _fragment = page_of(page)
    found: dict[str, None] = {}
    for candidate in candidates:
        try:
            address = cleaned(urljoin(page, candidate), lists)
            there, _fragment = page_of(address)
        except ValueError:
            continue
        is_front = there.path == "/" and "?" not in there.url and asked.path != "/"
        if _site(there.host) != _site(asked.host) or there.port != asked.port or is_front or len(address) > _LONGEST:
            continue
        found[over_https(there.url) if asked.scheme == "https" else there.url] = None
    return next(iter(found)) if len(found) == 1 else ""


def is_same_site(url: str, page: str) -> bool:
    """Whether ``url`` lies on the site of ``page``, of which telephones and AMP may have their own."""
    try:
        return _site(page_of(url)[0].host) == _site(page_of(page)[0].host)
    except ValueError:
        return False


def _site(host: str) -> str:
    labels = host.lower().rstrip(".").split(".")
    while len(labels) > 2 and labels[0] in _SITE_LABELS:  # noqa: PLR2004  m.fr is somebody's name
        del labels[0]
    return ".".join(labels)


def _out_of_amp(url: str) -> str:
    found = _AMP_CACHE.match(url)
    if not found:
        return url
    query = urlsplit(url).query
    return f"{'https' if found[1] else 'http'}://{found[2]}{found[3] or '/'}{f'?{query}' if query else ''}"
