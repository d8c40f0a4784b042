"""Addresses as Proofpoint writes them into the mail of who buys its protection, and what they were before.

As its own decoder does it (help.proofpoint.com, “URL Decoder API”, the script beside it: versions 1 to 3).
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_HOSTS = frozenset({"urldefense.proofpoint.com", "urldefense.com", "urldefense.us"})
_THIRD = re.compile(r"/v3/__(?P<address>.+?)__;(?P<signs>[A-Za-z0-9_-]*={0,2})(?:!|$)")
_HELD = re.compile(r"\*(?:\*([A-Za-z0-9_-]))?")
_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SHORTEST = 2  # signs that a run stands for
_SLASH = re.compile(r"^([a-z]+:/)([^/])")
_SECOND = str.maketrans("-_", "%/")


def defended(parts: SplitResult) -> str:
    """The address within ``parts``; empty where Proofpoint did not write it."""
    if (parts.hostname or "") not in _HOSTS:
        return ""
    if parts.path.startswith("/v3/"):
        return _third(parts)
    inside = parse_qs(parts.query).get("u", [""])[0]
    if parts.path == "/v2/url":
        return unquote(inside.translate(_SECOND))
    return unquote(inside) if parts.path == "/v1/url" else ""


def _third(parts: SplitResult) -> str:
    """``*`` stands for a sign of those after ``__;``, ``**`` and a letter for as many as the letter says."""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    found = _THIRD.match(f"{parts.path}{query}{fragment}")
    if not found:
        return ""
    try:
        signs = base64.urlsafe_b64decode(found["signs"] + "=" * (-len(found["signs"]) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    rest = iter(signs)

    def sign(held: re.Match[str]) -> str:
        count = _LENGTHS.index(held[1]) + _SHORTEST if held[1] else 1
        return "".join(next(rest, "") for _one in range(count))

    # Software on the way makes one slash of two.
    return _HELD.sub(sign, _SLASH.sub(r"\1/\2", found["address"]))
