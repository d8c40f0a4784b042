"""The mark in a campaign's own name: which issue it is, and which digest the reviewers were sent.

It lives at the service, so that every machine sees it, and a person who opens the service's pages can read it.
"""

from __future__ import annotations

import re

from msgspec import Struct

_DIGEST = 32  # hexadecimal digits kept in the name: 128 bits
_SEPARATOR = " · "
_NAME = re.compile(
    rf"{_SEPARATOR}(?P<key>\d{{4}}-\d{{2}}-\d{{2}}){_SEPARATOR}(?:untested|tested (?P<digest>[0-9a-f]{{{_DIGEST}}}))$"
)


class Mark(Struct, frozen=True):
    """``key`` is the issue's; ``digest`` the beginning of the tested edition's, or ``None`` while untested."""

    key: str
    digest: str | None

    def vouches_for(self, digest: str) -> bool:
        """Whether what the reviewers were sent is the edition of ``digest``."""
        return self.digest is not None and digest.startswith(self.digest)


def campaign_name(newsletter: str, key: str, tested_digest: str | None) -> str:
    """``Cénum · 2025-04-18 · untested``, or ``… · tested 84ce95cd…``."""
    mark = "untested" if tested_digest is None else f"tested {tested_digest[:_DIGEST]}"
    return _SEPARATOR.join((newsletter, key, mark))


def read_mark(name: str) -> Mark | None:
    """The mark in a campaign's name; ``None`` for a campaign that is not cenum's."""
    match = _NAME.search(name)
    return Mark(match["key"], match["digest"]) if match else None
