"""Whether two links cite the same page, however its address was copied."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# What mailing services and social networks add to an address; the page is the same without.
_ADDED = ("utm_", "mc_", "fbclid", "gclid", "xtor", "at_")


@lru_cache(maxsize=4096)  # two checks ask for the links of this letter and of twenty before it
def cited(url: str) -> str:
    """The page that ``url`` cites, to be compared: no scheme, no www, no fragment, no marks of a campaign.

    Empty for what is no article: a home page, an e-mail address, a place in the letter.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/")
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if not key.startswith(_ADDED)])
    if parts.scheme not in {"http", "https"} or not host or not (path or query):
        return ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"
