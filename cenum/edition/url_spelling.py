"""The spelling of web addresses, one and the same in HTML and in plain text; and whether readers get there."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import quote

from markdown_it.common.normalize_url import normalizeLink

# What RFC 3986 reserves or leaves alone, less what one libxml2 or another escapes in the HTML that it writes
# ($ [ ] and their like): what is escaped here already comes out the same everywhere.
_STAYS = "@/:=?;#%&,+!~*'()"
_ADDRESS = re.compile(r'(<(?:a|img)\s[^<>]*?\b(?:href|src)=")([^"]*)')


@lru_cache(maxsize=4096)  # each stands in the HTML, in the text and among the links
def spell(url: str) -> str:
    """``url`` in ASCII: the host's accents as Punycode, all else percent-encoded; what is encoded stays."""
    return quote(normalizeLink(url), safe=_STAYS)


def spell_in_html(html: str) -> str:
    """``html`` with the addresses of its links and pictures spelled."""
    return _ADDRESS.sub(lambda match: match[1] + spell(unescape(match[2])).replace("&", "&amp;"), html)


def is_here(host: str) -> bool:
    """Whether only the machine that asks gets to ``host``, or nobody: each reader to their own."""
    from ipaddress import ip_address  # noqa: PLC0415  a build does not ask

    if host in {"", "localhost"} or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
