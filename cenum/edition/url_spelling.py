"""The addresses of a letter's HTML as they are sent; and whether readers get there."""

from __future__ import annotations

import re
from html import unescape

from cenum.web_address import spell

_ADDRESS = re.compile(r'(<(?:a|img)\s[^<>]*?\b(?:href|src)=")([^"]*)')


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
